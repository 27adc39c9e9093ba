using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Campaigns;
using Nba.Host.Api;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>
/// A process of the simulated bank: the real transport, both real stages and the real follower of books over simulated clients. It dies at any call of a client, and comes back under its name.
/// </summary>
internal sealed class SimWorker : IDisposable
{
    // Less than what lies between two questions to a cluster that does not answer.
    private const int MostPace = 100;

    // Of so many turns one brings its local rows to disk, as they are.
    private const int Keepings = 50;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    private readonly SimCluster _cluster;
    private readonly KafkaTopics _topics;
    private readonly FakeTimeProvider _time;
    private readonly Again _asking;
    private readonly string _instance;
    private readonly string _folder;
    private readonly StageOptions _stageOptions = new() { IdleMilliseconds = MostPace, Lanes = 1, BatchActivities = 5, CustomerCacheMiB = 1, SweepChunk = 1 };
    private readonly QueueOptions _queueOptions = new() { IdleMilliseconds = MostPace, BatchRecords = 7, RankChunk = 2 };
    private readonly Dictionary<string, Store> _stores = [];
    private Control? _control;
    private DecisionStage? _stage;
    private QueueStage? _queues;
    private RuleBook _own = SimRules.WithTrial[0];
    private object _life = new();

    public SimWorker(SimCluster cluster, KafkaTopics topics, FakeTimeProvider time, Action<TimeSpan> rest, string instance, string folder)
    {
        (_cluster, _topics, _time, _instance, _folder) = (cluster, topics, time, instance, Path.Combine(folder, instance));
        _asking = new Again(time, TimeSpan.FromMinutes(50), pause =>
        {
            if (pause.TotalMilliseconds is > 1 and <= MostPace) Paces++;
            rest(pause);
        });
    }

    /// <summary>Of a thousand calls of a client, how many are its process's last.</summary>
    public int Crashes { get; set; }

    /// <summary>It is not scheduled before then.</summary>
    public long AsleepUntil { get; set; }

    public bool IsAlive => _queues is not null;

    /// <summary>Whether it has customers to sweep or queues to rank.</summary>
    public bool IsSweeping => IsAlive && (_stage!.IsSweeping || _queues!.IsSweeping);

    /// <summary>How it is, in words.</summary>
    public string Said => !IsAlive ? $"{_instance} dead" : $"{_instance} asleep until {AsleepUntil} holds {string.Join(",", _stage!.Held.Select(h => $"{h.Key}: {h.Value}"))} control {_control!.CannotLoad}";

    private string Kept => _folder + "-kept";

    /// <summary>How often it died.</summary>
    public int Deaths { get; private set; }

    /// <summary>How often it let records gather after a commit.</summary>
    public int Paces { get; private set; }

    /// <summary>One turn of one of its threads; starts it when it is not alive.</summary>
    public void Turn()
    {
        try
        {
            if (!IsAlive) Start();
            if (_cluster.Random.Next(Keepings) == 0) Keep();
            switch (_cluster.Random.Next(10))
            {
                case 0: _control!.Follow(); break;
                case 1 or 2: _queues!.Turn(); break;
                default: _stage!.Turn(); break;
            }
        }
        catch (SimCrash)
        {
            Crash();
        }
    }

    /// <summary>Its rule files change: it names the book for all, at once or when it is started again.</summary>
    public void Edit(RuleBook book)
    {
        _own = book;
        _control?.Offer(book);
    }

    /// <summary>Sets something for the campaign, while it is alive; of two who do so at once the first is taken.</summary>
    public void Switch(CampaignSetting setting)
    {
        if (_control is null) return;
        try
        {
            _control.Publish(new CampaignEntry(_control.Campaigns.Last + 1, CampaignEntryKind.Change, "po1", new Instant(_cluster.Now), "x")
            {
                Change = CampaignChangeKind.RollOut,
                Settings = new Dictionary<string, CampaignSetting> { ["trial"] = setting },
            });
        }
        catch (KafkaException)
        {
            // It was written or not, as a product owner would be told.
        }
        catch (SimCrash)
        {
            Crash();
        }
    }

    /// <summary>Loses its disk.</summary>
    public void Forget()
    {
        Die();
        foreach (var folder in (string[])[_folder, Kept]) Delete(folder);
    }

    // As a kill: nothing is said to anybody, and local rows that did not reach the disk are gone; only what would stay open in this process is closed.
    private void Crash()
    {
        Die();
        if (_cluster.Random.Next(2) == 0 || !Directory.Exists(Kept)) return;
        Delete(_folder);
        Directory.Move(Kept, _folder);
    }

    // What it would have if it were killed some time later: rows reach the disk in the order of commits, and no one knows when.
    private void Keep()
    {
        Delete(Kept);
        Directory.CreateDirectory(Kept);
        foreach (var (name, store) in _stores) store.Checkpoint(Path.Combine(Kept, name));
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    /// <summary>Ends it with all its rows on disk.</summary>
    public void Die()
    {
        _life = new object();
        if (_control is not null) Deaths++;
        _stage?.Dispose();
        _queues?.Dispose();
        _control?.Dispose();
        foreach (var store in _stores.Values) store.Dispose();
        _stores.Clear();
        (_stage, _queues, _control) = (null, null, null);
    }

    public void Dispose() => Die();

    private void Start()
    {
        _life = new object();
        var (decide, queue) = (new SimSlot(_cluster, Step, "decide", _instance, _topics.Activity.Partitions), new SimSlot(_cluster, Step, "queue", _instance, _topics.Actions.Partitions));
        _control = new Control(_topics, decide, () => new SimProducer(_cluster, Step(), "control"), _asking, Timeout, NullLogger.Instance);
        var book = Begin(_control);
        var (deciding, ranking) = (Opened("decide"), Opened("queue"));
        _stage = new DecisionStage(new KafkaTransport(Settings(decide), new DecideTopics(_topics), deciding, _time, NullLogger.Instance), book, _stageOptions, _time) { NamedAt = _control.NamedAt };
        _queues = new QueueStage(new KafkaTransport(Settings(queue), new QueueTopics(_topics), ranking, _time, NullLogger.Instance), book, _queueOptions, new QueueEvents("en").Write, _time);
        _control.Changed += _stage.Offer;
        _control.Changed += _queues.Offer;
    }

    // What cannot start ends, and is started again.
    private RuleBook Begin(Control control)
    {
        try
        {
            return control.Begin(_own, out _);
        }
        catch (Exception cannot) when (cannot is CannotStartException or KafkaException)
        {
            throw new SimCrash();
        }
    }

    private SlotSettings Settings(SimSlot clients) =>
        new(_instance, clients, TimeSpan.FromMilliseconds(100), Timeout, _asking, TimeSpan.FromMinutes(20), TimeSpan.FromDays(3), MostRenewals: 1000);

    private Store Opened(string name)
    {
        var store = Store.Open(new StoreOptions { Directory = Path.Combine(_folder, name), Fsync = false, WriteBufferMiB = 1, BlockCacheMiB = 4 });
        _stores.Add(name, store);
        return store;
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
