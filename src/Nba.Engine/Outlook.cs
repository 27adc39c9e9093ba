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

    /// <summary>The outlook on a day.</summary>
    public static Outlook Of(RuleBook book, Circumstances circumstances, DateOnly today)
    {
        if (circumstances.Watermarks.Count == 0) return Clear;
        ulong behind = 0;
        foreach (var feed in book.Vocabulary.Feeds) behind |= circumstances.IsBehind(feed, today) ? feed.Bit : 0;
        return new Outlook
        {
            Behind = behind,
            Customer = Settle(book.Vocabulary.Facts, circumstances),
            Items = [.. book.Vocabulary.Entities.Select(e => Settle(e.Facts, circumstances))],
        };
    }

    private static Unsettled? Settle(IReadOnlyList<Fact> facts, Circumstances circumstances)
    {
        int[]? months = null;
        foreach (var fact in facts)
        {
            if (OpenMonth(fact, circumstances) is not { } open) continue;
            if (months is null) Array.Fill(months = new int[facts.Count], int.MaxValue);
            months[fact.Index] = open;
        }
        return months is null ? null : new Unsettled(months);
    }

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
