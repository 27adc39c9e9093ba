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

    private static readonly int Accepted = BuiltIn.Outcomes.IndexOf("accepted");

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
        _made.Clear();
        if (activity.Type != _outcome || !ActionIdentity.TryParse(activity.Fields.Text(_action.Index), out var id)) return _made;
        var answer = (int)activity.Fields.Value(_answer.Index);
        if (_types[answer] is not { } type) return _made;
        var key = ActionIdentity.Format(id);
        var books = answer == Accepted && activity.Fields.Has(_at.Index);
        if (books) Make(type, activity, key, activity.Time, new Instant(activity.Fields.Value(_at.Index)));
        else if (answer != Accepted && type.Entity is { } entity && state.Profile.Find(entity, key) is not null) Make(type, activity, key, activity.Time, null);
        if (books) Answered(activity, state, id, key);
        return _made;
    }

    // The answer that ended the action came first and found nothing booked: it counts as it would have in time.
    private void Answered(Activity activity, CustomerState state, UInt128 id, string key)
    {
        foreach (var ended in state.Actions.Ended)
        {
            if (ended.Id != id || ended.AnsweredAt < activity.Time.UnixMilliseconds) continue;
            var word = ended.End == ActionEnd.Done ? "done" : ended.End == ActionEnd.Declined ? "declined" : "";
            if (BuiltIn.Outcomes.IndexOf(word) is var code and >= 0 && _types[code] is { } type) Make(type, activity, key, new Instant(ended.AnsweredAt), null);
        }
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
}
