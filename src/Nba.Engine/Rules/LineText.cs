namespace Nba.Engine.Rules;

/// <summary>Takes a line apart as it is written.</summary>
internal static class LineText
{
    private static readonly string[] Ors = ["OR", "OrElse", "||"];

    /// <summary>The alternatives of a line: what stands between an OR outside of parentheses and texts. One where there is none.</summary>
    public static IReadOnlyList<string> Alternatives(string line)
    {
        var (found, from, depth, quoted) = (new List<string>(), 0, 0, false);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quoted)
            {
                if (c == '\\') i++;
                else if (c == '"') quoted = false;
                continue;
            }
            if (c == '"') quoted = true;
            else if (c is '(' or '[') depth++;
            else if (c is ')' or ']') depth--;
            else if (depth == 0 && Array.Find(Ors, o => IsWord(line, i, o)) is { } or)
            {
                found.Add(line[from..i].Trim());
                i += or.Length - 1;
                from = i + 1;
            }
        }
        found.Add(line[from..].Trim());
        return found;
    }

    private static bool IsWord(string line, int at, string word) =>
        string.Compare(line, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
        && (word == "||" || (!IsLetter(line, at - 1) && !IsLetter(line, at + word.Length)));

    private static bool IsLetter(string line, int at) => at >= 0 && at < line.Length && (char.IsLetterOrDigit(line[at]) || line[at] is '_' or '.');
}
