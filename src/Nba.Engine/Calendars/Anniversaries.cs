namespace Nba.Engine.Calendars;

/// <summary>
/// When birthdays and other yearly days come round. The day itself is no anniversary: the first one is a year later. Pure.
/// </summary>
public static class Anniversaries
{
    /// <summary>
    /// The anniversary in a solar year. Of 29 February it is 28 February in common years: the last day of the month, as the Civil
    /// Code of China, article 202, has it for a month without the corresponding day; and a greeting comes in the month of birth, never late.
    /// </summary>
    public static DateOnly InYear(DateOnly origin, int year) =>
        new(year, origin.Month, Math.Min(origin.Day, DateTime.DaysInMonth(year, origin.Month)));

    /// <summary>
    /// The first anniversary on or after a day, at most 366 days from it where the origin is not later. An anniversary after the year
    /// 9999 is answered with 9999-12-31.
    /// </summary>
    public static DateOnly NextAnniversary(DateOnly origin, DateOnly onOrAfter)
    {
        for (var year = Math.Max(onOrAfter.Year, origin.Year + 1); year <= DateOnly.MaxValue.Year; year++)
        {
            var day = InYear(origin, year);
            if (day >= onOrAfter)
            {
                return day;
            }
        }

        return DateOnly.MaxValue;
    }

    /// <summary>
    /// The anniversary of a lunar date in a lunar year. Who was born in a leap month celebrates in that leap month where the year has
    /// it, else in the ordinary month of its number; day 30 is day 29 in a month of 29 days.
    /// </summary>
    /// <returns>Null for years outside the table of <paramref name="calendar"/>.</returns>
    public static DateOnly? InLunarYear(LunarCalendar calendar, LunarDate origin, int lunarYear)
    {
        var leap = origin.IsLeap && calendar.MonthLength(lunarYear, origin.Month, leap: true) is not null;
        return calendar.MonthLength(lunarYear, origin.Month, leap) is { } length
            ? calendar.FromLunar(lunarYear, origin.Month, Math.Min(origin.Day, length), leap)
            : null;
    }

    /// <summary>
    /// The first anniversary of a lunar date on or after a day, at most 385 days from it where the origin is not later.
    /// </summary>
    /// <returns>Null where it lies outside the table of <paramref name="calendar"/>.</returns>
    public static DateOnly? NextLunarAnniversary(LunarCalendar calendar, LunarDate origin, DateOnly onOrAfter)
    {
        // The lunar year running on a day is named by the solar year of the day or by the one before.
        var from = Math.Max(onOrAfter.Year - 1, origin.Year + 1);
        for (var year = from; year <= from + 2; year++)
        {
            var day = InLunarYear(calendar, origin, year);
            if (day is null || day >= onOrAfter)
            {
                return day;
            }
        }

        return null;
    }
}
