using System.Text.RegularExpressions;
using Nba.House;

namespace Nba.Host.Tests.Readme;

/// <summary>The README taken apart: fenced blocks, commands, links and paths.</summary>
internal static partial class Readme
{
    public static string Text { get; } = Repository.Read("README.md").ReplaceLineEndings("\n");

    /// <summary>What stands in blocks fenced with these words, such as <c>json</c> or <c>text sample</c>.</summary>
    public static IReadOnlyList<string> Blocks(string words) => [.. Fences().Matches(Text).Where(m => m.Groups["words"].Value == words).Select(m => m.Groups["body"].Value)];

    /// <summary>The words behind a program's name, in blocks and in running text: <c>demo</c> for <c>./build.sh demo</c>.</summary>
    public static IReadOnlyList<string> Verbs(string program) =>
        [.. Regex.Matches(Text, $@"(?:^|`){Regex.Escape(program)} (?<verb>[a-z][a-z-]*)", RegexOptions.Multiline).Select(m => m.Groups["verb"].Value).Distinct()];

    /// <summary>Lines of shell blocks that call the program.</summary>
    public static IReadOnlyList<string> Calls() => [.. Blocks("sh").SelectMany(b => b.Split('\n')).Where(l => l.StartsWith("nba ", StringComparison.Ordinal))];

    /// <summary>Files and folders that are linked, or named in code.</summary>
    public static IReadOnlyList<string> Paths() =>
        [.. Links().Matches(Text).Select(m => m.Groups["path"].Value).Where(p => !p.Contains("://", StringComparison.Ordinal)).Concat(Named().Matches(Text).Select(m => m.Groups["path"].Value)).Distinct()];

    /// <summary>The same words with single spaces between them.</summary>
    public static string OneLine(string text) => Spaces().Replace(text, " ").Trim();

    [GeneratedRegex("^```(?<words>[a-z][^\n]*)\n(?<body>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"\]\((?<path>[^)#]+)[^)]*\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"(?:`|(?<= ))(?<path>(?:rules|samples|src|tests|docs|perf)/[\w./-]*)")]
    private static partial Regex Named();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
