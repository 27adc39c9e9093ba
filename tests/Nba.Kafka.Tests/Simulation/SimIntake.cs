using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Nba.Engine.Sources;
using Nba.Host.Import;
using Nba.Host.Stages;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>A process that brings a foreign topic in: the real transport and stage over simulated clients. It dies at any call of a client, and comes back under its name.</summary>
internal sealed class SimIntake : ISlotClients, IDisposable
{
    /// <summary>The foreign topic.</summary>
    public const string Topic = "core.payments";

    /// <summary>Its group.</summary>
    public const string Group = "intake";

    private readonly SimCluster _cluster;
    private readonly KafkaTopics _topics;
    private readonly FakeTimeProvider _time;
    private readonly Action<TimeSpan> _rest;
    private readonly string _instance;
    private readonly int _partitions;
    private IntakeStage? _stage;
    private object _life = new();

    public SimIntake(SimCluster cluster, KafkaTopics topics, FakeTimeProvider time, Action<TimeSpan> rest, string instance, int partitions) =>
        (_cluster, _topics, _time, _rest, _instance, _partitions) = (cluster, topics, time, rest, instance, partitions);

    /// <summary>Of a thousand calls of a client, how many are its process's last.</summary>
    public int Crashes { get; set; }

    /// <summary>It is not scheduled before then.</summary>
    public long AsleepUntil { get; set; }

    /// <summary>How often it died.</summary>
    public int Deaths { get; private set; }

    /// <summary>A payment without an id, so that it goes by its partition and offset.</summary>
    private static RecordMapping Mapping { get; } = Read("""
        {"topic": "core.payments", "subject": "customer", "data": {"amount": {"field": "sum", "type": "decimal", "required": true}}, "type": {"events": [{"event": "transfer.out"}]}}
        """);

    /// <summary>One turn; starts it when it is not alive.</summary>
    public void Turn()
    {
        try
        {
            _stage ??= Start();
            _stage.Turn();
        }
        catch (SimCrash)
        {
            Dispose();
            Deaths++;
        }
    }

    // As a kill: nothing is said to anybody.
    public void Dispose()
    {
        _life = new object();
        _stage?.Dispose();
        _stage = null;
    }

    public IConsumer<byte[], byte[]> Consumer(Func<List<TopicPartition>, IEnumerable<TopicPartitionOffset>> assigned, Action<List<TopicPartitionOffset>> revoked, Action<List<TopicPartitionOffset>> lost) =>
        new SimConsumer(_cluster, Step(), Group, _instance, _partitions, new SimHandlers(assigned, revoked, lost));

    public IProducer<byte[], byte[]> Producer() => new SimProducer(_cluster, Step(), "intake-" + _instance);

    public IConsumer<byte[], byte[]> Reader() => throw new NotSupportedException("nothing is restored here");

    public IConsumer<byte[], byte[]> Watermarks() => throw new NotSupportedException("nothing is restored here");

    public string TopicId(string topic, TimeSpan timeout) => throw new NotSupportedException("nothing is restored here");

    private static RecordMapping Read(string text)
    {
        var problems = new ProblemList();
        return new RecordMappingReader(SimRules.Book.Vocabulary, []).Parse(new SourceFile("payments.json", text), [], problems) ?? throw new InvalidOperationException(string.Join('\n', problems.Sorted()));
    }

    private IntakeStage Start()
    {
        _life = new object();
        var settings = new SlotSettings(_instance, this, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(4), new Again(_time, TimeSpan.FromMinutes(50), _rest), TimeSpan.FromMinutes(20), TimeSpan.FromDays(3), MostRenewals: 1000);
        var transport = new KafkaTransport(settings, new IntakeTopics(_topics, Topic), null, _time, NullLogger.Instance);
        return new IntakeStage(transport, Mapping, SimRules.Book, new IntakeOptions(5, 100));
    }

    // Clients of an earlier life can't do anything any more.
    private Action Step()
    {
        var life = _life;
        return () =>
        {
            if (life != _life || _cluster.Random.Next(1000) < Crashes) throw new SimCrash();
        };
    }
}
