using Nba.Engine.Calendars;
using static Nba.Engine.Tests.Calendars.CalendarFiles;

namespace Nba.Engine.Tests.Calendars;

public sealed class SolarTermsTests
{
    [Theory]
    [InlineData("qingming", "2026-04-05")]
    [InlineData("qingming", "2024-04-04")]
    [InlineData("dongzhi", "2026-12-22")]
    [InlineData("dongzhi", "2021-12-21")]
    [InlineData("lichun", "2026-02-04")]
    [InlineData("lichun", "2025-02-03")]
    public void A_term_falls_on_its_published_day(string id, string day)
    {
        Assert.Equal(Day(day), Terms.DayOf(id, Day(day).Year));
        Assert.Equal(id, Terms.On(Day(day))?.Id);
    }

    [Fact]
    public void In_every_year_the_sun_reaches_the_longitude_of_each_term_on_its_day()
    {
        foreach (var (year, term) in Enumerable.Range(2000, 51).SelectMany(y => Enumerable.Range(0, 24).Select(t => (y, t))))
        {
            var day = Terms.DayOf(Terms.Terms[term].Id, year)!.Value;
            var target = (285 + (15 * term)) % 360;
            Assert.True(Past(target, day) <= SunPosition.Error, $"{Terms.Terms[term].Id} {year}: the day before {day:O}");
            Assert.True(Past(target, day.AddDays(1)) >= -SunPosition.Error, $"{Terms.Terms[term].Id} {year}: a day after {day:O}");
        }
    }

    [Fact]
    public void Twenty_four_days_of_a_year_bear_a_term() =>
        Assert.Equal(24, Days.Each(2026, 2026).Count(day => Terms.On(day) is not null));

    [Fact]
    public void Outside_the_table_there_is_no_answer()
    {
        Assert.Null(Terms.DayOf("qingming", 1999));
        Assert.Null(Terms.DayOf("qingming", 2051));
        Assert.Null(Terms.DayOf("no-term", 2026));
        Assert.Null(Terms.On(Day("2051-04-05")));
        Assert.Null(SolarTerms.None.On(Day("2026-04-05")));
    }

    [Fact]
    public void All_faults_of_the_table_are_found_at_once_each_with_its_place()
    {
        var good = TermsData.Years[0];
        var faulty = new SolarTermsData(TermsData.Terms.SetItem(1, TermsData.Terms[0]), [good, good, new(2002, [5]), new(2003, good.Days.SetItem(3, 30))]);
        Assert.Equal(["terms", "years[1].year", "years[2].days", "years[3].days"], SolarTerms.Check(faulty).Select(f => f.Path));
        Assert.Throws<ArgumentException>(() => new SolarTerms(faulty));
    }

    /// <summary>How far the sun is past a longitude at the start of a day in China, in degrees, -180 to 180.</summary>
    private static double Past(double longitude, DateOnly day)
    {
        var past = (SunPosition.LongitudeAtStartInChina(day) - longitude) % 360;
        return past > 180 ? past - 360 : past < -180 ? past + 360 : past;
    }
}
