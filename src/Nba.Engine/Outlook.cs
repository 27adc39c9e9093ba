using Nba.Engine.Expressions;

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

    /// <summary>Whether any fact of any kind of thing is unknown.</summary>
    public bool AnyThingUnknown { get; private init; }

    /// <summary>The outlook on a day.</summary>
    public static Outlook Of(RuleBook book, Circumstances circumstances, DateOnly today)
    {
        if (circumstances.Watermarks.Count + circumstances.FoldedSince.Count == 0) return Clear;
        ulong behind = 0;
        foreach (var feed in book.Vocabulary.Feeds) behind |= circumstances.IsBehind(feed, today) ? feed.Bit : 0;
        var settling = new Settling(book, circumstances, today);
        var items = settling.Items();
        return new Outlook { Behind = behind, Items = items, AnyThingUnknown = items.Any(i => i is { AnyUnknown: true }), Customer = settling.Customer() };
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
