using System.Buffers.Binary;
using System.Text;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Queues;
using Nba.Host.State;

namespace Nba.Host.Stages;

/// <summary>Folds an owner's committed live actions, and what the owner has spent of campaign budgets, into a queue. Thread-safe: each call reads the store anew.</summary>
public static class QueueReader
{
    /// <summary>The committed live actions of every owner, as records; one that has several owners comes once for each.</summary>
    public static IEnumerable<ActionRecord> Live(Store store)
    {
        using var rows = store.Scan(new Keys(0).Prefix(Table.Actions));
        while (rows.MoveNext())
        {
            if (ActionRecordCodec.Read(rows.Value) is { Withdrawn: false } record) yield return record;
        }
    }

    /// <summary>The owner's queue at a moment; at most so many entries of the backlog, and only the actions that are asked for.</summary>
    public static QueueView Read(Store store, RuleBook book, string owner, Instant now, int backlog = int.MaxValue, Func<ActionRecord, bool>? only = null) =>
        View(Fold(store, owner, only), book, now, backlog);

    /// <summary>Every action that the owner's queue may show at a moment, best first, also those for which a day has no room.</summary>
    public static IReadOnlyList<QueuedAction> Offered(Store store, RuleBook book, string owner, Instant now) =>
        Fold(store, owner).Offered(book.Calendar.DateOf(now).DayNumber, now.UnixMilliseconds, book.Campaigns);

    /// <summary>What a partition knows of the owner's actions.</summary>
    internal static ManagerQueue Fold(Store store, string owner, Func<ActionRecord, bool>? only = null, int partition = 0)
    {
        var queue = new ManagerQueue(owner);
        using var rows = store.Scan(new Keys(partition).TextPrefix(Table.Actions, owner));
        while (rows.MoveNext())
        {
            var record = ActionRecordCodec.Read(rows.Value);
            if (only is null || only(record)) queue.Apply(record);
        }
        Spend(store, owner, queue, partition);
        return queue;
    }

    /// <summary>Ranked for a moment.</summary>
    internal static QueueView View(ManagerQueue queue, RuleBook book, Instant now, int backlog) =>
        queue.View(book.Calendar.DateOf(now).DayNumber, now.UnixMilliseconds, book.Directory.CapacityOf(queue.Owner), book.Policies.ReservedPlaces, backlog, book.Campaigns);

    // Behind the owner a key names the campaign, then the action.
    private static void Spend(Store store, string owner, ManagerQueue queue, int partition)
    {
        var prefix = new Keys(partition).TextPrefix(Table.Spent, owner);
        using var rows = store.Scan(prefix);
        while (rows.MoveNext()) queue.Spend(Encoding.UTF8.GetString(rows.Key[prefix.Length..^17]), BinaryPrimitives.ReadUInt128BigEndian(rows.Key[^16..]));
    }
}
