namespace Nba.Engine.Sources;

/// <summary>Something in a source file that loads and is likely not meant: where it is, what is the matter, and what to do about it.</summary>
/// <param name="File">Path of the file, relative to the rules folder.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Code">What kind of finding; never renumbered.</param>
/// <param name="Words">One sentence for the person who edits the file.</param>
/// <param name="Advice">What that person may do.</param>
public sealed record RuleFinding(string File, int Line, int Column, ProblemCode Code, Sentence Words, Sentence Advice)
{
    /// <summary>The sentence in English.</summary>
    public string Message => Words.ToString();

    /// <summary>The advice in English.</summary>
    public string Remedy => Advice.ToString();

    /// <summary>One line as compilers print it: <c>NBA2601 rules/retention.json:41:17 message; remedy</c>.</summary>
    public Sentence Told => Advice.IsEmpty ? Sentence.Of($"NBA{(int)Code} {File}:{Line}:{Column} {Words}") : Sentence.Of($"NBA{(int)Code} {File}:{Line}:{Column} {Words}; {Advice}");

    /// <summary>That line in English.</summary>
    public override string ToString() => Told.ToString();
}

/// <summary>Collects the findings of a set of rules. Not thread-safe.</summary>
internal sealed class FindingList
{
    private readonly List<RuleFinding> _findings = [];

    /// <summary>Adds a finding at a place.</summary>
    public void Add(SourceMark at, ProblemCode code, Sentence words, Sentence advice) =>
        _findings.Add(new RuleFinding(at.File, at.Line, at.Column, code, words, advice));

    /// <summary>Adds the findings of another list.</summary>
    public void AddRange(FindingList others) => _findings.AddRange(others._findings);

    /// <summary>All findings, ordered by file, line, column, code and message; without duplicates.</summary>
    public IReadOnlyList<RuleFinding> Sorted() =>
        [.. _findings.Distinct().OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).ThenBy(f => f.Column)
            .ThenBy(f => f.Code).ThenBy(f => f.Message, StringComparer.Ordinal)];
}
