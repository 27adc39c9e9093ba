using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// One slot on Kafka: a consumer, a transactional producer, and the local rows of the partitions that the group assigned to it. What its stage commits is gathered and made durable
/// as one transaction. Used by the slot's thread; <see cref="Stop"/> by any.
/// </summary>
public sealed partial class KafkaTransport : ITransport
{
    private const int MostRecords = 20_000;
    private const long MostBytes = 16 << 20;

    // Fetched records that wait in all partitions: the client keeps more.
    private const int MostFetched = 10_000;

    // So many fetched records are work enough to be done before the commit that is due once nothing is left to do.
    private const int Plenty = 1000;

    // A slot takes records up no more often than so many times the length of a commit: more at a time cost less each.
    private const int PaceOfCommits = 3;

    private const int MostAborts = 20;

    private static readonly TimeSpan FlushPeriod = TimeSpan.FromMinutes(5);

    private readonly SlotSettings _settings;
    private readonly StageTopics _topics;
    private readonly Store? _store;
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
    private int _aborts;
    private bool _polled;
    private long _takenUp;

    // When the first local row was written that nobody has brought to disk yet.
    private long? _unflushed;
    private TimeSpan _commitTook;
    private volatile bool _stopping;

    internal KafkaTransport(SlotSettings settings, StageTopics topics, Store? store, TimeProvider time, ILogger log)
    {
        (_settings, _topics, _store, _time, _log) = (settings, topics, store, time, log);
        Figures = new SlotFigures(settings, topics.Input.Name, time);
        Spans = new RecordSpans("kafka", topics.Input.Name, "messaging.kafka.offset", settings.Group, settings.Id);
        (_consumer, _producer, _group) = Connect();
        Join();
    }

    /// <inheritdoc/>
    public long Durable { get; private set; }

    /// <summary>What it tells of itself; for any thread.</summary>
    internal SlotFigures Figures { get; }

    /// <summary>Takes no more records: what was polled is committed, and the next poll says that there is nothing more.</summary>
    public void Stop() => _stopping = true;

    /// <inheritdoc/>
    public PollResult Poll(List<LogRecord> into, int atMost, TimeSpan wait) => Guarded(() => Polled(into, atMost, wait));

    private PollResult Polled(List<LogRecord> into, int atMost, TimeSpan wait)
    {
        if (_renewBecause is not null) Renew();
        if (_news.TryDequeue(out var news)) return news;
        if (IsDue()) Flush();
        FlushRows();
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
    public Store Reader(int partition) => _store ?? throw Said.Refused($"the stage of {_topics.Input.Name} keeps no state");

    /// <inheritdoc/>
    // What was taken up of any partition comes first: meanwhile more may have arrived in this one, and was not looked for.
    public bool IsCaughtUp(int partition) => _owned.TryGetValue(partition, out var owned) && owned.IsAtEnd && _fetched == 0;

    /// <inheritdoc/>
    public bool Belongs(int partition, ReadOnlySpan<char> customer) => Murmur2.Partition(customer, _topics.Input.Partitions) == partition;

    /// <inheritdoc/>
    public bool TryHold(int partition)
    {
        if (!_owned.TryGetValue(partition, out var owned)) return true;
        _fetched -= owned.Fetched.Count;
        owned.Hold();
        Guarded(() => _consumer.Pause([new TopicPartition(_topics.Input.Name, partition)]));
        return true;
    }

    /// <inheritdoc/>
    public void Settle() => Guarded(Flush);

    /// <inheritdoc/>
    public void Dispose()
    {
        FailSpans(RecordSpans.Stopped);
        foreach (var restore in _restores) restore.Dispose();
        var left = _polled || Leave();
        _group.Dispose();
        if (!_group.IsStuck) _producer.Dispose();
        // A member of a stable name does not leave: its partitions wait for its return.
        if (left) _consumer.Dispose();
    }

    // A consumer whose first assignment nobody ever took may wait for that for ever when it is closed or destroyed: it is waited for so long, and then left alone.
    private bool Leave()
    {
        var closing = new Thread(Close) { Name = "leaving", IsBackground = true };
        closing.Start();
        return closing.Join(_settings.Timeout);
    }

    private void Close()
    {
        try
        {
            _consumer.Close();
        }
        catch (KafkaException)
        {
            // There is nothing to be lost: it never had a record.
        }
    }

    internal void Commit(KafkaTransaction transaction) => Guarded(() => Gather(transaction));

    private void Gather(KafkaTransaction transaction)
    {
        if (!_owned.TryGetValue(transaction.Partition, out var owned))
        {
            transaction.Spans.Fail(RecordSpans.PartitionLost);
            throw new UndoneException($"partition {transaction.Partition} is no longer here");
        }
        owned.Next = transaction.Next ?? owned.Next;
        owned.Polled.Clear();
        _group.Add(transaction, owned.Next, _time.GetTimestamp());
        Pass(transaction);
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

    private void Guarded(Action work) => Guarded(() =>
    {
        work();
        return true;
    });

    // A client that fails where nothing is expected to is of no more use: what was not durable did not happen, and new ones begin with the next poll.
    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (KafkaException failure)
        {
            _renewBecause = failure.Error.Reason;
            _group.Clear();
            FailSpans(failure.Error.Code.ToString());
            Figures.Abort();
            throw new UndoneException(failure.Error.Reason, failure);
        }
    }

    private bool IsDue() => !_group.IsEmpty && (_records >= MostRecords || _group.Bytes >= MostBytes || _time.GetElapsedTime(_group.Since) >= _settings.CommitPeriod);

    // Takes what has arrived once everything taken before is worked off; waits only when nothing has and nothing is left to do.
    private void Fetch(TimeSpan wait)
    {
        StepRestores();
        if (_fetched > 0 || _news.Count > 0) return;
        TakeArrived();
        if (_fetched >= Plenty || _news.Count > 0) return;
        Flush();
        if (_restores.Count == 0) Pace(wait);
        TakeArrived();
        if (_fetched == 0 && _news.Count == 0 && Consume(_restores.Count > 0 ? TimeSpan.Zero : wait)) TakeArrived();
        if (_fetched > 0) _takenUp = _time.GetTimestamp();
        StepRestores();
    }

    // After a short batch the next one is left to grow: a commit costs the same for one record as for a thousand. Who was idle does not wait.
    private void Pace(TimeSpan atMost)
    {
        var pause = (PaceOfCommits * _commitTook) - _time.GetElapsedTime(_takenUp);
        if (pause > atMost) pause = atMost;
        if (pause > TimeSpan.Zero) _settings.Asking.Rest(pause);
    }

    private void TakeArrived()
    {
        while (_fetched < MostFetched && Consume(TimeSpan.Zero))
        {
        }
    }

    private bool Consume(TimeSpan wait)
    {
        var result = Consumed(wait);
        if (_undone is { } reason)
        {
            _undone = null;
            // The same call may have run a handler, which went back, and then have taken a record: go back behind it too.
            if (result is not null && _owned.TryGetValue(result.Partition.Value, out var taken) && taken.IsRunning) SeekTo(taken);
            throw new UndoneException(reason);
        }
        if (_arrived.Count > 0) Arrive();
        if (result is null) return false;
        if (!_owned.TryGetValue(result.Partition.Value, out var owned) || owned is { IsRunning: false } or { IsHeld: true }) return true;
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
        _polled = true;
        try
        {
            return _consumer.Consume(wait);
        }
        catch (ConsumeException failure) when (failure.Error.Code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange)
        {
            // Of a partition whose offset was not set yet.
            if (failure.ConsumerRecord is { } at && (!_owned.TryGetValue(at.Partition.Value, out var owned) || !owned.IsRunning || at.Offset < owned.Next)) return null;
            throw Said.Unusable($"{_topics.Input.Name} no longer holds what comes after the last commit ({failure.Error.Reason}): its retention is shorter than this worker was away. Nothing is skipped; {_topics.WhenGone}", failure);
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
}
