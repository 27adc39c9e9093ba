using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Queues;
using Nba.Engine.Routing;
using Nba.Host.State;

namespace Nba.Host.Stages;

/// <summary>A queue that somebody sees beside their own: why, and what is in it.</summary>
/// <param name="Seen">Whose it is, and how much of it.</param>
/// <param name="Queue">The queue, ranked for itself.</param>
public sealed record SecondQueueView(SecondQueue Seen, QueueView Queue);

/// <summary>The customers without a manager that a branch head has to assign.</summary>
/// <param name="Customers">Those with actions waiting in the head's queue or in nobody's, the longest waiting first.</param>
/// <param name="Queue">What waits for customers without manager and branch; null when nothing does, and for whoever looks at that queue itself.</param>
public sealed record UnassignedView(IReadOnlyList<UnassignedCustomer> Customers, QueueView? Queue);

/// <summary>Everything one person sees: their own queue and, unmerged behind it, one for each absent colleague.</summary>
/// <param name="Own">Their own queue.</param>
/// <param name="Second">The others, by person; a part of a queue only while something is in it.</param>
/// <param name="Unassigned">What a branch head has to assign; null once none is left, and for everybody else.</param>
public sealed record DeskView(QueueView Own, IReadOnlyList<SecondQueueView> Second, UnassignedView? Unassigned);

/// <summary>Reads what a person sees at a moment from committed rows. Thread-safe.</summary>
public static class DeskReader
{
    /// <summary>The person's desk; at most so many backlog entries of each queue, and only the actions that are asked for.</summary>
    public static DeskView Read(Store store, RuleBook book, string owner, Instant now, int backlog = int.MaxValue, Func<ActionRecord, bool>? only = null)
    {
        var second = new List<SecondQueueView>();
        foreach (var seen in book.Directory.HandOver.SeenBy(owner, book.Calendar.DateOf(now)))
        {
            var queue = QueueReader.Read(store, book, seen.Person, now, backlog, seen.Of is null ? only : r => seen.Shows(r.ManagerB) && only?.Invoke(r) != false);
            if (seen.Of is null || queue.Today.Count + queue.Withheld > 0) second.Add(new SecondQueueView(seen, queue));
        }
        var own = QueueReader.Fold(store, owner, only);
        return new DeskView(QueueReader.View(own, book, now, backlog), second, Unassigned(store, book, own, now, backlog, only));
    }

    // A customer without a branch is nobody's yet: every branch head sees them until one of them assigns them.
    private static UnassignedView? Unassigned(Store store, RuleBook book, ManagerQueue own, Instant now, int backlog, Func<ActionRecord, bool>? only)
    {
        var nobodys = own.Owner != Engine.Routing.Directory.Unassigned && book.Directory.IsHead(own.Owner) ? QueueReader.Fold(store, Engine.Routing.Directory.Unassigned, only) : null;
        var customers = UnassignedList.Of(nobodys is null ? own.Standing : own.Standing.Concat(nobodys.Standing));
        return customers.Count == 0 ? null : new UnassignedView(customers, nobodys is not null && nobodys.Standing.Any() ? QueueReader.View(nobodys, book, now, backlog) : null);
    }
}
