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

    /// <summary>Whether control named a book after another; what it never named comes before all it did.</summary>
    public bool IsLater(string than, string version) => _named.GetValueOrDefault(version, -1) > _named.GetValueOrDefault(than, -1);

    /// <summary>Is told of every book that comes into force after <see cref="Begin"/>.</summary>
    public event Action<RuleBook>? Changed;

    /// <summary>Reads what is there, and publishes the worker's own book if that is new to all; answers the book in force.</summary>
    /// <exception cref="Settings.CannotStartException">There is none, or this process cannot load it.</exception>
    public RuleBook Begin(RuleBook? own)
    {
        var place = new TopicPartition(topics.Control.Name, 0);
        long end;
        using (var watermarks = clients.Watermarks()) end = asking.Range(watermarks, place).High.Value;
        _reader.Assign(new TopicPartitionOffset(place, Offset.Beginning));
        (string Version, byte[] Files)? last = null;
        for (var next = 0L; next < end;)
        {
            if (_reader.Consume(timeout) is not { } result) throw new Settings.CannotStartException($"{topics.Control.Name} could not be read to its end within {timeout.TotalSeconds:0} s");
            next = result.IsPartitionEOF ? result.Offset.Value : result.Offset.Value + 1;
            if (!result.IsPartitionEOF && Named(result) is { } named) last = named;
        }
        if (own is not null && (last is null || !_named.ContainsKey(own.Version)))
        {
            Publish(own);
            _named[own.Version] = end;
            return _current = own;
        }
        if (last is not { } latest) throw new Settings.CannotStartException($"{topics.Control.Name} names no rule book yet, and this worker's own files are faulty: mend them, or start a worker with good ones first");
        return _current = own?.Version == latest.Version ? own : Load(latest.Version, latest.Files) ?? throw new Settings.CannotStartException(_cannotLoad!);
    }

    /// <summary>Takes a book to be put in force for all workers as soon as a broker takes it.</summary>
    public void Offer(RuleBook book) => Volatile.Write(ref _offered, book);

    /// <summary>Puts a book in force for all workers: durable when this returns, and taken up as each reads it.</summary>
    public void Publish(RuleBook book)
    {
        using var producer = producers();
        var record = new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(KeyPrefix + book.Version), Value = ChangelogRecord.Value(Table.Books, BookShelf.Write(book)) };
        producer.ProduceAsync(new TopicPartition(topics.Control.Name, 0), record).GetAwaiter().GetResult();
        SlotLog.BookPublished(log, book.Version);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _reader.Dispose();
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
            if (version == _current?.Version || Load(version, files) is not { } book) return;
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

    private RuleBook? Load(string version, byte[] files)
    {
        RuleBookLoad load;
        try
        {
            load = RuleBook.Load(BookShelf.Files(ChangelogRecord.Row(files).Span));
        }
        catch (Exception broken) when (broken is InvalidDataException or JsonException or IOException)
        {
            Volatile.Write(ref _cannotLoad, $"the rule book {version} that {topics.Control.Name} names cannot be read: {broken.Message}");
            SlotLog.BookCannotLoad(log, _cannotLoad!);
            return null;
        }
        Volatile.Write(ref _cannotLoad, load.Book is null ? $"the rule book {version} that {topics.Control.Name} names does not load in this process: {load.Problems[0]}" : null);
        if (load.Book is null) SlotLog.BookCannotLoad(log, _cannotLoad!);
        return load.Book;
    }
}
