using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Nba.Host.Transport.Kafka;

/// <summary>Asks a cluster how groups are. Thread-safe; the client is its own.</summary>
/// <param name="admin">Asks; closed with this.</param>
/// <param name="timeout">Longest wait for an answer.</param>
internal sealed class GroupLook(IAdminClient admin, TimeSpan timeout) : IDisposable
{
    /// <summary>How a group is, and how many partitions its topic has now: a foreign one may get more.</summary>
    /// <exception cref="KafkaException">The cluster does not answer, or does not let this worker know.</exception>
    public async Task<GroupSight> At(WatchedGroup group)
    {
        var groups = await admin.DescribeConsumerGroupsAsync([group.Name], new DescribeConsumerGroupsOptions { RequestTimeout = timeout }).ConfigureAwait(false);
        var topics = await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([group.Topic]), new DescribeTopicsOptions { RequestTimeout = timeout }).ConfigureAwait(false);
        return GroupSight.Of(groups.ConsumerGroupDescriptions.Single(), topics.TopicDescriptions.Single());
    }

    /// <inheritdoc/>
    public void Dispose() => admin.Dispose();
}
