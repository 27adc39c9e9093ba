using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nba.Engine;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// The rule book that all workers go by: the last one that the control topic names, read whole at the start and followed since. A worker's own files are published when their
/// book was never there before, or when they change while it runs, so that one that comes back with old files follows the others. Thread-safe.
/// </summary>
internal sealed class Control(KafkaTopics topics, ISlotClients clients, Func<IProducer<byte[], byte[]>> producers, Again asking, TimeSpan timeout, ILogger log) : BackgroundService
{
    private const string KeyPrefix = "book/";

    private readonly ConcurrentDictionary<string, long> _named = new(StringComparer.Ordinal);
    private readonly IConsumer<byte[], byte[]> _reader = clients.Reader();
    private RuleBook? _current;
    private RuleBook? _offered;
    private string? _cannotLoad;

    /// <summary>The book in force; null before <see cref="Begin"/>.</summary>
    public RuleBook? Current => Volatile.Read(ref _current);

    /// <summary>Why the book that control names cannot be used here; null when it can.</summary>
    public string? CannotLoad => Volatile.Read(ref _cannotLoad);

    /// <summary>The position at which control last named a book, as far as was read here; -1 when it never did.</summary>
    public long NamedAt(string version) => _named.GetValueOrDefault(version, -1);

    /// <summary>Is told of every book that comes into force after <see cref="Begin"/>.</summary>
    public event Action<RuleBook>? Changed;

    /// <summary>Reads what is there, and publishes the worker's own book if that is new to all; answers the book in force.</summary>
    /// <remarks>Where the last one does not load here, it is the worker's own, or the last that does: <see cref="CannotLoad"/> says so, and the worker is not ready.</remarks>
    /// <exception cref="Settings.CannotStartException">There is none that this process can load.</exception>
    public RuleBook Begin(RuleBook? own)
    {
        var place = new TopicPartition(topics.Control.Name, 0);
        long end;
        using (var watermarks = clients.Watermarks()) end = asking.Range(watermarks, place).High.Value;
        _reader.Assign(new TopicPartitionOffset(place, Offset.Beginning));
        var books = new List<(string Version, byte[] Files)>();
        for (var next = 0L; next < end;)
        {
            if (_reader.Consume(timeout) is not { } result) throw new Settings.CannotStartException($"{topics.Control.Name} could not be read to its end within {timeout.TotalSeconds:0} s");
            next = result.IsPartitionEOF ? result.Offset.Value : result.Offset.Value + 1;
            if (!result.IsPartitionEOF && Named(result) is { } named) books.Add(named);
        }
        if (own is not null && !_named.ContainsKey(own.Version))
        {
            _named[own.Version] = Publish(own);
            return _current = own;
        }
        if (books is not [.., var latest]) throw new Settings.CannotStartException($"{topics.Control.Name} names no rule book yet, and this worker's own files are faulty: mend them, or start a worker with good ones first");
        if (own?.Version == latest.Version) return _current = own;
        var book = Load(latest.Version, latest.Files, out var why);
        CannotUse(why);
        return _current = book ?? own ?? LastThatLoads(books) ?? throw new Settings.CannotStartException(why!);
    }

    /// <summary>Takes a book to be put in force for all workers as soon as a broker takes it.</summary>
    public void Offer(RuleBook book) => Volatile.Write(ref _offered, book);

    /// <summary>Puts a book in force for all workers: durable when this returns, and taken up as each reads it. Answers at which position it is named.</summary>
    public long Publish(RuleBook book)
    {
        using var producer = producers();
        var record = new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(KeyPrefix + book.Version), Value = ChangelogRecord.Value(Table.Books, BookShelf.Write(book)) };
        var written = producer.ProduceAsync(new TopicPartition(topics.Control.Name, 0), record).GetAwaiter().GetResult();
        SlotLog.BookPublished(log, book.Version);
        return written.Offset.Value;
    }

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
            if (_reader.Consume(TimeSpan.FromMilliseconds(200)) is not { IsPartitionEOF: false } result || Named(result) is not var (version, files)) return;
            string? why = null;
            var book = version == _current?.Version ? _current : Load(version, files, out why);
            CannotUse(why);
            if (book is null || book == _current) return;
            Volatile.Write(ref _current, book);
            SlotLog.BookFollowed(log, version);
            Changed?.Invoke(book);
        }
        catch (ConsumeException failure)
        {
            SlotLog.ConsumeFailed(log, topics.Control.Name, failure.Error.Reason);
        }
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

    private (string Version, byte[] Files)? Named(ConsumeResult<byte[], byte[]> result)
    {
        if (result.Message is not { Key: { } key, Value: { } value } || Encoding.UTF8.GetString(key) is not { } text || !text.StartsWith(KeyPrefix, StringComparison.Ordinal)) return null;
        _named[text[KeyPrefix.Length..]] = result.Offset.Value;
        return (text[KeyPrefix.Length..], value);
    }

    private static RuleBook? LastThatLoads(List<(string Version, byte[] Files)> books) =>
        Enumerable.Reverse(books).DistinctBy(b => b.Version).Select(b => Load(b.Version, b.Files, out _)).FirstOrDefault(b => b is not null);

    private static RuleBook? Load(string version, byte[] files, out string? why)
    {
        try
        {
            var load = RuleBook.Load(BookShelf.Files(ChangelogRecord.Row(files).Span));
            why = load.Book is null ? $"the rule book {version} that control names does not load in this process: {load.Problems[0]}; {BookShelf.Remedy}" : null;
            return load.Book;
        }
        catch (Exception broken) when (broken is InvalidDataException or JsonException or IOException)
        {
            why = $"the rule book {version} that control names cannot be read by this process: {broken.Message}; {BookShelf.Remedy}";
            return null;
        }
    }

    private void CannotUse(string? why)
    {
        Volatile.Write(ref _cannotLoad, why);
        if (why is not null) SlotLog.BookCannotLoad(log, why);
    }
}
