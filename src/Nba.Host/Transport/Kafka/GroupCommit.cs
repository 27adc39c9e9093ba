using Confluent.Kafka;
using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// The commits of a slot's partitions that become durable together: one transaction of the broker, then one batch of local rows. Records are produced as commits come in; only
/// their reports are waited for at the end. Owned by one slot; not thread-safe.
/// </summary>
internal sealed class GroupCommit(StageTopics topics, Store? store, IProducer<byte[], byte[]> producer, TimeSpan timeout, Again asking, TimeProvider time) : IRecordSink, IDisposable
{
    /// <summary>Most bytes of a record, its key included: what a broker takes unless it is told otherwise, less what the client adds.</summary>
    public const int MostBytes = 1_000_000;

    private static readonly TimeSpan QueueFull = TimeSpan.FromMilliseconds(1);

    // None for a stage without state.
    private readonly StoreBatch? _rows = store?.NewBatch();
    private readonly SortedDictionary<int, long> _next = [];
    private readonly Dictionary<TopicPartition, Message<byte[], byte[]>> _held = [];
    private readonly Dictionary<TopicPartition, long> _written = [];
    private readonly Dictionary<(string Topic, int Partition), TopicPartition> _places = [];
    private readonly object _reports = new();
    private int _awaited;
    private Error? _refused;
    private bool _begun;

    /// <summary>Whether a call of the producer does not come back: only new clients help, and whoever disposed this one would wait for ever.</summary>
    public bool IsStuck { get; private set; }

    /// <summary>Whether nothing was committed into it.</summary>
    public bool IsEmpty => _next.Count == 0;

    /// <summary>Ticks of the clock of waits at its first commit.</summary>
    public long Since { get; private set; }

    /// <summary>Bytes of records so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Where consuming goes on in each partition that has a part in it.</summary>
    public IReadOnlyDictionary<int, long> Next => _next;

    /// <summary>Adds what a stage committed in a partition.</summary>
    public void Add(KafkaTransaction transaction, long next, long ticks)
    {
        if (!_begun)
        {
            producer.BeginTransaction();
            _begun = true;
        }
        if (IsEmpty) Since = ticks;
        _next[transaction.Partition] = next;
        transaction.Drain(topics, this);
        foreach (var (sent, trace) in transaction.Sent) topics.Send(sent, trace, this);
    }

    public void Produce(string topic, int partition, byte[]? key, byte[]? value, Headers? headers = null)
    {
        var size = (key?.Length ?? 0) + (value?.Length ?? 0);
        if (size > MostBytes) throw Said.Unusable($"a record of {topic} would have {size} bytes, and a broker takes {MostBytes}");
        Bytes += size;
        var place = Place(topic, partition);
        // The last record of a partition asks for a report, and which one is the last shows only at the end: so each waits for the next.
        if (_held.Remove(place, out var before)) Hand(place, before, null);
        _held[place] = new Message<byte[], byte[]> { Key = key!, Value = value!, Headers = headers };
    }

    public void Keep(in RoutedRow row)
    {
        Produce(topics.Changelog, row.Partition, ChangelogRecord.Key(row.Key), row.Change == RowChange.Put ? ChangelogRecord.Value(row.Table, row.Value) : null);
        KeepLocally(row);
    }

    public void KeepLocally(in RoutedRow row)
    {
        if (row.Change == RowChange.Put) _rows!.Put(row.Key, row.Value);
        else _rows!.Delete(row.Key);
    }

    /// <summary>Commits at the broker; when this returns it happened.</summary>
    /// <exception cref="AbortDueException">It did not happen, and the producer may go on after <see cref="Abort"/>.</exception>
    /// <exception cref="KafkaException">It did not happen, or whether it did is not known: only a new producer of the same transactional id settles it.</exception>
    public void Commit(IConsumerGroupMetadata group)
    {
        _awaited = _held.Count;
        foreach (var (place, message) in _held) Hand(place, message, Reported);
        _held.Clear();
        AwaitReports();
        SendOffsets(group);
        CommitAtBroker();
    }

    /// <summary>Writes the local rows of what was committed, with how far they go: a process that is killed leaves those of all commits up to some one.</summary>
    public void WriteRows(IReadOnlyDictionary<int, OwnedPartition> owned)
    {
        if (store is null) return;
        foreach (var partition in _next.Keys)
        {
            var stamp = owned[partition].Stamp;
            owned[partition].Stamp = stamp = stamp with
            {
                Changelog = _written.TryGetValue(Place(topics.Changelog, partition), out var last) ? last + 1 : stamp.Changelog,
                Journal = topics.Journal is { } journal && _written.TryGetValue(Place(journal, partition), out last) ? last + 1 : stamp.Journal,
                At = time.GetUtcNow().ToUnixTimeMilliseconds(),
            };
            stamp.Write(_rows!, partition);
        }
        // Not logged: the changelog is the log.
        lock (store) store.WriteUnlogged(_rows!);
    }

    /// <summary>Ends the broker's transaction without effect, as far as the broker can be reached.</summary>
    public void Abort()
    {
        if (_begun) producer.AbortTransaction(timeout);
        Clear();
    }

    public void Dispose() => _rows?.Dispose();

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _rows?.Clear();
        _next.Clear();
        _held.Clear();
        _written.Clear();
        (Bytes, _begun, _refused, _awaited) = (0, false, null, 0);
    }

    private TopicPartition Place(string topic, int partition)
    {
        if (!_places.TryGetValue((topic, partition), out var place)) _places[(topic, partition)] = place = new TopicPartition(topic, partition);
        return place;
    }

    private void Hand(TopicPartition place, Message<byte[], byte[]> message, Action<DeliveryReport<byte[], byte[]>>? reported)
    {
        while (true)
        {
            try
            {
                producer.Produce(place, message, reported);
                return;
            }
            catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                // The client's own thread sends; room comes as it does.
                asking.Rest(QueueFull);
            }
        }
    }

    private void Reported(DeliveryReport<byte[], byte[]> report)
    {
        lock (_reports)
        {
            if (report.Error.IsError) _refused ??= report.Error;
            else _written[Place(report.Topic, report.Partition.Value)] = report.Offset.Value;
            _awaited--;
            Monitor.PulseAll(_reports);
        }
    }

    private void AwaitReports()
    {
        var since = time.GetTimestamp();
        lock (_reports)
        {
            while (_awaited > 0 && _refused is null)
            {
                var left = timeout - time.GetElapsedTime(since);
                if (left <= TimeSpan.Zero) throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "records were not reported as written in time"));
                Monitor.Wait(_reports, left);
            }
            if (_refused is not null) throw new KafkaException(_refused);
        }
    }

    // Never an empty list, which no broker would see: offsets are what a successor in the group is told apart by.
    private void SendOffsets(IConsumerGroupMetadata group)
    {
        try
        {
            var offsets = _next.Select(p => new TopicPartitionOffset(topics.Input.Name, p.Key, p.Value)).ToList();
            Bounded(() => producer.SendOffsetsToTransaction(offsets, group, timeout));
        }
        catch (KafkaTxnRequiresAbortException refused) when (!refused.Error.IsFatal && refused.Error.Code != ErrorCode.Local_Fenced)
        {
            throw new AbortDueException(refused);
        }
    }

    // The client may pass over its own limit of time here after a connection broke (librdkafka 5456). The call is left to itself then, and its producer with it: a new one of the
    // same transactional id ends what this one began, and what the call does later is fenced.
    private void Bounded(Action call)
    {
        var called = Task.Run(call);
        if (called is { IsCompleted: false } && !((IAsyncResult)called).AsyncWaitHandle.WaitOne(2 * timeout))
        {
            IsStuck = true;
            _ = called.ContinueWith(_ => producer.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw new KafkaException(new Error(ErrorCode.Local_TimedOut, $"offsets were not answered for within {2 * timeout.TotalSeconds:0} s, and the client waits on: it is given up", isFatal: true));
        }
        called.GetAwaiter().GetResult();
    }

    // A commit that timed out goes on where it was; anything else called now would be refused. So it is called once more than one timeout lasts.
    private void CommitAtBroker()
    {
        var since = time.GetTimestamp();
        while (true)
        {
            try
            {
                producer.CommitTransaction(timeout);
                return;
            }
            catch (KafkaRetriableException) when (time.GetElapsedTime(since) < 2 * timeout)
            {
            }
        }
    }
}

/// <summary>The group moved on, or the coordinator would not take the offsets: the transaction must be aborted and nothing of it happened.</summary>
internal sealed class AbortDueException(KafkaTxnRequiresAbortException cause) : Exception(cause.Error.Reason, cause)
{
    /// <summary>What the client said.</summary>
    public ErrorCode Code => cause.Error.Code;
}
