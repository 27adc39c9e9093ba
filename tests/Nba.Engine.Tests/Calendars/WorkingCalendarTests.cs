using Nba.Engine.Calendars;
using Nba.House;
using static Nba.Engine.Tests.Calendars.CalendarFiles;

namespace Nba.Engine.Tests.Calendars;

[Course(11)]
public sealed class WorkingCalendarTests
{
    [Fact]
    public void The_adjusted_Sunday_before_the_Spring_Festival_counts_as_a_working_day()
    {
        Assert.True(China.IsWorkday(Day("2024-02-04")));
        Assert.Equal(Day("2024-02-04"), China.AddWorkdays(Day("2024-02-02"), 1));
        Assert.Null(China.HolidayName(Day("2024-02-04")));
    }

    [Fact]
    public void Five_working_days_after_the_last_one_before_the_Spring_Festival_is_nearly_a_fortnight_later()
    {
        Assert.Equal(Day("2026-02-28"), China.AddWorkdays(Day("2026-02-14"), 5));
        Assert.Equal(5, China.WorkdaysBetween(Day("2026-02-14"), Day("2026-02-28")));
    }

    [Fact]
    public void Five_working_days_after_a_plain_Monday_is_the_next_Monday() =>
        Assert.Equal(Day("2026-03-09"), China.AddWorkdays(Day("2026-03-02"), 5));

    [Fact]
    public void No_working_days_after_a_holiday_is_the_holiday_itself() =>
        Assert.Equal(Day("2026-10-03"), China.AddWorkdays(Day("2026-10-03"), 0));

    [Fact]
    public void A_holiday_bears_its_name_in_both_languages() =>
        Assert.Equal(new CalendarName("清明节", "Tomb-Sweeping Day"), China.HolidayName(Day("2026-04-06")));

    [Fact]
    public void Beyond_the_last_known_year_Monday_to_Friday_is_worked_and_flagged_as_assumed()
    {
        Assert.False(China.IsAssumed(Day("2026-12-31")));
        Assert.True(China.IsAssumed(Day("2027-01-01")));
        Assert.True(China.IsWorkday(Day("2027-01-01")));
        Assert.False(China.IsWorkday(Day("2027-01-02")));
        Assert.True(China.IsAssumed(Day("2006-12-31")));
    }

    [Fact]
    public void A_desk_that_works_Monday_to_Friday_assumes_nothing()
    {
        var weekdays = new WorkingCalendar(ReadWorking("weekdays.json"));
        Assert.True(weekdays.IsWorkday(Day("2026-10-01")));
        Assert.False(weekdays.IsWorkday(Day("2026-10-03")));
        Assert.False(weekdays.IsAssumed(Day("2099-10-01")));
        Assert.Equal(Day("2011-10-10"), WorkingCalendar.Weekdays.AddWorkdays(Day("2011-10-01"), 6));
    }

    [Fact]
    public void A_calendar_that_knows_no_year_assumes_every_day() =>
        Assert.True(new WorkingCalendar(new("empty", false, [])).IsAssumed(Day("2026-10-01")));

    [Fact]
    public void Spans_beyond_the_end_of_time_stop_there()
    {
        Assert.Equal(DateOnly.MaxValue, China.AddWorkdays(DateOnly.MaxValue, int.MaxValue));
        Assert.Equal(DateOnly.MinValue, China.AddWorkdays(DateOnly.MinValue, int.MinValue));
        Assert.Equal(DateOnly.MinValue, WorkingCalendar.Weekdays.AddWorkdays(DateOnly.MinValue, -1));
    }

    [Fact]
    public void All_faults_of_the_data_are_found_at_once_each_with_its_place()
    {
        var faulty = new WorkingCalendarData("faulty", false,
        [
            new(2026, [new("", "Nameless", [new(Day("2026-01-03"), Day("2026-01-01"))], [Day("2026-01-05")])]),
            new(2028, []),
            new(2028, [new("国庆节", "National Day", [new(Day("2027-10-01"), Day("2027-10-02"))], [Day("2028-10-07"), Day("2028-10-07")])]),
        ]);
        Assert.Equal(
            [
                "years[0].holidays[0]",
                "years[0].holidays[0].off[0]",
                "years[0].holidays[0].work[0]",
                "years[1].year",
                "years[2].holidays[0].off[0]",
                "years[2].holidays[0].work[1]",
            ],
            WorkingCalendar.Check(faulty).Select(f => f.Path));
        Assert.Contains("2026-01-05 falls on Monday", WorkingCalendar.Check(faulty)[2].Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new WorkingCalendar(faulty));
    }
}
