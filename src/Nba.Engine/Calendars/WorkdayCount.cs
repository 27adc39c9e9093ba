namespace Nba.Engine.Calendars;

/// <summary>
/// Numbers the working days: 0 is the first one of the listed span, earlier ones are negative. Both directions take constant time:
/// by table within the span, by arithmetic outside it, where Monday to Friday holds. Immutable.
/// </summary>
internal sealed class WorkdayCount
{
    private readonly int _first;
    private readonly int[] _before;
    private readonly int[] _workdays;

    /// <param name="firstDay">Day number of the first listed day.</param>
    /// <param name="worked">For each listed day, whether it is worked.</param>
    internal WorkdayCount(int firstDay, IReadOnlyList<bool> worked)
    {
        _first = firstDay;
        _before = new int[worked.Count + 1];
        for (var i = 0; i < worked.Count; i++)
        {
            _before[i + 1] = _before[i] + (worked[i] ? 1 : 0);
        }

        _workdays = [.. Enumerable.Range(0, worked.Count).Where(i => worked[i]).Select(i => firstDay + i)];
    }

    private int End => _first + _before.Length - 1;

    /// <summary>Whether Monday to Friday: day number 0, 0001-01-01, is a Monday.</summary>
    internal static bool IsWeekday(int dayNumber) => dayNumber % 7 < 5;

    /// <summary>The number of the first working day on or after that day.</summary>
    internal int NumberOnOrAfter(int dayNumber)
    {
        if (dayNumber < _first)
        {
            return WeekdaysBefore(dayNumber) - WeekdaysBefore(_first);
        }

        return dayNumber < End
            ? _before[dayNumber - _first]
            : _workdays.Length + WeekdaysBefore(dayNumber) - WeekdaysBefore(End);
    }

    /// <summary>The day of that number, kept within the years 0001 to 9999.</summary>
    internal DateOnly DayOf(long number)
    {
        if (number >= 0 && number < _workdays.Length)
        {
            return DateOnly.FromDayNumber(_workdays[number]);
        }

        var weekday = number < 0 ? number + WeekdaysBefore(_first) : number - _workdays.Length + WeekdaysBefore(End);
        var dayNumber = weekday < 0 ? 0 : (weekday / 5 * 7) + (weekday % 5);
        return DateOnly.FromDayNumber((int)Math.Min(dayNumber, DateOnly.MaxValue.DayNumber));
    }

    private static int WeekdaysBefore(int dayNumber) => (dayNumber / 7 * 5) + Math.Min(dayNumber % 7, 5);
}
