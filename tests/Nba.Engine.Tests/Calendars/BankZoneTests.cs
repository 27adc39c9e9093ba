using CsCheck;
using Nba.Engine.Calendars;
using static Nba.Engine.Tests.Calendars.CalendarFiles;

namespace Nba.Engine.Tests.Calendars;

public sealed class BankZoneTests
{
    private static readonly BankZone Shanghai = Zone("Asia/Shanghai");
    private static readonly BankZone Amsterdam = Zone("Europe/Amsterdam");

    private static readonly Gen<BankZone> AnyZone = Gen.OneOf(
        Shanghai, Amsterdam, Zone("America/New_York"), Zone("America/Havana"), Zone("Australia/Lord_Howe"), Zone("Asia/Kathmandu"), Zone("UTC"));

    private static readonly Gen<Instant> AnyInstant =
        Gen.Long[At("1960-01-01T00:00:00Z").UnixMilliseconds, At("2300-01-01T00:00:00Z").UnixMilliseconds].Select(ms => new Instant(ms));

    [Fact]
    public void A_zone_that_the_data_do_not_know_is_not_found()
    {
        Assert.False(BankZone.TryGet("Asia/Shangai", out var zone));
        Assert.Null(zone);
        Assert.Equal("Asia/Shanghai", Shanghai.Id);
        Assert.NotEmpty(BankZone.DataVersion);
    }

    [Fact]
    public void The_day_in_Shanghai_begins_at_four_in_the_afternoon_of_UTC()
    {
        Assert.Equal(Day("2026-03-01"), Shanghai.DateOf(At("2026-03-01T15:59:59.999Z")));
        Assert.Equal(Day("2026-03-02"), Shanghai.DateOf(At("2026-03-01T16:00:00Z")));
        Assert.Equal(At("2026-03-01T16:00:00Z"), Shanghai.StartOf(Day("2026-03-02")));
        Assert.Equal(At("2026-03-02T16:00:00Z"), Shanghai.EndOf(Day("2026-03-02")));
        Assert.Equal(At("2026-03-02T13:30:00Z"), Shanghai.AtLocal(Day("2026-03-02"), (21 * 60) + 30));
    }

    [Fact]
    public void The_hour_that_clocks_skip_in_spring_has_no_start()
    {
        Assert.Empty(Amsterdam.HourStarts(Day("2026-03-29"), 2));
        Assert.Null(Amsterdam.HourStart(Day("2026-03-29"), 2));
        Assert.Equal(At("2026-03-29T01:00:00Z"), Amsterdam.HourStart(Day("2026-03-29"), 3));
        Assert.Equal(At("2026-03-29T01:00:00Z"), Amsterdam.AtLocal(Day("2026-03-29"), 150));
    }

    [Fact]
    public void The_hour_that_clocks_repeat_in_autumn_has_two_starts()
    {
        Assert.Equal([At("2026-10-25T00:00:00Z"), At("2026-10-25T01:00:00Z")], Amsterdam.HourStarts(Day("2026-10-25"), 2));
        Assert.Equal(At("2026-10-25T00:30:00Z"), Amsterdam.AtLocal(Day("2026-10-25"), 150));
        Assert.Equal(2, Amsterdam.HourOf(At("2026-10-25T01:30:00Z")));
    }

    [Fact]
    public void In_twenty_years_Amsterdam_skips_twenty_hours_and_repeats_twenty()
    {
        var starts = Days.Each(2007, 2026).SelectMany(d => Enumerable.Range(0, 24).Select(h => Amsterdam.HourStarts(d, h).Count)).ToList();
        Assert.Equal(20, starts.Count(n => n == 0));
        Assert.Equal(20, starts.Count(n => n == 2));
        Assert.Equal(7305 * 24, starts.Sum());
    }

    [Fact]
    public void Clocks_that_move_by_half_an_hour_leave_every_hour_one_start()
    {
        var lordHowe = Zone("Australia/Lord_Howe");
        Assert.Equal([At("2026-10-03T15:30:00Z")], lordHowe.HourStarts(Day("2026-10-04"), 2));
        Assert.Equal([At("2026-04-04T14:00:00Z")], lordHowe.HourStarts(Day("2026-04-05"), 1));
    }

    [Fact]
    public void A_day_whose_midnight_is_skipped_begins_at_one_and_one_whose_midnight_is_repeated_begins_at_the_first()
    {
        var havana = Zone("America/Havana");
        Assert.Equal(1, havana.HourOf(havana.StartOf(Day("2026-03-08"))));
        Assert.Equal(At("2026-11-01T04:00:00Z"), havana.StartOf(Day("2026-11-01")));
    }

    [Fact]
    public void A_day_that_the_zone_skips_whole_begins_with_the_day_after_it()
    {
        var apia = Zone("Pacific/Apia");
        Assert.Equal(apia.StartOf(Day("2011-12-31")), apia.StartOf(Day("2011-12-30")));
        Assert.Empty(apia.HourStarts(Day("2011-12-30"), 12));
    }

    [Fact]
    public void The_start_of_a_day_is_in_it_and_the_moment_before_in_the_day_before() =>
        Gen.Select(AnyZone, Days.Known).Sample((zone, day) =>
            zone.DateOf(zone.StartOf(day)) == day && zone.DateOf(zone.StartOf(day).Plus(-1)) == day.AddDays(-1)
            && zone.EndOf(day) == zone.StartOf(day.AddDays(1)), iter: Days.Samples);

    [Fact]
    public void Every_instant_lies_in_the_hour_and_day_that_Noda_Time_gives() =>
        Gen.Select(AnyZone, AnyInstant).Sample((zone, instant) =>
        {
            var local = NodaTime.Instant.FromUnixTimeMilliseconds(instant.UnixMilliseconds)
                .InZone(NodaTime.DateTimeZoneProviders.Tzdb[zone.Id]).LocalDateTime;
            return zone.DateOf(instant) == new DateOnly(local.Year, local.Month, local.Day) && zone.HourOf(instant) == local.Hour;
        }, iter: Days.Samples);

    [Fact]
    public void Every_hour_start_is_in_its_hour_and_the_moment_before_is_not() =>
        Gen.Select(AnyZone, Days.Known, Gen.Int[0, 23]).Sample((zone, day, hour) => zone.HourStarts(day, hour).All(start =>
            zone.DateOf(start) == day && zone.HourOf(start) == hour
            && (zone.HourOf(start.Plus(-1)) != hour || zone.HourStarts(day, hour).Count == 2)), iter: Days.Samples);

    [Fact]
    public void Instants_beyond_the_calendar_count_as_its_first_and_last_day()
    {
        Assert.Equal(DateOnly.MinValue, Zone("America/New_York").DateOf(new Instant(long.MinValue)));
        Assert.Equal(DateOnly.MaxValue, Shanghai.DateOf(new Instant(long.MaxValue)));
        Assert.Equal(Instant.MinValue, Shanghai.StartOf(DateOnly.MinValue));
        Assert.Equal(Instant.MaxValue, Zone("America/New_York").EndOf(DateOnly.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Shanghai.AtLocal(Day("2026-03-02"), 1440));
        Assert.Throws<ArgumentOutOfRangeException>(() => Shanghai.HourStarts(Day("2026-03-02"), 24));
    }

    [Fact]
    public void Asking_for_the_day_and_the_hour_allocates_nothing()
    {
        var start = At("2026-03-02T07:00:00Z");
        var sum = Amsterdam.HourOf(start) + Amsterdam.DateOf(start).DayNumber;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            var instant = start.Plus(i * 40_000_000L);
            sum += Amsterdam.HourOf(instant) + Amsterdam.DateOf(instant).DayNumber;
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.NotEqual(0, sum);
    }

    private static Instant At(string text) => Instant.TryParse(text, out var instant) ? instant : throw new ArgumentException(text);
}
