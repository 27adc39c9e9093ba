using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Queues;
using Nba.Engine.Routing;
using Nba.Host.State;

namespace Nba.Host.Stages;

/// <summary>A queue that somebody sees beside their own: why, and what is in it.</summary>
/// <param name="Seen">Whose it is, and how much of it.</param>
/// <param name="Queue">The queue, ranked for itself.</param>
public sealed record SecondQueueView(SecondQueue Seen, QueueView Queue);

/// <summary>Everything one person sees: their own queue and, unmerged behind it, one for each absent colleague.</summary>
/// <param name="Own">Their own queue.</param>
/// <param name="Second">The others, by person; a part of a queue only while something is in it.</param>
public sealed record DeskView(QueueView Own, IReadOnlyList<SecondQueueView> Second);

/// <summary>Reads what a person sees at a moment from committed rows. Thread-safe.</summary>
public static class DeskReader
{
    /// <summary>The person's desk; at most so many backlog entries of each queue.</summary>
    public static DeskView Read(Store store, RuleBook book, string owner, Instant now, int backlog = int.MaxValue)
    {
        var second = new List<SecondQueueView>();
        foreach (var seen in book.Directory.HandOver.SeenBy(owner, book.Calendar.DateOf(now)))
        {
            var queue = QueueReader.Read(store, book, seen.Person, now, backlog, seen.Of is null ? null : r => seen.Shows(r.ManagerB));
            if (seen.Of is null || queue.Today.Count + queue.Withheld > 0) second.Add(new SecondQueueView(seen, queue));
        }
        return new DeskView(QueueReader.Read(store, book, owner, now, backlog), second);
    }
}
