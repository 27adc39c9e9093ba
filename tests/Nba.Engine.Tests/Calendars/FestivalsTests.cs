using CsCheck;
using Nba.Engine.Calendars;
using Nba.House;
using static Nba.Engine.Tests.Calendars.CalendarFiles;

namespace Nba.Engine.Tests.Calendars;

[Course(8)]
public sealed class FestivalsTests
{
    [Theory]
    [InlineData("new-year", 2026, "2026-01-01")]
    [InlineData("laba", 2025, "2026-01-26")]
    [InlineData("spring-eve", 2026, "2026-02-16")]
    [InlineData("spring", 2026, "2026-02-17")]
    [InlineData("lantern", 2026, "2026-03-03")]
    [InlineData("women", 2026, "2026-03-08")]
    [InlineData("qingming", 2026, "2026-04-05")]
    [InlineData("labour", 2026, "2026-05-01")]
    [InlineData("dragon-boat", 2026, "2026-06-19")]
    [InlineData("qixi", 2026, "2026-08-19")]
    [InlineData("mid-autumn", 2026, "2026-09-25")]
    [InlineData("double-ninth", 2026, "2026-10-18")]
    [InlineData("dongzhi", 2026, "2026-12-22")]
    public void A_festival_falls_on_its_published_day(string id, int year, string day)
    {
        Assert.Equal(Day(day), ShippedFestivals.Occurrence(id, year));
        Assert.Contains(ShippedFestivals.On(Day(day)), f => f.Id == id);
    }

    [Fact]
    public void Two_festivals_on_one_day_come_in_the_order_of_the_file() =>
        Assert.Equal(["mid-autumn", "national"], ShippedFestivals.On(Day("2020-10-01")).Select(f => f.Id));

    [Fact]
    public void An_ordinary_day_has_none() => Assert.Empty(ShippedFestivals.On(Day("2026-03-02")));

    [Fact]
    public void A_leap_month_does_not_repeat_the_festival()
    {
        Assert.Equal(new LunarDate(2020, 4, 15, true), Lunar.ToLunar(Day("2020-06-06")));
        Assert.Equal(Day("2009-05-28"), ShippedFestivals.Occurrence("dragon-boat", 2009));
        Assert.Equal(new LunarDate(2009, 5, 5, true), Lunar.ToLunar(Day("2009-06-27")));
        Assert.Empty(ShippedFestivals.On(Day("2009-06-27")));
    }

    [Fact]
    public void After_a_festival_the_next_one_is_that_of_the_next_year()
    {
        Assert.Equal(Day("2026-02-17"), ShippedFestivals.Next("spring", Day("2026-02-17")));
        Assert.Equal(Day("2027-02-06"), ShippedFestivals.Next("spring", Day("2026-02-18")));
        Assert.Equal(Day("2026-01-26"), ShippedFestivals.Next("laba", Day("2026-01-01")));
    }

    [Fact]
    public void The_next_festival_is_the_first_day_that_bears_it() =>
        Gen.Select(Gen.OneOf([.. ShippedFestivalsData.Festivals]), Days.Known).Sample((festival, from) =>
        {
            var day = from;
            while (ShippedFestivals.On(day).All(f => f.Id != festival.Id))
            {
                day = day.AddDays(1);
            }

            return ShippedFestivals.Next(festival.Id, from) == day;
        }, iter: Days.Samples);

    [Fact]
    public void Outside_the_tables_and_for_unknown_ids_there_is_no_answer()
    {
        Assert.Null(ShippedFestivals.Next("no-festival", Day("2026-01-01")));
        Assert.Null(ShippedFestivals.Occurrence("no-festival", 2026));
        Assert.Null(ShippedFestivals.Next("qingming", Day("2050-04-05")));
        Assert.Null(ShippedFestivals.Next("spring", Day("2100-02-10")));
        Assert.Null(ShippedFestivals.Occurrence("new-year", 10_000));
        Assert.Empty(ShippedFestivals.On(DateOnly.MinValue.AddDays(1)));
        Assert.Empty(ShippedFestivals.On(DateOnly.MaxValue));
    }

    [Fact]
    public void All_faults_of_the_data_are_found_at_once_each_with_its_place()
    {
        var faulty = new FestivalsData(
        [
            new("a", "", "", FestivalKind.Term, 4, 5, "no-term"),
            new("a", "", "", FestivalKind.Solar, 13, 1, null),
            new("b", "", "", FestivalKind.Solar, 2, 29, null),
            new("c", "", "", FestivalKind.Lunar, 12, 30, "qingming"),
        ]);
        Assert.Equal(
            ["festivals[0].term", "festivals[0]", "festivals[1].id", "festivals[1].month", "festivals[2].day", "festivals[3].term", "festivals[3].day"],
            Festivals.Check(faulty, Terms).Select(f => f.Path));
        Assert.Throws<ArgumentException>(() => new Festivals(faulty, Lunar, Terms));
    }
}
