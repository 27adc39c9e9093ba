using System.Text;
using Confluent.Kafka;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// Hands events in by producing them: what the book in force refuses is refused at once, all else is on the broker when the answer comes, and decided a moment later by whoever
/// has the customer's partition. Thread-safe.
/// </summary>
internal sealed class ActivityProducer(IProducer<byte[], byte[]> producer, KafkaTopics topics, Func<RuleBook> book, TimeProvider time) : IEventDoor, IDisposable
{
    private volatile bool _closed;

    public bool HasFailed => false;

    public async Task<ChunkOutcome> Submit(IntakeChunk chunk, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var (refusals, written) = (new List<ChunkRefusal>(), new List<Task>());
        Produce(chunk, refusals, written);
        await Task.WhenAll(written).WaitAsync(cancellation).ConfigureAwait(false);
        return new ChunkOutcome(refusals, IsDecided: false);
    }

    public void Close() => _closed = true;

    public void Dispose()
    {
        producer.Flush(TimeSpan.FromSeconds(5));
        producer.Dispose();
    }

    private void Produce(IntakeChunk chunk, List<ChunkRefusal> refusals, List<Task> written)
    {
        var inForce = book();
        var activity = new Activity(inForce.Vocabulary);
        var now = new Instant(time.GetUtcNow().ToUnixTimeMilliseconds());
        for (var i = 0; i < chunk.Count; i++)
        {
            var json = chunk[i].Json.ToArray();
            if (inForce.Reader.Read(json, now, activity, isSent: false) is { } refusal)
            {
                refusals.Add(new ChunkRefusal(i, refusal));
                continue;
            }
            var key = Encoding.UTF8.GetBytes(activity.Customer.ToString());
            written.Add(producer.ProduceAsync(new TopicPartition(topics.Activity.Name, Murmur2.Partition(key, topics.Activity.Partitions)), new Message<byte[], byte[]> { Key = key, Value = json }));
        }
    }
}
