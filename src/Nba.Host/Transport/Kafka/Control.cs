using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nba.Engine;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;
using Nba.Host.Campaigns;
using Nba.Host.Settings;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// What all workers go by: the last rule files that the control topic names, with what its entries about campaigns set over them; read whole at the start and followed since.
/// A worker's own files are published when their book was never there before, or when they change while it runs, so that one that comes back with old files follows the
/// others. Thread-safe.
/// </summary>
internal sealed class Control(KafkaTopics topics, ISlotClients clients, Func<IProducer<byte[], byte[]>> producers, Again asking, TimeSpan timeout, ILogger log) : BackgroundService, ICampaignControl
{
    private static readonly Sentence Overtaken = Sentence.Of($"other rule files were put in force since these were offered: change these to have them follow");

    private readonly ControlFold _fold = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _awaited = new();
    private readonly IConsumer<byte[], byte[]> _reader = clients.Reader();
    private readonly SwitchedBooks _switched = new();
    private readonly JournalEffects _effects = new(topics, clients);
    private RuleBook? _files;
    private RuleBook? _current;
    private OfferedFiles? _offered;
    private OfferedFiles? _refused;
    private OfferedFiles? _kept;
    private (OfferedFiles Offer, long? At)? _publishing;
    private (NamedBook? Named, RuleBook? Book, string? Fault) _loaded;
    private string? _cannotLoad;
    private long _next;

    /// <summary>The book in force.</summary>
    /// <exception cref="InvalidOperationException">Before <see cref="Begin"/>.</exception>
    public RuleBook Current => Volatile.Read(ref _current) ?? throw new InvalidOperationException("control was not begun");

    /// <inheritdoc/>
    public CampaignLog Campaigns => _fold.Campaigns;

    /// <summary>Why the book that control names cannot be used here; null when it can. While it is said, no campaign is changed from here.</summary>
    public string? CannotLoad => Volatile.Read(ref _cannotLoad);

    /// <summary>Why an edit of rule files that was taken here is not in force yet, and is not tried before something else is set; null when there is none such.</summary>
    public string? Kept => Volatile.Read(ref _kept) is { } kept ? $"the rule files {kept.Files.Version} of this worker do not go with what is set for campaigns, and wait until they do" : null;

    /// <summary>The position at which control last named a book, as far as was read here; -1 when it never did.</summary>
    public long NamedAt(string version) => _fold.NamedAt(version);

    /// <summary>Is told of every book that comes into force after <see cref="Begin"/>.</summary>
    public event Action<RuleBook>? Changed;

    /// <summary>Reads what is there, and publishes the worker's own files if they are new to all; answers the book in force.</summary>
    /// <remarks>Where the last one does not load here, it is the last that does: <see cref="CannotLoad"/> says so, and the worker is not ready.</remarks>
    /// <param name="own">The worker's own files; null when they are faulty.</param>
    /// <param name="problems">What keeps its own files, new as they are, from being put in force; empty when nothing does.</param>
    /// <exception cref="CannotStartException">There is none that this process can load.</exception>
    public RuleBook Begin(RuleBook? own, out IReadOnlyList<RuleProblem> problems)
    {
        problems = [];
        var place = new TopicPartition(topics.Control.Name, 0);
        _reader.Assign(new TopicPartitionOffset(place, Offset.Beginning));
        using (var watermarks = clients.Watermarks()) ReadTo(asking.Range(watermarks, place).High.Value);
        // Others may write meanwhile: then it is looked at again with what they wrote.
        while (own is not null && !_fold.WasPublished(own.Version) && problems.Count == 0)
        {
            problems = Amiss(own);
            if (problems.Count == 0) ReadTo(Publish(own) + 1);
        }
        if (own is not null && problems.Count > 0) _refused = new OfferedFiles(own, _fold.Files);
        _files = own;
        if (LastThatLoads() is { } book)
        {
            _fold.Forget();
            Volatile.Write(ref _current, book);
            return book;
        }
        throw new CannotStartException(problems.Count > 0 ? Sentence.Of($"the rule files of this worker are not in force: {problems[0].Told}; and no others are there that it can go by")
            : CannotLoad is { } old ? Sentence.Quoted(old) : Sentence.Of($"{topics.Control.Name} names no rule book yet, and this worker's own files are faulty: mend them, or start a worker with good ones first"));
    }

    /// <summary>Takes rule files to be put in force for all workers as soon as a broker takes them; answers what keeps them from it.</summary>
    /// <remarks>Used by one thread.</remarks>
    public IReadOnlyList<RuleProblem> Offer(RuleBook files)
    {
        var offer = new OfferedFiles(files, _fold.Files);
        // What was refused is offered again: by then others may be newer.
        if (_refused is { } refused && refused.Files.Version == files.Version && refused.Named != offer.Named) return [Problem(Overtaken)];
        var problems = Amiss(files);
        _refused = problems.Count > 0 ? offer : null;
        Volatile.Write(ref _offered, problems.Count > 0 ? null : offer);
        return problems;
    }

    /// <summary>
    /// Names rule files for all workers, in view of what is set now: durable when this returns, and taken up as each reads them, unless somebody set something before. Answers at which position.
    /// </summary>
    public long Publish(RuleBook files)
    {
        var at = Produce(ControlRecord.Of(files, Campaigns.Last));
        SlotLog.BookPublished(log, files.Version);
        return at;
    }

    /// <inheritdoc/>
    /// <remarks>Another worker may write at the same time: the one that all of them read first is taken, and the other is told.</remarks>
    public Sentence? Write(CampaignEntry entry)
    {
        if (CannotLoad is { } unknown) return $"this worker does not know what holds now, so it changes nothing ({unknown}); ask another worker";
        if (Campaigns.Refusal(entry) is { } refusal) return refusal;
        if (Volatile.Read(ref _files) is { } files && _switched.Of(files, Campaigns.Take(entry).Switches) is { Book: null, Problems: [var problem, ..] }) return problem.Words;
        try
        {
            return !HasRead(Publish(entry)) ? Sentence.Of($"the entry is written, and this worker has not read it back yet: look at the history before you ask again")
                : Campaigns.Has(entry) ? null
                : entry.Files is { } seen && seen != _fold.Files ? CampaignLog.FilesChanged
                : CampaignLog.CameSecond(entry.Number);
        }
        catch (KafkaException failure)
        {
            return $"no broker has said that it took the entry ({failure.Error.Reason}): look at the history before you ask again";
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<CampaignEffect> Effects() => _fold.HasChanges ? _effects.Read(_fold.ChangeOf) : [];

    /// <summary>Writes an entry for all workers; whether it is taken shows when it is read.</summary>
    internal long Publish(CampaignEntry entry) => Produce(ControlRecord.Of(entry));

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        // Never under the thread that reads.
        if (ExecuteTask is null or { IsCompleted: true }) _reader.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            while (!stoppingToken.IsCancellationRequested) Follow();
            ended.TrySetResult();
        })
        { Name = "control", IsBackground = true }.Start();
        return ended.Task;
    }

    /// <summary>One turn of its thread: takes up what comes, and publishes what was offered once there is nothing more to read.</summary>
    internal void Follow()
    {
        try
        {
            if (_reader.Consume(TimeSpan.FromMilliseconds(200)) is not { IsPartitionEOF: false } result)
            {
                if (Interlocked.Exchange(ref _offered, null) is { } offer) PublishOrKeep(offer);
                return;
            }
            TakeUp(result);
            Volatile.Write(ref _next, result.Offset.Value + 1);
            foreach (var (at, read) in _awaited)
            {
                if (at <= result.Offset.Value) read.TrySetResult();
            }
        }
        catch (ConsumeException failure)
        {
            SlotLog.ConsumeFailed(log, topics.Control.Name, failure.Error.Reason);
        }
    }

    private void TakeUp(ConsumeResult<byte[], byte[]> result)
    {
        var isTaken = _fold.Take(result.Message, result.Offset.Value);
        if (_publishing is var (own, at) && (at is { } known ? known == result.Offset.Value : ControlRecord.Book(result.Message)?.Version == own.Files.Version))
        {
            _publishing = null;
            // Something was set in the meantime: it is looked at again with that, unless a later edit waits already.
            if (!isTaken) Interlocked.CompareExchange(ref _offered, own, null);
        }
        if (!isTaken) return;
        if (_kept is { } kept && (_fold.Files != kept.Named || Amiss(kept.Files).Count == 0))
        {
            _kept = null;
            Interlocked.CompareExchange(ref _offered, kept, null);
        }
        var last = LastThatLoads();
        _fold.Forget();
        if (last is not { } book) return;
        var before = _current?.Version;
        Volatile.Write(ref _current, book);
        if (book.Version == before) return;
        SlotLog.BookFollowed(log, book.Version);
        Changed?.Invoke(book);
    }

    // Says why when that is not the last one there is.
    private RuleBook? LastThatLoads()
    {
        var cannot = _fold.Fault;
        RuleBook? book = null;
        for (var i = _fold.Standings.Count - 1; i >= 0 && book is null; i--)
        {
            book = Load(_fold.Standings[i], out var why);
            cannot ??= why;
        }
        CannotUse(cannot);
        return book;
    }

    private RuleBook? Load(Standing standing, out string? why)
    {
        if (!ReferenceEquals(standing.Files, _loaded.Named))
        {
            string? fault = null;
            _loaded = (standing.Files, standing.Files.Version == _files?.Version ? _files : standing.Files.Load(out fault), fault);
        }
        why = _loaded.Fault;
        if (_loaded.Book is not { } files) return null;
        var load = _switched.Of(files, standing.Switches);
        if (load.Book is null) why = $"what is set for campaigns does not go with the rule files that control names: {load.Problems[0].Told}";
        else Volatile.Write(ref _files, files);
        return load.Book;
    }

    // What keeps rule files from being named from here.
    private IReadOnlyList<RuleProblem> Amiss(RuleBook files) =>
        _fold.Fault is { } fault ? [Problem($"this worker cannot read what is set for campaigns, so it names no rule files: {fault}")] : _switched.Of(files, Campaigns.Switches).Problems;

    private RuleProblem Problem(Sentence message) => new(topics.Control.Name, 1, 1, ProblemCode.WrongKind, message);

    private void ReadTo(long end)
    {
        while (_next < end)
        {
            if (_reader.Consume(timeout) is not { } result) throw new CannotStartException($"{topics.Control.Name} could not be read to its end within {timeout.TotalSeconds:0} s");
            _next = result.IsPartitionEOF ? result.Offset.Value : result.Offset.Value + 1;
            if (!result.IsPartitionEOF) _fold.Take(result.Message, result.Offset.Value);
        }
    }

    private bool HasRead(long at)
    {
        var read = _awaited.GetOrAdd(at, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        // It may have come before anybody waited for it.
        var has = Volatile.Read(ref _next) > at || read.Task.Wait(timeout);
        _awaited.TryRemove(at, out _);
        return has;
    }

    private long Produce(Message<byte[], byte[]> record)
    {
        using var producer = producers();
        return producer.ProduceAsync(new TopicPartition(topics.Control.Name, 0), record).GetAwaiter().GetResult().Offset.Value;
    }

    // Neither a broker that is away nor what was set meanwhile must cost the edit; later files of others do.
    private void PublishOrKeep(OfferedFiles offer)
    {
        if (_fold.Files == offer.Files.Version) return;
        if (_fold.Files != offer.Named)
        {
            SlotLog.BookNotPublished(log, offer.Files.Version, Overtaken.ToString());
            return;
        }
        if (Amiss(offer.Files) is [var problem, ..])
        {
            _kept = offer;
            SlotLog.BookNotPublished(log, offer.Files.Version, problem.ToString());
            return;
        }
        try
        {
            _publishing = (offer, Publish(offer.Files));
        }
        catch (KafkaException failure)
        {
            // It may have been written all the same: then it is read before it is tried again.
            _publishing = (offer, null);
            SlotLog.BookNotPublished(log, offer.Files.Version, failure.Error.Reason);
            Interlocked.CompareExchange(ref _offered, offer, null);
        }
    }

    private void CannotUse(string? why)
    {
        if (why is not null && why != CannotLoad) SlotLog.BookCannotLoad(log, why);
        Volatile.Write(ref _cannotLoad, why);
    }
}
