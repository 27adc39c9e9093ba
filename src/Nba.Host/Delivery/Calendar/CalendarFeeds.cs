using Nba.Host.Api;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Delivery.Calendar;

/// <summary>
/// Calendars of managers, made when they are fetched: what stands now is compared with what was shown last, and the difference is durable before the calendar is given out. So nothing can be
/// missed or told twice, whenever the host was stopped. Thread-safe.
/// </summary>
internal sealed class CalendarFeeds(DeliveryStore store, Store tables, Queries queries)
{
    private readonly FeedRows _rows = new(store);
    private readonly Lock _comparing = new();

    /// <summary>Ids of the customers whom an owner's calendar shows now, perhaps of one several times.</summary>
    public IEnumerable<string> Customers(string owner) => QueueReader.Fold(tables, owner).Standing.Select(r => r.Customer);

    /// <summary>An owner's calendar; null before the bank's first commit.</summary>
    public byte[]? Of(string owner, string language)
    {
        lock (_comparing)
        {
            if (queries.Standing() is not var (head, book, now)) return null;
            var stands = new FeedReader(book, language, now).Of(tables, owner, head.IsSweeping ? customer => queries.Admits(book, customer, owner) : null);
            var standing = QueueReader.Fold(tables, owner).Standing.ToDictionary(r => r.Id, r => r.Customer);
            var difference = FeedDifference.Between(stands, _rows.Of(owner), now.UnixMilliseconds, standing.GetValueOrDefault, onlyKnown: store.Rows.Keys is not null);
            _rows.Put(owner, difference);
            return new FeedCalendar(book.Calendar.Zone, new PromptWords(language)).Of(owner, book.Directory.Find(owner)?.Name ?? owner, difference.Shows);
        }
    }
}
