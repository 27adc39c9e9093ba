using System.Text.RegularExpressions;

namespace Nba.House;

/// <summary>C# as written, read for the names it mentions.</summary>
internal static partial class CodeText
{
    /// <summary>The text with comments and literals blanked, line for line, so that only code can be found in it.</summary>
    public static string WithoutWords(string text) =>
        Words().Replace(text, match => string.Concat(match.Value.Select(c => c == '\n' ? '\n' : ' ')));

    /// <summary>Where a dotted name is written as a whole: "path:line".</summary>
    public static IEnumerable<string> Mentions(string path, string name)
    {
        var code = WithoutWords(Repository.Read(path));
        return Regex.Matches(code, $@"(?<![\w.]){Regex.Escape(name)}(?!\w)")
            .Select(match => $"{path}:{1 + code.AsSpan(0, match.Index).Count('\n')}");
    }

    // In order: raw, verbatim and plain texts, characters, then both kinds of comment. Interpolated holes are blanked with their text; the compiled assembly shows them.
    [GeneratedRegex("""""
        "{3,}.*?"{3,} | @\$?"(?:[^"]|"")*" | \$@"(?:[^"]|"")*" | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])+' | //[^\n]* | /\*.*?\*/
        """"", RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Words();
}
