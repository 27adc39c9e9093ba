using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nba.Engine;
using Nba.Host.Delivery;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// What pages read, on whichever worker they are asked: actions, decisions, states and dead letters of all partitions, folded into one local store that is laid out like an
/// embedded one. How far each partition was read is written with the rows. Runs on a thread of its own.
/// </summary>
internal sealed class Tables : BackgroundService
{
    private const int BatchRows = 4000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Store _store;
    private readonly KafkaTopics _topics;
    private readonly ISlotClients _clients;
    private readonly ILogger _log;
    private readonly StoreBatch _batch;
    private readonly Keys _keys = new(0);
    private readonly HashSet<string> _owners = new(StringComparer.Ordinal);
    private readonly Dictionary<TopicPartition, long> _next = [];
    private readonly Dictionary<TopicPartition, long> _ends = [];
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IReadOnlyList<TopicPartition> _places;
    private readonly Again _asking;
    private readonly TimeSpan _trusted;
    private readonly TimeProvider _time;
    private string _identity = "";
    private Exception? _failure;

    public Tables(Store store, KafkaTopics topics, ISlotClients clients, Again asking, TimeSpan trusted, TimeProvider time, ILogger log)
    {
        (_store, _topics, _clients, _asking, _trusted, _time, _log, _batch) = (store, topics, clients, asking, trusted, time, log, store.NewBatch());
        _places = [.. Of(topics.CustomerState), .. Of(topics.Decisions), .. Of(topics.DeadLetter), .. Of(topics.Actions)];
    }

    /// <summary>Is told whose live actions each write changed; null for nobody.</summary>
    public OwnerChanges? Changes { get; set; }

    /// <summary>What pages read.</summary>
    public Store Store => _store;

    /// <summary>Whether everything that was there at the start is in the tables.</summary>
    public bool IsCaughtUp => _caughtUp.Task.IsCompletedSuccessfully;

    /// <summary>Why it stopped by itself, if it did.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        // A host whose time to stop is over does not wait for the thread, and what it writes with must not be taken from under it.
        if (ExecuteTask is not { IsCompleted: false } running || running.Wait(Patience)) _batch.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Run(ended, stoppingToken)) { Name = "tables", IsBackground = true }.Start();
        return ended.Task;
    }

    private void Run(TaskCompletionSource ended, CancellationToken stopping)
    {
        try
        {
            using var reader = _clients.Reader();
            Begin(reader);
            while (!stopping.IsCancellationRequested) Turn(reader);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Volatile.Write(ref _failure, failure);
            SlotLog.TablesFailed(_log, failure);
        }
        finally
        {
            ended.TrySetResult();
        }
    }

    private void Begin(IConsumer<byte[], byte[]> reader)
    {
        if (Identity() is var identity && Distrust(identity) is { } why) Wipe(why);
        _identity = identity;
        using (var watermarks = _clients.Watermarks())
        {
            foreach (var place in _places)
            {
                var range = _asking.Range(watermarks, place);
                (_next[place], _ends[place]) = (Math.Max(Stored(place), range.Low.Value), range.High.Value);
            }
        }
        reader.Assign([.. _places.Select(p => new TopicPartitionOffset(p, _next[p]))]);
        Reach();
    }

    private void Turn(IConsumer<byte[], byte[]> reader)
    {
        var wait = TimeSpan.FromMilliseconds(100);
        while (_batch.Count < BatchRows && Consumed(reader, wait) is { } result)
        {
            wait = TimeSpan.Zero;
            _next[result.TopicPartition] = result.IsPartitionEOF ? result.Offset.Value : result.Offset.Value + 1;
            if (!result.IsPartitionEOF) TakeOrLeave(result);
        }
        Write();
        Reach();
    }

    private ConsumeResult<byte[], byte[]>? Consumed(IConsumer<byte[], byte[]> reader, TimeSpan wait)
    {
        try
        {
            return reader.Consume(wait);
        }
        catch (ConsumeException failure) when (!failure.Error.IsFatal && failure.Error.Code is not (ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange))
        {
            SlotLog.ConsumeFailed(_log, "tables", failure.Error.Reason);
            return null;
        }
    }

    // A record of somebody else's must not keep pages from all that follow.
    private void TakeOrLeave(ConsumeResult<byte[], byte[]> result)
    {
        try
        {
            Take(result);
        }
        catch (Exception failure) when (failure is InvalidDataException or JsonException or FormatException or OverflowException or ArgumentException or KeyNotFoundException or InvalidOperationException)
        {
            SlotLog.RecordLeftOut(_log, result.Topic, result.Partition.Value, result.Offset.Value, failure.Message);
        }
    }

    private void Take(ConsumeResult<byte[], byte[]> result)
    {
        var message = result.Message;
        if (result.Topic == _topics.Actions.Name) Action(message.Key, message.Value);
        else if (result.Topic == _topics.CustomerState.Name) State(result.Partition.Value, message.Key, message.Value);
        else if (result.Topic == _topics.Decisions.Name) Decision(message.Key, message.Value);
        else DeadLetter(message);
    }

    private void Action(byte[]? key, byte[]? value)
    {
        // A tombstone follows a withdrawal, which took the row away.
        if (value is null || key is null) return;
        var record = ActionEvents.Read(value);
        if (Changes is { IsFollowed: true }) _owners.Add(record.Owner);
        if (record is { ContactMade: true, Campaign: { } campaign }) _batch.Put(_keys.TextsId(Table.Spent, record.Owner, campaign, record.Id), [1]);
        var row = _keys.TextId(Table.Actions, record.Owner, record.Id);
        if (record.Withdrawn)
        {
            _batch.Delete(row);
            return;
        }
        var writer = new StateWriter();
        ActionRecordCodec.Write(record, writer);
        _batch.Put(row, writer.Written);
    }

    private void State(int partition, byte[]? key, byte[]? value)
    {
        if (key is not { Length: > 0 }) return;
        var table = (Table)key[0];
        // Of all partitions' heads one speaks for the bank.
        if (table is not (Table.Customers or Table.Books) && (table != Table.Head || partition != 0)) return;
        var row = ChangelogRecord.RowKey(0, key);
        if (value is null) _batch.Delete(row);
        else _batch.Put(row, ChangelogRecord.Row(value).Span);
    }

    private void Decision(byte[]? key, byte[]? value)
    {
        if (key is null || value is null) return;
        var customer = Encoding.UTF8.GetString(key);
        _batch.Put(_keys.TextNumber(Table.Decisions, customer, RecordedTopics.DecisionNumber(value, customer)), value);
    }

    private void DeadLetter(Message<byte[], byte[]> message)
    {
        var letter = DeadLetters.Read(message.Headers, _topics.Activity.Name, _topics.Actions.Name);
        _batch.Put(_keys.Number(Table.DeadLetters, letter.Position), JsonSerializer.SerializeToUtf8Bytes(letter, StageJson.Default.DeadLetter));
        _batch.Put(_keys.Number(Table.Log, letter.Position), [.. new byte[8], .. message.Value ?? []]);
    }

    private void Write()
    {
        if (_batch.Count == 0) return;
        foreach (var (place, next) in _next) _batch.Put(Mark(place), Encoding.UTF8.GetBytes(next.ToString(CultureInfo.InvariantCulture)));
        new LocalStamp(0, 0, _identity, _time.GetUtcNow().ToUnixTimeMilliseconds()).Write(_batch, 0);
        _store.Write(_batch);
        _batch.Clear();
        if (_owners.Count == 0) return;
        Changes?.Tell(_owners);
        _owners.Clear();
    }

    // The topics as they were made: others under the same names are another bank's, or a new beginning.
    private string Identity() => string.Join(' ', _places.Select(p => p.Topic).Distinct().Select(t => _asking.Until(() => _clients.TopicId(t, Patience))));

    private string? Distrust(string identity) => LocalStamp.Read(_store, 0) switch
    {
        null => null,
        { ChangelogTopic: var of } when of != identity => "they are of other topics under the same names",
        { At: var at } when _time.GetUtcNow().ToUnixTimeMilliseconds() - at > _trusted.TotalMilliseconds => "they are older than deletions are kept",
        _ => null,
    };

    private void Wipe(string why)
    {
        SlotLog.Wiped(_log, "tables", 0, why);
        _batch.DeleteRange([0, 0], [0, 1]);
        _store.Write(_batch);
        _batch.Clear();
    }

    private void Reach()
    {
        if (IsCaughtUp || _places.Any(p => _next[p] < _ends[p])) return;
        SlotLog.TablesCaughtUp(_log, _places.Count);
        _caughtUp.TrySetResult();
    }

    private long Stored(TopicPartition place)
    {
        var bytes = Array.Empty<byte>();
        return _store.TryGet(Mark(place), ref bytes, out var length) && long.TryParse(bytes.AsSpan(0, length), CultureInfo.InvariantCulture, out var next) ? next : 0;
    }

    private ReadOnlySpan<byte> Mark(TopicPartition place) => _keys.Text(Table.Stamp, place.ToString());

    private static IEnumerable<TopicPartition> Of(KafkaTopic topic) => Enumerable.Range(0, topic.Partitions).Select(p => new TopicPartition(topic.Name, p));
}
