using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Nba.Host.Settings;

namespace Nba.Host.Transport.Kafka;

/// <summary>The clients of one slot of a stage. Thread-safe.</summary>
internal sealed class SlotClients(KafkaClients clients, string stage, int slot) : ISlotClients
{
    public IConsumer<byte[], byte[]> Consumer(
        Func<List<TopicPartition>, IEnumerable<TopicPartitionOffset>> assigned, Action<List<TopicPartitionOffset>> revoked, Action<List<TopicPartitionOffset>> lost) =>
        clients.Build<byte[], byte[]>(clients.StageConsumer(stage, slot), builder => builder
            .SetPartitionsAssignedHandler((_, partitions) => assigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => revoked(partitions))
            .SetPartitionsLostHandler((_, partitions) => lost(partitions)));

    public IProducer<byte[], byte[]> Producer() => clients.Build<byte[], byte[]>(clients.StageProducer(stage, slot));

    public IConsumer<byte[], byte[]> Reader() => clients.Build<byte[], byte[]>(clients.TableReader($"{stage}-restore"));

    public IConsumer<byte[], byte[]> RowReader()
    {
        var config = clients.TableReader($"{stage}-restore");
        config.ConsumeResultFields = "topic";
        return clients.Build<byte[], byte[]>(config);
    }

    public IConsumer<byte[], byte[]> Watermarks()
    {
        var config = clients.TableReader($"{stage}-watermarks");
        config.IsolationLevel = IsolationLevel.ReadUncommitted;
        return clients.Build<byte[], byte[]>(config);
    }

    public string TopicId(string topic, TimeSpan timeout)
    {
        using var admin = clients.Build(clients.Admin());
        var described = admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]), new DescribeTopicsOptions { RequestTimeout = timeout }).GetAwaiter().GetResult();
        return described.TopicDescriptions is [{ Error.IsError: false } found] ? found.TopicId.ToString() : throw new CannotStartException($"the topic {topic} cannot be looked at");
    }
}
