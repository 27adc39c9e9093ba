using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Nba.Host.Transport.Kafka;

/// <summary>Asks a cluster whose answers may be late: a leader that moves, a topic just made, a transaction that is being ended. Thread-safe.</summary>
/// <param name="time">The clock of its patience.</param>
/// <param name="longest">How long it asks.</param>
/// <param name="sleep">Waits between two questions.</param>
/// <param name="log">Where it is said, now and then, that it waits.</param>
internal sealed class Again(TimeProvider time, TimeSpan longest, Action<TimeSpan> sleep, ILogger? log = null)
{
    private const int SaidEvery = 25;

    private static readonly TimeSpan OneCall = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks until an answer comes; after the time the last failure is the caller's.</summary>
    public T Until<T>(Func<T> ask)
    {
        var since = time.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            try
            {
                return ask();
            }
            catch (KafkaException failure) when (!failure.Error.IsFatal && time.GetElapsedTime(since) < longest)
            {
                if (log is not null && tries % SaidEvery == 0) SlotLog.Asking(log, failure.Error.Reason);
                Rest();
            }
        }
    }

    /// <summary>A pause before the next question.</summary>
    public void Rest() => sleep(Pause);

    /// <summary>A pause of some length.</summary>
    public void Rest(TimeSpan pause) => sleep(pause);

    /// <summary>How far a partition goes.</summary>
    public WatermarkOffsets Range(IConsumer<byte[], byte[]> consumer, TopicPartition place) => Until(() => consumer.QueryWatermarkOffsets(place, OneCall));
}
