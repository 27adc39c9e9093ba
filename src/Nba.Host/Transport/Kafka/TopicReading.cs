using Confluent.Kafka;
using Nba.Host.Settings;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// Reads partitions of topics, one after the other, each to the end it has: committed records only, and never less than what stood in it when its reading
/// began, transactions that were open then included. Used by one thread.
/// </summary>
/// <param name="reader">A reader of committed records.</param>
/// <param name="watermarks">Asks how far partitions go, whatever is committed.</param>
/// <param name="words">A text as it may be shown, without secrets.</param>
/// <remarks>A cluster that fails meanwhile ends it with a <see cref="CannotStartException"/>.</remarks>
internal sealed class TopicReading(IConsumer<byte[], byte[]> reader, IConsumer<byte[], byte[]> watermarks, Func<string, string> words) : IDisposable
{
    // Longer than the longest transaction, which hides what follows it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>How far a partition goes.</summary>
    public WatermarkOffsets Range(string topic, int partition) =>
        Asked(() => watermarks.QueryWatermarkOffsets(new TopicPartition(topic, partition), TimeSpan.FromSeconds(15)), topic, partition);

    /// <summary>Records from an offset on, or all there are.</summary>
    /// <remarks>
    /// It goes on to an end that the broker tells, past what was there at first. So of a compacted topic the last record of every key is among what was
    /// read: whatever compaction took away meanwhile was followed by another before that end.
    /// </remarks>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="from">The first offset needed; null for all there are.</param>
    /// <param name="until">The offset to stop before.</param>
    /// <param name="needed">The offset before which nothing may be missing: what ends a transaction takes offsets too, and a quiet partition may begin behind its last record.</param>
    /// <exception cref="InvalidDataException">Records that are needed are gone, or the end does not come.</exception>
    public IEnumerable<ConsumeResult<byte[], byte[]>> From(string topic, int partition, long? from = null, long until = long.MaxValue, long needed = long.MaxValue)
    {
        if (from >= until) yield break;
        var range = Range(topic, partition);
        if (from >= needed && from < range.Low.Value) from = null;
        if (from < range.Low.Value)
            throw Said.Unusable($"partition {partition} of {topic} begins at offset {range.Low.Value}, and what is needed begins at {from}: it "
                + $"is gone; put it back, or use a later archive");
        reader.Assign(new TopicPartitionOffset(topic, partition, from ?? Offset.Beginning));
        for (var isEnd = false; !isEnd;)
        {
            var result = Asked(() => reader.Consume(Patience), topic, partition)
                ?? throw Said.Unusable($"partition {partition} of {topic} could not be read to its end within {Patience.TotalSeconds:0} s: no "
                    + $"broker has it now, or a transaction hangs open there");
            isEnd = result.IsPartitionEOF ? result.Offset.Value >= Math.Min(range.High.Value, until) : result.Offset.Value >= until;
            if (!result.IsPartitionEOF && !isEnd) yield return result;
            if (result.IsPartitionEOF) End = result.Offset.Value;
        }
    }

    /// <summary>The offset at which the partition that was read last told its end.</summary>
    public long End { get; private set; }

    /// <summary>An offset of a partition before which every transaction has ended.</summary>
    public long Stable(string topic, int partition)
    {
        reader.Assign(new TopicPartitionOffset(topic, partition, Offset.End));
        return Asked(() => reader.Consume(Patience), topic, partition)?.Offset.Value
            ?? throw Said.Unusable($"the end of partition {partition} of {topic} was not told within {Patience.TotalSeconds:0} s: no broker has "
                + $"it now");
    }

    public void Dispose()
    {
        reader.Dispose();
        watermarks.Dispose();
    }

    private T Asked<T>(Func<T> ask, string topic, int partition)
    {
        try
        {
            return ask();
        }
        catch (KafkaException failure)
        {
            throw new CannotStartException($"partition {partition} of {topic} cannot be read: {words(failure.Error.Reason)}; try again when the cluster "
                + $"answers", failure);
        }
    }
}
