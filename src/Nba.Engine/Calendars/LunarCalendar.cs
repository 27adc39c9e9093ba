using System.Collections.Immutable;

namespace Nba.Engine.Calendars;

/// <summary>
/// Chinese lunisolar dates from a shipped table. Outside the table answers are null, never guessed: a wrong birthday is worse than
/// none. Constant time, no allocation. Immutable, safe to share between threads.
/// </summary>
public sealed class LunarCalendar
{
    private readonly ImmutableArray<LunarYearData> _years;
    private readonly int[] _starts;

    /// <summary>Builds the calendar from its table.</summary>
    /// <exception cref="ArgumentException"><see cref="Check"/> finds faults in the table.</exception>
    public LunarCalendar(LunarCalendarData data)
    {
        CalendarFault.ThrowIfAny(Check(data), nameof(data));
        _years = data.Years;
        _starts = [.. _years.Select(y => y.First.DayNumber)];
        End = _years.IsEmpty ? 0 : _starts[^1] + LengthOf(_years[^1]);
    }

    /// <summary>A table without years, for a bank without a lunar calendar: every answer is null.</summary>
    public static LunarCalendar None { get; } = new(new LunarCalendarData(ImmutableArray<LunarYearData>.Empty));

    /// <summary>The day number after the last known day.</summary>
    private int End { get; }

    /// <summary>All faults of the table, in the order of the file; none means that the constructor takes it.</summary>
    public static IReadOnlyList<CalendarFault> Check(LunarCalendarData data) => LunarCalendarCheck.Run(data);

    /// <summary>The lunar date of a day; null outside the table.</summary>
    public LunarDate? ToLunar(DateOnly day)
    {
        var number = day.DayNumber;
        if (_years.IsEmpty || number < _starts[0] || number >= End)
        {
            return null;
        }

        // A lunar year begins in the solar year of its name, so the place is known but for one.
        var index = Math.Min(day.Year - _years[0].Year, _years.Length - 1);
        index -= number < _starts[index] ? 1 : 0;
        var year = _years[index];
        var rest = number - _starts[index];
        var place = 0;
        while (rest >= year.LengthAt(place))
        {
            rest -= year.LengthAt(place++);
        }

        var isAfterLeap = year.Leap > 0 && place >= year.Leap;
        return new LunarDate(year.Year, isAfterLeap ? place : place + 1, rest + 1, isAfterLeap && place == year.Leap);
    }

    /// <summary>The day of a lunar date; null outside the table, where the year has no such leap month and where the month is shorter.</summary>
    public DateOnly? FromLunar(int year, int month, int day, bool leap)
    {
        var length = MonthLength(year, month, leap);
        if (length is null || day < 1 || day > length)
        {
            return null;
        }

        var index = year - _years[0].Year;
        var number = _starts[index];
        for (var place = 0; place < PlaceOf(_years[index], month, leap); place++)
        {
            number += _years[index].LengthAt(place);
        }

        return DateOnly.FromDayNumber(number + day - 1);
    }

    /// <summary>Days of a lunar month, 29 or 30; null outside the table and where the year has no such leap month.</summary>
    public int? MonthLength(int year, int month, bool leap)
    {
        var index = _years.IsEmpty ? -1 : (long)year - _years[0].Year;
        if (index < 0 || index >= _years.Length || month is < 1 or > 12)
        {
            return null;
        }

        var data = _years[(int)index];
        return leap && data.Leap != month ? null : data.LengthAt(PlaceOf(data, month, leap));
    }

    private static int PlaceOf(LunarYearData year, int month, bool leap) =>
        leap || (year.Leap > 0 && month > year.Leap) ? month : month - 1;

    private static int LengthOf(LunarYearData year) => Enumerable.Range(0, year.Months.Length).Sum(year.LengthAt);
}
