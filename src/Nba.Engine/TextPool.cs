using System.IO.Hashing;
using System.Text;

namespace Nba.Engine;

/// <summary>Gives one string for texts that many customers share. Bounded: a text may push another out. Safe for any thread.</summary>
internal sealed class TextPool
{
    private const int Slots = 4096;
    private const int Longest = 64;

    private readonly string?[] _texts = new string?[Slots];

    /// <summary>The text of these UTF-8 bytes.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Longest) return Encoding.UTF8.GetString(utf8);
        Span<char> chars = stackalloc char[Longest];
        var text = chars[..Encoding.UTF8.GetChars(utf8, chars)];
        ref var slot = ref _texts[XxHash3.HashToUInt64(utf8) % Slots];
        return slot is { } known && text.SequenceEqual(known) ? known : slot = text.ToString();
    }
}
