using Confluent.Kafka;

namespace Nba.Host.Transport.Kafka;

/// <summary>Asks a cluster whose answers may be late: a leader that moves, a topic just made, a transaction that is being ended. Thread-safe.</summary>
/// <param name="time">The clock of its patience.</param>
/// <param name="longest">How long it asks.</param>
/// <param name="sleep">Waits between two questions.</param>
internal sealed class Again(TimeProvider time, TimeSpan longest, Action<TimeSpan> sleep)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks until an answer comes; after the time the last failure is the caller's.</summary>
    public T Until<T>(Func<T> ask)
    {
        for (var since = time.GetTimestamp(); ;)
        {
            try
            {
                return ask();
            }
            catch (KafkaException failure) when (!failure.Error.IsFatal && time.GetElapsedTime(since) < longest)
            {
                Rest();
            }
        }
    }

    /// <summary>A pause before the next question.</summary>
    public void Rest() => sleep(Pause);

    /// <summary>A pause of some length.</summary>
    public void Rest(TimeSpan pause) => sleep(pause);

    /// <summary>How far a partition goes.</summary>
    public WatermarkOffsets Range(IConsumer<byte[], byte[]> consumer, TopicPartition place) => Until(() => consumer.QueryWatermarkOffsets(place, longest));
}
