using System.Text;
using Confluent.Kafka;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Stages;

/// <summary>A bank on the broker: activities go in, what was published is read as any reader would, committed records only.</summary>
internal sealed class TestBank(Broker broker) : IDisposable
{
    private readonly IProducer<byte[], byte[]> _producer = broker.Clients.Build<byte[], byte[]>(broker.Clients.PlainProducer("test"));
    private readonly IConsumer<byte[], byte[]> _group = Looking(broker);
    private readonly Dictionary<int, long> _last = [];

    /// <summary>Produces activities; all are on the broker when it returns. As somebody with another partitioner: so many partitions off.</summary>
    public async Task Feed(IEnumerable<(string Customer, byte[] Json)> activities, int off = 0)
    {
        var written = new List<Task<DeliveryResult<byte[], byte[]>>>();
        foreach (var (customer, json) in activities)
        {
            var key = Encoding.UTF8.GetBytes(customer);
            var place = new TopicPartition(broker.Topics.Activity.Name, (Murmur2.Partition(key, broker.Topics.Activity.Partitions) + off) % broker.Topics.Activity.Partitions);
            written.Add(_producer.ProduceAsync(place, new Message<byte[], byte[]> { Key = key, Value = json }));
        }
        foreach (var report in await Task.WhenAll(written)) _last[report.Partition.Value] = Math.Max(_last.GetValueOrDefault(report.Partition.Value, -1), report.Offset.Value);
    }

    /// <summary>Waits until every activity fed is decided and committed.</summary>
    public Task Decided(TimeSpan longest, Func<string> words) => Until(IsDecided, longest, "not all was decided", words);

    /// <summary>Waits until something holds; says what did not, and what the workers said, after the longest time.</summary>
    public async Task Until(Func<bool> holds, TimeSpan longest, string what, Func<string> words)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < longest, $"{what} within {longest}; the workers said:\n{words()}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Whether the journal of every partition names a book.</summary>
    public bool BookIsEverywhere(string version) => Read(broker.Topics.Journal).Count(m => Encoding.UTF8.GetString(m.Value).Contains($"\"{version}\"", StringComparison.Ordinal)) >= broker.Topics.Journal.Partitions;

    /// <summary>All committed records of a topic.</summary>
    public IEnumerable<Message<byte[], byte[]>> Read(KafkaTopic topic)
    {
        using var reader = broker.Clients.Build<byte[], byte[]>(broker.Clients.TableReader("test"));
        var left = Enumerable.Range(0, topic.Partitions).ToHashSet();
        reader.Assign(left.Select(p => new TopicPartitionOffset(topic.Name, p, Offset.Beginning)));
        while (left.Count > 0)
        {
            var result = reader.Consume(TimeSpan.FromSeconds(20)) ?? throw new TimeoutException($"{topic.Name} could not be read to its end");
            if (result.IsPartitionEOF) left.Remove(result.Partition.Value);
            else yield return result.Message;
        }
    }

    public void Dispose()
    {
        _producer.Dispose();
        _group.Dispose();
    }

    private bool IsDecided()
    {
        try
        {
            return _group.Committed(_last.Select(l => new TopicPartition(broker.Topics.Activity.Name, l.Key)), TimeSpan.FromSeconds(5)).All(p => p.Offset.Value > _last[p.Partition.Value]);
        }
        catch (KafkaException)
        {
            // Offsets of a transaction that is still open, or a broker that is away.
            return false;
        }
    }

    // Looks at the group's offsets without joining it.
    private static IConsumer<byte[], byte[]> Looking(Broker broker)
    {
        var config = broker.Clients.TableReader("looking");
        config.GroupId = broker.Clients.Group(KafkaClients.Decide);
        return broker.Clients.Build<byte[], byte[]>(config);
    }
}
