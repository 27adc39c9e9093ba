using System.Buffers.Binary;
using System.Text;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Previews;

/// <summary>
/// The ticks that a store's stage will journal if nothing arrives: days, hours where a rule asks, and the hours that a customer waits for. In the order in which the stage itself
/// would journal them. Immutable.
/// </summary>
internal sealed class ComingTicks
{
    private readonly List<JournalEntry> _common = [];
    private readonly Dictionary<string, List<Instant>> _stated = new(StringComparer.Ordinal);

    private ComingTicks()
    {
    }

    /// <summary>Those after where the store stands, up to the end of a day.</summary>
    /// <param name="store">Committed rows.</param>
    /// <param name="head">Where it stands.</param>
    /// <param name="book">The book that decides from then on.</param>
    /// <param name="from">The moment at which it begins.</param>
    /// <param name="last">The last day.</param>
    public static ComingTicks Of(Store store, StageHead head, RuleBook book, Instant from, DateOnly last)
    {
        var (ticks, calendar) = (new ComingTicks(), book.Calendar);
        var end = new Instant(calendar.StartOf(last.AddDays(1)).UnixMilliseconds - 1);
        var hour = !book.Rules.AsksForHours ? 0 : head.Hour != 0 ? head.Hour : calendar.HourStart(calendar.DateOf(from), calendar.HourOf(from))?.UnixMilliseconds ?? from.UnixMilliseconds;
        var clock = new TickClock(head.Day, hour);
        while (clock.Next(calendar, end, null) is { } tick)
        {
            ticks._common.Add(ticks.Entry(head, tick.Kind, tick.At, tick.Payload));
            clock = tick.Then;
        }
        ticks.ReadStated(store, end);
        return ticks;
    }

    /// <summary>The ticks of one customer.</summary>
    public IEnumerable<JournalEntry> Of(string customer) => _stated.TryGetValue(customer, out var hours) ? Merged(hours) : _common;

    // A day, or an hour of everybody, comes before one of the same moment that somebody waits for; an hour of everybody stands in its place.
    private IEnumerable<JournalEntry> Merged(List<Instant> hours)
    {
        var next = 0;
        foreach (var entry in _common)
        {
            for (; next < hours.Count && hours[next] < entry.Now; next++) yield return Stated(hours[next]);
            if (entry.Kind == JournalKind.Hour && next < hours.Count && hours[next] == entry.Now) next++;
            yield return entry;
        }
        for (; next < hours.Count; next++) yield return Stated(hours[next]);
    }

    private JournalEntry Stated(Instant at) => new(_common[^1].Number + 1, _common[^1].Position, JournalKind.Hour, at, JournalEntry.Stated);

    private JournalEntry Entry(StageHead head, JournalKind kind, Instant at, string payload) => new(head.LastEntry + 1 + _common.Count, head.NextPosition, kind, at, payload);

    private void ReadStated(Store store, Instant end)
    {
        using var rows = store.Scan(new Keys(0).Prefix(Table.Waiting));
        while (rows.MoveNext())
        {
            var key = rows.Key[Keys.PrefixLength..];
            var hour = new Instant(BinaryPrimitives.ReadInt64BigEndian(key));
            if (hour > end) return;
            var customer = Encoding.UTF8.GetString(key[8..]);
            if (!_stated.TryGetValue(customer, out var hours)) _stated[customer] = hours = [];
            hours.Add(hour);
        }
    }
}
