using System.Globalization;
using Nba.Host.Stages;

namespace Nba.Host.Tests.Stages;

/// <summary>Runs over past logs, however long they are.</summary>
public sealed class SimulationTests : IDisposable
{
    private const int Events = 6000;

    private readonly SmallBank _bank = new();

    public void Dispose() => _bank.Dispose();

    [Theory]
    [InlineData(100)]
    [InlineData(4000)]
    public void What_is_handed_in_is_decided_before_more_is_taken_however_few_a_commit_holds(int batch)
    {
        using var run = _bank.Open("long", new StageOptions { BatchActivities = batch });
        for (var i = 0; i < Events; i++) _bank.Register(run, "2026-03-02", string.Create(CultureInfo.InvariantCulture, $"C{i}"));
        Assert.Equal(Events, run.Counters.Activities);
    }
}
