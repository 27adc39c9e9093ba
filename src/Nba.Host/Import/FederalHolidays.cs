namespace Nba.Host.Import;

/// <summary>
/// The legal public holidays of the United States, told from a day alone: 5 U.S.C. 6103(a) names them, 6103(b) moves those on a Saturday to the Friday before
/// and Executive Order 11582 those on a Sunday to the Monday after. A second opinion on the complaints sample: nothing here knows the engine's calendars or
/// their file. Good from 1986, the first year of all the rules below.
/// </summary>
internal static class FederalHolidays
{
    private const int FirstJuneteenth = 2021;

    /// <summary>Whether federal offices work that day.</summary>
    public static bool IsWorkday(DateOnly day) => !IsWeekend(day) && !IsNamed(day) && !IsObserved(day);

    /// <summary>That many working days after a day, which itself does not count: walked, one day at a time.</summary>
    public static DateOnly AddWorkdays(DateOnly from, int count)
    {
        var day = from;
        for (var left = count; left > 0;)
        {
            day = day.AddDays(1);
            if (IsWorkday(day)) left--;
        }
        return day;
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    // The statute's own days, on whatever day of the week they fall.
    private static bool IsNamed(DateOnly day) => (day.Month, day.Day) switch
    {
        (1, 1) or (7, 4) or (11, 11) or (12, 25) => true,
        (6, 19) => day.Year >= FirstJuneteenth,
        (1 or 2, >= 15 and <= 21) => day.DayOfWeek == DayOfWeek.Monday, // the third Monday: Martin Luther King, Jr.; Washington
        (5, >= 25) => day.DayOfWeek == DayOfWeek.Monday, // the last Monday: Memorial Day
        (9, <= 7) => day.DayOfWeek == DayOfWeek.Monday, // the first Monday: Labor Day
        (10, >= 8 and <= 14) => day.DayOfWeek == DayOfWeek.Monday, // the second Monday: Columbus Day
        (11, >= 22 and <= 28) => day.DayOfWeek == DayOfWeek.Thursday, // the fourth Thursday: Thanksgiving Day
        _ => false,
    };

    private static bool IsObserved(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Friday => IsNamed(day.AddDays(1)),
        DayOfWeek.Monday => IsNamed(day.AddDays(-1)),
        _ => false,
    };
}
