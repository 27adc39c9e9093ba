namespace Nba.Engine.Sources;

/// <summary>A fault in a source file: where it is, what must be, what is, and the nearest valid name.</summary>
/// <param name="File">Path of the file, relative to the rules folder.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Code">What kind of fault; never renumbered.</param>
/// <param name="Message">One sentence for the person who edits the file.</param>
public sealed record RuleProblem(string File, int Line, int Column, ProblemCode Code, string Message)
{
    /// <summary>One line as compilers print it: <c>NBA2104 rules/retention.json:41:17 message</c>.</summary>
    public override string ToString() => $"NBA{(int)Code} {File}:{Line}:{Column} {Message}";
}

/// <summary>Collects every problem of every file, so that all are reported at once. Not thread-safe.</summary>
public sealed class ProblemList
{
    private readonly List<RuleProblem> _problems = [];

    /// <summary>How many problems there are so far.</summary>
    public int Count => _problems.Count;

    /// <summary>Adds a problem at a place.</summary>
    public void Add(SourceMark at, ProblemCode code, string message) =>
        _problems.Add(new RuleProblem(at.File, at.Line, at.Column, code, message));

    /// <summary>Adds "X is no Y; did you mean Z?".</summary>
    public void AddUnknown(SourceMark at, ProblemCode code, string name, string what, IEnumerable<string> known) =>
        Add(at, code, $"'{name}' is no {what}{NearMiss.Hint(name, known)}");

    /// <summary>All problems, ordered by file, line, column, code and message; without duplicates.</summary>
    public IReadOnlyList<RuleProblem> Sorted() =>
        [.. _problems.Distinct().OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line).ThenBy(p => p.Column)
            .ThenBy(p => p.Code).ThenBy(p => p.Message, StringComparer.Ordinal)];
}
