using Nba.Engine.Atoms;
using Nba.Engine.Calendars;
using Nba.Engine.Expressions;
using Nba.Engine.Profiles;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>Reads facts of one customer in words, each with what it comes from, while the decider's frame is set for that customer.</summary>
internal sealed class FactReading(RuleBook book, CustomerState state, Frame frame, Instant now)
{
    // A fact over things of a fact by rules of facts over things: more is of no use to a reader.
    private const int Deepest = 4;

    private readonly Dictionary<int, FactRead> _known = [];
    private readonly DateOnly _today = book.Calendar.DateOf(now);

    /// <summary>A fact of the customer.</summary>
    public FactRead Customer(Fact fact) => Customer(fact, 0);

    /// <summary>A fact of one of their things; that of a thing which is gone is not known.</summary>
    public FactRead Item(EntityType type, string key, Fact fact)
    {
        var row = new Row(type.Facts.Count);
        var thing = state.Profile.Find(type, key);
        if (thing is not null) book.Facts.FillItem(thing, _today, book.Calendar.StartOf(_today), row);
        var (at, isDay) = thing is null ? default : Latest(fact, thing.Cells[fact.Index]);
        return new FactRead(fact, type, key, Text(row, fact.Index, fact.Type), at, isDay, null, fact.Of is { } of ? [Item(type, key, of)] : [], IsDefault(fact, thing is not null && thing.Cells[fact.Index].Has));
    }

    /// <summary>A value as a person writes it.</summary>
    public static string Text(Row row, int slot, Vocabulary.ValueType type) => ValueText.Of(!row.Has(slot) ? null : type.Kind switch
    {
        ValueKind.Text => row.Text(slot),
        ValueKind.Boolean => row.Value(slot) != 0,
        ValueKind.Decimal => Scaled.ToDecimal(row.Value(slot)),
        ValueKind.Date => DateOnly.FromDayNumber((int)row.Value(slot)),
        ValueKind.Code => type.Codes!.Values[(int)row.Value(slot)],
        ValueKind.Set => type.Codes!.Values.Where((_, bit) => (row.Value(slot) >> bit & 1) != 0).ToList(),
        ValueKind.Integer => row.Value(slot),
        _ => new Instant(row.Value(slot)).ToString(),
    });

    private FactRead Customer(Fact fact, int depth)
    {
        if (_known.TryGetValue(fact.Index, out var known)) return known;
        var rule = fact.Origin == FactOrigin.Rule ? Giving(fact) : null;
        var (at, isDay) = Latest(fact, state.Profile.Cells[fact.Index]);
        IReadOnlyList<FactRead> from = depth >= Deepest ? [] : fact switch
        {
            { Of: { } of } => [Customer(of, depth + 1)],
            { Over: { } over } => Over(fact, over),
            { Origin: FactOrigin.Rule } => [.. (rule?.Reads ?? []).Distinct().Select(i => Customer(book.Vocabulary.Facts[i], depth + 1))],
            _ => [],
        };
        var read = new FactRead(fact, null, null, Text(frame.Customer, fact.Index, fact.Type), at, isDay, rule?.Name, from, IsDefault(fact, state.Profile.Cells[fact.Index].Has));
        return depth == 0 ? _known[fact.Index] = read : read;
    }

    // What is read of the things that have not ended; where only their number counts, the first of their facts says that they are there.
    private List<FactRead> Over(Fact fact, Over over)
    {
        var read = (book.Facts.OverThings(fact)?.ItemReads ?? []).Distinct().Select(i => over.Entity.Facts[i]).DefaultIfEmpty(over.Entity.Facts.FirstOrDefault(f => f.Fold is not null)).OfType<Fact>().ToList();
        return [.. state.Profile.Entities.Where(e => e.Type == over.Entity && e.EndedOn is null).SelectMany(e => read.Select(f => Item(e.Type, e.Key, f)))];
    }

    private static bool IsDefault(Fact fact, bool isFolded) => fact is { Origin: FactOrigin.Fold, Default: not null } && !isFolded;

    private FactRule? Giving(Fact fact)
    {
        var kind = book.Facts.KindBit(frame.Customer);
        foreach (var rule in book.Facts.RulesOf(fact))
        {
            if ((rule.Kinds == 0 || (rule.Kinds & kind) != 0) && rule.Conditions.All(c => c.Holds(frame))) return rule;
        }
        return null;
    }

    private (Instant? At, bool IsDay) Latest(Fact fact, in Cell cell)
    {
        if (!cell.Has || fact.Fold is not { } fold) return default;
        Instant? Day(long day) => book.Calendar.StartOf(DateOnly.FromDayNumber((int)day));
        return fold.Kind switch
        {
            FoldKind.Latest or FoldKind.InForce => (new Instant(cell.B), false),
            FoldKind.LastDate or FoldKind.FirstDate => (Day(cell.A), true),
            FoldKind.Members when cell.Buckets is { Count: > 0 } words => (new Instant(words.Max(b => b.A)), false),
            FoldKind.Distinct when cell.Buckets is { Count: > 0 } seen => (Day(seen.Max(b => b.A)), true),
            FoldKind.Median => default,
            _ when fold.WindowDays > 0 && cell.Buckets is { Count: > 0 } days => (Day(days[^1].Key), true),
            _ => default,
        };
    }
}
