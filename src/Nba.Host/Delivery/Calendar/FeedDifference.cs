namespace Nba.Host.Delivery.Calendar;

/// <summary>What a feed has to show now, and what of it is new.</summary>
/// <param name="Shows">Every event, those that are gone included, by action.</param>
/// <param name="Changed">Those that are not as they were shown, by action; null for one that is shown no longer.</param>
internal sealed record FeedDifference(IReadOnlyDictionary<UInt128, ShownEvent> Shows, IReadOnlyDictionary<UInt128, ShownEvent?> Changed)
{
    /// <summary>How long what is gone is shown as cancelled.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const long Second = 1000;

    /// <summary>Compares what stands with what was shown.</summary>
    /// <param name="stands">What the queue holds, by action.</param>
    /// <param name="shown">What was shown last, by action.</param>
    /// <param name="now">The moment, in milliseconds.</param>
    /// <param name="whose">The customer of an action that stands; null where it stands no longer.</param>
    /// <param name="onlyKnown">Whether what is gone is shown only where it is known whose it was, as in a store where it is to be sealed.</param>
    public static FeedDifference Between(IReadOnlyDictionary<UInt128, FeedEvent> stands, IReadOnlyDictionary<UInt128, ShownEvent> shown, long now, Func<UInt128, string?>? whose = null, bool onlyKnown = false)
    {
        var shows = new SortedDictionary<UInt128, ShownEvent>();
        var changed = new SortedDictionary<UInt128, ShownEvent?>();
        foreach (var (action, content) in stands)
        {
            var was = shown.GetValueOrDefault(action);
            shows[action] = (was is { IsGone: false } && was.Content == content ? was : Next(was, content, now, isGone: false)) with { Customer = whose?.Invoke(action) ?? was?.Customer };
            if (shows[action] != was) changed[action] = shows[action];
        }
        foreach (var (action, was) in shown)
        {
            if (stands.ContainsKey(action)) continue;
            var customer = was.Customer ?? whose?.Invoke(action);
            var next = customer is null && onlyKnown ? null : !was.IsGone ? Next(was, was.Content, now, isGone: true) : now - was.Changed < (long)Kept.TotalMilliseconds ? was : null;
            if (next is not null) shows[action] = next = next with { Customer = customer };
            if (next != was) changed[action] = next;
        }
        return new FeedDifference(shows, changed);
    }

    // Calendars compare whole seconds, and a clock that was set back must not make a newer state look older.
    private static ShownEvent Next(ShownEvent? was, FeedEvent content, long now, bool isGone) =>
        was is null ? new ShownEvent(content, 0, now / Second * Second, isGone) : new ShownEvent(content, was.Sequence + 1, Math.Max(was.Changed, now / Second * Second), isGone);
}
