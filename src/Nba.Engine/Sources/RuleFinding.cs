namespace Nba.Engine.Sources;

/// <summary>Something in a source file that loads and is likely not meant: where it is, what is the matter, and what to do about it.</summary>
/// <param name="File">Path of the file, relative to the rules folder.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Code">What kind of finding; never renumbered.</param>
/// <param name="Message">One sentence for the person who edits the file.</param>
/// <param name="Remedy">What that person may do.</param>
public sealed record RuleFinding(string File, int Line, int Column, ProblemCode Code, string Message, string Remedy)
{
    /// <summary>One line as compilers print it: <c>NBA2601 rules/retention.json:41:17 message; remedy</c>.</summary>
    public override string ToString() => $"NBA{(int)Code} {File}:{Line}:{Column} {Message}; {Remedy}";
}

/// <summary>Collects the findings of a set of rules. Not thread-safe.</summary>
internal sealed class FindingList
{
    private readonly List<RuleFinding> _findings = [];

    /// <summary>Adds a finding at a place.</summary>
    public void Add(SourceMark at, ProblemCode code, string message, string remedy) =>
        _findings.Add(new RuleFinding(at.File, at.Line, at.Column, code, message, remedy));

    /// <summary>Adds the findings of another list.</summary>
    public void AddRange(FindingList others) => _findings.AddRange(others._findings);

    /// <summary>All findings, ordered by file, line, column, code and message; without duplicates.</summary>
    public IReadOnlyList<RuleFinding> Sorted() =>
        [.. _findings.Distinct().OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).ThenBy(f => f.Column)
            .ThenBy(f => f.Code).ThenBy(f => f.Message, StringComparer.Ordinal)];
}
