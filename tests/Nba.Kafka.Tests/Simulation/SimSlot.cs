using Confluent.Kafka;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>The clients of one stage of a simulated worker, always under the same names.</summary>
internal sealed class SimSlot(SimCluster cluster, Func<Action> step, string stage, string instance, int partitions) : ISlotClients
{
    public IConsumer<byte[], byte[]> Consumer(Func<List<TopicPartition>, IEnumerable<TopicPartitionOffset>> assigned, Action<List<TopicPartitionOffset>> revoked, Action<List<TopicPartitionOffset>> lost) =>
        new SimConsumer(cluster, step(), stage, instance, partitions, new SimHandlers(assigned, revoked, lost));

    public IProducer<byte[], byte[]> Producer() => new SimProducer(cluster, step(), $"{stage}-{instance}");

    public IConsumer<byte[], byte[]> Reader() => new SimConsumer(cluster, step(), null, null, 0, null);

    public IConsumer<byte[], byte[]> Watermarks() => Reader();

    public string TopicId(string topic, TimeSpan timeout) => topic;
}
