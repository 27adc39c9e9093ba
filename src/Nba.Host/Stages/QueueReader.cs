using System.Buffers.Binary;
using System.Text;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Queues;
using Nba.Host.State;

namespace Nba.Host.Stages;

/// <summary>Folds an owner's committed live actions, and what the owner has spent of campaign budgets, into a queue. Thread-safe: each call reads the store anew.</summary>
public static class QueueReader
{
    /// <summary>The owner's queue at a moment; at most so many entries of the backlog.</summary>
    public static QueueView Read(Store store, RuleBook book, string owner, Instant now, int backlog = int.MaxValue)
    {
        var queue = new ManagerQueue(owner);
        using var rows = store.Scan(new Keys(0).TextPrefix(Table.Actions, owner));
        while (rows.MoveNext()) queue.Apply(ActionRecordCodec.Read(rows.Value));
        Spend(store, owner, queue);
        return queue.View(book.Calendar.DateOf(now).DayNumber, now.UnixMilliseconds, book.Directory.CapacityOf(owner), book.Policies.ReservedPlaces, backlog, book.Campaigns);
    }

    // Behind the owner a key names the campaign, then the action.
    private static void Spend(Store store, string owner, ManagerQueue queue)
    {
        var prefix = new Keys(0).TextPrefix(Table.Spent, owner);
        using var rows = store.Scan(prefix);
        while (rows.MoveNext()) queue.Spend(Encoding.UTF8.GetString(rows.Key[prefix.Length..^17]), BinaryPrimitives.ReadUInt128BigEndian(rows.Key[^16..]));
    }
}
