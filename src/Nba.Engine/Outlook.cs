using Nba.Engine.Expressions;
using Nba.Engine.Profiles;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// What the circumstances mean for a book on one day: which sources are behind, and what is not settled of facts. Immutable; the same for every customer
/// decided under them.
/// </summary>
internal sealed class Outlook
{
    /// <summary>Nothing is behind or unsettled.</summary>
    public static readonly Outlook Clear = new();

    /// <summary>Sources that are behind, as bits by index.</summary>
    public ulong Behind { get; private init; }

    /// <summary>Of the customer's facts; null for nothing.</summary>
    public Unsettled? Customer { get; private init; }

    /// <summary>Of the facts of things, by entity; null for nothing at all.</summary>
    public Unsettled?[]? Items { get; private init; }

    /// <summary>Whether no source is behind and every fact is settled.</summary>
    public bool IsClear => Behind == 0 && Customer is null && (Items is null || Array.TrueForAll(Items, i => i is null));

    /// <summary>The outlook on a day.</summary>
    public static Outlook Of(RuleBook book, Circumstances circumstances, DateOnly today)
    {
        if (circumstances.Watermarks.Count + circumstances.FoldedSince.Count == 0) return Clear;
        ulong behind = 0;
        foreach (var feed in book.Vocabulary.Feeds) behind |= circumstances.IsBehind(feed, today) ? feed.Bit : 0;
        return new Outlook
        {
            Behind = behind,
            Customer = Settle(book, 0, book.Vocabulary.Facts, circumstances, today),
            Items = [.. book.Vocabulary.Entities.Select(e => Settle(book, e.Id, e.Facts, circumstances, today))],
        };
    }

    private static Unsettled? Settle(RuleBook book, int entity, IReadOnlyList<Fact> facts, Circumstances circumstances, DateOnly today)
    {
        var (months, unknown) = (new int[facts.Count], new bool[facts.Count]);
        Array.Fill(months, int.MaxValue);
        foreach (var fact in facts)
        {
            months[fact.Index] = OpenMonth(fact, circumstances) ?? int.MaxValue;
            unknown[fact.Index] = fact.Fold is { } fold && circumstances.FoldedSince.TryGetValue(new FactKey(entity, fact.Id), out var since) && !IsKnown(fold, book.Calendar.DateOf(since), today);
        }
        // A count of days from a date that is not known is not known either.
        foreach (var fact in facts) unknown[fact.Index] |= fact.Of is { } of && unknown[of.Index];
        return Array.TrueForAll(months, m => m == int.MaxValue) && Array.TrueForAll(unknown, u => !u) ? null : new Unsettled(months, unknown);
    }

    // A latest value or date is right from the first one folded; what looks back needs its whole window, and what looks back for ever needs a backfill.
    private static bool IsKnown(Fold fold, DateOnly since, DateOnly today) => fold.Kind switch
    {
        FoldKind.Latest or FoldKind.LastDate => true,
        FoldKind.Median => Folding.MonthOf(today) - fold.Periods > Folding.MonthOf(since),
        _ => fold.WindowDays > 0 && today.DayNumber - since.DayNumber >= fold.WindowDays,
    };

    // A month closes when every source that said anything is complete to its end.
    private static int? OpenMonth(Fact fact, Circumstances circumstances)
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

/// <summary>The outlooks lately asked for: a customer who is brought up to date goes through several days. One per decider; not thread-safe.</summary>
internal sealed class Outlooks(RuleBook book)
{
    private readonly (Circumstances? Of, DateOnly On, Outlook Outlook)[] _kept = new (Circumstances?, DateOnly, Outlook)[16];
    private int _next;

    public Outlook On(Circumstances circumstances, DateOnly today)
    {
        foreach (var (of, on, outlook) in _kept)
        {
            if (ReferenceEquals(of, circumstances) && on == today) return outlook;
        }
        var made = Outlook.Of(book, circumstances, today);
        _kept[_next++ % _kept.Length] = (circumstances, today, made);
        return made;
    }
}
