using Confluent.Kafka;
using Nba.Host.Transport.Kafka;
using Nba.Kafka.Tests.Mock;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>What becomes of a slot's clients when it goes: a consumer that nobody ever polled may wait for ever when it is closed.</summary>
public sealed class LeavingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CalmBank _bank = new(1) { Timeout = TimeSpan.FromMilliseconds(200) };
    private readonly List<string> _calls = [];

    public void Dispose() => _bank.Dispose();

    [Fact]
    public async Task A_consumer_that_was_never_polled_and_does_not_close_is_left_alone()
    {
        using var comesBack = new ManualResetEventSlim();
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var transport = Transport(call =>
        {
            comesBack.Wait();
            call();
            closed.SetResult();
        });

        await Task.Run(transport.Dispose, TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        comesBack.Set();
        await closed.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal(["producer Dispose", "Close"], _calls);
    }

    [Fact]
    public void A_consumer_that_was_never_polled_is_closed_before_it_goes()
    {
        Transport(call => call()).Dispose();

        Assert.Equal(["Close", "producer Dispose", "Dispose"], _calls);
    }

    [Fact]
    public void A_consumer_that_cannot_be_closed_goes_nevertheless()
    {
        Transport(_ => throw new KafkaException(new Error(ErrorCode.FencedInstanceId, "fenced", isFatal: true))).Dispose();

        Assert.Equal(["producer Dispose", "Dispose"], _calls);
    }

    [Fact]
    public void A_consumer_that_was_polled_goes_without_leaving_its_group()
    {
        var transport = Transport(call => call());
        transport.Poll([], 1, TimeSpan.Zero);
        transport.Dispose();

        Assert.Equal(["producer Dispose", "Dispose"], _calls);
    }

    private KafkaTransport Transport(Action<Func<object?>> close)
    {
        _bank.OverConsumer = inner => Watched<IConsumer<byte[], byte[]>>.Over(inner, (method, _, call) =>
        {
            if (method == nameof(IConsumer<,>.Close))
            {
                close(() => Told(method, call));
                return null;
            }
            return method == nameof(IDisposable.Dispose) ? Told(method, call) : call();
        });
        _bank.Over = inner => Watched<IProducer<byte[], byte[]>>.Over(inner, (method, _, call) => method == nameof(IDisposable.Dispose) ? Told($"producer {method}", call) : call());
        var settings = new SlotSettings("w", _bank, TimeSpan.FromMilliseconds(100), _bank.Timeout, new Again(_bank.Time, TimeSpan.FromMinutes(1), _bank.Time.Advance), TimeSpan.FromMinutes(2), TimeSpan.FromDays(3));
        return new KafkaTransport(settings, new DecideTopics(_bank.Topics), null, _bank.Time, _bank.Lines);
    }

    private object? Told(string what, Func<object?> call)
    {
        lock (_calls) _calls.Add(what);
        return call();
    }
}
