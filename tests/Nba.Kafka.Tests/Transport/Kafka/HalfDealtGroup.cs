using Confluent.Kafka;
using Nba.Host.Settings;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Transport.Kafka;

/// <summary>
/// A group of two that comes to a stop between the rounds of its first sharing: the one who had all partitions never ends giving one up, the other has none yet. Whoever comes under their
/// names then finds it at rest, with a partition that is nobody's.
/// </summary>
internal sealed class HalfDealtGroup : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ManualResetEventSlim _end = new();
    private readonly List<Thread> _members = [];

    private HalfDealtGroup()
    {
    }

    /// <summary>Partitions that nobody has.</summary>
    public IReadOnlyList<int> Orphans { get; private set; } = [];

    /// <summary>Makes it of the first slots of two workers.</summary>
    public static async Task<HalfDealtGroup> Make(Broker broker, string stage, KafkaTopic topic, string first, string second)
    {
        var half = new HalfDealtGroup();
        foreach (var (instance, members) in new[] { (first, 1), (second, 2) })
        {
            var clients = new KafkaClients(new KafkaOptions { Bootstrap = broker.Options.Bootstrap, Prefix = broker.Options.Prefix, Instance = instance, SessionSeconds = broker.Options.SessionSeconds }, broker.Lines);
            var member = new Thread(() => half.Stay(clients, stage, topic.Name)) { Name = instance, IsBackground = true };
            half._members.Add(member);
            member.Start();
            half.Orphans = await AtRest(broker, stage, topic, members);
        }
        return half;
    }

    public void Dispose()
    {
        _end.Set();
        foreach (var member in _members) member.Join(Patience);
        _end.Dispose();
    }

    // As one who was killed: it never ends what it is at, and says good-bye to nobody.
    private void Stay(KafkaClients clients, string stage, string topic)
    {
        try
        {
            using var consumer = clients.Build<byte[], byte[]>(clients.StageConsumer(stage, 0), builder => builder
                .SetPartitionsAssignedHandler((_, given) => given.Select(p => new TopicPartitionOffset(p, 0))).SetPartitionsRevokedHandler((_, _) => _end.Wait()));
            consumer.Subscribe(topic);
            while (!_end.IsSet) consumer.Consume(TimeSpan.FromMilliseconds(100));
        }
        catch (KafkaException)
        {
            // Its successor is there.
        }
    }

    private static async Task<IReadOnlyList<int>> AtRest(Broker broker, string stage, KafkaTopic topic, int members)
    {
        using var look = new GroupLook(broker.Clients.Build(broker.Clients.Admin()), TimeSpan.FromSeconds(10));
        for (var since = TimeProvider.System.GetTimestamp(); ;)
        {
            if (await look.At(new WatchedGroup(stage, broker.Clients.Group(stage), topic.Name, [])) is { IsAtRest: true } sight && sight.Members.Count == members) return sight.Orphans;
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, $"the group of {stage} did not come to rest with {members} members");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
