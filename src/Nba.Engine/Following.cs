using System.Globalization;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// Activities that follow from answers, as the vocabulary's <c>follows</c> says: accepted with a time books an appointment whose key is the action's
/// identity; done, declined and no answer say what became of one that was booked so. They fold, start plans and raise actions like any others. One per
/// decider; not thread-safe.
/// </summary>
internal sealed class Following
{
    // Apart from the answer's own id, so that an occasion by event is another one.
    private const ulong Own = 0x9E3779B97F4A7C15;

    private static readonly int Accepted = BuiltIn.Outcomes.IndexOf("accepted"), Done = BuiltIn.Outcomes.IndexOf("done"), Declined = BuiltIn.Outcomes.IndexOf("declined");

    private readonly BankCalendar _calendar;
    private readonly EventType _outcome;
    private readonly EventField _action, _answer, _at;
    private readonly EventType?[] _types;
    private readonly Activity[] _activities;
    private readonly List<Activity> _made = [];

    public Following(VocabularyBook vocabulary, BankCalendar calendar)
    {
        _calendar = calendar;
        _outcome = vocabulary.Event(BuiltIn.Outcome)!;
        (_action, _answer, _at) = (_outcome.Field("action")!, _outcome.Field("outcome")!, _outcome.Field("at")!);
        _types = [.. BuiltIn.Outcomes.Values.Select((_, code) => vocabulary.Events.FirstOrDefault(e => e.Follows == code))];
        _activities = [new Activity(vocabulary), new Activity(vocabulary)];
    }

    /// <summary>What follows from an activity, given what is known of its customer; valid until the next call.</summary>
    public IReadOnlyList<Activity> From(Activity activity, CustomerState state)
    {
        if (Begin(activity) is not { Type: { } type } answer) return _made;
        if (!answer.Books)
        {
            if (answer.Needs is { } entity && state.Profile.Find(entity, answer.Key) is not null) Make(type, activity, answer.Key, activity.Time, null);
            return _made;
        }
        Book(type, activity, answer);
        foreach (var ended in state.Actions.Ended)
        {
            if (ended.Id == answer.Action) Answered(activity, answer, ended.End, ended.AnsweredAt);
        }
        return _made;
    }

    /// <summary>The same for an activity of the past that arrived on a day, by the activities before it alone; valid until the next call.</summary>
    public IReadOnlyList<Activity> From(Activity activity, PastThings past, DateOnly arrived)
    {
        if (Begin(activity) is not { } answer) return _made;
        if (answer is { Books: true, Type: { } booking })
        {
            Book(booking, activity, answer);
            if (past.EndOf(answer.Action) is { } ended) Answered(activity, answer, ended.End, ended.AnsweredAt);
            return _made;
        }
        if (answer is { Type: { } type, Needs: { } entity } && past.Has(entity, answer.Key, arrived)) Make(type, activity, answer.Key, activity.Time, null);
        if (answer.Code == Done || answer.Code == Declined) past.Answered(answer.Action, answer.Code == Done ? ActionEnd.Done : ActionEnd.Declined, activity.Time.UnixMilliseconds);
        return _made;
    }

    private Answer? Begin(Activity activity)
    {
        _made.Clear();
        if (activity.Type != _outcome || !ActionIdentity.TryParse(activity.Fields.Text(_action.Index), out var id)) return null;
        var code = (int)activity.Fields.Value(_answer.Index);
        return new Answer(id, code, _types[code], code == Accepted && activity.Fields.Has(_at.Index));
    }

    private void Book(EventType type, Activity activity, Answer answer) => Make(type, activity, answer.Key, activity.Time, new Instant(activity.Fields.Value(_at.Index)));

    // The answer that ended the action came first and found nothing booked: it counts as it would have in time.
    private void Answered(Activity activity, Answer answer, ActionEnd end, long answeredAt)
    {
        if (answeredAt < activity.Time.UnixMilliseconds) return;
        var word = end == ActionEnd.Done ? "done" : end == ActionEnd.Declined ? "declined" : "";
        if (BuiltIn.Outcomes.IndexOf(word) is var code and >= 0 && _types[code] is { } type) Make(type, activity, answer.Key, new Instant(answeredAt), null);
    }

    private void Make(EventType type, Activity cause, string key, Instant time, Instant? at)
    {
        var made = _activities[_made.Count];
        made.Clear();
        (made.Type, made.Time, made.IsHistory, made.IdHash, made.IdBytes) = (type, time, cause.IsHistory, cause.IdHash ^ (Own + (ulong)_made.Count), cause.IdBytes);
        made.SetCustomer(cause.Customer);
        for (var i = 0; i < type.Fields.Count; i++)
        {
            var field = type.Fields[i];
            if (field == type.Key) made.Fields.Set(field.Index, key);
            else if (at is { } agreed && field.Type.Kind == ValueKind.Instant) made.Fields.Set(field.Index, agreed.UnixMilliseconds);
            else if (at is { } day && field.Type.Kind == ValueKind.Date) made.Fields.Set(field.Index, _calendar.DateOf(day).DayNumber);
            else if (at is { } clock && field is { Name: "time", Type.Kind: ValueKind.Text }) made.Fields.Set(field.Index, TimeOfDay(clock));
        }
        _made.Add(made);
    }

    private string TimeOfDay(Instant at)
    {
        var minutes = (at.UnixMilliseconds - _calendar.StartOf(_calendar.DateOf(at)).UnixMilliseconds) / 60_000 % 60;
        return string.Create(CultureInfo.InvariantCulture, $"{_calendar.HourOf(at):00}:{minutes:00}");
    }

    /// <summary>An answer to an action, and the type of what follows from such answers; null where nothing does.</summary>
    private readonly record struct Answer(UInt128 Action, int Code, EventType? Type, bool Books)
    {
        /// <summary>The key of what is booked.</summary>
        public string Key => ActionIdentity.Format(Action);

        /// <summary>What must have been booked for anything to follow; null when it was accepted, from which only a booking follows.</summary>
        public EntityType? Needs => Code == Accepted ? null : Type?.Entity;
    }
}
