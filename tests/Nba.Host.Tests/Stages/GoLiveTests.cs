using System.Globalization;
using Nba.Engine;
using Nba.Host.Stages;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Tests.Stages;

/// <summary>A bank imports its past, goes live, and lives its first weeks.</summary>
public sealed class GoLiveTests : IDisposable
{
    private const int Customers = 2_000;
    private static readonly StageOptions Waiting = new() { AwaitGoLive = true, SweepChunk = 333 };
    private readonly SmallBank _bank = new();

    [Fact]
    public void An_import_raises_nothing_and_the_first_twenty_working_days_bring_a_twentieth_each_in_a_replay_too()
    {
        var perDay = new List<int>();
        using (var run = _bank.Open("live", Waiting))
        {
            Import(run);
            run.AdvanceTo(SmallBank.At("2026-03-01"));
            Assert.Equal(0, run.Counters.Changes);
            Assert.Equal(0, run.Counters.Decisions);

            run.GoLive(SmallBank.At("2026-03-02"));
            Assert.Empty(SmallBank.Standing(run, "follow-up"));
            var before = 0;
            for (var day = new DateOnly(2026, 3, 3); day <= new DateOnly(2026, 3, 31); day = day.AddDays(1))
            {
                run.AdvanceTo(SmallBank.At(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
                var now = SmallBank.Standing(run, "follow-up").Count;
                if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) perDay.Add(now - before);
                else Assert.Equal(before, now);
                before = now;
            }
            Assert.Equal(Customers, before);
        }

        Assert.All(perDay.Take(20), n => Assert.InRange(n, 55, 150));
        Assert.All(perDay.Skip(20), n => Assert.Equal(0, n));
        Assert.Null(_bank.FirstDifference("live", 2_000));
        Assert.Null(_bank.FirstDifference("live", 7));
    }

    [Fact]
    public void What_happens_after_go_live_is_answered_at_once()
    {
        using var run = _bank.Open("live", Waiting);
        Import(run, 3);
        run.GoLive(SmallBank.At("2026-03-02"));
        _bank.Feed(run, "2026-03-02", "transfer.out", "K1", """{"amount": 200000}""", hour: 11);
        run.Finish();

        Assert.Equal(["K1"], SmallBank.Standing(run, "outflow-call"));
    }

    [Fact]
    public void Go_live_is_an_entry_of_the_journal_and_comes_once()
    {
        using var run = _bank.Open("live", Waiting);
        Import(run, 3);
        run.GoLive(SmallBank.At("2026-03-02"));
        run.GoLive(SmallBank.At("2026-03-05"));
        run.Finish();

        Assert.Equal("simulated, awaits go-live", EmbeddedLog.Journal(run.Store, 0)[0].Payload);
        var entry = Assert.Single(EmbeddedLog.Journal(run.Store, 0), e => e.Kind == JournalKind.GoLive);
        Assert.Equal(SmallBank.At("2026-03-02"), entry.Now);
    }

    public void Dispose() => _bank.Dispose();

    // Marked as history, and fresh: neither may raise anything before the bank is live.
    private void Import(Simulation run, int customers = Customers)
    {
        for (var i = 0; i < customers; i++) _bank.Register(run, "2026-02-20", $"K{i}", history: true);
        for (var i = 0; i < customers; i++) _bank.Feed(run, "2026-02-23", "transfer.out", $"K{i}", """{"amount": 150000}""", history: i % 2 == 0);
    }
}
