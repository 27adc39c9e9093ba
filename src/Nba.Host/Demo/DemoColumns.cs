using System.Text;

namespace Nba.Host.Demo;

/// <summary>Text in terminal columns: Chinese characters take two (Unicode Standard Annex 11, wide and fullwidth), others one.</summary>
internal static class DemoColumns
{
    // May not begin a line.
    private const string Closing = "，。、；：！？）》”’,.;:!?)%";

    /// <summary>Columns a text takes.</summary>
    public static int Width(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes()) width += Width(rune);
        return width;
    }

    /// <summary>The text, filled with blanks to a width; cut, with an ellipsis, when it is longer.</summary>
    public static string Pad(string text, int width)
    {
        var cut = Cut(text, width);
        return cut + new string(' ', width - Width(cut));
    }

    /// <summary>The text, cut to a width.</summary>
    public static string Cut(string text, int width)
    {
        if (Width(text) <= width) return text;
        var (kept, used) = (new StringBuilder(), 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if ((used += Width(rune)) > width) break;
            kept.Append(rune);
        }
        return kept.Append('…').ToString();
    }

    /// <summary>Lines of at most a width: words stay whole, Chinese breaks anywhere but before closing marks.</summary>
    public static IReadOnlyList<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        var (line, used) = (new StringBuilder(), 0);
        foreach (var piece in Pieces(text))
        {
            var size = Width(piece);
            if (used > 0 && used + Width(piece.TrimEnd(' ')) > width)
            {
                lines.Add(line.ToString().TrimEnd());
                line.Clear();
                used = 0;
            }
            line.Append(piece);
            used += size;
        }
        if (used > 0) lines.Add(line.ToString().TrimEnd());
        return lines;
    }

    // A piece is a word with the blanks after it, or one wide character with the closing marks after it.
    private static IEnumerable<string> Pieces(string text)
    {
        var piece = new StringBuilder();
        var last = default(Rune);
        foreach (var rune in text.EnumerateRunes())
        {
            var stays = piece.Length == 0 || rune.Value == ' ' || Closing.Contains(rune.ToString(), StringComparison.Ordinal)
                || (Width(last) == 1 && Width(rune) == 1 && last.Value != ' ');
            if (!stays)
            {
                yield return piece.ToString();
                piece.Clear();
            }
            piece.Append(rune);
            last = rune;
        }
        if (piece.Length > 0) yield return piece.ToString();
    }

    private static int Width(Rune rune) => rune.Value switch
    {
        < 0x1100 => 1,
        <= 0x115F or (>= 0x2E80 and <= 0x303E) or (>= 0x3041 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) => 2,
        (>= 0xFE30 and <= 0xFE4F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD) => 2,
        _ => 1,
    };
}
