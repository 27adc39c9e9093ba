using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nba.Engine;
using Nba.Engine.Sources;
using Nba.Host.Campaigns;
using Nba.Host.Delivery;
using Nba.Host.Import;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <summary>A thread's worth of a stage.</summary>
/// <param name="Name">Its name among threads.</param>
/// <param name="Transport">Its clients and partitions.</param>
/// <param name="Stage">What runs over them.</param>
internal sealed record WorkerSlot(string Name, KafkaTransport Transport, IStage Stage)
{
    /// <summary>What runs it, and gives stage and transport back; null while nobody does.</summary>
    public BackgroundService? RunBy { get; set; }

    /// <summary>Whether a thread is still in it.</summary>
    public bool IsRunning => RunBy?.ExecuteTask is { IsCompleted: false };
}

/// <summary>One worker of a cluster: its slots, the tables of its pages, and the control topic that names the book for all. Opened by one thread.</summary>
internal sealed class KafkaWorker : IDisposable
{
    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TopicsDeadline = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(10);

    // Half of what a changelog keeps deletions for.
    private static readonly TimeSpan TombstonesTrusted = TimeSpan.FromDays(3.5);

    private static readonly ManualResetEventSlim Never = new();

    private readonly Control _control;
    private readonly List<IDisposable> _open = [];
    private readonly List<WorkerSlot> _slots = [];
    private readonly List<WatchedGroup> _groups = [];
    private readonly Meter _meter = new(StageMeter.Name);

    private readonly ILogger _log;

    // None for a worker without slots.
    private GroupWatch? _watch;

    private KafkaWorker(Control control, RuleBook book, ILogger log) => (_control, Book, _log) = (control, book, log);

    /// <summary>The book in force at the start.</summary>
    public RuleBook Book { get; }

    /// <summary>What keeps its own rule files, new as they are, from being in force; empty when nothing does.</summary>
    public required IReadOnlyList<RuleProblem> Problems { get; init; }

    /// <summary>Where its cache of topics lies.</summary>
    public required string Directory { get; init; }

    /// <summary>The slots that this worker's roles ask for.</summary>
    public IReadOnlyList<WorkerSlot> Slots => _slots;

    /// <summary>What pages read; null for a worker that answers none.</summary>
    public Tables? Tables { get; private init; }

    /// <summary>Tells whose live actions changed in its tables.</summary>
    public OwnerChanges Changes { get; } = new();

    /// <summary>Where events are handed in.</summary>
    public required IEventDoor Door { get; init; }

    /// <summary>What runs beside the slots, to be started before them.</summary>
    public IReadOnlyList<IHostedService> Services => [.. new IHostedService?[] { _control, Tables, _watch }.OfType<IHostedService>()];

    /// <summary>Whether pages have caught up.</summary>
    public bool IsReady => Tables is null or { IsCaughtUp: true, Failure: null };

    /// <summary>What this worker cannot do that it should, in words that say why; null when there is no such thing.</summary>
    public string? CannotRun
    {
        get
        {
            var held = _slots.Where(s => s.Stage is DecisionStage).SelectMany(s => ((DecisionStage)s.Stage).Held.Select(h => $"{s.Name} does not run partition {h.Key}: {h.Value}"));
            return Joined([.. _control.CannotLoad is { } book ? held.Prepend(book) : held, .. _watch?.Stubborn ?? []]);
        }
    }

    /// <summary>What no worker of a group does at the moment, or which edit of rule files waits, in words; null when there is no such thing. Another dealing of the group mends it, so this worker is ready nevertheless.</summary>
    public string? Orphans => Joined([.. _watch?.Orphans ?? [], .. _control.Kept is { } kept ? new[] { kept } : []]);

    /// <summary>Is told of every later book of the cluster.</summary>
    public event Action<RuleBook>? BookChanged;

    /// <summary>The control log of campaigns.</summary>
    public ICampaignControl Control => _control;

    /// <summary>Puts rule files in force for all workers; answers what keeps them from it.</summary>
    public IReadOnlyList<RuleProblem> Publish(RuleBook files) => _control.Offer(files);

    /// <summary>Connects; queues are put into words by what is given; the topics are as they must be and the book is known when this returns.</summary>
    public static KafkaWorker Open(HostSettings settings, RuleBook? own, QueueWriter write, TimeProvider time, ILogger log)
    {
        var options = settings.Kafka;
        if (settings.Stage.AwaitGoLive) throw new CannotStartException($"Stage:AwaitGoLive is for one process with its own store: on a cluster mark what is past with nbahistory, and it raises nothing");
        var clients = new KafkaClients(options, log);
        using (var admin = clients.Build(clients.Admin()))
        {
            KafkaTopics.EnsureAsync(admin, options, new TopicWait(time, TopicsDeadline, () => clients.Problem), log, CancellationToken.None).GetAwaiter().GetResult();
        }
        var topics = new KafkaTopics(options);
        var timeout = TimeSpan.FromSeconds(options.TransactionSeconds * 0.75);
        var asking = new Again(time, ConnectDeadline, pause => Never.Wait(pause), log);
        var shared = new SlotClients(clients, "api", 0);
        var control = new Control(topics, shared, () => clients.Build<byte[], byte[]>(clients.PlainProducer("control")), asking, TimeSpan.FromSeconds(30), log);
        var book = control.Begin(own, out var problems);
        // Before anything is opened that would have to be closed again.
        var foreign = options.Runs.HasFlag(KafkaRoles.Intake) ? ForeignTopics.Load(options, topics, book, () => ForeignTopics.Known(clients, asking)) : [];
        var tables = options.Runs.HasFlag(KafkaRoles.Api) ? new Tables(Store.Open(Local(settings, "tables")), topics, shared, asking, TombstonesTrusted, time, log) : null;
        var door = new ActivityProducer(clients.Build<byte[], byte[]>(clients.PlainProducer("intake")), topics, () => control.Current!, time);
        var worker = new KafkaWorker(control, book, log) { Tables = tables, Door = door, Directory = Folder(settings), Problems = problems };
        if (tables is not null)
        {
            tables.Changes = worker.Changes;
            worker._open.Add(tables.Store);
        }
        worker._open.Add(door);
        StageMeter.Observe(worker._meter, () => [.. worker._slots.Select(s => s.Stage).OfType<DecisionStage>()]);
        IntakeMeter.Observe(worker._meter, () => [.. worker._slots.Select(s => s.Stage).OfType<IntakeStage>()]);
        try
        {
            worker.AddSlots(settings, clients, topics, foreign, write, asking, timeout, time, log);
            worker.Watch(options, clients, topics, time, log);
        }
        catch
        {
            worker.Dispose();
            control.Dispose();
            throw;
        }
        control.Changed += worker.Changed;
        return worker;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
        foreach (var slot in _slots.Where(s => s.RunBy is null))
        {
            slot.Stage.Dispose();
            slot.Transport.Dispose();
        }
        // Rows that a thread may still read or write are left to the end of the process: closed under it they would end that with a fault of the machine.
        var inUse = _slots.Any(s => s.IsRunning) || Tables?.ExecuteTask is { IsCompleted: false };
        if (inUse) SlotLog.LeftOpen(_log);
        foreach (var open in Enumerable.Reverse(_open).Where(o => !inUse || o is not Store)) open.Dispose();
    }

    private static string? Joined(IReadOnlyList<string> words) => words.Count == 0 ? null : string.Join("; ", words);

    private void Changed(RuleBook book)
    {
        BookChanged?.Invoke(book);
        foreach (var slot in _slots) slot.Stage.Offer(book);
    }

    private void AddSlots(HostSettings settings, KafkaClients clients, KafkaTopics topics, IReadOnlyList<RecordMapping> foreign, QueueWriter write, Again asking, TimeSpan timeout, TimeProvider time, ILogger log)
    {
        var options = settings.Kafka;
        SlotSettings Slot(string stage, int slot) => new(
            clients.Slot(stage, slot), new SlotClients(clients, stage, slot), TimeSpan.FromMilliseconds(options.CommitMilliseconds), timeout, asking,
            TimeSpan.FromSeconds(options.TransactionSeconds * 4), TombstonesTrusted, Meter: _meter, Group: clients.Group(stage));
        // A slot for each foreign topic: one that stands still, or comes and goes, is no other's business.
        foreach (var mapping in foreign)
        {
            var stage = KafkaClients.IntakeOf(mapping.Topic);
            var transport = new KafkaTransport(Slot(stage, 0), new IntakeTopics(topics, mapping.Topic), null, time, log);
            _slots.Add(new WorkerSlot($"{stage}-0", transport, new IntakeStage(transport, mapping, Book, new IntakeOptions())));
            _groups.Add(new WatchedGroup(stage, clients.Group(stage), mapping.Topic, [clients.Slot(stage, 0)]));
        }
        if (options.Runs.HasFlag(KafkaRoles.Decide))
        {
            var store = Opened(settings, KafkaClients.Decide);
            for (var slot = 0; slot < options.Slots; slot++)
            {
                var transport = new KafkaTransport(Slot(KafkaClients.Decide, slot), new DecideTopics(topics), store, time, log);
                _slots.Add(new WorkerSlot($"decide-{slot}", transport, new DecisionStage(transport, Book, settings.Stage, time) { NamedAt = _control.NamedAt, Log = log }));
            }
            _groups.Add(new WatchedGroup(KafkaClients.Decide, clients.Group(KafkaClients.Decide), topics.Activity.Name, [.. Enumerable.Range(0, options.Slots).Select(s => clients.Slot(KafkaClients.Decide, s))]));
        }
        if (options.Runs.HasFlag(KafkaRoles.Queue))
        {
            var transport = new KafkaTransport(Slot(KafkaClients.Queue, 0), new QueueTopics(topics), Opened(settings, KafkaClients.Queue), time, log);
            _slots.Add(new WorkerSlot("queue-0", transport, new QueueStage(transport, Book, settings.Queue, write, time) { Log = log }));
            _groups.Add(new WatchedGroup(KafkaClients.Queue, clients.Group(KafkaClients.Queue), topics.Actions.Name, [clients.Slot(KafkaClients.Queue, 0)]));
        }
    }

    private void Watch(KafkaOptions options, KafkaClients clients, KafkaTopics topics, TimeProvider time, ILogger log)
    {
        if (_groups.Count == 0) return;
        var session = TimeSpan.FromSeconds(options.SessionSeconds);
        var look = new GroupLook(clients.Build(clients.Admin()), LookTimeout);
        _open.Add(look);
        // A topic that every worker reads, and none by a group.
        var passing = new PassingMember(clients, topics.Control.Name, session * 2, time);
        _watch = new GroupWatch(_groups, look.At, (group, stopping) => passing.Visit(group.Stage, stopping), session, time, clients.WithoutSecrets, log);
        _watch.Observe(_meter);
    }

    private Store Opened(HostSettings settings, string name)
    {
        var store = Store.Open(Local(settings, name));
        _open.Add(store);
        return store;
    }

    // A cache of topics: after a crash of the machine it is read anew, so no write waits for the disk.
    private static StoreOptions Local(HostSettings settings, string name) => settings.Store.In(Path.Combine(Folder(settings), name), fsync: false);

    private static string Folder(HostSettings settings) => Path.Combine(settings.Host.Data, "kafka");
}
