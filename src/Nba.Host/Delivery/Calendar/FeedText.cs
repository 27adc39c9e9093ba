namespace Nba.Host.Delivery.Calendar;

/// <summary>A calendar's lines as RFC 5545 (section 3.1) asks for them.</summary>
internal static class FeedText
{
    // Without the line break.
    private const int MostOctets = 75;

    /// <summary>
    /// A calendar's text with each line folded at 75 octets of UTF-8, never inside a character. The library also folds between the two halves that an emoji has in
    /// .NET, neither of which can be written as UTF-8.
    /// </summary>
    public static byte[] Folded(string calendar)
    {
        using var folded = new MemoryStream(calendar.Length * 2);
        Span<byte> octets = stackalloc byte[4];
        foreach (var line in calendar.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var length = 0;
            foreach (var rune in line.EnumerateRunes())
            {
                var more = rune.EncodeToUtf8(octets);
                if (length + more > MostOctets)
                {
                    folded.Write("\r\n "u8);
                    length = 1;
                }
                folded.Write(octets[..more]);
                length += more;
            }
            folded.Write("\r\n"u8);
        }
        return folded.ToArray();
    }
}
