namespace Nba.Engine.Calendars;

/// <summary>Finds everything wrong in the data of a working calendar. One use: one instance, one thread.</summary>
internal sealed class WorkingCalendarCheck
{
    private readonly List<CalendarFault> _faults = [];
    private readonly HashSet<DateOnly> _seen = [];
    private readonly int _firstYear;

    private WorkingCalendarCheck(int firstYear) => _firstYear = firstYear;

    internal static IReadOnlyList<CalendarFault> Run(WorkingCalendarData data)
    {
        var check = new WorkingCalendarCheck(data.Years.IsEmpty ? 0 : data.Years[0].Year);
        for (var i = 0; i < data.Years.Length; i++)
        {
            check.Year(data.Years[i], i);
        }

        return check._faults;
    }

    private void Year(WorkingYearData year, int index)
    {
        var path = $"years[{index}]";
        if (year.Year != _firstYear + index || year.Year is < 1 or > 9999)
        {
            Add($"{path}.year", $"years ascend without a gap from {_firstYear}, so this one must be {_firstYear + index}; it is {year.Year}");
            return;
        }

        for (var i = 0; i < year.Holidays.Length; i++)
        {
            Holiday(year.Holidays[i], year.Year, $"{path}.holidays[{i}]");
        }
    }

    private void Holiday(HolidayData holiday, int year, string path)
    {
        if (string.IsNullOrWhiteSpace(holiday.Zh) || string.IsNullOrWhiteSpace(holiday.En))
        {
            Add(path, "a holiday must have a name in zh and in en");
        }

        for (var i = 0; i < holiday.Off.Length; i++)
        {
            Off(holiday.Off[i], year, $"{path}.off[{i}]");
        }

        for (var i = 0; i < holiday.Work.Length; i++)
        {
            Work(holiday.Work[i], year, $"{path}.work[{i}]");
        }
    }

    private void Off(DayRange range, int year, string path)
    {
        if (range.Last < range.First)
        {
            Add(path, $"the last day must not come before the first; {range} does");
            return;
        }

        if (InYear(range.First, year, path) && InYear(range.Last, year, path))
        {
            for (var day = range.First.DayNumber; day <= range.Last.DayNumber; day++)
            {
                Once(DateOnly.FromDayNumber(day), path);
            }
        }
    }

    private void Work(DateOnly day, int year, string path)
    {
        if (!InYear(day, year, path))
        {
            return;
        }

        if (WorkdayCount.IsWeekday(day.DayNumber))
        {
            Add(path, $"a day worked in exchange must fall on Saturday or Sunday; {IsoText.Of(day)} falls on {day.DayOfWeek}");
        }

        Once(day, path);
    }

    private bool InYear(DateOnly day, int year, string path)
    {
        var isIn = day.Year == year || (day.Year == year - 1 && day.Month == 12 && year > _firstYear);
        if (!isIn)
        {
            Add(path, $"a day must lie in {year} or, of a listed year, in the December before; {IsoText.Of(day)} does not");
        }

        return isIn;
    }

    private void Once(DateOnly day, string path)
    {
        if (!_seen.Add(day))
        {
            Add(path, $"a day must be stated once; {IsoText.Of(day)} is stated twice");
        }
    }

    private void Add(string path, string message) => _faults.Add(new(path, message));
}
