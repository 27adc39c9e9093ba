using Confluent.Kafka;

namespace Nba.Host.Transport.Kafka;

/// <summary>Questions to a cluster whose answers may be late: a leader that moves, a topic just made, a broker that starts.</summary>
internal static class Again
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks until an answer comes; after the time the last failure is the caller's.</summary>
    public static T Until<T>(TimeSpan longest, Func<T> ask)
    {
        for (var until = Environment.TickCount64 + (long)longest.TotalMilliseconds; ;)
        {
            try
            {
                return ask();
            }
            catch (KafkaException failure) when (!failure.Error.IsFatal && Environment.TickCount64 < until)
            {
                Thread.Sleep(Pause);
            }
        }
    }

    /// <summary>How far a partition goes.</summary>
    public static WatermarkOffsets Range(this IConsumer<byte[], byte[]> consumer, TopicPartition place, TimeSpan longest) =>
        Until(longest, () => consumer.QueryWatermarkOffsets(place, longest));
}
