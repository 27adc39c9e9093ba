using Nba.Engine.Expressions;
using Nba.Engine.Profiles;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>What is not settled of a book's facts on one day.</summary>
internal sealed class Settling(RuleBook book, Circumstances circumstances, DateOnly today)
{
    private readonly Unsettled?[] _items = new Unsettled?[book.Vocabulary.Entities.Count];

    /// <summary>Of the facts of things, by entity.</summary>
    public Unsettled?[] Items()
    {
        foreach (var entity in book.Vocabulary.Entities)
        {
            var (months, unknown) = Folded(entity.Id, entity.Facts);
            // Computed facts of a thing may be computed from each other.
            for (var i = 0; i < entity.Facts.Count; i++) Computed(entity.Facts, unknown);
            _items[entity.Index] = Made(months, unknown);
        }
        return _items;
    }

    /// <summary>Of the customer's facts; those of things come first.</summary>
    public Unsettled? Customer()
    {
        var (months, unknown) = Folded(0, book.Vocabulary.Facts);
        foreach (var fact in book.Facts.Order)
        {
            Computed([fact], unknown);
            if (book.Facts.OverThings(fact) is { } over) unknown[fact.Index] = ReadsUnknown(over, unknown);
        }
        return Made(months, unknown);
    }

    private (int[] Months, bool[] Unknown) Folded(int entity, IReadOnlyList<Fact> facts)
    {
        var (months, unknown) = (new int[facts.Count], new bool[facts.Count]);
        Array.Fill(months, int.MaxValue);
        foreach (var fact in facts)
        {
            months[fact.Index] = OpenMonth(fact) ?? int.MaxValue;
            unknown[fact.Index] = fact.Fold is { } fold && circumstances.FoldedSince.TryGetValue(new FactKey(entity, fact.Id), out var since) && !IsKnown(fold, book.Calendar.DateOf(since));
        }
        return (months, unknown);
    }

    // A count of days from a date that is not known is not known either.
    private static void Computed(IReadOnlyList<Fact> facts, bool[] unknown)
    {
        foreach (var fact in facts) unknown[fact.Index] |= fact.Of is { } of && unknown[of.Index];
    }

    // What is said of all things together is known when all is known that it reads of them, and of the customer.
    private bool ReadsUnknown(Aggregate over, bool[] unknown) =>
        over.Reads.Any(f => unknown[f]) || (_items[over.Over.Entity.Index] is { } item && over.ItemReads.Any(f => item.Unknown[f]));

    private static Unsettled? Made(int[] months, bool[] unknown) =>
        Array.TrueForAll(months, m => m == int.MaxValue) && Array.TrueForAll(unknown, u => !u) ? null : new Unsettled(months, unknown);

    // A latest value or date is right from the first one folded; what looks back needs its whole window, and what looks back for ever needs a backfill.
    private bool IsKnown(Fold fold, DateOnly since) => fold.Kind switch
    {
        FoldKind.Latest or FoldKind.LastDate => true,
        FoldKind.Median => Folding.MonthOf(today) - fold.Periods > Folding.MonthOf(since),
        _ => fold.WindowDays > 0 && today.DayNumber - since.DayNumber >= fold.WindowDays,
    };

    // A month closes when every source that said anything is complete to its end.
    private int? OpenMonth(Fact fact)
    {
        int? open = null;
        foreach (var source in fact.Fold is { Kind: FoldKind.Median } fold ? fold.Sources : [])
        {
            if (source.Event.Source is not { } feed || !circumstances.Watermarks.TryGetValue(feed.Name, out var upTo)) continue;
            open = Math.Min(open ?? int.MaxValue, Folding.MonthOf(upTo.AddDays(1)));
        }
        return open;
    }
}
