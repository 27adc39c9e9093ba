using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>A partition that a worker can't run waits, and the others go on.</summary>
public sealed class HeldPartitionTests : IDisposable
{
    private const string Unloadable = "0123456789abcdef";

    private readonly CalmBank _bank = new(2);

    public void Dispose() => _bank.Dispose();

    [Fact]
    public void A_partition_under_a_book_that_does_not_load_waits_while_the_others_go_on()
    {
        for (var p = 0; p < 2; p++) _bank.Feed(_bank.Customer(p), "a", transfers: 2);
        _bank.Run(_ => IsDone(0) && IsDone(1));
        var good = Head(0);
        Put(Table.Books, new Keys(0).Text(Table.Books, Unloadable), """[{"path": "vocabulary.json", "text": "{"}]"""u8.ToArray());
        Put(Table.Head, new Keys(0).Prefix(Table.Head), (good with { Book = Unloadable }).Write());
        for (var p = 0; p < 2; p++) _bank.Feed(_bank.Customer(p), "b", transfers: 3, registers: false);
        var waits = _bank.Committed[0];

        // Also when transactions fail and clients are lost meanwhile, and all is assigned again.
        _bank.Cluster.Faults = 40;
        var turns = 0;
        _bank.Run(stage => IsDone(1) && stage.Held.Count > 0 && ++turns > 100, stage =>
        {
            var (partition, why) = Assert.Single(stage.Held);
            Assert.Equal(0, partition);
            Assert.Contains(Unloadable, why, StringComparison.Ordinal);
            Assert.Contains(BookShelf.Remedy.ToString(), why, StringComparison.Ordinal);
        });
        _bank.Cluster.Faults = 0;
        Assert.Equal(waits, _bank.Committed[0]);
        Assert.Single(_bank.Lines.All, l => l.Contains("Partition 0 is not run by this worker", StringComparison.Ordinal) && l.Contains(Unloadable, StringComparison.Ordinal));

        // A program that can load it finds everything that waited.
        Put(Table.Head, new Keys(0).Prefix(Table.Head), good.Write());
        _bank.Run(_ => IsDone(0) && IsDone(1), stage => Assert.Empty(stage.Held));
        Assert.Equal([1, 2, 3, 4, 5], Versions(_bank.Customer(0)));
        Assert.Equal([1, 2, 3, 4, 5], Versions(_bank.Customer(1)));
    }

    private bool IsDone(int partition) => _bank.Committed.GetValueOrDefault(partition) == _bank.End(partition);

    private StageHead Head(int partition)
    {
        var key = ChangelogRecord.Key(new Keys(partition).Prefix(Table.Head));
        return StageHead.Read(ChangelogRecord.Row(_bank.Cluster.Log(_bank.Topics.CustomerState.Name, partition).Committed.Last(r => r.Key!.SequenceEqual(key)).Value!).Span);
    }

    // As a worker of another version of the program left it.
    private void Put(Table table, ReadOnlySpan<byte> key, byte[] row) =>
        _bank.Cluster.Log(_bank.Topics.CustomerState.Name, 0).Append(ChangelogRecord.Key(key), ChangelogRecord.Value(table, row), null, _bank.Cluster.Now, null);

    private IEnumerable<int> Versions(string customer) =>
        _bank.Cluster.Log(_bank.Topics.Actions.Name, 0).Committed.Select(r => Host.Transport.ActionEvents.Read(r.Value!)).Where(a => a.Customer == customer).Select(a => a.Version);
}
