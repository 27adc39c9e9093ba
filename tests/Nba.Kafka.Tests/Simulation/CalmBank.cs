using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Time.Testing;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>A bank of several partitions over a simulated cluster, one slot at a time: what a test looks at step by step.</summary>
internal sealed class CalmBank : ISlotClients, IDisposable
{
    private const int MostTurns = 2000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-calm-bank-");
    private readonly KafkaOptions _options;
    private int _stores;

    public CalmBank(int partitions, Random? random = null)
    {
        _options = new KafkaOptions { Bootstrap = "simulated:1", Prefix = "sim", ActivityPartitions = partitions, ManagerPartitions = 1 };
        Topics = new KafkaTopics(_options);
        Cluster = new SimCluster(random ?? new Random(1), () => Time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero));

    public KafkaTopics Topics { get; }

    public SimCluster Cluster { get; }

    public Lines Lines { get; } = new();

    /// <summary>Longest wait for one answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Longest time from a stage's commit to the broker's.</summary>
    public TimeSpan CommitPeriod { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Stands before each consumer of the group; nothing when null.</summary>
    public Func<IConsumer<byte[], byte[]>, IConsumer<byte[], byte[]>>? OverConsumer { get; set; }

    /// <summary>Stands before each producer; nothing when null.</summary>
    public Func<IProducer<byte[], byte[]>, IProducer<byte[], byte[]>>? Over { get; set; }

    /// <summary>Tells the last slot that partitions are another's now.</summary>
    public Action<List<TopicPartitionOffset>>? Lose { get; private set; }

    /// <summary>Whether the consumers of the group give up what is assigned to them.</summary>
    public bool GivesUp { get; set; }

    /// <summary>Figures of the last slot.</summary>
    public SlotFigures? Figures { get; private set; }

    /// <summary>Offsets that the group committed, by partition.</summary>
    public IReadOnlyDictionary<int, long> Committed => Cluster.Group("decide", Topics.Activity.Name, _options.ActivityPartitions).Committed;

    /// <summary>Where a partition of activities ends.</summary>
    public long End(int partition) => Cluster.Log(Topics.Activity.Name, partition).High;

    /// <summary>A customer who belongs to a partition.</summary>
    public string Customer(int partition) => Enumerable.Range(0, 1000).Select(c => $"C{c}").First(c => Murmur2.Partition(c, _options.ActivityPartitions) == partition);

    /// <summary>Activities of one customer: registered, then so many transfers.</summary>
    public void Feed(string customer, string id, int transfers, bool registers = true, byte[]? trace = null)
    {
        if (registers) Append(customer, id + "-r", "customer.registered", "\"name\":\"客户\",\"kind\":\"personal\"", trace);
        for (var i = 0; i < transfers; i++) Append(customer, $"{id}-{i}", "transfer.out", "\"amount\":100", trace);
    }

    /// <summary>Turns a slot of stage 1 with an empty disk until a condition holds; the stage is looked at before it goes.</summary>
    public void Run(Func<DecisionStage, bool> until, Action<DecisionStage>? look = null, Func<ITransport, ITransport>? over = null) => Turn(
        new DecideTopics(Topics), transport => new DecisionStage(over is null ? transport : over(transport), SimRules.Book, new StageOptions { IdleMilliseconds = 1, Lanes = 1, CustomerCacheMiB = 1 }, Time) { Log = Lines }, until, look);

    /// <summary>The same of stage 2; only in a bank where no other ran, for it takes the group's place.</summary>
    public void RunQueues(Func<QueueStage, bool> until, QueueWriter write) =>
        Turn(new QueueTopics(Topics), transport => new QueueStage(transport, SimRules.Book, new QueueOptions { IdleMilliseconds = 1 }, write, Time) { Log = Lines }, until, null);

    private void Turn<T>(StageTopics topics, Func<KafkaTransport, T> open, Func<T, bool> until, Action<T>? look) where T : IStage
    {
        using var rows = Store.Open(new StoreOptions { Directory = Path.Combine(_folder.FullName, $"{_stores++}"), Fsync = false, WriteBufferMiB = 1, BlockCacheMiB = 4 });
        var settings = new SlotSettings("w", this, CommitPeriod, Timeout, new Again(Time, TimeSpan.FromMinutes(1), Time.Advance), TimeSpan.FromMinutes(2), TimeSpan.FromDays(3), MostRenewals: 1000, Group: "sim-group");
        using var transport = new KafkaTransport(settings, topics, rows, Time, Lines);
        using var stage = open(transport);
        Figures = transport.Figures;
        for (var turns = 0; turns == 0 || !until(stage); turns++)
        {
            Assert.True(turns < MostTurns, $"it did not come to that within {MostTurns} turns");
            stage.Turn();
            Time.Advance(TimeSpan.FromMilliseconds(700));
        }
        look?.Invoke(stage);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    public IConsumer<byte[], byte[]> Consumer(Func<List<TopicPartition>, IEnumerable<TopicPartitionOffset>> assigned, Action<List<TopicPartitionOffset>> revoked, Action<List<TopicPartitionOffset>> lost)
    {
        var consumer = new SimConsumer(Cluster, Calm, "decide", "w", _options.ActivityPartitions, new SimHandlers(assigned, revoked, Lose = lost)) { GivesUp = GivesUp };
        return OverConsumer is null ? consumer : OverConsumer(consumer);
    }

    public IProducer<byte[], byte[]> Producer() => Over is null ? new SimProducer(Cluster, Calm, "decide-w") : Over(new SimProducer(Cluster, Calm, "decide-w"));

    public IConsumer<byte[], byte[]> Reader() => new SimConsumer(Cluster, Calm, null, null, 0, null);

    public IConsumer<byte[], byte[]> Watermarks() => Reader();

    public string TopicId(string topic, TimeSpan timeout) => "one";

    private static void Calm()
    {
    }

    private void Append(string customer, string id, string type, string data, byte[]? trace)
    {
        var key = Encoding.UTF8.GetBytes(customer);
        var json = $$$"""{"specversion":"1.0","id":"{{{id}}}","source":"sim","type":"{{{type}}}","subject":"{{{customer}}}","data":{{{{data}}}}}""";
        Cluster.Log(Topics.Activity.Name, Murmur2.Partition(key, _options.ActivityPartitions)).Append(key, Encoding.UTF8.GetBytes(json), trace is null ? null : new Headers { { "traceparent", trace } }, Cluster.Now, null);
    }
}
