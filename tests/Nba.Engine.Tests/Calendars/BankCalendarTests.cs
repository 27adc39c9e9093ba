using Nba.Engine.Calendars;
using static Nba.Engine.Tests.Calendars.CalendarFiles;

namespace Nba.Engine.Tests.Calendars;

public sealed class BankCalendarTests
{
    private static readonly BankCalendar Bank = new(Zone("Asia/Shanghai"), China, Lunar, Terms, ShippedFestivals);

    private static readonly BankCalendar LoanDesk =
        new(Zone("Europe/Amsterdam"), WorkingCalendar.Weekdays, LunarCalendar.None, SolarTerms.None, Festivals.None);

    [Theory]
    [InlineData("2026-02-14", 5, SpanUnit.WorkingDays, "2026-02-28")]
    [InlineData("2026-02-14", 5, SpanUnit.Days, "2026-02-19")]
    [InlineData("2026-02-19", -5, SpanUnit.Days, "2026-02-14")]
    [InlineData("2026-02-28", -5, SpanUnit.WorkingDays, "2026-02-14")]
    [InlineData("2026-02-14", int.MaxValue, SpanUnit.Days, "9999-12-31")]
    public void Adding_a_span_counts_in_its_unit(string from, int count, SpanUnit unit, string to) =>
        Assert.Equal(Day(to), Bank.Add(Day(from), new DaySpan(count, unit)));

    [Fact]
    public void Hours_are_not_added_to_days() =>
        Assert.Throws<ArgumentException>(() => Bank.Add(Day("2026-02-14"), new DaySpan(3, SpanUnit.Hours)));

    [Fact]
    public void A_lunar_birthday_is_found_from_the_solar_day_of_birth()
    {
        Assert.Equal(new LunarDate(1987, 6, 5, true), Bank.ToLunar(Day("1987-07-30")));
        Assert.Equal(Day("2025-07-29"), Bank.NextLunarAnniversary(Day("1987-07-30"), Day("2025-07-01")));
        Assert.Equal(Day("2026-07-18"), Bank.NextLunarAnniversary(Day("1987-07-30"), Day("2025-07-30")));
        Assert.Null(Bank.NextLunarAnniversary(Day("1850-01-01"), Day("2025-07-30")));
    }

    [Fact]
    public void One_day_of_the_bank_is_told_by_all_its_calendars()
    {
        Assert.True(Instant.TryParse("2026-04-04T23:30:00Z", out var now));
        var today = Bank.DateOf(now);
        Assert.Equal((Day("2026-04-05"), 7), (today, Bank.HourOf(now)));
        Assert.False(Bank.IsWorkday(today));
        Assert.False(Bank.IsAssumed(today));
        Assert.Equal("清明节", Bank.HolidayName(today)?.Zh);
        Assert.Equal("清明", Bank.TermOn(today)?.Zh);
        Assert.Equal("qingming", Assert.Single(Bank.FestivalsOn(today)).Id);
        Assert.Equal(new LunarDate(2026, 2, 18, false), Bank.ToLunar(today));
        Assert.Equal(today, Bank.FromLunar(2026, 2, 18, leap: false));
        Assert.Equal(today, Bank.TermDay("qingming", 2026));
        Assert.Equal(today, Bank.NextFestival("qingming", Day("2026-01-01")));
        Assert.Equal(today, Bank.FestivalIn("qingming", 2026));
        Assert.Equal(Day("2026-04-07"), Bank.AddWorkdays(today, 1));
        Assert.Equal(1, Bank.WorkdaysBetween(today, Day("2026-04-07")));
        Assert.Equal(Bank.Zone.HourStarts(today, 7), Bank.HourStarts(today, 7));
        Assert.Equal(Bank.AtLocal(today, 420), Bank.HourStart(today, 7));
        Assert.True(Bank.StartOf(today) <= now && now < Bank.EndOf(today));
        Assert.Equal(Day("2026-05-04"), Bank.NextAnniversary(Day("1990-05-04"), today));
    }

    [Fact]
    public void A_bank_without_lunar_calendar_terms_and_festivals_has_none()
    {
        var day = Day("2026-02-17");
        Assert.True(LoanDesk.IsWorkday(day));
        Assert.False(LoanDesk.IsAssumed(day));
        Assert.Null(LoanDesk.ToLunar(day));
        Assert.Null(LoanDesk.TermOn(day));
        Assert.Empty(LoanDesk.FestivalsOn(day));
        Assert.Null(LoanDesk.NextFestival("spring", day));
        Assert.Null(LoanDesk.NextLunarAnniversary(Day("1990-05-04"), day));
    }
}
