using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Profiles;

/// <summary>A part of an assignment whose day is still to come.</summary>
/// <param name="From">Day number on which it takes effect.</param>
/// <param name="Time">Event time of the assignment, in milliseconds.</param>
/// <param name="FactId">Stored id of the fact it gives.</param>
/// <param name="Text">The fact's value from then on.</param>
public readonly record struct PlannedValue(int From, long Time, int FactId, string Text) : IComparable<PlannedValue>
{
    /// <inheritdoc/>
    public int CompareTo(PlannedValue other)
    {
        var c = From.CompareTo(other.From);
        if (c == 0) c = Time.CompareTo(other.Time);
        if (c == 0) c = FactId.CompareTo(other.FactId);
        return c == 0 ? string.CompareOrdinal(Text, other.Text) : c;
    }

    /// <summary>Earlier than.</summary>
    public static bool operator <(PlannedValue left, PlannedValue right) => left.CompareTo(right) < 0;

    /// <summary>Later than.</summary>
    public static bool operator >(PlannedValue left, PlannedValue right) => left.CompareTo(right) > 0;

    /// <summary>Earlier than or the same.</summary>
    public static bool operator <=(PlannedValue left, PlannedValue right) => left.CompareTo(right) <= 0;

    /// <summary>Later than or the same.</summary>
    public static bool operator >=(PlannedValue left, PlannedValue right) => left.CompareTo(right) >= 0;
}

/// <summary>
/// Who looks after the customer, by days: an assignment counts as made when it takes effect, at its event time or at the start of its <c>from</c>,
/// whichever is later; of those whose day has come the latest is in force. A function of the set of assignments. Immutable; safe for any thread.
/// </summary>
internal sealed class Assignments
{
    private readonly BankCalendar _calendar;
    private readonly EventType _type;
    private readonly EventField _from;
    private readonly (Fact Fact, EventField Field)[] _facts;

    public Assignments(VocabularyBook vocabulary, BankCalendar calendar)
    {
        _calendar = calendar;
        _type = vocabulary.Event(BuiltIn.Assigned)!;
        _from = _type.Field("from")!;
        _facts = [.. BuiltIn.Facts().Select(f => (vocabulary.FactsById[f.Id], _type.Field(f.Field)!))];
    }

    /// <summary>Takes an assignment: what begins today or earlier at once, the rest when its day comes.</summary>
    public void Apply(Activity activity, Profile profile, DateOnly today)
    {
        if (activity.Type != _type) return;
        int? from = activity.Fields.Has(_from.Index) ? (int)activity.Fields.Value(_from.Index) : null;
        foreach (var (fact, field) in _facts)
        {
            if (activity.Fields.Text(field.Index) is not { } text) continue;
            if (from > today.DayNumber) profile.Plan(new PlannedValue(from.Value, activity.Time.UnixMilliseconds, fact.Id, text));
            else Fold(ref profile.Cells[fact.Index], from, activity.Time.UnixMilliseconds, text);
        }
    }

    /// <summary>Puts in force what begins on that day or began before it.</summary>
    public void TakeEffect(Profile profile, DateOnly today)
    {
        while (profile.Planned.Count > 0 && profile.Planned[0] is var first && first.From <= today.DayNumber)
        {
            foreach (var (fact, _) in _facts)
            {
                if (fact.Id == first.FactId) Fold(ref profile.Cells[fact.Index], first.From, first.Time, first.Text);
            }
            profile.Planned.RemoveAt(0);
        }
    }

    // Of two that take effect at once the one made later wins, then the greater text, so that their order never shows.
    private void Fold(ref Cell cell, int? from, long time, string text)
    {
        var start = from is { } day ? _calendar.StartOf(DateOnly.FromDayNumber(day)).UnixMilliseconds : time;
        var (effective, made) = start > time ? (start, time) : (time, 0);
        if (cell.Has && (effective, made).CompareTo((cell.B, cell.A)) is var order && (order < 0 || (order == 0 && string.CompareOrdinal(text, cell.Text) <= 0))) return;
        (cell.A, cell.B, cell.Text, cell.Has) = (made, effective, text, true);
    }
}
