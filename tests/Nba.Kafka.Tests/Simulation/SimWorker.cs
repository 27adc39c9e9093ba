using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>A process of the simulated bank: the real transport and the real stage over simulated clients. It dies at any call of a client, and comes back under its name.</summary>
internal sealed class SimWorker : ISlotClients, IDisposable
{
    private readonly SimCluster _cluster;
    private readonly KafkaOptions _options;
    private readonly FakeTimeProvider _time;
    private readonly Action<TimeSpan> _rest;
    private readonly string _instance;
    private readonly string _folder;
    private readonly StageOptions _stageOptions = new() { IdleMilliseconds = 1, Lanes = 1, BatchActivities = 5, CustomerCacheMiB = 1, SweepChunk = 2 };
    private Store? _store;
    private KafkaTransport? _transport;
    private DecisionStage? _stage;
    private object _life = new();

    public SimWorker(SimCluster cluster, KafkaOptions options, FakeTimeProvider time, Action<TimeSpan> rest, string instance, string folder) =>
        (_cluster, _options, _time, _rest, _instance, _folder) = (cluster, options, time, rest, instance, Path.Combine(folder, instance));

    /// <summary>Of a thousand calls of a client, how many are its process's last.</summary>
    public int Crashes { get; set; }

    /// <summary>It is not scheduled before then.</summary>
    public long AsleepUntil { get; set; }

    public bool IsAlive => _stage is not null;

    /// <summary>How often it died.</summary>
    public int Deaths { get; private set; }

    /// <summary>One turn; starts it when it is not alive.</summary>
    public void Turn()
    {
        try
        {
            if (_stage is null) Start();
            _stage!.Turn();
        }
        catch (SimCrash)
        {
            Die();
        }
    }

    /// <summary>Loses its disk.</summary>
    public void Forget()
    {
        Die();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    public void Dispose() => Die();

    public IConsumer<byte[], byte[]> Consumer(Func<List<TopicPartition>, IEnumerable<TopicPartitionOffset>> assigned, Action<List<TopicPartitionOffset>> revoked, Action<List<TopicPartitionOffset>> lost) =>
        new SimConsumer(_cluster, Step(), "decide", _instance, _options.ActivityPartitions, new SimHandlers(assigned, revoked, lost));

    public IProducer<byte[], byte[]> Producer() => new SimProducer(_cluster, Step(), "decide-" + _instance);

    public IConsumer<byte[], byte[]> Reader() => new SimConsumer(_cluster, Step(), null, null, 0, null);

    public IConsumer<byte[], byte[]> Watermarks() => Reader();

    public string TopicId(string topic, TimeSpan timeout) => topic;

    private void Start()
    {
        _life = new object();
        _store = Store.Open(new StoreOptions { Directory = _folder, Fsync = false, WriteBufferMiB = 1, BlockCacheMiB = 4 });
        var timeout = TimeSpan.FromSeconds(4);
        var settings = new SlotSettings(_instance, this, TimeSpan.FromMilliseconds(100), timeout, new Again(_time, TimeSpan.FromMinutes(50), _rest), TimeSpan.FromMinutes(20), TimeSpan.FromDays(3), MostRenewals: 1000);
        _transport = new KafkaTransport(settings, new DecideTopics(new KafkaTopics(_options)), _store, _time, NullLogger.Instance);
        _stage = new DecisionStage(_transport, SimRules.Book, _stageOptions, _time);
    }

    // As a kill: nothing is said to anybody; only what would stay open in this process is closed.
    private void Die()
    {
        _life = new object();
        if (_store is null) return;
        Deaths++;
        _stage?.Dispose();
        _store.Dispose();
        (_stage, _transport, _store) = (null, null, null);
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
