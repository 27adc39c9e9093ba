using System.Buffers.Binary;
using System.Text;
using Confluent.Kafka;

namespace Nba.Host.Transport.Kafka;

/// <summary>Asks a cluster how groups are. Thread-safe; the client is its own.</summary>
/// <param name="admin">Asks; closed with this.</param>
/// <param name="timeout">Longest wait for an answer.</param>
internal sealed class GroupLook(IAdminClient admin, TimeSpan timeout) : IDisposable
{
    private const string AtRest = "Stable";

    /// <summary>How a group is, and how many partitions its topic has now: a foreign one may get more.</summary>
    /// <exception cref="KafkaException">The cluster does not answer, or does not let this worker know.</exception>
    // By the library's older calls: its newer description of groups ends the whole process where a broker goes away while it is asked (librdkafka 4605).
    public Task<GroupSight> At(WatchedGroup group) => Task.Run(() =>
    {
        var (seen, topic) = (admin.ListGroup(group.Name, timeout), admin.GetMetadata(group.Topic, timeout).Topics.Single());
        if (topic.Error.IsError) throw new KafkaException(topic.Error);
        if (seen is null) return new GroupSight(false, topic.Partitions.Count, []);
        if (seen.Error.IsError) throw new KafkaException(seen.Error);
        return new GroupSight(seen.State == AtRest, topic.Partitions.Count,
            [.. seen.Members.Select(m => new SeenMember(m.ClientId, m.MemberId, Given(m.MemberAssignment, group.Topic))).OrderBy(m => m.Id, StringComparer.Ordinal)]);
    });

    /// <inheritdoc/>
    public void Dispose() => admin.Dispose();

    /// <summary>
    /// The partitions of a topic in an assignment, as consumers of all languages write it: a version, then for each topic its name and its partitions
    /// (https://github.com/apache/kafka/blob/trunk/clients/src/main/resources/common/message/ConsumerProtocolAssignment.json).
    /// </summary>
    internal static IReadOnlyList<int> Given(ReadOnlySpan<byte> assignment, string topic)
    {
        // Who was given nothing at all may have no bytes either.
        if (assignment.Length < sizeof(short) + sizeof(int)) return [];
        var rest = assignment[sizeof(short)..];
        var given = new List<int>();
        for (var topics = Number(ref rest); topics > 0; topics--)
        {
            var length = BinaryPrimitives.ReadInt16BigEndian(rest);
            var isIt = rest.Slice(sizeof(short), length).SequenceEqual(Encoding.UTF8.GetBytes(topic));
            rest = rest[(sizeof(short) + length)..];
            for (var partitions = Number(ref rest); partitions > 0; partitions--)
            {
                var partition = Number(ref rest);
                if (isIt) given.Add(partition);
            }
        }
        return [.. given.Order()];
    }

    private static int Number(ref ReadOnlySpan<byte> rest)
    {
        var number = BinaryPrimitives.ReadInt32BigEndian(rest);
        rest = rest[sizeof(int)..];
        return number;
    }
}
