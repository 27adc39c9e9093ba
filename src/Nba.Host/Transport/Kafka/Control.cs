using System.Collections.Concurrent;
using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nba.Engine;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;
using Nba.Host.Campaigns;
using Nba.Host.Settings;
using Nba.Host.Stages;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// What all workers go by: the last rule files that the control topic names, with what its entries about campaigns set over them; read whole at the start and followed since.
/// A worker's own files are published when their book was never there before, or when they change while it runs, so that one that comes back with old files follows the
/// others. Thread-safe.
/// </summary>
internal sealed class Control(KafkaTopics topics, ISlotClients clients, Func<IProducer<byte[], byte[]>> producers, Again asking, TimeSpan timeout, ILogger log) : BackgroundService, ICampaignControl
{
    // For each book, the last record that made it the one of all workers.
    private readonly ConcurrentDictionary<string, long> _named = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _changes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _awaited = new();
    private readonly HashSet<string> _published = new(StringComparer.Ordinal);
    private readonly IConsumer<byte[], byte[]> _reader = clients.Reader();
    private CampaignLog _campaigns = CampaignLog.Empty;
    private RuleBook? _files;
    private RuleBook? _current;
    private RuleBook? _offered;
    private string? _filesFault;
    private string? _entryFault;
    private string? _cannotLoad;
    private long _next;

    /// <summary>The book in force.</summary>
    /// <exception cref="InvalidOperationException">Before <see cref="Begin"/>.</exception>
    public RuleBook Current => Volatile.Read(ref _current) ?? throw new InvalidOperationException("control was not begun");

    /// <inheritdoc/>
    public CampaignLog Campaigns => Volatile.Read(ref _campaigns);

    /// <summary>Why the book that control names cannot be used here; null when it can.</summary>
    public string? CannotLoad => Volatile.Read(ref _cannotLoad);

    /// <summary>The position at which control last named a book, as far as was read here; -1 when it never did.</summary>
    public long NamedAt(string version) => _named.GetValueOrDefault(version, -1);

    /// <summary>Is told of every book that comes into force after <see cref="Begin"/>.</summary>
    public event Action<RuleBook>? Changed;

    /// <summary>Reads what is there, and publishes the worker's own book if that is new to all; answers the book in force.</summary>
    /// <remarks>Where the last one does not load here, it is the worker's own, or the last that does: <see cref="CannotLoad"/> says so, and the worker is not ready.</remarks>
    /// <exception cref="CannotStartException">There is none that this process can load.</exception>
    public RuleBook Begin(RuleBook? own)
    {
        var (books, at) = ReadAll();
        if (own is not null && !_published.Contains(own.Version) && SwitchedBook.Of(own, _campaigns.Switches).Book is { } switched)
        {
            (_files, at) = (own, Publish(own));
            _published.Add(own.Version);
            return Name(switched, at);
        }
        if (books is not [.., var latest])
            throw new CannotStartException($"{topics.Control.Name} names no rule book yet, and this worker's own files are faulty: mend them, or start a worker with good ones first");
        _files = own?.Version == latest.Version ? own : Loaded(latest);
        _files ??= own ?? Enumerable.Reverse(books).DistinctBy(b => b.Version).Select(b => b.Load(out _)).FirstOrDefault(b => b is not null);
        return (_files is { } files ? SwitchedBook.Of(files, _campaigns.Switches).Book : null) is { } book ? Name(book, at)
            : throw new CannotStartException(CannotLoad ?? "what is set for campaigns does not go with the rule files; start a worker with files that it goes with");
    }

    /// <summary>Takes rule files to be put in force for all workers as soon as a broker takes them; answers what keeps them from it.</summary>
    public IReadOnlyList<RuleProblem> Offer(RuleBook files)
    {
        var load = SwitchedBook.Of(files, Campaigns.Switches);
        if (load.Book is not null) Volatile.Write(ref _offered, files);
        return load.Problems;
    }

    /// <summary>Puts rule files in force for all workers: durable when this returns, and taken up as each reads them. Answers at which position they are named.</summary>
    public long Publish(RuleBook files)
    {
        var at = Produce(ControlRecord.Of(files));
        SlotLog.BookPublished(log, files.Version);
        return at;
    }

    /// <inheritdoc/>
    /// <remarks>Another worker may write at the same time: the one that all of them read first is taken, and the other is told.</remarks>
    public string? Write(CampaignEntry entry)
    {
        if (Campaigns.Refusal(entry) is { } refusal) return refusal;
        if (Volatile.Read(ref _files) is { } files && SwitchedBook.Of(files, Campaigns.Take(entry).Switches) is { Book: null, Problems: [var problem, ..] }) return problem.Message;
        try
        {
            var at = Publish(entry);
            return !HasRead(at) ? "the entry is written, and this worker has not read it back yet: look at the history before you ask again"
                : Campaigns.Has(entry) ? null : CampaignLog.CameSecond(entry.Number);
        }
        catch (KafkaException failure)
        {
            return $"no broker took the entry ({failure.Error.Reason}): ask again";
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<CampaignEffect> Effects()
    {
        using var reading = new TopicReading(clients.Reader(), clients.Watermarks(), text => text);
        var effects = new List<CampaignEffect>();
        for (var partition = 0; partition < topics.Journal.Partitions; partition++)
        {
            foreach (var record in reading.From(topics.Journal.Name, partition))
            {
                var entry = JsonSerializer.Deserialize(record.Message.Value, JournalJson.Default.JournalEntry)!;
                if (entry.Kind == JournalKind.Book && _changes.GetValueOrDefault(entry.Payload) is > 0 and var change) effects.Add(new CampaignEffect(change, partition, entry.Number, entry.Position, entry.Now.ToString()));
            }
        }
        return effects;
    }

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

    /// <summary>One turn of its thread: publishes what was offered, and takes up what comes.</summary>
    internal void Follow()
    {
        try
        {
            if (Interlocked.Exchange(ref _offered, null) is { } offered) PublishOrKeep(offered);
            if (_reader.Consume(TimeSpan.FromMilliseconds(200)) is not { IsPartitionEOF: false } result) return;
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
        if (ControlRecord.Book(result.Message) is { } named)
        {
            _published.Add(named.Version);
            if ((named.Version == _files?.Version ? _files : Loaded(named)) is not { } files) return;
            (_files, _filesFault) = (files, null);
        }
        else if (!Took(result.Message)) return;
        var load = SwitchedBook.Of(_files!, _campaigns.Switches);
        if (load.Book is not { } book)
        {
            CannotUse($"what is set for campaigns does not go with the rule files in this process: {load.Problems[0]}; {BookShelf.Remedy}");
            return;
        }
        CannotUse(_entryFault ?? _filesFault);
        var before = _current?.Version;
        Name(book, result.Offset.Value);
        if (book.Version == before) return;
        SlotLog.BookFollowed(log, book.Version);
        Changed?.Invoke(book);
    }

    // Whether a message is an entry that was taken. One that this program cannot read says something all the same: a worker that passed over it would decide otherwise than the others.
    private bool Took(Message<byte[], byte[]> message)
    {
        try
        {
            if (ControlRecord.Campaign(message) is not { } entry) return false;
            var next = _campaigns.Take(entry);
            if (ReferenceEquals(next, _campaigns)) return false;
            Volatile.Write(ref _campaigns, next);
            return true;
        }
        catch (InvalidDataException broken)
        {
            CannotUse(_entryFault ??= broken.Message);
            return false;
        }
    }

    private (List<NamedBook> Books, long At) ReadAll()
    {
        var place = new TopicPartition(topics.Control.Name, 0);
        long end;
        using (var watermarks = clients.Watermarks()) end = asking.Range(watermarks, place).High.Value;
        _reader.Assign(new TopicPartitionOffset(place, Offset.Beginning));
        var (books, at) = (new List<NamedBook>(), -1L);
        IReadOnlyList<SourceFile> files = [];
        while (_next < end)
        {
            if (_reader.Consume(timeout) is not { } result) throw new CannotStartException($"{topics.Control.Name} could not be read to its end within {timeout.TotalSeconds:0} s");
            _next = result.IsPartitionEOF ? result.Offset.Value : result.Offset.Value + 1;
            if (result.IsPartitionEOF) continue;
            if (ControlRecord.Book(result.Message) is { } book)
            {
                books.Add(book);
                _published.Add(book.Version);
                files = book.Sources() ?? files;
                at = result.Offset.Value;
            }
            else if (Took(result.Message)) at = result.Offset.Value;
            if (at == result.Offset.Value && _campaigns.Switches is { } switches) _changes[RuleBook.VersionOf([.. files, switches.ToFile()])] = switches.Change.Number;
        }
        return (books, at);
    }

    private RuleBook Name(RuleBook book, long at)
    {
        _named[book.Version] = at;
        if (book.Campaigns.Switches is { } switches) _changes[book.Version] = switches.Change.Number;
        Volatile.Write(ref _current, book);
        return book;
    }

    private RuleBook? Loaded(NamedBook named)
    {
        var book = named.Load(out var why);
        if (why is not null) _filesFault = why;
        CannotUse(_entryFault ?? _filesFault);
        return book;
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

    // A broker that is away must not cost the edit.
    private void PublishOrKeep(RuleBook book)
    {
        try
        {
            Publish(book);
        }
        catch (KafkaException failure)
        {
            SlotLog.BookNotPublished(log, book.Version, failure.Error.Reason);
            Interlocked.CompareExchange(ref _offered, book, null);
        }
    }

    private void CannotUse(string? why)
    {
        Volatile.Write(ref _cannotLoad, why);
        if (why is not null) SlotLog.BookCannotLoad(log, why);
    }
}
