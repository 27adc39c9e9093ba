using System.Diagnostics.Metrics;
using Confluent.Kafka;

namespace Nba.Host.Transport.Kafka;

/// <summary>How far a slot is in one of its partitions.</summary>
/// <param name="Partition">The partition of the stage's input.</param>
/// <param name="Lag">Offsets between where the stage stands and the end that the last fetch told of; 0 once all was taken.</param>
internal readonly record struct PartitionLag(int Partition, long Lag);

/// <summary>What a slot tells of itself. Its thread writes; any reads.</summary>
internal sealed class SlotFigures
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly Histogram<double>? _duration;
    private readonly KeyValuePair<string, object?>[] _commit;
    private IReadOnlyList<PartitionLag> _lags = [];
    private long _looked;
    private long _committed, _aborted, _renewed, _restored;

    /// <summary>Figures of a slot; measured by a meter where there is one.</summary>
    public SlotFigures(SlotSettings settings, string topic, TimeProvider time)
    {
        _time = time;
        _commit = [.. Of(settings.Id, topic), new("messaging.operation.name", "commit"), new("messaging.operation.type", "settle")];
        if (settings.Meter is { } meter) _duration = Observe(meter, Of(settings.Id, topic));
    }

    /// <summary>Transactions committed.</summary>
    public long Committed => Volatile.Read(ref _committed);

    /// <summary>Transactions given up and done again.</summary>
    public long Aborted => Volatile.Read(ref _aborted);

    /// <summary>How often the clients were made anew.</summary>
    public long Renewed => Volatile.Read(ref _renewed);

    /// <summary>Rows read back from changelogs.</summary>
    public long Restored => Volatile.Read(ref _restored);

    /// <summary>Its partitions that run, as of a second ago at most while it polls.</summary>
    public IReadOnlyList<PartitionLag> Lags => Volatile.Read(ref _lags);

    /// <summary>A transaction was committed; it began to be at a tick of the clock of waits.</summary>
    public void Commit(long since)
    {
        Interlocked.Increment(ref _committed);
        _duration?.Record(_time.GetElapsedTime(since).TotalSeconds, _commit);
    }

    public void Abort() => Interlocked.Increment(ref _aborted);

    public void Renew() => Interlocked.Increment(ref _renewed);

    public void Restore(long rows) => Interlocked.Add(ref _restored, rows);

    /// <summary>Looks at the partitions, once a second: what a fetch told is asked of the client, and nothing of the broker.</summary>
    public void Look(IEnumerable<OwnedPartition> owned, IConsumer<byte[], byte[]> consumer, string topic)
    {
        if (_looked != 0 && _time.GetElapsedTime(_looked) < Period) return;
        _looked = _time.GetTimestamp();
        var lags = new List<PartitionLag>();
        foreach (var partition in owned.Where(p => p.IsRunning)) lags.Add(new PartitionLag(partition.Partition, Lag(partition, consumer, topic)));
        Volatile.Write(ref _lags, lags);
    }

    // What ends a transaction takes offsets too, so that a partition which was read to its end may seem to lack some.
    private static long Lag(OwnedPartition partition, IConsumer<byte[], byte[]> consumer, string topic)
    {
        if (partition is { IsAtEnd: true, Fetched.Count: 0, Polled.Count: 0 }) return 0;
        var high = consumer.GetWatermarkOffsets(new TopicPartition(topic, partition.Partition)).High;
        return high == Offset.Unset ? 0 : Math.Max(0, high.Value - partition.Next);
    }

    private Histogram<double> Observe(Meter meter, KeyValuePair<string, object?>[] tags)
    {
        Measurement<long> With(long value, params KeyValuePair<string, object?>[] more) => new(value, [.. tags, .. more]);
        meter.CreateObservableCounter<long>("nba.transactions", () => [With(Committed, new KeyValuePair<string, object?>("nba.outcome", "committed")), With(Aborted, new KeyValuePair<string, object?>("nba.outcome", "aborted"))],
            "{transaction}", "Transactions of a slot, by what became of them");
        meter.CreateObservableCounter("nba.client.renewals", () => With(Renewed), "{renewal}", "How often a slot's clients were made anew");
        meter.CreateObservableCounter("nba.restore.rows", () => With(Restored), "{row}", "Rows read back from changelogs");
        meter.CreateObservableGauge("messaging.kafka.consumer.lag", () => Lags.Select(l => With(l.Lag, new KeyValuePair<string, object?>("messaging.destination.partition.id", l.Partition.ToString(System.Globalization.CultureInfo.InvariantCulture)))),
            "{offset}", "Offsets between where a slot stands and the end of a partition");
        return meter.CreateHistogram<double>("messaging.client.operation.duration", "s", "How long a commit took, from its first call to the broker's answer");
    }

    private static KeyValuePair<string, object?>[] Of(string slot, string topic) => [new("messaging.system", "kafka"), new("messaging.destination.name", topic), new("messaging.client.id", slot)];
}
