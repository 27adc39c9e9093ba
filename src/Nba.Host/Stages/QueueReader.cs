using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Queues;
using Nba.Host.State;

namespace Nba.Host.Stages;

/// <summary>Folds an owner's committed live actions into a queue. Thread-safe: each call reads the store anew.</summary>
public static class QueueReader
{
    /// <summary>The committed live actions of every owner, as records; one that has several owners comes once for each.</summary>
    public static IEnumerable<ActionRecord> Live(Store store)
    {
        using var rows = store.Scan(new Keys(0).Prefix(Table.Actions));
        while (rows.MoveNext()) yield return ActionRecordCodec.Read(rows.Value);
    }

    /// <summary>The owner's queue at a moment; at most so many entries of the backlog.</summary>
    public static QueueView Read(Store store, RuleBook book, string owner, Instant now, int backlog = int.MaxValue)
    {
        var queue = new ManagerQueue(owner);
        using var rows = store.Scan(new Keys(0).TextPrefix(Table.Actions, owner));
        while (rows.MoveNext()) queue.Apply(ActionRecordCodec.Read(rows.Value));
        return queue.View(book.Calendar.DateOf(now).DayNumber, now.UnixMilliseconds, book.Directory.CapacityOf(owner), book.Policies.ReservedPlaces, backlog);
    }
}
