using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Nba.Host.Delivery;

/// <summary>Texts of others, as names of customers, without what could make more of a message than the words it is meant to show.</summary>
internal static partial class PlainText
{
    /// <summary>What a server said, without mail addresses: they are somebody's, and reasons are kept and shown.</summary>
    public static string WithoutAddresses(string text) => Address().Replace(text, "(address)");


    /// <summary>A text on one line, without what is not to be seen; any kind of line break is a blank.</summary>
    public static string Line(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            // What reorders the text around it is no more to be seen than a control character. A joiner is part of a sign, as of a family.
            var isHidden = Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control || rune.Value is 0x200E or 0x200F or 0xFEFF or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
            if (rune.Value is '\n' or '\t') kept.Append(' ');
            else if (!isHidden) kept.Append(rune);
        }
        return kept.ToString().Trim();
    }

    [GeneratedRegex("""("[^"]*"|[^\s<>"'(),;:\[\]]+)(@|%40|＠)[^\s<>"'(),;]+""", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Address();
}
