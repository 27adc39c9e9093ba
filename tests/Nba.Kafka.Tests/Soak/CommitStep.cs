using Confluent.Kafka;
using Nba.Host.Transport.Kafka;
using Nba.Kafka.Tests.Stages;

namespace Nba.Kafka.Tests.Soak;

/// <summary>A step of a commit as it shows from outside: a worker that is killed as soon as it shows is killed about there.</summary>
internal sealed record CommitStep(string Name, Func<KafkaTopics, KafkaTopic> Topic, IsolationLevel Level)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Records produced, offsets not sent; state produced; and committed, with the local rows about to be written.</summary>
    public static IReadOnlyList<CommitStep> All { get; } =
    [
        new("actions produced", t => t.Actions, IsolationLevel.ReadUncommitted),
        new("state produced", t => t.CustomerState, IsolationLevel.ReadUncommitted),
        new("committed", t => t.Decisions, IsolationLevel.ReadCommitted),
        new("queues produced", t => t.Queues, IsolationLevel.ReadUncommitted),
    ];

    /// <summary>Waits until some worker's commit is there; not for ever, for it may have been too quick.</summary>
    public Task Wait(ShakenBank bank) => Task.Run(() =>
    {
        var (topic, since) = (Topic(bank.Broker.Topics), TimeProvider.System.GetTimestamp());
        var config = bank.Broker.Clients.TableReader("step");
        config.IsolationLevel = Level;
        using var reader = bank.Broker.Clients.Build<byte[], byte[]>(config);
        reader.Assign(Enumerable.Range(0, topic.Partitions).Select(p => new TopicPartitionOffset(topic.Name, p, Offset.End)));
        while (reader.Consume(TimeSpan.FromMilliseconds(20)) is not { IsPartitionEOF: false } && TimeProvider.System.GetElapsedTime(since) < Longest)
        {
        }
    });
}
