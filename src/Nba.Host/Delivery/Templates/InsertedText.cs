using System.Globalization;
using System.Text;

namespace Nba.Host.Delivery.Templates;

/// <summary>
/// Makes values fit to stand in a message. A value is one line of visible characters, whatever was in it. What a tool could take for markup, a mention or an address is written full width
/// (<c>＊</c> for <c>*</c>): it reads the same, and no renderer has to know an escape for it.
/// </summary>
internal static class InsertedText
{
    private const string Markup = "\\`*_~|[]<>@{}^";
    private const string LineStarts = "#>";
    private const string RepeatedStarts = "-+=";

    /// <summary>The value for one who reads it so, cut to a number of characters as written; an ellipsis says that it was cut.</summary>
    public static string Of(string value, TextUse use, int most = int.MaxValue)
    {
        var line = OneLine(value);
        if (use == TextUse.Data && line.Length <= most) return line;
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length;)
        {
            var (start, length) = (text.Length, StringInfo.GetNextTextElementLength(line, i));
            for (var at = i; at < i + length; at++) Append(text, line, at, use);
            i += length;
            if (text.Length <= most - (i < line.Length ? 1 : 0)) continue;
            text.Length = start;
            return text.Append('…').ToString();
        }
        return text.ToString();
    }

    /// <summary>A value as part of a path: percent-encoded, so that no value begins another segment, and none is <c>.</c> or <c>..</c>, which would leave it.</summary>
    public static string Segment(string value)
    {
        var whole = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes()) whole.Append(rune.ToString());
        var text = whole.ToString();
        return Uri.EscapeDataString(text is "." or ".." ? text.Replace('.', '．') : text);
    }

    /// <summary>An address that no markup ends early; null for what is none of the web.</summary>
    public static string? Address(string? value)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http")) return null;
        var text = new StringBuilder();
        foreach (var c in uri.AbsoluteUri)
        {
            if (c > '~' || "()[]|<>\"'`\\{}*^".Contains(c, StringComparison.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
            else text.Append(c);
        }
        return text.ToString();
    }

    private static string OneLine(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || (category == UnicodeCategory.Control && Rune.IsWhiteSpace(rune)))
            {
                if (text.Length > 0 && text[^1] != ' ') text.Append(' ');
            }
            else if (IsVisible(rune, category))
            {
                text.Append(rune.ToString());
            }
        }
        return text.ToString().Trim();
    }

    // Joiners are letters of some scripts and of emoji; other format characters turn the direction of what follows, or hide.
    private static bool IsVisible(Rune rune, UnicodeCategory category) =>
        category != UnicodeCategory.Control && (category != UnicodeCategory.Format || rune.Value is 0x200C or 0x200D) && (rune.Value & 0xFFFE) != 0xFFFE;

    private static void Append(StringBuilder text, string line, int at, TextUse use)
    {
        var c = line[at];
        if (use == TextUse.Data || c > '~') text.Append(c);
        else if (use == TextUse.Slack && c is '&' or '<' or '>' && !(c == '>' && at == 0)) text.Append(c switch { '&' => "&amp;", '<' => "&lt;", _ => "&gt;" });
        else text.Append(IsTaken(line, at, use) ? FullWidth(c) : c);
    }

    private static bool IsTaken(string line, int at, TextUse use)
    {
        var c = line[at];
        if (c == '@') return true;
        if (c == ':') return line.AsSpan(at + 1).StartsWith("//", StringComparison.Ordinal);
        if (c == '.' && at > 0 && at + 1 < line.Length && char.IsLetterOrDigit(line[at - 1]) && char.IsLetter(line[at + 1])) return true;
        if (use == TextUse.Plain) return false;
        if (use == TextUse.Slack) return c is '*' or '_' or '~' or '`' || (c == '>' && at == 0);
        if (Markup.Contains(c, StringComparison.Ordinal)) return true;
        if (c == '&') return at + 1 < line.Length && (line[at + 1] == '#' || char.IsAsciiLetter(line[at + 1]));
        var next = at + 1 < line.Length ? line[at + 1] : ' ';
        if (at == 0) return LineStarts.Contains(c, StringComparison.Ordinal) || (RepeatedStarts.Contains(c, StringComparison.Ordinal) && (next == ' ' || next == c));
        return c is '.' or ')' && next == ' ' && line.AsSpan(0, at).IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private static char FullWidth(char c) => (char)(c + ('＊' - '*'));
}
