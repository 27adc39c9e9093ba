namespace Nba.Engine.Calendars;

/// <summary>Finds everything wrong in a table of lunar years.</summary>
internal static class LunarCalendarCheck
{
    internal static IReadOnlyList<CalendarFault> Run(LunarCalendarData data)
    {
        List<CalendarFault> faults = [];
        for (var i = 0; i < data.Years.Length; i++)
        {
            var year = data.Years[i];
            var path = $"years[{i}]";
            if (year.First.Year != year.Year)
            {
                faults.Add(new($"{path}.first", $"lunar year {year.Year} must begin in the solar year {year.Year}; it is {IsoText.Of(year.First)}"));
            }

            if (CheckMonths(year, path, faults) && i > 0)
            {
                CheckStart(data.Years[i - 1], year, path, faults);
            }
        }

        return faults;
    }

    private static bool CheckMonths(LunarYearData year, string path, List<CalendarFault> faults)
    {
        if (year.Leap is < 0 or > 12)
        {
            faults.Add(new($"{path}.leap", $"the leap month must be 1 to 12, or 0 for none; it is {year.Leap}"));
            return false;
        }

        var expected = year.Leap == 0 ? 12 : 13;
        if (year.Months.Length != expected || year.Months.Any(m => m is not ('0' or '1')))
        {
            faults.Add(new($"{path}.months", $"lengths must be {expected} signs of 0 (29 days) and 1 (30 days); it is '{year.Months}'"));
            return false;
        }

        return true;
    }

    private static void CheckStart(LunarYearData before, LunarYearData year, string path, List<CalendarFault> faults)
    {
        var start = before.First.DayNumber + Enumerable.Range(0, before.Months.Length).Sum(before.LengthAt);
        if (year.Year != before.Year + 1)
        {
            faults.Add(new($"{path}.year", $"years ascend without a gap, so this one must be {before.Year + 1}; it is {year.Year}"));
        }
        else if (year.First.DayNumber != start)
        {
            var expected = IsoText.Of(DateOnly.FromDayNumber(start));
            faults.Add(new($"{path}.first", $"the year before ends so that this one must begin on {expected}; it is {IsoText.Of(year.First)}"));
        }
    }
}
