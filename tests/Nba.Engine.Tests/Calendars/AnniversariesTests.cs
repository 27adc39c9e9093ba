using CsCheck;
using Nba.Engine.Calendars;
using Nba.House;
using static Nba.Engine.Tests.Calendars.CalendarFiles;

namespace Nba.Engine.Tests.Calendars;

[Course(8)]
public sealed class AnniversariesTests
{
    private static readonly Gen<DateOnly> Born = Days.Between(1920, 2006);

    private static readonly Gen<DateOnly> LeapDay = Gen.Int[480, 501].Select(y => new DateOnly(y * 4, 2, 29));

    private static readonly Gen<LunarDate> BornInLeapMonth = Gen
        .Select(Gen.OneOf<LunarYearData>([.. LunarData.Years.Where(y => y.Leap > 0 && y.Year < 2006)]), Gen.Int[1, 29])
        .Select((year, day) => new LunarDate(year.Year, year.Leap, day, true));

    private static readonly Gen<LunarDate> BornByTheMoon = Gen.OneOf(Born.Select(d => Lunar.ToLunar(d)!.Value), BornInLeapMonth);

    [Theory]
    [InlineData("2026-01-01", "2026-02-28")]
    [InlineData("2026-03-01", "2027-02-28")]
    [InlineData("2027-03-01", "2028-02-29")]
    [InlineData("2028-02-28", "2028-02-29")]
    public void Born_on_29_February_the_birthday_is_the_28th_in_common_years(string today, string birthday) =>
        Assert.Equal(Day(birthday), Anniversaries.NextAnniversary(Day("1984-02-29"), Day(today)));

    [Fact]
    public void On_the_anniversary_the_next_one_is_today() =>
        Assert.Equal(Day("2026-05-04"), Anniversaries.NextAnniversary(Day("1990-05-04"), Day("2026-05-04")));

    [Fact]
    public void The_day_itself_is_no_anniversary()
    {
        Assert.Equal(Day("2027-05-04"), Anniversaries.NextAnniversary(Day("2026-05-04"), Day("2026-05-04")));
        Assert.Equal(Day("2027-05-04"), Anniversaries.NextAnniversary(Day("2026-05-04"), Day("2025-01-01")));
    }

    [Fact]
    public void At_the_end_of_time_the_last_day_stands_in() =>
        Assert.Equal(DateOnly.MaxValue, Anniversaries.NextAnniversary(Day("1990-05-04"), DateOnly.MaxValue));

    [Fact]
    public void The_next_anniversary_is_never_before_the_asked_day_and_within_366_days() =>
        Gen.Select(Gen.OneOf(Born, LeapDay), Days.Known).Sample((born, today) =>
        {
            var next = Anniversaries.NextAnniversary(born, today);
            return next >= today && next.DayNumber - today.DayNumber <= 366 && next.Month == born.Month
                && (next.Day == born.Day || (born.Day == 29 && next.Day == 28 && !DateTime.IsLeapYear(next.Year)));
        }, iter: Days.Samples);

    [Fact]
    public void Between_a_day_and_the_next_anniversary_lies_no_other() =>
        Gen.Select(Gen.OneOf(Born, LeapDay), Days.Known).Sample((born, today) =>
        {
            var next = Anniversaries.NextAnniversary(born, today);
            return next == today || Anniversaries.NextAnniversary(born, today.AddDays(1)) == next;
        }, iter: Days.Samples);

    [Theory]
    [InlineData(2025, "2025-07-29")]
    [InlineData(2026, "2026-07-18")]
    public void Born_in_a_leap_month_the_birthday_is_in_it_where_the_year_has_it_else_in_the_ordinary_one(int year, string birthday) =>
        Assert.Equal(Day(birthday), Anniversaries.InLunarYear(Lunar, new LunarDate(1987, 6, 5, true), year));

    [Fact]
    public void Born_in_the_ordinary_month_the_leap_month_means_nothing() =>
        Assert.Equal(Day("2025-06-29"), Anniversaries.InLunarYear(Lunar, new LunarDate(1988, 6, 5, false), 2025));

    [Fact]
    public void Born_on_day_30_the_birthday_is_day_29_in_a_month_of_29_days()
    {
        var born = new LunarDate(1985, 12, 30, false);
        Assert.Equal(Day("2025-01-28"), Anniversaries.InLunarYear(Lunar, born, 2024));
        Assert.Equal(29, Lunar.MonthLength(2024, 12, leap: false));
        foreach (var year in Enumerable.Range(1990, 60))
        {
            Assert.Equal(ShippedFestivals.Occurrence("spring-eve", year + 1), Anniversaries.InLunarYear(Lunar, born, year));
        }
    }

    [Fact]
    public void The_next_lunar_birthday_is_never_before_the_asked_day_and_within_385_days() =>
        Gen.Select(BornByTheMoon, Days.Known).Sample((born, today) =>
        {
            var next = Anniversaries.NextLunarAnniversary(Lunar, born, today)!.Value;
            var date = Lunar.ToLunar(next)!.Value;
            return next >= today && next.DayNumber - today.DayNumber <= 385 && date.Month == born.Month
                && (date.Day == born.Day || (born.Day == 30 && date.Day == 29 && Lunar.MonthLength(date.Year, date.Month, date.IsLeap) == 29))
                && date.IsLeap == (born.IsLeap && Lunar.MonthLength(date.Year, date.Month, leap: true) is not null);
        }, iter: Days.Samples);

    [Fact]
    public void Between_a_day_and_the_next_lunar_birthday_lies_no_other() =>
        Gen.Select(BornByTheMoon, Days.Known).Sample((born, today) =>
        {
            var next = Anniversaries.NextLunarAnniversary(Lunar, born, today);
            return next == today || Anniversaries.NextLunarAnniversary(Lunar, born, today.AddDays(1)) == next;
        }, iter: Days.Samples);

    [Fact]
    public void Lunar_birthdays_outside_the_table_are_no_days()
    {
        Assert.Null(Anniversaries.NextLunarAnniversary(Lunar, new LunarDate(1990, 1, 1, false), Day("2100-03-01")));
        Assert.Null(Anniversaries.NextLunarAnniversary(LunarCalendar.None, new LunarDate(1990, 1, 1, false), Day("2026-03-01")));
    }
}
