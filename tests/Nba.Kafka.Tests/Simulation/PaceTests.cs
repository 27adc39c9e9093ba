using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Nba.Host.Settings;
using Nba.Host.Transport;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>How a slot lets records gather where commits take their time.</summary>
public sealed class PaceTests : IDisposable
{
    private const string Topic = "core.payments";
    private const int Commit = 40;
    private const int Plenty = 1000;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero));
    private readonly SimCluster _cluster;
    private readonly KafkaTransport _transport;
    private string[] _comes = [];

    public PaceTests()
    {
        _cluster = new SimCluster(new Random(1), () => Now) { OnCommit = () => _time.Advance(TimeSpan.FromMilliseconds(Commit / 2)) };
        var settings = new SlotSettings("w", new Clients(_cluster), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(4), new Again(_time, TimeSpan.FromMinutes(1), Rest), TimeSpan.FromMinutes(2), TimeSpan.FromDays(3));
        var topics = new KafkaTopics(new KafkaOptions { Bootstrap = "simulated:1", Prefix = "sim", ActivityPartitions = 1, ManagerPartitions = 1 });
        _transport = new KafkaTransport(settings, new IntakeTopics(topics, Topic), null, _time, NullLogger.Instance);
        while (_transport.Poll([], 1, TimeSpan.Zero).Kind != PollKind.Assigned)
        {
        }
    }

    public void Dispose() => _transport.Dispose();

    [Fact]
    public void After_a_commit_records_gather_until_three_times_its_length_have_passed_since_some_were_taken()
    {
        Work("a");
        var since = Now;
        Feed("b");
        _comes = ["c", "d"];

        Assert.Equal(["b", "c", "d"], Polled(1000));
        Assert.Equal(3 * Commit, Now - since);
        Assert.Equal(1, _transport.Durable);
    }

    [Fact]
    public void What_deciding_took_is_part_of_that_time()
    {
        Work("a");
        var since = Now;
        _time.Advance(TimeSpan.FromMilliseconds(50));
        Feed("b");

        Assert.Equal(["b"], Polled(1000));
        Assert.Equal(3 * Commit, Now - since);
    }

    [Fact]
    public void It_is_no_longer_than_the_stage_would_wait()
    {
        Work("a");
        var since = Now;
        Feed("b");

        Assert.Equal(["b"], Polled(25));
        Assert.Equal(Commit + 25, Now - since);
    }

    [Fact]
    public void Who_had_nothing_to_do_for_so_long_waits_for_nothing()
    {
        Work("a");
        Assert.Empty(Polled(0));
        _time.Advance(TimeSpan.FromMilliseconds(3 * Commit));
        var since = Now;
        Feed("b");

        Assert.Equal(["b"], Polled(1000));
        Assert.Equal(0, Now - since);
    }

    [Fact]
    public void Where_plenty_has_come_it_is_taken_before_the_commit_and_without_a_pause()
    {
        Work("a");
        var since = Now;
        Feed([.. Enumerable.Range(0, Plenty).Select(i => $"{i}")]);

        Assert.Equal(Plenty, Polled(1000).Count);
        Assert.Equal(0, Now - since);
        Assert.Equal(0, _transport.Durable);
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    // What comes in a pause is there when it ends.
    private void Rest(TimeSpan pause)
    {
        _time.Advance(pause);
        Feed(_comes);
        _comes = [];
    }

    private void Feed(params string[] values)
    {
        foreach (var value in values) _cluster.Log(Topic, 0).Append(null, Encoding.UTF8.GetBytes(value), null, _cluster.Now, null);
    }

    private List<string> Polled(int wait)
    {
        var records = new List<LogRecord>();
        _transport.Poll(records, 2 * Plenty, TimeSpan.FromMilliseconds(wait));
        return [.. records.Select(r => Encoding.UTF8.GetString(r.Value.Span))];
    }

    // As a stage does: polls one record and commits it; the broker's commit is still to come.
    private void Work(string value)
    {
        Feed(value);
        var records = new List<LogRecord>();
        while (records.Count == 0) _transport.Poll(records, 1, TimeSpan.Zero);
        var transaction = _transport.Begin(0, 0);
        transaction.Consume(records[0]);
        transaction.Commit();
    }

    private sealed class Clients(SimCluster cluster) : ISlotClients
    {
        public IConsumer<byte[], byte[]> Consumer(Func<List<TopicPartition>, IEnumerable<TopicPartitionOffset>> assigned, Action<List<TopicPartitionOffset>> revoked, Action<List<TopicPartitionOffset>> lost) =>
            new SimConsumer(cluster, Calm, "intake", "w", 1, new SimHandlers(assigned, revoked, lost)) { IsPrompt = true };

        public IProducer<byte[], byte[]> Producer() => new SimProducer(cluster, Calm, "intake-w");

        public IConsumer<byte[], byte[]> Reader() => throw new NotSupportedException("nothing is restored here");

        public IConsumer<byte[], byte[]> Watermarks() => throw new NotSupportedException("nothing is restored here");

        public string TopicId(string topic, TimeSpan timeout) => throw new NotSupportedException("nothing is restored here");

        private static void Calm()
        {
        }
    }
}
