using Nba.Engine.Sources;

namespace Nba.Engine.Vocabulary;

/// <summary>Where a fact's value comes from.</summary>
public enum FactOrigin
{
    /// <summary>Folded from activities.</summary>
    Fold,
    /// <summary>Whole days from another fact's date to today; null before it and when that is null.</summary>
    DaysSince,
    /// <summary>Whole days from today to another fact's date; negative once past.</summary>
    DaysUntil,
    /// <summary>Full years from another fact's date to today.</summary>
    YearsSince,
    /// <summary>Days from today to the next anniversary of another fact's date, 0 on the day.</summary>
    DaysToAnniversary,
    /// <summary>The same by the lunar calendar.</summary>
    DaysToLunarAnniversary,
    /// <summary>The next anniversary of another fact's date, today on the day itself.</summary>
    NextAnniversary,
    /// <summary>The same by the lunar calendar; null outside its table.</summary>
    NextLunarAnniversary,
    /// <summary>Working days after another fact's date, up to and with today; null before it.</summary>
    WorkdaysSince,
    /// <summary>Given by rules with <c>Properties.fact</c>.</summary>
    Rule,
    /// <summary>Said of the customer's things of one kind, taken together.</summary>
    Over,
}

/// <summary>How activities fold into a fact.</summary>
public enum FoldKind
{
    /// <summary>The value with the latest event time; at equal times the larger value, so that order never shows.</summary>
    Latest,
    /// <summary>How many activities.</summary>
    Count,
    /// <summary>Sum of a field.</summary>
    Sum,
    /// <summary>Sum over count.</summary>
    Average,
    /// <summary>Least value.</summary>
    Min,
    /// <summary>Greatest value.</summary>
    Max,
    /// <summary>How many different values, capped at 16.</summary>
    Distinct,
    /// <summary>Day of the latest activity, in the bank's zone.</summary>
    LastDate,
    /// <summary>Day of the first activity.</summary>
    FirstDate,
    /// <summary>Median of the monthly sums over closed months: the customer's own baseline.</summary>
    Median,
    /// <summary>A set: words added and removed; the later event of a word wins.</summary>
    Members,
    /// <summary>The text in force: of the assignments whose day has come the latest. The engine's own; no file writes it.</summary>
    InForce,
}

/// <summary>One event type that feeds a fold: from a field, or as a constant.</summary>
/// <param name="Event">The event type.</param>
/// <param name="Field">The field read; null for counts, dates and constants.</param>
/// <param name="Constant">The constant taken instead of a field, in stored form.</param>
/// <param name="Removes">For <see cref="FoldKind.Members"/>: the word leaves the set.</param>
public sealed record FoldSource(EventType Event, EventField? Field, long? Constant, bool Removes);

/// <summary>A fold: kind, sources, and the window or periods it looks at.</summary>
/// <param name="Kind">What is computed.</param>
/// <param name="Sources">The event types that feed it.</param>
/// <param name="WindowDays">Days looked back, today included; 0 for all time.</param>
/// <param name="Periods">For medians: how many closed months at most.</param>
/// <param name="MinPeriods">For medians: fewer closed months give null.</param>
/// <param name="Where">Condition over <c>event</c> that an activity must meet, as written; null for none.</param>
public sealed record Fold(FoldKind Kind, IReadOnlyList<FoldSource> Sources, int WindowDays, int Periods, int MinPeriods, SourceNode? Where);

/// <summary>A declared fact of a customer or of an entity. Immutable; compared by reference.</summary>
public sealed class Fact
{
    internal Fact(int index, int id, string name, ValueType type) => (Index, Id, Name, Type) = (index, id, name, type);

    /// <summary>Position in rows of this book; may change between books.</summary>
    public int Index { get; }

    /// <summary>Stored id; never reused, the same in every book.</summary>
    public int Id { get; }

    /// <summary>Name in rules and texts.</summary>
    public string Name { get; }

    /// <summary>Type of its value.</summary>
    public ValueType Type { get; }

    /// <summary>Description in Chinese.</summary>
    public string Zh { get; internal init; } = "";

    /// <summary>Description in English.</summary>
    public string En { get; internal init; } = "";

    /// <summary>Value when nothing is known, in stored form; null means the fact may be null.</summary>
    public long? Default { get; internal init; }

    /// <summary>Days after which a folded value reads null; 0 for never.</summary>
    public int FreshForDays { get; internal init; }

    /// <summary>Name or text of a person: masked in logs.</summary>
    public bool Personal { get; internal init; }

    /// <summary>Where the value comes from.</summary>
    public FactOrigin Origin { get; internal set; }

    /// <summary>The fold, for folded facts.</summary>
    public Fold? Fold { get; internal set; }

    /// <summary>The fact it is computed from, for day counts.</summary>
    public Fact? Of { get; internal set; }

    /// <summary>The things it is over, for facts over things.</summary>
    public Over? Over { get; internal set; }

    /// <summary>Whether expressions must expect null.</summary>
    public bool MayBeNull => Default is null && Type.Kind != ValueKind.Set && Over is not { Kind: OverKind.Count or OverKind.Any or OverKind.Sum };

    /// <summary>Where the vocabulary declares it.</summary>
    public SourceMark Mark { get; internal init; }
}
