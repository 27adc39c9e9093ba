using System.Text.RegularExpressions;

namespace Nba.Host.Commands;

/// <summary>What a value would have to be, as the engine says it in English, in Chinese. Texts between quotes stay as they are.</summary>
internal static partial class ChangeWords
{
    private static readonly (Regex Words, string Chinese)[] Chinese =
    [
        (More(), "不小于 $1"), (Over(), "大于 $1"), (Less(), "不大于 $1"), (Under(), "小于 $1"), (Span(), "$1 至 $2"), (But(), "除此以外："), (Any(), "任意值"), (And(), " 且 "), (Or(), " 或 "), (Gap(), ""),
    ];

    /// <summary>The words.</summary>
    public static string InChinese(string words) =>
        string.Concat(Quoted().Split(words).Select(part => part.StartsWith('"') ? part : Chinese.Aggregate(part, (text, word) => word.Words.Replace(text, word.Chinese))));

    [GeneratedRegex("""("(?:[^"\\]|\\.)*")""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(\S+) or more(?! than)")]
    private static partial Regex More();

    [GeneratedRegex(@"more than (\S+)")]
    private static partial Regex Over();

    [GeneratedRegex(@"(\S+) or less(?! than)")]
    private static partial Regex Less();

    [GeneratedRegex(@"less than (\S+)")]
    private static partial Regex Under();

    [GeneratedRegex(@"(\S+) to (\S+)")]
    private static partial Regex Span();

    [GeneratedRegex("anything but ")]
    private static partial Regex But();

    [GeneratedRegex("^any$")]
    private static partial Regex Any();

    // Chinese beside Chinese stands close.
    [GeneratedRegex("(?<=[一-鿿]) (?=[一-鿿])")]
    private static partial Regex Gap();

    [GeneratedRegex(" and ")]
    private static partial Regex And();

    [GeneratedRegex(" or ")]
    private static partial Regex Or();
}
