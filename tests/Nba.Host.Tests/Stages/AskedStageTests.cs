using Nba.Host.Api;
using Nba.Host.Stages;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Stages;

/// <summary>Whoever asks something of a stage is answered, also by one that ends.</summary>
public sealed class AskedStageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task What_waits_when_it_ends_and_what_comes_later_is_refused()
    {
        var bank = await RunningBank.Start();
        await using var gone = bank;
        var stage = bank.Service<ICarrier>().Stages[0];
        Assert.Equal(7, await stage.Ask(_ => 7).WaitAsync(Patience));
        await bank.Stop();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => stage.Ask(_ => 7).WaitAsync(Patience));
        var never = new DecisionStage(null!, SimulatedBank.Rules(), new StageOptions(), clock: null);
        var waits = never.Ask(_ => 7);
        Assert.False(waits.IsCompleted);
        never.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waits.WaitAsync(Patience));
    }
}
