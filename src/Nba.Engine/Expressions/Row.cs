using Nba.Engine.Vocabulary;

namespace Nba.Engine.Expressions;

/// <summary>
/// A row of typed, nullable slots: a customer's facts, an activity's fields, an item's facts or the parameters. Values are in stored form
/// (<see cref="ValueKind"/>), texts apart. Reused between decisions; not thread-safe.
/// </summary>
public sealed class Row
{
    private readonly ulong[] _present;

    /// <summary>A row of that many slots, all null.</summary>
    public Row(int slots) => (Values, Texts, _present) = (new long[slots], new string?[slots], new ulong[(slots + 63) / 64]);

    internal long[] Values { get; }

    internal string?[] Texts { get; }

    /// <summary>How many slots there are.</summary>
    public int Count => Values.Length;

    /// <summary>What whoever fills it may not take for settled; null for nothing. Stays when the row is cleared.</summary>
    internal Unsettled? Unsettled { get; set; }

    /// <summary>Whether the slot is not null.</summary>
    public bool Has(int slot) => (_present[slot >> 6] & (1UL << slot)) != 0;

    /// <summary>The stored value; 0 when null.</summary>
    public long Value(int slot) => Values[slot];

    /// <summary>The text; null when null.</summary>
    public string? Text(int slot) => Texts[slot];

    /// <summary>Sets a stored value.</summary>
    public void Set(int slot, long value)
    {
        Values[slot] = value;
        _present[slot >> 6] |= 1UL << slot;
    }

    /// <summary>Sets a text; null clears it.</summary>
    public void Set(int slot, string? text)
    {
        Texts[slot] = text;
        if (text is null) _present[slot >> 6] &= ~(1UL << slot);
        else _present[slot >> 6] |= 1UL << slot;
    }

    /// <summary>Sets a stored value, or null.</summary>
    public void SetOrClear(int slot, long? value)
    {
        if (value is { } known) Set(slot, known);
        else Clear(slot);
    }

    /// <summary>Makes the slot null.</summary>
    public void Clear(int slot)
    {
        Values[slot] = 0;
        Texts[slot] = null;
        _present[slot >> 6] &= ~(1UL << slot);
    }

    /// <summary>Makes every slot null.</summary>
    public void Clear()
    {
        Array.Clear(Values);
        Array.Clear(Texts);
        Array.Clear(_present);
    }

    /// <summary>Takes over another row's slots; both must be of one width.</summary>
    public void CopyFrom(Row other)
    {
        other.Values.CopyTo(Values, 0);
        other.Texts.CopyTo(Texts, 0);
        other._present.CopyTo(_present, 0);
    }
}

/// <summary>What a condition can see at one moment. One per decider, refilled for every decision; not thread-safe.</summary>
public sealed class Frame
{
    /// <summary>The customer's facts.</summary>
    public Row Customer { get; set; } = new(0);

    /// <summary>The activity's fields, or those kept of an occurrence.</summary>
    public Row Event { get; set; } = new(0);

    /// <summary>The facts of the entity a rule looks at.</summary>
    public Row Item { get; set; } = new(0);

    private Row?[] _things = [];

    /// <summary>A row for going through the customer's things of a kind, apart from <see cref="Item"/>: one for each kind, made when first asked for.</summary>
    internal Row Thing(EntityType type)
    {
        if (type.Index >= _things.Length) Array.Resize(ref _things, type.Index + 1);
        return _things[type.Index] is { } row && row.Count == type.Facts.Count ? row : _things[type.Index] = new Row(type.Facts.Count);
    }

    /// <summary>Whether any fact of any kind of thing is unknown for now.</summary>
    internal bool AnyThingUnknown { get; set; }

    /// <summary>The parameters in force for the customer's segment.</summary>
    public Row Param { get; set; } = new(0);

    /// <summary>The day (<see cref="TodayScope"/>).</summary>
    public Row Today { get; set; } = new(TodayScope.Slots);
}

/// <summary>The parameters of a book: those of everybody, and those of each segment that has its own.</summary>
/// <param name="Common">Of who is in no segment.</param>
/// <param name="BySegment">By code of the segment.</param>
/// <param name="Segment">The fact that says which; null where there is none.</param>
internal sealed record ParameterRows(Row Common, IReadOnlyList<Row> BySegment, Fact? Segment);
