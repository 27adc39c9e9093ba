using System.Text;
using Confluent.Kafka;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Host.Settings;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// Hands events in by producing them: what the book in force refuses is refused at once, all else is on the broker when the answer comes, and decided a moment later by whoever
/// has the customer's partition. Thread-safe.
/// </summary>
internal sealed class ActivityProducer(IProducer<byte[], byte[]> producer, KafkaTopics topics, Func<RuleBook> book, TimeProvider time) : IEventDoor, IDisposable
{
    private volatile bool _failing;

    /// <summary>Whether the last events could not be brought to a broker.</summary>
    public bool HasFailed => _failing;

    public bool Decides => false;

    public async Task<ChunkOutcome> Submit(IntakeChunk chunk, CancellationToken cancellation)
    {
        var (refusals, written) = (new List<ChunkRefusal>(), new List<Task>());
        try
        {
            Produce(chunk, refusals, written);
            await Task.WhenAll(written).WaitAsync(cancellation).ConfigureAwait(false);
            _failing = false;
        }
        catch (KafkaException failure)
        {
            _failing = true;
            throw Said.Refused($"the events did not reach a broker ({failure.Error.Reason}); hand them in again: what did reach one counts once", failure);
        }
        return new ChunkOutcome(refusals, IsDecided: false);
    }

    public void Close()
    {
        // Pages stop taking requests by themselves, and nothing waits here.
    }

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
            // Of header and attribute the header counts, so that an event which names its trace itself gets none.
            var trace = chunk.Trace is { } given && TraceParent.OfEvent(json) is null ? given : null;
            var message = new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(activity.Customer.ToString()), Value = json, Headers = TraceHeader.Carrying(trace) };
            // How far a source is complete concerns every partition.
            var (first, count) = activity.Type.IsControl ? (0, topics.Activity.Partitions) : (Murmur2.Partition(message.Key, topics.Activity.Partitions), 1);
            for (var partition = first; partition < first + count; partition++) written.Add(producer.ProduceAsync(new TopicPartition(topics.Activity.Name, partition), message));
        }
    }
}
