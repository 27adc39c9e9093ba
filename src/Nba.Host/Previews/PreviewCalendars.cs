using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Nba.Engine.Calendars;
using Nba.Host.Delivery.Calendar;

namespace Nba.Host.Previews;

/// <summary>
/// Previews as iCalendar text (RFC 5545), a calendar for each owner: an event of a whole day for what comes, is due or is told on it. What gates stop, and what only leaves a queue, is no event.
/// The same store gives the same bytes, and an action keeps its event when it moves to another day.
/// </summary>
internal sealed class PreviewCalendars(PreviewWords words, Instant now)
{
    /// <summary>How the file of an owner ends.</summary>
    public const string Extension = ".ics";

    /// <summary>The file of an owner in a folder: names that no file may have are escaped, so that two owners never share one.</summary>
    public static string FileOf(string owner) => Uri.EscapeDataString(owner) + Extension;

    /// <summary>Whether a row is an event.</summary>
    public static bool IsEvent(PreviewRow row) => row.What is "raised" or "appointment" or "escalated" || row is { What: "due", Stood: true };

    /// <summary>The calendar of one owner's rows.</summary>
    /// <param name="owner">Name for people.</param>
    /// <param name="rows">The rows, in order.</param>
    /// <param name="dayOf">The day of a row's event.</param>
    public string Of(string owner, IEnumerable<PreviewRow> rows, Func<PreviewRow, string> dayOf)
    {
        var calendar = new Calendar { Method = "PUBLISH", ProductId = "-//Next Best Action//nba preview//EN" };
        calendar.AddProperty("X-WR-CALNAME", words.Say($"{owner} · 待办预览", $"{owner} · next best actions"));
        var repeated = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows.Where(IsEvent))
        {
            var uid = $"{row.Id}-{row.What}";
            var times = repeated[uid] = repeated.GetValueOrDefault(uid) + 1;
            calendar.Events.Add(Event(row, times == 1 ? $"{uid}@nba" : $"{uid}-{times}@nba", DateOnly.ParseExact(dayOf(row), "yyyy-MM-dd")));
        }
        return Encoding.UTF8.GetString(FeedText.Folded(new CalendarSerializer().SerializeToString(calendar) ?? ""));
    }

    private CalendarEvent Event(PreviewRow row, string uid, DateOnly day)
    {
        var customer = row.Name is null ? row.Customer : $"{row.Name} ({row.Customer})";
        var mark = row.What == "raised" ? "" : words.Say($"【{words.Kind(Kind(row.What))}】", $"{Capital(words.Kind(Kind(row.What)))}: ");
        var made = new CalendarEvent
        {
            Uid = uid, Start = new CalDateTime(day), End = new CalDateTime(day.AddDays(1)), DtStamp = new CalDateTime(DateTimeOffset.FromUnixTimeMilliseconds(now.UnixMilliseconds / 1000 * 1000).UtcDateTime),
            Summary = $"{mark}{row.Title} · {customer}", Description = Description(row, customer), Transparency = TransparencyType.Transparent,
        };
        made.Categories.Add(row.Purpose);
        return made;
    }

    private string Description(PreviewRow row, string customer)
    {
        var lines = new List<string> { row.Reason, words.Say($"客户：{customer}", $"Customer: {customer}") };
        if (row.Due is { } due) lines.Add(words.Say($"应办日：{due}", $"Due: {due}"));
        lines.Add(words.Say($"渠道：{words.Channel(row.Channel)}", $"By: {words.Channel(row.Channel)}"));
        if (words.Consent(row.Consent) is { } consent) lines.Add(words.Say($"客户意愿：{consent}", $"Consent: {consent}"));
        if (row is { Purpose: "care", Preferred: { } way }) lines.Add(words.Say($"偏好的问候方式：{words.Channel(way)}", $"Likes to be greeted by: {words.Channel(way)}"));
        lines.Add(words.Say($"规则：{string.Join(" + ", row.Rules)}", $"Rule: {string.Join(" + ", row.Rules)}"));
        return string.Join('\n', lines);
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static Engine.PreviewKind Kind(string what) => Enum.Parse<Engine.PreviewKind>(what, ignoreCase: true);
}
