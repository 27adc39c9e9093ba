namespace Nba.Engine.Sources;

/// <summary>A fault in a source file: where it is, what must be, what is, and the nearest valid name.</summary>
/// <param name="File">Path of the file, relative to the rules folder.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Code">What kind of fault; never renumbered.</param>
/// <param name="Words">One sentence for the person who edits the file.</param>
public sealed record RuleProblem(string File, int Line, int Column, ProblemCode Code, Sentence Words)
{
    /// <summary>Whether nothing of the file could be read.</summary>
    public bool IsUnreadable => Code is ProblemCode.NotJson or ProblemCode.MissingFile;

    /// <summary>The sentence in English.</summary>
    public string Message => Words.ToString();

    /// <summary>One line as compilers print it: <c>NBA2104 rules/retention.json:41:17 message</c>.</summary>
    public Sentence Told => $"NBA{(int)Code} {File}:{Line}:{Column} {Words}";

    /// <summary>That line in English.</summary>
    public override string ToString() => Told.ToString();
}

/// <summary>Collects every problem of every file, so that all are reported at once. Not thread-safe.</summary>
public sealed class ProblemList
{
    private readonly List<RuleProblem> _problems = [];
    private readonly HashSet<string> _faulty = new(StringComparer.Ordinal);

    /// <summary>How many problems there are so far.</summary>
    public int Count => _problems.Count;

    /// <summary>Adds a problem at a place.</summary>
    public void Add(SourceMark at, ProblemCode code, Sentence words) =>
        _problems.Add(new RuleProblem(at.File, at.Line, at.Column, code, words));

    /// <summary>Adds "X is no Y; did you mean Z?".</summary>
    public void AddUnknown(SourceMark at, ProblemCode code, string name, Sentence what, IEnumerable<string> known)
    {
        if (code is not (ProblemCode.UnknownFact or ProblemCode.UnknownName) || !_faulty.Contains(name)) Add(at, code, $"'{name}' is no {what}{NearMiss.HintOrAll(name, known)}");
    }

    /// <summary>Says no more that a fact is unknown: it is faulty itself, which was told.</summary>
    public void Forgive(string name) => _faulty.Add(name);

    /// <summary>
    /// All problems, ordered by file, line, column, code and message; without duplicates. Files that cannot be read come first: others may lack what stands in them.
    /// </summary>
    public IReadOnlyList<RuleProblem> Sorted() => Sorted(_problems);

    /// <summary>Problems in that order.</summary>
    public static IReadOnlyList<RuleProblem> Sorted(IEnumerable<RuleProblem> problems) =>
        [.. problems.Distinct().OrderBy(p => !p.IsUnreadable).ThenBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line).ThenBy(p => p.Column)
            .ThenBy(p => p.Code).ThenBy(p => p.Message, StringComparer.Ordinal)];
}
