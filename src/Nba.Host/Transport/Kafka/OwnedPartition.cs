using Confluent.Kafka;
using Nba.Engine.Calendars;

namespace Nba.Host.Transport.Kafka;

/// <summary>A partition that the group gave to this slot: first its rows are brought up to date, then it runs. Not thread-safe.</summary>
internal sealed class OwnedPartition(int partition, int generation, KafkaTransaction transaction)
{
    // A record without a value: an event that is no JSON, and nothing else, so that it is refused and kept like any other.
    private static readonly byte[] Blank = " "u8.ToArray();

    private long _durable;

    public int Partition => partition;

    public int Generation { get; private set; } = generation;

    public KafkaTransaction Transaction => transaction;

    public bool IsRunning { get; private set; }

    /// <summary>Whether its stage cannot run it: nothing of it is fetched until it is told of anew.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Whether everything that the topic holds was fetched.</summary>
    public bool IsAtEnd { get; set; }

    /// <summary>Fetched and not polled.</summary>
    public Queue<LogRecord> Fetched { get; private set; } = new();

    /// <summary>Polled since the stage's last commit.</summary>
    public List<LogRecord> Polled { get; } = [];

    /// <summary>Where consuming goes on behind what the stage committed.</summary>
    public long Next { get; set; }

    /// <summary>How far the local rows go.</summary>
    public LocalStamp Stamp { get; set; } = new(0, 0, "", 0);

    /// <summary>Its rows are up to date.</summary>
    public void Start(LocalStamp stamp, long next) => (Stamp, Next, _durable, IsRunning) = (stamp, next, next, true);

    /// <summary>Takes a record as fetched.</summary>
    public void Take(ConsumeResult<byte[], byte[]> result) => Fetched.Enqueue(new LogRecord(
        result.Offset.Value, new Instant(result.Message.Timestamp.UnixTimestampMs), ValueOf(result.Message), null, new RecordKey(result.Message.Key, TraceHeader.Of(result.Message), result.Message.Headers), IsSent: IsSent(result.Message)));

    /// <summary>The event that a record holds.</summary>
    public static byte[] ValueOf(Message<byte[], byte[]> message) => message.Value is { Length: > 0 } value ? value : Blank;

    /// <summary>Whether the engine sent it.</summary>
    public static bool IsSent(Message<byte[], byte[]> message) => message.Headers is { } headers && headers.TryGetLastBytes(DecideTopics.SentHeader, out _);

    /// <summary>What was polled comes again.</summary>
    public void PutBack()
    {
        if (Polled.Count == 0) return;
        Fetched = new Queue<LogRecord>(Polled.Concat(Fetched));
        Polled.Clear();
    }

    /// <summary>Its stage takes nothing of it any more; what was fetched comes again when it does.</summary>
    public void Hold()
    {
        Fetched.Clear();
        Polled.Clear();
        (IsHeld, IsAtEnd) = (true, false);
    }

    /// <summary>All that the stage committed is durable.</summary>
    public void Committed() => _durable = Next;

    /// <summary>Back to what is durable, as another generation.</summary>
    public void Rewind(int generation)
    {
        Generation = generation;
        Transaction.Clear();
        Fetched.Clear();
        Polled.Clear();
        (Next, IsAtEnd, IsHeld) = (_durable, false, false);
    }
}
