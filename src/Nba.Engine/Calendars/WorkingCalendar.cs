using System.Collections.Immutable;

namespace Nba.Engine.Calendars;

/// <summary>
/// Which days the bank works, holidays and adjusted weekends included. Outside the years of its data Monday to Friday, flagged by
/// <see cref="IsAssumed"/>. Every answer takes constant time and, names apart, allocates nothing. Immutable, safe to share between threads.
/// </summary>
public sealed class WorkingCalendar
{
    private readonly WorkdayCount _count;
    private readonly int _first;
    private readonly bool[] _worked;
    private readonly CalendarName?[] _holidays;
    private readonly bool _allDaysKnown;

    /// <summary>Builds the calendar from its data.</summary>
    /// <exception cref="ArgumentException"><see cref="Check"/> finds faults in the data.</exception>
    public WorkingCalendar(WorkingCalendarData data)
    {
        CalendarFault.ThrowIfAny(Check(data), nameof(data));
        Id = data.Id;
        _allDaysKnown = data.AllDaysKnown;
        _first = data.Years.IsEmpty ? 0 : new DateOnly(data.Years[0].Year, 1, 1).DayNumber;
        var days = data.Years.IsEmpty ? 0 : new DateOnly(data.Years[^1].Year, 12, 31).DayNumber - _first + 1;
        _worked = [.. Enumerable.Range(_first, days).Select(WorkdayCount.IsWeekday)];
        _holidays = new CalendarName?[days];
        foreach (var holiday in data.Years.SelectMany(y => y.Holidays))
        {
            Apply(holiday);
        }

        _count = new WorkdayCount(_first, _worked);
    }

    /// <summary>Monday to Friday throughout, as a fact: no day is assumed.</summary>
    public static WorkingCalendar Weekdays { get; } = new(new WorkingCalendarData("weekdays", true, ImmutableArray<WorkingYearData>.Empty));

    /// <summary>Name of the calendar.</summary>
    public string Id { get; }

    /// <summary>All faults of the data, in the order of the file; none means that the constructor takes them.</summary>
    public static IReadOnlyList<CalendarFault> Check(WorkingCalendarData data) => WorkingCalendarCheck.Run(data);

    /// <summary>Whether the bank works that day.</summary>
    public bool IsWorkday(DateOnly day) => IsListed(day) ? _worked[day.DayNumber - _first] : WorkdayCount.IsWeekday(day.DayNumber);

    /// <summary>Whether the answers for that day rest on the assumption Monday to Friday (reason <c>calendar-assumed</c>).</summary>
    public bool IsAssumed(DateOnly day) => !_allDaysKnown && !IsListed(day);

    /// <summary>The holiday that the day belongs to; null for working days and ordinary weekends.</summary>
    public CalendarName? HolidayName(DateOnly day) => IsListed(day) ? _holidays[day.DayNumber - _first] : null;

    /// <summary>
    /// The <paramref name="count"/>-th working day strictly after <paramref name="from"/>, or before it for a negative count; 0 gives the
    /// day itself, worked or not. Kept within the years 0001 to 9999.
    /// </summary>
    public DateOnly AddWorkdays(DateOnly from, int count) => count switch
    {
        0 => from,
        > 0 => _count.DayOf((long)_count.NumberOnOrAfter(from.DayNumber + 1) + count - 1),
        < 0 => _count.DayOf((long)_count.NumberOnOrAfter(from.DayNumber) + count),
    };

    /// <summary>
    /// How many working days after <paramref name="from"/> the day <paramref name="to"/> lies: those in (from, to]. Negative where
    /// it lies before: less those in [to, from). So <c>AddWorkdays(from, WorkdaysBetween(from, to))</c> is a working day <c>to</c> again.
    /// </summary>
    public int WorkdaysBetween(DateOnly from, DateOnly to) => to >= from
        ? _count.NumberOnOrAfter(to.DayNumber + 1) - _count.NumberOnOrAfter(from.DayNumber + 1)
        : _count.NumberOnOrAfter(to.DayNumber) - _count.NumberOnOrAfter(from.DayNumber);

    private bool IsListed(DateOnly day) => (uint)(day.DayNumber - _first) < (uint)_worked.Length;

    private void Apply(HolidayData holiday)
    {
        var name = new CalendarName(holiday.Zh, holiday.En);
        foreach (var range in holiday.Off)
        {
            for (var day = range.First.DayNumber; day <= range.Last.DayNumber; day++)
            {
                _worked[day - _first] = false;
                _holidays[day - _first] = name;
            }
        }

        foreach (var day in holiday.Work)
        {
            _worked[day.DayNumber - _first] = true;
        }
    }
}
