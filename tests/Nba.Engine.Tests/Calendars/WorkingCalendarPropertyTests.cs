using CsCheck;
using Nba.Engine.Calendars;
using static Nba.Engine.Tests.Calendars.CalendarFiles;

namespace Nba.Engine.Tests.Calendars;

public sealed class WorkingCalendarPropertyTests
{
    private static readonly Gen<int> Count = Gen.Int[-600, 600];

    [Fact]
    public void Adding_working_days_agrees_with_walking_day_by_day() =>
        Gen.Select(Days.Around, Count).Sample((from, count) => China.AddWorkdays(from, count) == Walk(from, count), iter: Days.Samples);

    [Fact]
    public void Every_day_of_twenty_years_has_the_next_and_the_last_working_day_that_walking_finds()
    {
        foreach (var day in Days.Each(2007, 2026))
        {
            Assert.Equal(Walk(day, 1), China.AddWorkdays(day, 1));
            Assert.Equal(Walk(day, -1), China.AddWorkdays(day, -1));
        }
    }

    [Fact]
    public void From_a_working_day_there_and_back_is_the_same_day() =>
        Gen.Select(Days.Around.Where(China.IsWorkday), Count).Sample((from, count) =>
            China.AddWorkdays(China.AddWorkdays(from, count), -count) == from, iter: Days.Samples);

    [Fact]
    public void A_later_day_never_gives_an_earlier_one() =>
        Gen.Select(Days.Around, Days.Around, Count).Sample((a, b, count) =>
            a > b || China.AddWorkdays(a, count) <= China.AddWorkdays(b, count), iter: Days.Samples);

    [Fact]
    public void More_working_days_are_strictly_later() =>
        Gen.Select(Days.Around, Gen.Int[1, 600]).Sample((from, count) =>
            China.AddWorkdays(from, count) < China.AddWorkdays(from, count + 1)
            && China.AddWorkdays(from, -count) > China.AddWorkdays(from, -count - 1), iter: Days.Samples);

    [Fact]
    public void Counting_between_days_undoes_adding() =>
        Gen.Select(Days.Around, Count).Sample((from, count) =>
            China.WorkdaysBetween(from, China.AddWorkdays(from, count)) == count, iter: Days.Samples);

    [Fact]
    public void Counting_between_days_agrees_with_counting_one_by_one() =>
        Gen.Select(Days.Around, Gen.Int[0, 500]).Sample((from, days) =>
        {
            var to = from.AddDays(days);
            var after = Enumerable.Range(1, days).Count(i => China.IsWorkday(from.AddDays(i)));
            var before = Enumerable.Range(0, days).Count(i => China.IsWorkday(from.AddDays(i)));
            return China.WorkdaysBetween(from, to) == after && China.WorkdaysBetween(to, from) == -before;
        }, iter: Days.Samples);

    [Fact]
    public void Outside_the_known_years_it_agrees_with_Monday_to_Friday() =>
        Gen.Select(Days.Between(1950, 2003), Gen.Int[-300, 300]).Sample((from, count) =>
            China.AddWorkdays(from, count) == WorkingCalendar.Weekdays.AddWorkdays(from, count), iter: Days.Samples);

    private static DateOnly Walk(DateOnly from, int count)
    {
        var step = Math.Sign(count);
        for (var left = Math.Abs(count); left > 0;)
        {
            from = from.AddDays(step);
            left -= China.IsWorkday(from) ? 1 : 0;
        }

        return from;
    }
}
