using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Nba.Engine.Calendars;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// One slot on Kafka: a consumer, a transactional producer, and the local rows of the partitions that the group assigned to it. What its stage commits is gathered and made durable
/// as one transaction. Used by the slot's thread; <see cref="Stop"/> by any.
/// </summary>
public sealed class KafkaTransport : ITransport
{
    private const int MostRecords = 20_000;
    private const long MostBytes = 16 << 20;

    // Fetched records that wait in all partitions: the client keeps more.
    private const int MostFetched = 50_000;

    private readonly SlotSettings _settings;
    private readonly StageTopics _topics;
    private readonly Store _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SortedDictionary<int, OwnedPartition> _owned = [];
    private readonly Queue<PollResult> _news = new();
    private readonly List<Restore> _restores = [];
    private readonly List<long> _renewals = [];
    private IConsumer<byte[], byte[]> _consumer;
    private IProducer<byte[], byte[]> _producer;
    private GroupCommit _group;
    private List<int> _arrived = [];
    private string? _undone;
    private string? _renewBecause;
    private int _generation;
    private int _fetched;
    private int _records;
    private int _turn;
    private volatile bool _stopping;

    internal KafkaTransport(SlotSettings settings, StageTopics topics, Store store, TimeProvider time, ILogger log)
    {
        (_settings, _topics, _store, _time, _log) = (settings, topics, store, time, log);
        Figures = new SlotFigures(settings, topics.Input.Name, time);
        (_consumer, _producer, _group) = Connect();
    }

    /// <inheritdoc/>
    public long Durable { get; private set; }

    /// <summary>What it tells of itself; for any thread.</summary>
    internal SlotFigures Figures { get; }

    /// <summary>Partitions that run here.</summary>
    public int Running => _owned.Values.Count(p => p.IsRunning);

    /// <summary>Takes no more records: what was polled is committed, and the next poll says that there is nothing more.</summary>
    public void Stop() => _stopping = true;

    /// <inheritdoc/>
    public PollResult Poll(List<LogRecord> into, int atMost, TimeSpan wait)
    {
        if (_renewBecause is not null) Renew();
        if (_news.TryDequeue(out var news)) return news;
        if (IsDue()) Flush();
        if (_stopping)
        {
            Flush();
            return new PollResult(PollKind.Closed, 0, 0);
        }
        Fetch(wait);
        Figures.Look(_owned.Values, _consumer, _topics.Input.Name);
        if (_news.TryDequeue(out news)) return news;
        return Give(into, atMost);
    }

    /// <inheritdoc/>
    public ITransaction Begin(int partition, int generation) => _owned[partition].Transaction;

    /// <inheritdoc/>
    public Store Reader(int partition) => _store;

    /// <inheritdoc/>
    public bool IsCaughtUp(int partition) => _owned.TryGetValue(partition, out var owned) && owned is { IsAtEnd: true, Fetched.Count: 0 };

    /// <inheritdoc/>
    public void Settle() => Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var restore in _restores) restore.Dispose();
        _group.Dispose();
        _producer.Dispose();
        // A member of a stable name does not leave: its partitions wait for its return.
        _consumer.Dispose();
    }

    internal void Commit(KafkaTransaction transaction)
    {
        if (!_owned.TryGetValue(transaction.Partition, out var owned)) throw new UndoneException($"partition {transaction.Partition} is no longer here");
        owned.Next = transaction.Next ?? owned.Next;
        owned.Polled.Clear();
        _group.Add(transaction, owned.Next, _time.GetTimestamp());
        transaction.Clear();
    }

    // What was polled since the stage's last commit comes again.
    internal void Abort(KafkaTransaction transaction)
    {
        transaction.Clear();
        if (!_owned.TryGetValue(transaction.Partition, out var owned)) return;
        _fetched += owned.Polled.Count;
        owned.PutBack();
    }

    private bool IsDue() => !_group.IsEmpty && (_records >= MostRecords || _group.Bytes >= MostBytes || _time.GetElapsedTime(_group.Since) >= _settings.CommitPeriod);

    // Takes what has arrived; waits only when nothing has and nothing is left to do.
    private void Fetch(TimeSpan wait)
    {
        var before = _fetched;
        while (_fetched < MostFetched && Consume(TimeSpan.Zero))
        {
        }
        StepRestores();
        if (_fetched > 0 || _news.Count > 0) return;
        if (!_group.IsEmpty) Flush();
        if (_fetched == before && Consume(_restores.Count > 0 ? TimeSpan.Zero : wait))
        {
            while (_fetched < MostFetched && Consume(TimeSpan.Zero))
            {
            }
        }
        StepRestores();
    }

    private bool Consume(TimeSpan wait)
    {
        var result = Consumed(wait);
        if (_undone is { } reason)
        {
            _undone = null;
            throw new UndoneException(reason);
        }
        if (_arrived.Count > 0) Arrive();
        if (result is null) return false;
        if (!_owned.TryGetValue(result.Partition.Value, out var owned) || !owned.IsRunning) return true;
        if (result.IsPartitionEOF)
        {
            owned.IsAtEnd = true;
            return true;
        }
        owned.IsAtEnd = false;
        owned.Take(result);
        _fetched++;
        return true;
    }

    private ConsumeResult<byte[], byte[]>? Consumed(TimeSpan wait)
    {
        try
        {
            return _consumer.Consume(wait);
        }
        catch (ConsumeException failure) when (failure.Error.Code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange)
        {
            throw new InvalidDataException($"{_topics.Input.Name} no longer holds what comes after the last commit ({failure.Error.Reason}): its retention is shorter than this worker was away. Nothing is skipped; restore the records, or begin anew with another prefix", failure);
        }
        catch (ConsumeException failure) when (failure.Error.IsFatal)
        {
            _renewBecause = _undone = failure.Error.Reason;
            return null;
        }
        catch (ConsumeException failure)
        {
            SlotLog.ConsumeFailed(_log, _topics.Input.Name, failure.Error.Reason);
            return null;
        }
    }

    // Records of one partition, in turn.
    private PollResult Give(List<LogRecord> into, int atMost)
    {
        if (_fetched == 0) return new PollResult(PollKind.Records, 0, 0);
        var owned = _owned.Values.FirstOrDefault(p => p.Partition > _turn && p.Fetched.Count > 0) ?? _owned.Values.First(p => p.Fetched.Count > 0);
        _turn = owned.Partition;
        while (into.Count < atMost && owned.Fetched.TryDequeue(out var record))
        {
            owned.Polled.Add(record);
            into.Add(record);
        }
        _fetched -= into.Count;
        _records += into.Count;
        return new PollResult(PollKind.Records, owned.Partition, owned.Generation);
    }

    private void Flush()
    {
        if (_group.IsEmpty) return;
        var since = _time.GetTimestamp();
        try
        {
            _group.Commit(_consumer.ConsumerGroupMetadata);
        }
        catch (AbortDueException failure)
        {
            SlotLog.Aborted(_log, _topics.Input.Name, failure.Message);
            Figures.Abort();
            Rewind();
            throw new UndoneException(failure.Message, failure);
        }
        catch (KafkaException failure)
        {
            // Renewed with the next poll: this may be a handler, which the consumer must outlive.
            _renewBecause = failure.Error.Reason;
            _group.Clear();
            Figures.Abort();
            throw new UndoneException(failure.Error.Reason, failure);
        }
        Figures.Commit(since);
        _group.WriteRows(_owned);
        foreach (var partition in _group.Next.Keys) _owned[partition].Committed();
        _group.Clear();
        _records = 0;
        Durable++;
    }

    // Back to the last commit with the same clients.
    private void Rewind()
    {
        try
        {
            _group.Abort();
        }
        catch (KafkaException failure)
        {
            _renewBecause = failure.Error.Reason;
            _group.Clear();
            return;
        }
        _news.Clear();
        (_fetched, _records) = (0, 0);
        foreach (var owned in _owned.Values.Where(p => p.IsRunning))
        {
            owned.Rewind(++_generation);
            SeekTo(owned);
            _news.Enqueue(new PollResult(PollKind.Assigned, owned.Partition, owned.Generation));
        }
    }

    // New clients under the same names: what was left open ends with them, and the group assigns anew.
    private void Renew()
    {
        var reason = _renewBecause!;
        _renewBecause = null;
        SlotLog.Renewed(_log, _topics.Input.Name, reason);
        Figures.Renew();
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        _renewals.RemoveAll(at => now - at > 60_000);
        _renewals.Add(now);
        if (_renewals.Count > _settings.MostRenewals)
            throw new InvalidOperationException($"the clients of {_settings.Id} were lost {_renewals.Count} times within a minute, last because: {reason}. Is another process running as this instance?");
        foreach (var restore in _restores) restore.Dispose();
        _restores.Clear();
        _group.Dispose();
        _producer.Dispose();
        _consumer.Dispose();
        _owned.Clear();
        _news.Clear();
        _arrived.Clear();
        (_fetched, _records, _undone) = (0, 0, null);
        (_consumer, _producer, _group) = Connect();
    }

    private (IConsumer<byte[], byte[]>, IProducer<byte[], byte[]>, GroupCommit) Connect()
    {
        var producer = _settings.Clients.Producer();
        _settings.Asking.Until(() =>
        {
            if (!_stopping) producer.InitTransactions(_settings.Timeout);
            return true;
        });
        var consumer = _settings.Clients.Consumer(Assigned, Revoked, Lost);
        consumer.Subscribe(_topics.Input.Name);
        return (consumer, producer, new GroupCommit(_topics, _store, producer, _settings.Timeout, _settings.Asking, _time));
    }

    // Handlers only take note: they run inside a poll, and a group that waits for them waits for all its members. The offsets are set when the rows are back.
    private IEnumerable<TopicPartitionOffset> Assigned(List<TopicPartition> partitions)
    {
        _arrived.AddRange(partitions.Select(p => p.Partition.Value));
        return partitions.Select(p => new TopicPartitionOffset(p, Offset.End));
    }

    private void Revoked(List<TopicPartitionOffset> partitions)
    {
        try
        {
            Flush();
        }
        catch (UndoneException undone)
        {
            _undone ??= undone.Message;
        }
        Drop(partitions);
    }

    private void Lost(List<TopicPartitionOffset> partitions)
    {
        // Somebody else has them: nothing of the open transaction may count.
        if (!_group.IsEmpty)
        {
            Rewind();
            _undone ??= "partitions were lost";
        }
        Drop(partitions);
    }

    private void Drop(List<TopicPartitionOffset> partitions)
    {
        foreach (var partition in partitions.Select(p => p.Partition.Value))
        {
            _arrived.Remove(partition);
            foreach (var restore in _restores) restore.Leave(partition);
            if (!_owned.Remove(partition, out var owned)) continue;
            _fetched -= owned.Fetched.Count;
            Forget(partition);
            if (owned.IsRunning) _news.Enqueue(new PollResult(PollKind.Revoked, partition, owned.Generation));
            SlotLog.Left(_log, _topics.Input.Name, partition);
        }
    }

    private void Forget(int partition)
    {
        var kept = _news.Where(n => n.Partition != partition).ToList();
        _news.Clear();
        foreach (var news in kept) _news.Enqueue(news);
    }

    private void Arrive()
    {
        var arrived = _arrived;
        _arrived = [];
        _consumer.Pause(arrived.Select(p => new TopicPartition(_topics.Input.Name, p)));
        foreach (var partition in arrived) _owned[partition] = new OwnedPartition(partition, ++_generation, new KafkaTransaction(this, partition));
        _restores.Add(new Restore(_settings, _topics, _store, _time, arrived, _log, Figures));
    }

    private void StepRestores()
    {
        foreach (var restore in _restores)
        {
            foreach (var (partition, stamp) in restore.Step())
            {
                if (_owned.TryGetValue(partition, out var owned)) Start(owned, stamp);
            }
        }
        foreach (var done in _restores.Where(r => r.IsDone).ToList())
        {
            done.Dispose();
            _restores.Remove(done);
        }
    }

    private void Start(OwnedPartition owned, LocalStamp stamp)
    {
        owned.Start(stamp, Committed(owned.Partition));
        SeekTo(owned);
        _consumer.Resume([new TopicPartition(_topics.Input.Name, owned.Partition)]);
        _news.Enqueue(new PollResult(PollKind.Assigned, owned.Partition, owned.Generation));
        SlotLog.Came(_log, _topics.Input.Name, owned.Partition, owned.Next);
    }

    // The group's offset; where it has none, the topic's first, unless there is state: then the answer is wrong, and zero would count everything twice.
    private long Committed(int partition)
    {
        var place = new TopicPartition(_topics.Input.Name, partition);
        for (var tries = 0; ; tries++)
        {
            var offset = _settings.Asking.Until(() => _consumer.Committed([place], _settings.Timeout)[0].Offset);
            if (offset != Offset.Unset) return offset.Value;
            // By its rows and not by the changelog's end: aborted transactions take offsets too.
            if (!_store.Contains(new Keys(partition).Prefix(Table.Head))) return _settings.Asking.Range(_consumer, place).Low.Value;
            if (tries == 5) throw new InvalidDataException($"the group of {_topics.Input.Name} has no offset for partition {partition}, and {_topics.Changelog} holds its state: the offsets were deleted. Set them to where that state stands, or begin anew with another prefix");
            _settings.Asking.Rest();
        }
    }

    private void SeekTo(OwnedPartition owned)
    {
        var to = new TopicPartitionOffset(_topics.Input.Name, owned.Partition, owned.Next);
        for (var tries = 0; ; tries++)
        {
            try
            {
                _consumer.Seek(to);
                return;
            }
            catch (KafkaException failure) when (tries < 50 && failure.Error.Code is ErrorCode.Local_State or ErrorCode.Local_UnknownPartition)
            {
                // The assignment is still on its way through the client.
                _settings.Asking.Rest();
            }
        }
    }
}
