using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Queues;
using Nba.Engine.Vocabulary;
using Nba.Host.Stages;

namespace Nba.Host.Api;

/// <content>Where owners' queues show an action.</content>
internal sealed partial class ExplainQueries
{
    private List<PlaceAnswer> Places(RuleBook book, OpenAction open, Instant now)
    {
        if (!open.Published) return [];
        var places = new List<PlaceAnswer>();
        foreach (var owner in open.Owners.All())
        {
            var view = QueueReader.Read(store, book, owner, now);
            var entries = view.Today.Concat(view.Backlog).ToList();
            var at = entries.FindIndex(e => e.Actions.Any(a => a.Record.Id == open.Id));
            // An entry shows three actions; the others stand with the customer's entry all the same.
            if (at < 0) at = entries.FindIndex(e => e.More > 0 && e.Actions[0].Record.Customer is { } customer && QueueReader.Fold(store, owner).Find(open.Id)?.Customer == customer);
            var today = at >= 0 && at < view.Today.Count;
            places.Add(new PlaceAnswer(owner, book.Directory.Find(owner)?.Name, at < 0 ? null : at + 1, entries.Count, at < 0 ? null : today ? "today" : "backlog",
                Neighbour(at - 1), at < 0 ? null : Neighbour(at + 1), Neighbour(at)));

            NeighbourAnswer? Neighbour(int place) => place < 0 || place >= entries.Count || at < 0 ? null : Entry(entries[place], place + 1, now);
        }
        return places;
    }

    private static NeighbourAnswer Entry(QueueEntry entry, int place, Instant now)
    {
        var best = entry.Actions[0];
        return new NeighbourAnswer(place, entry.Customer, entry.Customer is null ? null : best.Record.CustomerName, best.Record.Action, BuiltIn.Purposes.Values[(int)best.Record.Purpose], best.Record.Due <= now.UnixMilliseconds, Millionths(best.Score));
    }
}
