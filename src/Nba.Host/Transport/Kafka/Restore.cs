using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// Brings the local rows of newly assigned partitions up to the end of changelog and journal, a step at a time between polls. The end is the high watermark, open transactions
/// included: what a crashed predecessor left open hides newer committed records behind it, and to stop before them would lose them. Used by the slot's thread.
/// </summary>
internal sealed class Restore : IDisposable
{
    private const int StepRecords = 5000;
    private const int BatchRows = 2000;

    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(5);

    private readonly StageTopics _topics;
    private readonly Store _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SlotFigures _figures;
    private readonly TimeSpan _deadline;
    private readonly IConsumer<byte[], byte[]> _reader;
    private readonly StoreBatch _batch;
    private readonly SortedDictionary<int, Progress> _partitions = [];
    private readonly string _topicId;
    private long _lastStep;
    private TimeSpan _waited;
    private long _lastSaid;
    private long _rows;

    public Restore(SlotSettings settings, StageTopics topics, Store store, TimeProvider time, IReadOnlyList<int> partitions, ILogger log, SlotFigures figures)
    {
        (_topics, _store, _time, _log, _figures, _deadline) = (topics, store, time, log, figures, settings.RestoreDeadline);
        _reader = settings.Clients.RowReader();
        _batch = store.NewBatch();
        _topicId = settings.Clients.TopicId(topics.Changelog, settings.Timeout);
        using (var watermarks = settings.Clients.Watermarks())
        {
            foreach (var partition in partitions) _partitions[partition] = Begin(partition, settings, watermarks);
        }
        _reader.Assign([.. _partitions.Where(p => !p.Value.IsDone).SelectMany(p => Places(p.Key, p.Value))]);
        _lastStep = _lastSaid = time.GetTimestamp();
    }

    /// <summary>Whether every partition was brought up to date or left.</summary>
    public bool IsDone => _partitions.Count == 0;

    /// <summary>Reads on; answers the partitions whose rows are up to date now, each once.</summary>
    public IEnumerable<(int Partition, LocalStamp Stamp)> Step()
    {
        var came = 0;
        for (; came < StepRecords && _partitions.Values.Any(p => !p.IsDone); came++)
        {
            if (_reader.Consume(came == 0 ? TimeSpan.FromMilliseconds(20) : TimeSpan.Zero) is not { } result) break;
            Take(result);
        }
        Write();
        Wait(came);
        Say();
        var done = _partitions.Where(p => p.Value.IsDone).ToList();
        foreach (var (partition, _) in done) _partitions.Remove(partition);
        if (_partitions.Count > 0 && _waited > _deadline) throw new InvalidDataException(Stuck());
        return done.Select(d => (d.Key, d.Value.Stamp(_topicId, Now)));
    }

    /// <summary>A partition went to somebody else meanwhile.</summary>
    public void Leave(int partition) => _partitions.Remove(partition);

    public void Dispose()
    {
        _reader.Dispose();
        _batch.Dispose();
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private Progress Begin(int partition, SlotSettings settings, IConsumer<byte[], byte[]> watermarks)
    {
        var stamp = LocalStamp.Read(_store, partition);
        var changelog = settings.Asking.Range(watermarks, new TopicPartition(_topics.Changelog, partition));
        var journal = _topics.Journal is { } topic ? settings.Asking.Range(watermarks, new TopicPartition(topic, partition)).High.Value : 0;
        if (stamp is not null && Distrust(stamp, changelog, settings) is { } why)
        {
            SlotLog.Wiped(_log, _topics.Changelog, partition, why);
            stamp = null;
        }
        if (stamp is null) Wipe(partition);
        return new Progress(partition) { Changelog = stamp?.Changelog ?? 0, Journal = stamp?.Journal ?? 0, ChangelogEnd = changelog.High.Value, JournalEnd = journal };
    }

    private string? Distrust(LocalStamp stamp, WatermarkOffsets changelog, SlotSettings settings)
    {
        if (stamp.ChangelogTopic != _topicId) return "they are of another topic under the same name";
        if (stamp.Changelog > changelog.High.Value) return "they go further than the topic";
        return Now - stamp.At > settings.TombstonesKept.TotalMilliseconds ? "they are older than deletions are kept" : null;
    }

    private void Wipe(int partition)
    {
        byte[] from = [(byte)(partition >> 8), (byte)partition], to = [(byte)((partition + 1) >> 8), (byte)(partition + 1)];
        using var batch = _store.NewBatch();
        batch.DeleteRange(from, to);
        lock (_store) _store.WriteUnlogged(batch);
    }

    private IEnumerable<TopicPartitionOffset> Places(int partition, Progress progress)
    {
        yield return new TopicPartitionOffset(_topics.Changelog, partition, progress.Changelog);
        if (_topics.Journal is { } journal) yield return new TopicPartitionOffset(journal, partition, progress.Journal);
    }

    private void Take(ConsumeResult<byte[], byte[]> result)
    {
        if (!_partitions.TryGetValue(result.Partition.Value, out var progress)) return;
        var next = result.IsPartitionEOF ? result.Offset.Value : result.Offset.Value + 1;
        if (result.Topic == _topics.Changelog) progress.Changelog = Math.Max(progress.Changelog, next);
        else progress.Journal = Math.Max(progress.Journal, next);
        if (result.IsPartitionEOF) return;
        if (result.Topic == _topics.Changelog) Row(progress.Keys.Own((Table)result.Message.Key[0], result.Message.Key.AsSpan(1)), result.Message.Value);
        else _batch.Put(progress.Keys.Own(Table.Journal, result.Message.Key), result.Message.Value);
        if (_batch.Count >= BatchRows) Write();
    }

    // A process that was asleep did not wait: between two steps at most so long.
    private void Wait(int came)
    {
        var now = _time.GetTimestamp();
        var since = _time.GetElapsedTime(_lastStep, now);
        _lastStep = now;
        _waited = came > 0 ? TimeSpan.Zero : _waited + (since < LongestStep ? since : LongestStep);
    }

    private void Row(ReadOnlySpan<byte> key, byte[]? value)
    {
        if (value is null) _batch.Delete(key);
        else _batch.Put(key, ChangelogRecord.Row(value).Span);
    }

    private void Write()
    {
        if (_batch.Count == 0) return;
        _rows += _batch.Count;
        _figures.Restore(_batch.Count);
        foreach (var (partition, progress) in _partitions) progress.Stamp(_topicId, Now).Write(_batch, partition);
        lock (_store) _store.WriteUnlogged(_batch);
        _batch.Clear();
    }

    private void Say()
    {
        if (_rows == 0 || _time.GetElapsedTime(_lastSaid) < TimeSpan.FromSeconds(2)) return;
        _lastSaid = _time.GetTimestamp();
        SlotLog.Restoring(_log, _topics.Changelog, _rows, _partitions.Values.Sum(p => p.Left));
    }

    private string Stuck() =>
        $"partitions {string.Join(", ", _partitions.Where(p => !p.Value.IsDone).Select(p => $"{p.Key} ({p.Value.Said})"))} of {_topics.Changelog} could not be read to their end within {_deadline.TotalSeconds:0} s: "
        + "no broker has them now, or a transaction hangs open there: 'kafka-transactions find-hanging' names it and 'abort' ends it";

    private sealed class Progress(int partition)
    {
        public Keys Keys { get; } = new(partition);

        public long Changelog { get; set; }

        public long Journal { get; set; }

        public long ChangelogEnd { get; init; }

        public long JournalEnd { get; init; }

        public bool IsDone => Changelog >= ChangelogEnd && Journal >= JournalEnd;

        public string Said => JournalEnd > 0 ? $"at {Changelog} of {ChangelogEnd}, its journal at {Journal} of {JournalEnd}" : $"at {Changelog} of {ChangelogEnd}";

        public long Left => Math.Max(0, ChangelogEnd - Changelog) + Math.Max(0, JournalEnd - Journal);

        public LocalStamp Stamp(string topicId, long now) => new(Changelog, Journal, topicId, now);
    }
}
