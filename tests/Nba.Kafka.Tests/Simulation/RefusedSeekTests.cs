using Confluent.Kafka;
using Nba.Host.Transport;
using Nba.Kafka.Tests.Mock;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>A client that refuses to go to where a slot stands in a partition.</summary>
public sealed class RefusedSeekTests : IDisposable
{
    private readonly CalmBank _bank = new(1);
    private readonly List<string> _calls = [];
    private int _seeks;

    public void Dispose() => _bank.Dispose();

    [Fact]
    public void A_partition_that_the_client_gave_up_is_assigned_anew_at_the_slots_own_offset()
    {
        Decide(transfers: 3, registers: true);
        _bank.GivesUp = true;
        Watch((_, call) => call());

        var renewed = Decide(transfers: 2, registers: false);

        Assert.Equal(["IncrementalUnassign", "IncrementalAssign @4"], _calls);
        Assert.Equal(0, renewed);
        Assert.Equal([1, 2, 3, 4, 5], Versions());
    }

    [Fact]
    public void A_seek_that_is_refused_for_a_moment_is_only_tried_again()
    {
        Watch((n, call) => n <= 10 ? throw Refused() : call());

        var renewed = Decide(transfers: 3, registers: true);

        Assert.Equal((11, 0), (_seeks, renewed));
        Assert.Empty(_calls);
        Assert.Equal([1, 2, 3], Versions());
    }

    [Fact]
    public void A_seek_that_is_refused_for_good_costs_the_clients_and_nothing_else()
    {
        Watch((n, call) => n <= 51 ? throw Refused() : call());

        var renewed = Decide(transfers: 3, registers: true);

        Assert.Equal(1, renewed);
        Assert.Equal(["IncrementalUnassign", "IncrementalAssign @0"], _calls);
        Assert.Equal([1, 2, 3], Versions());
    }

    private static KafkaException Refused() => new(new Error(ErrorCode.Local_State, "erroneous state"));

    // What each seek does, by its number; and which partitions were taken off and put on by hand.
    private void Watch(Func<int, Func<object?>, object?> seek) => _bank.OverConsumer = inner => Watched<IConsumer<byte[], byte[]>>.Over(inner, (method, arguments, call) =>
    {
        if (method == nameof(IConsumer<,>.Seek)) return seek(++_seeks, call);
        if (method == nameof(IConsumer<,>.IncrementalUnassign)) _calls.Add(method);
        if (method == nameof(IConsumer<,>.IncrementalAssign)) _calls.Add($"{method} @{((IEnumerable<TopicPartitionOffset>)arguments![0]!).Single().Offset.Value}");
        return call();
    });

    // Answers how often the clients were made anew.
    private long Decide(int transfers, bool registers)
    {
        _bank.Feed("C0", $"a{registers}", transfers, registers);
        var renewed = 0L;
        _bank.Run(_ => _bank.Committed.GetValueOrDefault(0) == _bank.End(0), _ => renewed = _bank.Figures!.Renewed);
        return renewed;
    }

    private IEnumerable<long> Versions() => _bank.Cluster.Log(_bank.Topics.Actions.Name, 0).Committed.Select(r => (long)ActionEvents.Read(r.Value!).Version);
}
