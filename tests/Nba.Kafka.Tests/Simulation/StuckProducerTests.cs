using Confluent.Kafka;
using Nba.Kafka.Tests.Mock;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>A call of the client library that does not come back.</summary>
public sealed class StuckProducerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CalmBank _bank = new(1);

    public void Dispose() => _bank.Dispose();

    [Fact]
    public async Task Offsets_that_are_never_answered_for_cost_the_clients_and_nothing_else()
    {
        using var comesBack = new ManualResetEventSlim();
        var (waitedOut, calls) = (false, 0);
        var (disposed, stuckIsDisposed) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _bank.Timeout = TimeSpan.FromMilliseconds(100);
        _bank.Over = inner =>
        {
            var isStuck = false;
            return Watched<IProducer<byte[], byte[]>>.Over(inner, (method, _, call) =>
            {
                if (method == nameof(IDisposable.Dispose)) disposed++;
                if (method == nameof(IDisposable.Dispose) && isStuck) stuckIsDisposed.TrySetResult();
                if (method != nameof(IProducer<,>.SendOffsetsToTransaction) || calls++ > 0) return call();
                isStuck = true;
                waitedOut = !comesBack.Wait(Patience);
                return null;
            });
        };
        _bank.Feed("C0", "a", transfers: 3);

        var renewed = 0L;
        _bank.Run(_ => _bank.Committed.GetValueOrDefault(0) == _bank.End(0), _ => renewed = _bank.Figures!.Renewed);

        Assert.False(waitedOut, "the call was waited for until it came back");
        Assert.Equal(1, renewed);
        Assert.False(stuckIsDisposed.Task.IsCompleted, "whoever disposes a client waits for its calls");
        Assert.Equal([1, 2, 3], _bank.Cluster.Log(_bank.Topics.Actions.Name, 0).Committed.Select(r => Host.Transport.ActionEvents.Read(r.Value!).Version));
        comesBack.Set();
        await stuckIsDisposed.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(2, disposed);
    }
}
