using Nba.Engine.Calendars;
using Nba.Engine.Rules;
using Nba.Host.Commands;
using Nba.Host.Demo;
using Nba.Host.Stages;
using Nba.Host.Tests.Stages;

namespace Nba.Host.Tests.Demo;

/// <summary>The morning after the demo bank went live.</summary>
public sealed class DemoFirstDayTests : IDisposable
{
    private static readonly DateOnly FirstDay = new(2025, 3, 3);
    private static readonly DemoBankOptions Options = new() { Customers = 2500, Managers = 10, Branches = 2 };

    private readonly string _folder = Directory.CreateTempSubdirectory("nba-first-day-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Few_duties_were_due_before_the_bank_was_live()
    {
        using var year = DemoYear.Run(Options, SimulatedBank.Rules(), FirstDay, Path.Combine(_folder, "bank"));
        var now = new Instant(year.Book.Calendar.AtLocal(FirstDay, 8 * 60).UnixMilliseconds);
        var duties = year.Managers.Select(m => QueueReader.Read(year.Store, year.Book, m, now))
            .SelectMany(q => q.Today.Concat(q.Backlog)).SelectMany(e => e.Actions).Where(a => a.Record.Purpose == Purpose.Duty).ToList();
        var late = duties.Count(a => a.Record.DueOn < FirstDay.DayNumber);

        Assert.True(duties.Count > 30, $"only {duties.Count} duties");
        Assert.InRange(100.0 * late / duties.Count, 0.1, 6);
    }
}
