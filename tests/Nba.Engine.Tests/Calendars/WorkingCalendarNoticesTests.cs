using System.Globalization;
using static Nba.Engine.Tests.Calendars.CalendarFiles;

namespace Nba.Engine.Tests.Calendars;

/// <summary>The shipped calendar against the published notices, day by day.</summary>
public sealed class WorkingCalendarNoticesTests
{
    [Fact]
    public void Every_day_of_twenty_years_is_worked_or_off_and_named_as_published()
    {
        var days = DataLines("holidays-cn/cn_calendar_2007_2026.csv").Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Equal(7305, days.Count);
        List<string> wrong = [];
        foreach (var fields in days)
        {
            var day = Day(fields[0]);
            var expected = (Worked: fields[4] == "1", Name: fields[3] == "off" ? fields[2] : null, IsAssumed: false);
            var found = (China.IsWorkday(day), China.HolidayName(day)?.Zh, China.IsAssumed(day));
            if (expected != found)
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{fields[0]}: published {expected}, ours {found}"));
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Each_Tomb_Sweeping_holiday_contains_the_solar_term() => AssertHolidayHolds("清明", year => Terms.DayOf("qingming", year));

    [Fact]
    public void Each_Spring_Festival_holiday_contains_the_first_lunar_day() => AssertHolidayHolds("春节", Festival("spring"));

    [Fact]
    public void Each_Dragon_Boat_holiday_contains_the_fifth_day_of_the_fifth_month() => AssertHolidayHolds("端午", Festival("dragon-boat"));

    [Fact]
    public void Each_Mid_Autumn_holiday_contains_the_fifteenth_day_of_the_eighth_month() => AssertHolidayHolds("中秋", Festival("mid-autumn"));

    private static Func<int, DateOnly?> Festival(string id) => year => ShippedFestivals.Occurrence(id, year);

    /// <summary>Qingming, Duanwu and Mid-Autumn became days off in 2008.</summary>
    private static void AssertHolidayHolds(string name, Func<int, DateOnly?> dayIn)
    {
        foreach (var year in Enumerable.Range(2008, 19))
        {
            var day = dayIn(year);
            Assert.True(day is { } known && China.HolidayName(known)?.Zh.Contains(name, StringComparison.Ordinal) == true, $"{name} {year}: {day}");
        }
    }
}
