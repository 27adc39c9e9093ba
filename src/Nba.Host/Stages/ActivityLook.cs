using Nba.Engine.Calendars;
using Nba.Host.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Stages;

/// <summary>
/// The activities of a customer that a bounded look back through the log finds. A log of no more than the bound is looked through as a whole; in a longer one what is older is found where its
/// time is known. Not thread-safe.
/// </summary>
internal sealed class ActivityLook
{
    /// <summary>How many activities are looked through, unless more is asked for: about half a second's work.</summary>
    public const long Bound = 2_000_000;

    // Of events that came late, by minutes in a busy bank.
    private const long Nearby = 100_000;
    private const int MostSeeks = 8;

    private readonly Store? _store;
    private readonly CustomerSearch? _search;
    private readonly SortedDictionary<long, LogRecord> _records = [];
    private readonly long _first;
    private int _seeks;

    /// <summary>Looks through the end of a log.</summary>
    public ActivityLook(Store store, IReadOnlyList<string> customers, long end, long bound)
    {
        (_store, _search, All, _first) = (store, new CustomerSearch(store, customers), end, Math.Max(0, end - bound));
        Looked = end - _first;
        Take(_search.Between(_first, end, Instant.MaxValue));
        From = new PastLog(store, 0).Between(_first, _first + 1).Select(r => (Instant?)r.Arrival).FirstOrDefault();
    }

    /// <summary>What was found already: all that a log of so many activities holds of the customer.</summary>
    public ActivityLook(IReadOnlyList<LogRecord> found, long all)
    {
        (Looked, All) = (all, all);
        Take(found);
    }

    /// <summary>How many activities of anybody were looked through.</summary>
    public long Looked { get; private set; }

    /// <summary>How many there are in the log.</summary>
    public long All { get; }

    /// <summary>When the first of those looked through arrived.</summary>
    public Instant? From { get; }

    /// <summary>Whether nothing was left out.</summary>
    public bool IsWhole => _store is null || _first == 0;

    /// <summary>What was found, latest first.</summary>
    public IEnumerable<LogRecord> Latest => _records.Values.Reverse();

    /// <summary>The activity at a position; null where the log has none.</summary>
    public LogRecord? At(long position)
    {
        if (_records.TryGetValue(position, out var known)) return known;
        if (_store is null) return null;
        return new PastLog(_store, 0).Between(position, position + 1).Select(r => (LogRecord?)r).FirstOrDefault();
    }

    /// <summary>Looks for what happened at a time before the look: where the log has what arrived then, and a little further. Whether that was done.</summary>
    public bool Near(Instant time)
    {
        if (IsWhole || _search is null || _seeks == MostSeeks || time >= From) return false;
        _seeks++;
        var at = FirstFrom(time);
        var end = Math.Min(_first, at + Nearby);
        Take(_search.Between(at, end, Instant.MaxValue));
        Looked += end - at;
        return true;
    }

    // Positions have no gaps, and arrival never runs backwards.
    private long FirstFrom(Instant time)
    {
        var log = new PastLog(_store!, 0);
        var (low, high) = (0L, _first);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (log.At(middle).Arrival < time) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private void Take(IEnumerable<LogRecord> records)
    {
        foreach (var record in records) _records[record.Position] = record;
    }
}
