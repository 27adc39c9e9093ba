using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;

namespace Nba.Host.Delivery.Calendar;

/// <summary>A feed as iCalendar (RFC 5545, RFC 7986): nothing in it but what was shown makes its bytes, so the same events give the same bytes at any time.</summary>
internal sealed class FeedCalendar(BankZone zone, PromptWords words)
{
    /// <summary>Media type of a calendar.</summary>
    public const string MediaType = "text/calendar; charset=utf-8";

    private const string Refresh = "PT15M";

    // How long a visit takes nobody says; a calendar needs an end to show it and to see what collides.
    private static readonly Duration Visit = Duration.FromHours(1);

    /// <summary>The calendar of an owner's events.</summary>
    /// <param name="owner">Id of the owner.</param>
    /// <param name="name">Name for people.</param>
    /// <param name="events">What to show, by action.</param>
    public byte[] Of(string owner, string name, IReadOnlyDictionary<UInt128, ShownEvent> events)
    {
        var calendar = new Ical.Net.Calendar { Method = "PUBLISH", ProductId = "-//Next Best Action//nba calendar//EN" };
        var title = PlainText.Line(words.Say($"{name} · 待办", $"{name} · next best actions"));
        calendar.AddProperty("NAME", title);
        calendar.AddProperty("X-WR-CALNAME", title);
        calendar.AddProperty("X-WR-TIMEZONE", zone.Id);
        var refresh = new CalendarProperty("REFRESH-INTERVAL", Refresh);
        refresh.AddParameter("VALUE", "DURATION");
        calendar.Properties.Add(refresh);
        calendar.AddProperty("X-PUBLISHED-TTL", Refresh);
        calendar.AddTimeZone(FeedZone.Of(zone));
        foreach (var (action, shown) in events) calendar.Events.Add(Event(action, owner, shown));
        return FeedText.Folded(new CalendarSerializer().SerializeToString(calendar) ?? "");
    }

    /// <summary>What an action's event is called for ever: the same action in another queue is another event.</summary>
    public static string Uid(UInt128 action, string owner) => $"{ActionIdentity.Format(action)}.{Uri.EscapeDataString(owner)}@nba";

    private CalendarEvent Event(UInt128 action, string owner, ShownEvent shown)
    {
        var content = shown.Content;
        var day = new CalDateTime(DateOnly.FromDayNumber(content.Day));
        var start = content.At is { } at ? FeedZone.Local(zone, at) : day;
        var made = new CalendarEvent
        {
            Uid = Uid(action, owner), Start = start, End = content.At is null ? day.AddDays(1) : start.Add(Visit), Sequence = shown.Sequence,
            DtStamp = FeedZone.Utc(shown.Changed), LastModified = FeedZone.Utc(shown.Changed), Status = shown.IsGone ? EventStatus.Cancelled : EventStatus.Confirmed,
            Summary = content.Summary, Description = content.Description, Class = "PRIVATE",
            Transparency = content.At is null || shown.IsGone ? TransparencyType.Transparent : TransparencyType.Opaque,
        };
        made.Categories.Add(content.Purpose);
        return made;
    }
}
