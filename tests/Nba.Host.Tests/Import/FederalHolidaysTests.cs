using System.Globalization;
using Nba.Host.Import;

namespace Nba.Host.Tests.Import;

/// <summary>The second opinion on working days, against days that anybody can look up.</summary>
public sealed class FederalHolidaysTests
{
    [Theory]
    [InlineData("2014-01-01")] // New Year's Day
    [InlineData("2014-01-20")] // Martin Luther King, Jr.
    [InlineData("2014-02-17")] // Washington
    [InlineData("2014-05-26")] // Memorial Day
    [InlineData("2014-07-04")] // Independence Day
    [InlineData("2014-09-01")] // Labor Day
    [InlineData("2014-10-13")] // Columbus Day
    [InlineData("2014-11-11")] // Veterans Day
    [InlineData("2014-11-27")] // Thanksgiving Day
    [InlineData("2014-12-25")] // Christmas Day
    public void Holidays_of_2014_are_not_worked(string day) => Assert.False(FederalHolidays.IsWorkday(Day(day)));

    [Fact]
    public void Nothing_else_of_2014_is_a_holiday() =>
        Assert.Equal(261 - 10, Enumerable.Range(0, 365).Count(i => FederalHolidays.IsWorkday(new DateOnly(2014, 1, 1).AddDays(i))));

    [Theory]
    [InlineData("2015-07-03")] // 4 July on a Saturday
    [InlineData("2010-12-31")] // 1 January 2011 on a Saturday: in the year before
    [InlineData("2021-06-18")] // the first Juneteenth, on a Saturday
    [InlineData("2012-11-12")] // Veterans Day on a Sunday
    [InlineData("2016-12-26")] // Christmas on a Sunday
    [InlineData("2017-01-02")] // New Year's Day on a Sunday
    public void A_holiday_on_a_weekend_is_observed_on_the_nearest_weekday(string day) => Assert.False(FederalHolidays.IsWorkday(Day(day)));

    [Theory]
    [InlineData("2014-10-10")] // the Friday before Columbus Day
    [InlineData("2014-10-20")] // the third Monday of October
    [InlineData("2014-11-20")] // the third Thursday of November
    [InlineData("2014-11-28")] // the day after Thanksgiving
    [InlineData("2014-12-26")] // off by order of the President, not by statute
    [InlineData("2020-06-19")] // Juneteenth, a year too early
    public void Other_weekdays_are_worked(string day) => Assert.True(FederalHolidays.IsWorkday(Day(day)));

    [Theory]
    [InlineData("2014-10-10", 10, "2014-10-27")] // over Columbus Day
    [InlineData("2014-10-11", 10, "2014-10-27")] // from a Saturday
    [InlineData("2014-10-13", 1, "2014-10-14")] // from a holiday
    [InlineData("2014-11-13", 10, "2014-11-28")] // over Thanksgiving
    [InlineData("2015-06-25", 10, "2015-07-10")] // over 3 July
    [InlineData("2014-10-10", 0, "2014-10-10")]
    public void Working_days_are_counted_from_the_day_after(string from, int count, string due) => Assert.Equal(Day(due), FederalHolidays.AddWorkdays(Day(from), count));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
