using Nba.Engine.Sources;

namespace Nba.Host.Import;

/// <summary>A row, or a whole file, that could not be taken: where, what stands there, and what to do.</summary>
/// <param name="File">Name of the file, without folder.</param>
/// <param name="Line">Line of the file on which the row begins; the header is line 1. 0 for the file itself.</param>
/// <param name="Column">The column, or empty.</param>
/// <param name="Value">What stands there, cut at 60 characters.</param>
/// <param name="Remedy">What must stand there, and what to do about it.</param>
internal sealed record ImportFault(string File, long Line, string Column, string Value, Sentence Remedy)
{
    /// <summary>One line: <c>events.csv:17 column 'time' "yesterday": remedy</c>.</summary>
    public Sentence Told =>
        $"{File}{(Line > 0 ? $":{Line}" : "")}{(Column.Length > 0 ? Sentence.Of($" column '{Column}'") : Sentence.None)}{(Value.Length > 0 ? $" \"{Value}\"" : "")}: {Remedy}";

    /// <summary>That in English.</summary>
    public override string ToString() => Told.ToString();
}

/// <summary>What an import did so far. Not thread-safe.</summary>
internal sealed class ImportReport
{
    /// <summary>Most faults kept; all are counted.</summary>
    public const int MostFaults = 100;

    private readonly List<ImportFault> _faults = [];

    /// <summary>Rows read, headers not counted.</summary>
    public long Rows { get; internal set; }

    /// <summary>Events handed out; a row may become several.</summary>
    public long Emitted { get; internal set; }

    /// <summary>Rows passed over because the mapping says so.</summary>
    public long Ignored { get; internal set; }

    /// <summary>Rows passed over because an earlier run had taken them.</summary>
    public long Resumed { get; internal set; }

    /// <summary>Rows and files that could not be taken.</summary>
    public long Refused { get; private set; }

    /// <summary>The first faults, in the order found.</summary>
    public IReadOnlyList<ImportFault> Faults => _faults;

    internal void Add(ImportFault fault)
    {
        Refused++;
        if (_faults.Count < MostFaults) _faults.Add(fault with { Value = fault.Value.Length > 60 ? fault.Value[..60] + "…" : fault.Value });
    }

    internal void AddMissing(string file, string column, IEnumerable<string> known) =>
        Add(new ImportFault(file, 0, column, "", $"the header has no such column{NearMiss.Hint(column, known)}; name one it has in the mapping"));

    /// <summary>The counts in one line.</summary>
    public Sentence Told => $"{Rows} rows, {Emitted} events, {Ignored} ignored, {Resumed} taken before, {Refused} refused";

    /// <summary>That in English.</summary>
    public override string ToString() => Told.ToString();
}
