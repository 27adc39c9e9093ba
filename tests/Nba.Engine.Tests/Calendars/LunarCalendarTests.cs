using System.Globalization;
using CsCheck;
using Nba.Engine.Calendars;
using Nba.House;
using static Nba.Engine.Tests.Calendars.CalendarFiles;

namespace Nba.Engine.Tests.Calendars;

[Course(8)]
public sealed class LunarCalendarTests
{
    [Fact]
    public void Every_day_from_1950_to_2050_agrees_with_the_calendar_of_dotnet() => AssertAgrees(1950, 2050);

    [Fact]
    public void Every_other_day_that_dotnet_knows_agrees_too()
    {
        AssertAgrees(1902, 1949);
        AssertAgrees(2051, 2100);
    }

    [Fact]
    public void The_year_1900_had_a_leap_month_eight()
    {
        Assert.Equal(new LunarDate(1900, 1, 1, false), Lunar.ToLunar(Day("1900-01-31")));
        Assert.Equal(new LunarDate(1900, 8, 1, true), Lunar.ToLunar(Day("1900-09-24")));
        Assert.Equal(new LunarDate(1900, 12, 30, false), Lunar.ToLunar(Day("1901-02-18")));
    }

    [Fact]
    public void Every_day_of_the_table_comes_back_from_its_lunar_date()
    {
        foreach (var day in Days.Each(1901, 2100))
        {
            var lunar = Lunar.ToLunar(day)!.Value;
            Assert.Equal(day, Lunar.FromLunar(lunar.Year, lunar.Month, lunar.Day, lunar.IsLeap));
        }
    }

    [Fact]
    public void The_day_after_is_the_next_day_of_the_month_or_the_first_of_the_next_month() =>
        Days.Between(1901, 2099).Sample(day =>
        {
            var today = Lunar.ToLunar(day)!.Value;
            var tomorrow = Lunar.ToLunar(day.AddDays(1))!.Value;
            return tomorrow == today with { Day = today.Day + 1 } || (tomorrow.Day == 1 && today.Day is 29 or 30);
        }, iter: Days.Samples);

    [Fact]
    public void A_leap_month_that_the_year_has_not_and_a_thirtieth_that_the_month_has_not_are_no_days()
    {
        Assert.Equal(Day("2025-07-25"), Lunar.FromLunar(2025, 6, 1, leap: true));
        Assert.Null(Lunar.FromLunar(2025, 5, 1, leap: true));
        Assert.Equal(29, Lunar.MonthLength(2025, 6, leap: true));
        Assert.Null(Lunar.FromLunar(2025, 6, 30, leap: true));
        Assert.Null(Lunar.FromLunar(2025, 13, 1, leap: false));
        Assert.Null(Lunar.FromLunar(2025, 1, 0, leap: false));
    }

    [Fact]
    public void Outside_the_table_there_is_no_answer()
    {
        Assert.Null(Lunar.ToLunar(Day("1900-01-30")));
        Assert.NotNull(Lunar.ToLunar(Day("2101-01-28")));
        Assert.Null(Lunar.ToLunar(Day("2101-01-29")));
        Assert.Null(Lunar.ToLunar(DateOnly.MaxValue));
        Assert.Null(Lunar.FromLunar(int.MinValue, 1, 1, leap: false));
        Assert.Null(LunarCalendar.None.ToLunar(Day("2026-01-01")));
        Assert.Null(LunarCalendar.None.FromLunar(2026, 1, 1, leap: false));
    }

    [Fact]
    public void All_faults_of_the_table_are_found_at_once_each_with_its_place()
    {
        var faulty = new LunarCalendarData(
        [
            LunarData.Years[100],
            LunarData.Years[101] with { Leap = 13 },
            LunarData.Years[102] with { Months = "10102" },
            LunarData.Years[103] with { Year = 2005 },
            LunarData.Years[104] with { First = Day("2004-01-23") },
        ]);
        Assert.Equal(
            ["years[1].leap", "years[2].months", "years[3].first", "years[3].year", "years[4].year"],
            LunarCalendar.Check(faulty).Select(f => f.Path));
        Assert.Equal("years[1].first", Assert.Single(LunarCalendar.Check(new(
            [LunarData.Years[103], LunarData.Years[104] with { First = Day("2004-01-23") }]))).Path);
        Assert.Throws<ArgumentException>(() => new LunarCalendar(faulty));
    }

    private static void AssertAgrees(int firstYear, int lastYear)
    {
        var peer = new ChineseLunisolarCalendar();
        foreach (var day in Days.Each(firstYear, lastYear))
        {
            var time = day.ToDateTime(TimeOnly.MinValue);
            int year = peer.GetYear(time), place = peer.GetMonth(time), leapPlace = peer.GetLeapMonth(year);
            var isLeap = place == leapPlace;
            var month = leapPlace > 0 && place >= leapPlace ? place - 1 : place;
            Assert.Equal(new LunarDate(year, month, peer.GetDayOfMonth(time), isLeap), Lunar.ToLunar(day));
        }
    }
}
