using Nba.Engine.Calendars;
using Nba.Engine.Sources;

namespace Nba.Host.Import;

/// <summary>How rows of a bank's table become activities: <c>mapping.json</c>, read and checked. Immutable; safe for any thread.</summary>
internal sealed record ImportMapping
{
    /// <summary>The CloudEvents <c>source</c> of every event.</summary>
    public required string Source { get; init; }

    /// <summary>Which files of a folder are read, as <c>events*.csv.gz</c>.</summary>
    public string Files { get; init; } = "*.csv";

    /// <summary>What stands between two columns.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>The column that names the customer.</summary>
    public required string Subject { get; init; }

    /// <summary>The column that says when it happened.</summary>
    public required ImportTime Time { get; init; }

    /// <summary>Columns that a row may lack at its end; they then count as empty.</summary>
    public IReadOnlyList<string> MayLack { get; init; } = [];

    /// <summary>The columns whose values decide the event type.</summary>
    public required IReadOnlyList<string> TypeColumns { get; init; }

    /// <summary>The events, in the order written; a row becomes every one whose values it has.</summary>
    public required IReadOnlyList<ImportEvent> Events { get; init; }

    /// <summary>What becomes of a row that no event wants.</summary>
    public ImportOtherwise Otherwise { get; init; }

    /// <summary>Whether every event is marked as history: it folds and raises nothing.</summary>
    public bool History { get; init; }

    /// <summary>Reads a mapping file; null after problems, which say where.</summary>
    public static ImportMapping? Parse(SourceFile file, ProblemList problems)
    {
        var before = problems.Count;
        var node = SourceParser.Parse(file, problems);
        var root = node is null ? null : SourceObject.Open(node, problems);
        var mapping = root is null ? null : new ImportMappingReader(problems).Read(root);
        return problems.Count == before ? mapping : null;
    }
}

/// <summary>A column of times: RFC 3339, or another form on the clocks of a zone.</summary>
/// <param name="Column">The column.</param>
/// <param name="Format">A custom .NET format as <c>yyyy-MM-dd HH:mm:ss</c>, or seconds or milliseconds since 1970; null for RFC 3339.</param>
/// <param name="Zone">Whose clocks a format means; null for RFC 3339.</param>
/// <param name="AfterDays">How many days later it happens: by the zone's calendar, for RFC 3339 by 24 hours.</param>
internal sealed record ImportTime(string Column, string? Format, BankZone? Zone, int AfterDays = 0)
{
    /// <summary>The format of seconds since 1970.</summary>
    public const string UnixSeconds = "unix-s";

    /// <summary>The format of milliseconds since 1970.</summary>
    public const string UnixMilliseconds = "unix-ms";
}

/// <summary>One event that a row may become.</summary>
/// <param name="When">The value of each type column, <c>*</c> for any; empty when the row is wanted whatever its values.</param>
/// <param name="Type">The CloudEvents <c>type</c>.</param>
/// <param name="Data">Fields of its data, the shared ones first.</param>
/// <param name="Time">When it happens; null for when its row does.</param>
internal sealed record ImportEvent(IReadOnlyList<string> When, string Type, IReadOnlyList<ImportField> Data, ImportTime? Time = null);

/// <summary>A field of an event's data: a column's value, or always the same.</summary>
/// <param name="Name">Name in the data.</param>
/// <param name="Column">The column; empty for a constant.</param>
/// <param name="Kind">How the value is written.</param>
/// <param name="Constant">The value of a constant, as JSON.</param>
/// <param name="Required">Whether a row with an empty column is refused; else the field is left out.</param>
/// <param name="Words">What the column's words are called here; a word that is missing is refused. Empty to take words as they are.</param>
/// <param name="Time">How dates and instants are written in the column.</param>
internal sealed record ImportField(string Name, string Column, ImportKind Kind, string? Constant, bool Required, IReadOnlyDictionary<string, string> Words, ImportTime? Time);

/// <summary>How a column's value is written into an event.</summary>
internal enum ImportKind
{
    /// <summary>A text as it stands.</summary>
    Text,
    /// <summary>A whole number.</summary>
    Integer,
    /// <summary>A decimal number with a point.</summary>
    Decimal,
    /// <summary>true or false, 1 or 0, yes or no.</summary>
    Boolean,
    /// <summary>A day.</summary>
    Date,
    /// <summary>A moment.</summary>
    Instant,
}

/// <summary>What becomes of a row that no event wants.</summary>
internal enum ImportOtherwise
{
    /// <summary>It is a fault: the table has a value that the mapping forgot.</summary>
    Refuse,
    /// <summary>It is passed over and counted.</summary>
    Ignore,
}
