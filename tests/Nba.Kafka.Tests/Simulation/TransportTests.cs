using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Nba.Host.Settings;
using Nba.Host.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>What the transport promises in single steps, over a simulated cluster in which nothing fails.</summary>
public sealed class TransportTests : IDisposable
{
    private static readonly KafkaOptions Options = new() { Bootstrap = "simulated:1", Prefix = "sim", ActivityPartitions = 1, ManagerPartitions = 1 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-transport-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero));
    private readonly SimCluster _cluster;
    private readonly KafkaTopics _topics = new(Options);

    public TransportTests() => _cluster = new SimCluster(new Random(1), () => _time.GetUtcNow().ToUnixTimeMilliseconds());

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_was_polled_comes_again_after_an_abort_and_not_after_a_commit()
    {
        using var store = Opened();
        using var transport = Transport(store, "one");
        Feed("a", "b");
        var first = Until(transport, PollKind.Records);
        transport.Begin(0, 0).Abort();
        Assert.Equal(first, Until(transport, PollKind.Records));
        Consume(transport, first);
        Feed("c");
        Assert.Equal(["c"], Until(transport, PollKind.Records));
    }

    [Fact]
    public void Rows_are_seen_once_they_are_committed_at_the_broker_and_not_before()
    {
        using var store = Opened();
        using var transport = Transport(store, "one");
        Feed("a");
        var polled = Until(transport, PollKind.Records);
        Consume(transport, polled, "row");
        Assert.False(store.Contains(new Keys(0).Text(Table.Customers, "row")));
        Assert.Equal(0, transport.Durable);
        transport.Settle();
        Assert.True(store.Contains(new Keys(0).Text(Table.Customers, "row")));
        Assert.Equal(1, transport.Durable);
        Assert.Equal(1, _cluster.Group("decide", _topics.Activity.Name, 1).Committed[0]);
    }

    [Fact]
    public void Local_rows_of_another_topic_under_the_same_name_are_thrown_away()
    {
        using (var store = Opened())
        {
            using var transport = Transport(store, "one");
            Feed("a");
            Consume(transport, Until(transport, PollKind.Records), "row");
            transport.Settle();
        }
        using var again = Opened();
        using var batch = again.NewBatch();
        batch.Put(new Keys(0).Text(Table.Customers, "stray"), [1]);
        again.Write(batch);
        using (var same = Transport(again, "one")) Until(same, PollKind.Assigned);
        Assert.True(again.Contains(new Keys(0).Text(Table.Customers, "stray")));
        using (var other = Transport(again, "two")) Until(other, PollKind.Assigned);
        Assert.False(again.Contains(new Keys(0).Text(Table.Customers, "stray")));
        Assert.True(again.Contains(new Keys(0).Text(Table.Customers, "row")));
    }

    private Store Opened() => Store.Open(new StoreOptions { Directory = Path.Combine(_folder.FullName, "store"), Fsync = false, WriteBufferMiB = 1, BlockCacheMiB = 4 });

    private KafkaTransport Transport(Store store, string topicId) => new(
        new SlotSettings("w", new Clients(_cluster, topicId), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(4), new Again(_time, TimeSpan.FromMinutes(1), _time.Advance), TimeSpan.FromMinutes(2), TimeSpan.FromDays(3)),
        new DecideTopics(_topics), store, _time, NullLogger.Instance);

    private void Feed(params string[] values)
    {
        foreach (var value in values) _cluster.Log(_topics.Activity.Name, 0).Append(null, Encoding.UTF8.GetBytes(value), null, _cluster.Now, null);
    }

    private static List<string> Until(KafkaTransport transport, PollKind kind)
    {
        var records = new List<LogRecord>();
        for (var polls = 0; polls < 1000; polls++)
        {
            if (transport.Poll(records, 10, TimeSpan.Zero).Kind == kind && (kind != PollKind.Records || records.Count > 0)) return [.. records.Select(r => Encoding.UTF8.GetString(r.Value.Span))];
        }
        throw new TimeoutException($"no poll gave {kind}");
    }

    // As a stage does: every record, perhaps a row, and the head, which says that there is state.
    private static void Consume(KafkaTransport transport, List<string> polled, string? row = null)
    {
        var transaction = transport.Begin(0, 0);
        for (var i = 0; i < polled.Count; i++) transaction.Consume(new LogRecord(i, default, Encoding.UTF8.GetBytes(polled[i]), null, null));
        if (row is not null) transaction.Put(Table.Customers, new Keys(0).Text(Table.Customers, row), [1]);
        transaction.Put(Table.Head, new Keys(0).Prefix(Table.Head), [1]);
        transaction.Commit();
    }

    private sealed class Clients(SimCluster cluster, string topicId) : ISlotClients
    {
        public IConsumer<byte[], byte[]> Consumer(Func<List<TopicPartition>, IEnumerable<TopicPartitionOffset>> assigned, Action<List<TopicPartitionOffset>> revoked, Action<List<TopicPartitionOffset>> lost) =>
            new SimConsumer(cluster, Calm, "decide", "w", 1, new SimHandlers(assigned, revoked, lost));

        public IProducer<byte[], byte[]> Producer() => new SimProducer(cluster, Calm, "decide-w");

        public IConsumer<byte[], byte[]> Reader() => new SimConsumer(cluster, Calm, null, null, 0, null);

        public IConsumer<byte[], byte[]> Watermarks() => Reader();

        public string TopicId(string topic, TimeSpan timeout) => topicId;

        private static void Calm()
        {
        }
    }
}
