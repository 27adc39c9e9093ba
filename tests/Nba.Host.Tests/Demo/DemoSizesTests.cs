using Nba.Engine.Queues;
using Nba.Host.Demo;

namespace Nba.Host.Tests.Demo;

/// <summary>How many entries managers have in front of them.</summary>
[Collection(DemoYearFixture.Name)]
public sealed class DemoSizesTests(DemoYearFixture demo)
{
    private DemoSizes Sizes => demo.Year.Sizes;

    [Fact]
    public void Every_working_day_and_every_named_day_is_counted_for_every_manager()
    {
        var calendar = demo.Year.Book.Calendar;
        var options = DemoYearFixture.Options;
        var working = Enumerable.Range(options.From.DayNumber, options.To.DayNumber - options.From.DayNumber + 1).Select(DateOnly.FromDayNumber).Where(d => calendar.IsWorkday(d) || DemoSizesReport.Named.Any(n => n.Day == d));

        Assert.Equal(working, Sizes.Days);
        Assert.All(Sizes.Days, d => Assert.Equal(options.Managers, Sizes.On(d).Count));
    }

    [Fact]
    public void Nine_mornings_in_ten_hold_five_to_twenty_five_entries()
    {
        var all = Sizes.Sorted();

        Assert.InRange(DemoSizes.Percentile(all, 5), DemoSizesReport.Fewest, DemoSizesReport.Most);
        Assert.InRange(DemoSizes.Percentile(all, 95), DemoSizesReport.Fewest, DemoSizesReport.Most);
    }

    [Fact]
    public void So_do_the_days_that_are_hardest()
    {
        var named = DemoSizesReport.Named.Where(n => Sizes.On(n.Day).Count > 0).ToList();

        Assert.Equal(DemoSizesReport.Named.Count, named.Count);
        Assert.All(named, n => Assert.All(Sizes.On(n.Day), entries => Assert.True(entries is >= DemoSizesReport.Fewest and <= DemoSizesReport.Most, $"{entries} entries on {n.Day:yyyy-MM-dd}, {n.Name}")));
    }

    [Fact]
    public void Entries_of_a_queue_are_todays_list_and_all_that_waits()
    {
        var waits = DemoQueues.View with { Backlog = [], Withheld = 7 };

        Assert.Equal(DemoQueues.View.Today.Count + 7, DemoSizes.EntriesOf(waits));
        Assert.Equal(0, DemoSizes.EntriesOf(new QueueView("rm01", [], [], 0)));
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(50, 10)]
    [InlineData(95, 19)]
    [InlineData(100, 20)]
    public void A_percentile_is_the_value_that_so_many_do_not_exceed(int percent, int value) =>
        Assert.Equal(value, DemoSizes.Percentile([.. Enumerable.Range(1, 20)], percent));

    [Fact]
    public void A_table_is_read_as_it_was_written()
    {
        var csv = Sizes.ToCsv();

        Assert.Equal(csv, DemoSizes.FromCsv(csv).ToCsv());
        Assert.Equal(Sizes.Sorted(), DemoSizes.FromCsv(csv).Sorted());
        Assert.Throws<FormatException>(() => DemoSizes.FromCsv("day,rm01\n2025-03-03,1,2\n"));
        Assert.Throws<FormatException>(() => DemoSizes.FromCsv("something else"));
    }
}
