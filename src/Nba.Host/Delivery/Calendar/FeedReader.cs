using System.Globalization;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Queues;
using Nba.Engine.Rules;
using Nba.Host.Api;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Delivery.Calendar;

/// <summary>Puts the dated actions of an owner's own queue into the words of a calendar. What the queue does not show, it does not tell.</summary>
internal sealed class FeedReader(RuleBook book, string language, Instant now)
{
    // A slip of the pen must not break the calendar: programs do not get along with the ends of time.
    private const int FirstYear = 1970;
    private const int LastYear = 2199;

    private readonly ActionWords _actions = new(book, language, now);
    private readonly PromptWords _words = new(language);

    /// <summary>The owner's events, by action; of all customers, or of those asked for.</summary>
    public IReadOnlyDictionary<UInt128, FeedEvent> Of(Store tables, string owner, Func<string, bool>? only = null)
    {
        var events = new SortedDictionary<UInt128, FeedEvent>();
        foreach (var queued in QueueReader.Offered(tables, book, owner, now))
        {
            if (only?.Invoke(queued.Record.Customer) != false && Of(queued) is { } shown) events[queued.Record.Id] = shown;
        }
        return events;
    }

    // An appointment goes before the day an action is due, that before the day a greeting came up; what has no day is no event.
    private FeedEvent? Of(QueuedAction queued)
    {
        var a = queued.Record;
        var isGreeting = a.Batch || a.Purpose == Purpose.Care;
        var day = a.AppointmentAt is { } at ? book.Calendar.DateOf(new Instant(at)).DayNumber : a.DueOn ?? (isGreeting ? a.NotBefore ?? a.RaisedOn : null);
        if (day is not { } known || DateOnly.FromDayNumber(known).Year is < FirstYear or > LastYear) return null;
        return Shown(a.AppointmentAt is not null ? FeedKind.Appointment : isGreeting ? FeedKind.Greeting : FeedKind.Due, a.AppointmentAt, known, queued);
    }

    private FeedEvent Shown(FeedKind kind, long? at, int day, QueuedAction queued)
    {
        var answer = _actions.Of(queued);
        var customer = PromptWords.Customer(answer.Name, answer.Customer);
        var mark = kind switch
        {
            FeedKind.Appointment => _words.Say("【预约】", "Appointment: "),
            FeedKind.Due => _words.Say("【到期】", "Due: "),
            _ => _words.Say("【问候】", "Greeting: "),
        };
        return new FeedEvent(kind, at, day, PlainText.Line($"{mark}{answer.Title} · {customer}"), string.Join('\n', Description(kind, answer, customer).Select(PlainText.Line)).Trim('\n'), answer.Purpose);
    }

    private IEnumerable<string> Description(FeedKind kind, ActionAnswer a, string customer)
    {
        yield return a.Reason;
        yield return "";
        foreach (var point in a.TalkingPoints.Where(p => p.Text.Length > 0)) yield return _words.Label(_words.Point(point.Kind), _words.Point(point.Kind), point.Text);
        if (a.Question.Length > 0) yield return _words.Label("请教", "Ask", a.Question);
        yield return "";
        yield return _words.Label("客户", "Customer", customer);
        yield return _words.Label("渠道", "By", _words.Channel(a.Channel));
        if (kind == FeedKind.Appointment && a.DueOn is { } due) yield return _words.Label("应办日", "Due", due);
        if (a.Price is { } price) yield return _words.Label("报价", "Price", price.Text);
        if (a.Members is { Count: > 0 } members) yield return _words.Label("合并事项", "Stands for", members.Count.ToString(CultureInfo.InvariantCulture));
    }
}
