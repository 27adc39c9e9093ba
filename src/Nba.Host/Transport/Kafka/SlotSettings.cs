using System.Diagnostics.Metrics;
using Confluent.Kafka;

namespace Nba.Host.Transport.Kafka;

/// <summary>Makes the clients of one slot, always under the same names.</summary>
internal interface ISlotClients
{
    /// <summary>The consumer of the stage's group; the handlers run inside its polls.</summary>
    IConsumer<byte[], byte[]> Consumer(
        Func<List<TopicPartition>, IEnumerable<TopicPartitionOffset>> assigned, Action<List<TopicPartitionOffset>> revoked, Action<List<TopicPartitionOffset>> lost);

    /// <summary>The transactional producer.</summary>
    IProducer<byte[], byte[]> Producer();

    /// <summary>A consumer without a group, which sees committed records only.</summary>
    IConsumer<byte[], byte[]> Reader();

    /// <summary>The same for many rows: of each record its place, key and value, and nothing else.</summary>
    IConsumer<byte[], byte[]> RowReader() => Reader();

    /// <summary>A consumer without a group, to ask how far partitions go, open transactions included.</summary>
    IConsumer<byte[], byte[]> Watermarks();

    /// <summary>The identity of a topic: another one when it was deleted and made again.</summary>
    string TopicId(string topic, TimeSpan timeout);
}

/// <summary>How one slot works.</summary>
/// <param name="Id">Its group.instance.id and transactional.id.</param>
/// <param name="Clients">Makes its clients.</param>
/// <param name="CommitPeriod">Longest time from a stage's commit to the broker's.</param>
/// <param name="Timeout">Longest wait for one answer of the broker: below the transaction's own timeout.</param>
/// <param name="Asking">Asks what may be answered late, and waits to connect.</param>
/// <param name="RestoreDeadline">Longest time that a restore may see nothing come.</param>
/// <param name="TombstonesKept">How long deletions stay in a changelog: local rows that are older than that cannot be brought up to date.</param>
/// <param name="MostRenewals">How often the clients may be lost within a minute.</param>
/// <param name="Meter">Where its figures are measured; nowhere when null.</param>
/// <param name="Group">The group that its consumer belongs to, as spans name it; they name none when null.</param>
internal sealed record SlotSettings(
    string Id, ISlotClients Clients, TimeSpan CommitPeriod, TimeSpan Timeout, Again Asking, TimeSpan RestoreDeadline, TimeSpan TombstonesKept, int MostRenewals = 5,
    Meter? Meter = null, string? Group = null);
