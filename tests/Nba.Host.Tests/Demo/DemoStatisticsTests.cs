using Nba.Engine.Statistics;
using Nba.Host.Api;
using Nba.Host.Commands;
using Nba.Host.Demo;
using Nba.Host.Stages;
using Nba.Host.Tests.Stages;
using Nba.House;

namespace Nba.Host.Tests.Demo;

/// <summary>What <c>nba statistics</c> says of a demo bank that is complained about often, beside a count of its own over the log's bytes.</summary>
[Course(11)]
public sealed class DemoStatisticsTests(DemoStatisticsTests.ComplainingBank bank) : IClassFixture<DemoStatisticsTests.ComplainingBank>
{
    [Fact]
    public void Its_figures_are_those_of_an_independent_count()
    {
        var statistic = Answer(new Period(null, null));
        var (count, today) = (new ComplaintCount(bank.Year.Store), DateOnly.ParseExact(statistic.Today, "yyyy-MM-dd", null));

        Assert.True(count.All.Count > 300 && count.All.Count(c => c.Replied > count.Due(c.Received!.Value)) > 10, $"too few complaints or late replies to compare: {count.All.Count}");
        Assert.Equal(Of(count, count.All, today, count.Repeats()), statistic.Total);
        foreach (var row in statistic.Classes) Same(count, count.All.Where(c => c.Class.Word == row.Class), today, row);
        foreach (var row in statistic.Months) Same(count, count.All.Where(c => $"{c.Received:yyyy-MM}" == row.Month), today, row);
        foreach (var row in statistic.ClassMonths) Same(count, count.All.Where(c => c.Class.Word == row.Class && $"{c.Received:yyyy-MM}" == row.Month), today, row);
        Assert.Equal(count.All.Count, statistic.ClassMonths.Sum(r => r.Counts.Received));
        Assert.Equal(0, statistic.Stray);
    }

    [Fact]
    public void A_period_takes_the_complaints_received_on_its_days()
    {
        var (from, to) = (new DateOnly(2025, 9, 26), new DateOnly(2025, 10, 9));
        var (count, statistic) = (new ComplaintCount(bank.Year.Store), Answer(new Period(from, to)));

        Same(count, count.All.Where(c => c.Received >= from && c.Received <= to), DateOnly.ParseExact(statistic.Today, "yyyy-MM-dd", null), new StatisticRowAnswer(null, null, null, statistic.Total));
        Assert.True(statistic.Total.Received > 5);
    }

    [Fact]
    public void About_nine_in_ten_are_answered_in_time()
    {
        var total = Answer(new Period(null, null)).Total;

        Assert.InRange(100m * total.InTime!.Value / total.Answered!.Value, 85, 95);
    }

    private StatisticAnswer Answer(Period period) =>
        new StatisticsQueries(new Queries(bank.Year.Store, TimeProvider.System), new StatisticsReader(bank.Year.Store)).All(period, "en")!.Statistics.Single(s => s.Id == "complaints");

    // Repeats follow from all complaints of a customer; they are compared in all.
    private static void Same(ComplaintCount count, IEnumerable<LoggedComplaint> complaints, DateOnly today, StatisticRowAnswer row) =>
        Assert.Equal(Of(count, [.. complaints], today, row.Counts.Repeats), row.Counts);

    private static StatisticCounts Of(ComplaintCount count, IReadOnlyCollection<LoggedComplaint> complaints, DateOnly today, int? repeats)
    {
        var days = complaints.Where(c => c.Replied is not null).Select(c => count.Workdays(c.Received!.Value, c.Replied!.Value)).Order().ToList();
        // Told the working day before the third, which is the second; an answer on that day comes after it began.
        bool Told(LoggedComplaint c) => Enumerable.Range(0, today.DayNumber - c.Received!.Value.DayNumber + 1).Select(i => c.Received.Value.AddDays(i))
            .Any(d => count.Workdays(c.Received.Value, d) >= 2 && !(c.Replied < d) && !(c.Closed < d));
        return new StatisticCounts
        {
            Received = complaints.Count, Answered = days.Count, InTime = complaints.Count(c => c.Replied <= count.Due(c.Received!.Value)), Late = complaints.Count(c => c.Replied > count.Due(c.Received!.Value)),
            Unanswered = complaints.Count(c => c.Replied is null && c.Closed is null), Overdue = complaints.Count(c => c.Replied is null && c.Closed is null && today > count.Due(c.Received!.Value)),
            Open = complaints.Count(c => c.Closed is null), Closed = complaints.Count(c => c.Closed is not null), ClosedUnanswered = complaints.Count(c => c.Closed is not null && c.Replied is null),
            MedianWorkdays = days.Count == 0 ? null : days.Count % 2 == 1 ? days[days.Count / 2] : (days[(days.Count / 2) - 1] + days[days.Count / 2]) / 2m,
            WorstWorkdays = days.Count == 0 ? null : days[^1], Escalated = complaints.Count(Told), Repeats = repeats,
        };
    }

    /// <summary>Eight months of a small bank, lived once.</summary>
    public sealed class ComplainingBank : IDisposable
    {
        private static readonly DemoBankOptions Options = new() { Customers = 120, Managers = 1, Branches = 1, ExtraComplaints = 12, To = new DateOnly(2025, 11, 2) };

        private readonly string _folder = Directory.CreateTempSubdirectory("nba-statistics-").FullName;

        public ComplainingBank() => Year = DemoYear.Run(Options, SimulatedBank.Rules(), Options.To, Path.Combine(_folder, "bank"));

        internal DemoYear Year { get; }

        public void Dispose()
        {
            Year.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
