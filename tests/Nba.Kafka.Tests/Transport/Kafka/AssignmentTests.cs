using Confluent.Kafka;
using Nba.Host.Settings;
using Nba.Host.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Kafka;
using Nba.Kafka.Tests.Mock;

namespace Nba.Kafka.Tests.Transport.Kafka;

/// <summary>Where a slot begins in the partitions that its group gives to it: at the group's offset, else at the topic's first record, and never behind a record that nobody has seen.</summary>
public sealed class AssignmentTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ManualResetEventSlim Never = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-assignment-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_arrives_while_partitions_are_being_assigned_is_all_read()
    {
        const int records = 300;
        using var cluster = new MockCluster();
        var options = new KafkaOptions { Bootstrap = cluster.Bootstrap, Prefix = "mock", ActivityPartitions = 1, ManagerPartitions = 1 };
        var (lines, topics) = (new Lines(), new KafkaTopics(options));
        foreach (var topic in topics.All) cluster.Create(topic.Name, topic.Partitions);
        var clients = new KafkaClients(options, lines);
        var slot = new MockClients(clients);
        slot.Commit(new TopicPartitionOffset(topics.Activity.Name, 0, 0));
        // A slot that has nothing to restore and knows the group's offset is there sooner: whatever the client looks up for itself is answered later.
        cluster.Delay(TimeSpan.FromMilliseconds(300));
        var filling = Task.Run(() => Fill(clients, topics, records, TimeSpan.FromMilliseconds(10)), TestContext.Current.CancellationToken);
        var settings = new SlotSettings("test", slot, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(10), new Again(TimeProvider.System, Patience, pause => Never.Wait(pause)), Patience, TimeSpan.FromDays(3));
        using var transport = new KafkaTransport(settings, new DecideTopics(topics), null, TimeProvider.System, lines);
        var (read, polled) = (new List<long>(), new List<LogRecord>());
        for (var since = TimeProvider.System.GetTimestamp(); read.Count < records && TimeProvider.System.GetElapsedTime(since) < Patience / 2; polled.Clear())
        {
            transport.Poll(polled, records, TimeSpan.FromMilliseconds(20));
            read.AddRange(polled.Select(r => r.Position));
        }
        await filling;

        Assert.Equal(Enumerable.Range(0, records).Select(p => (long)p), read);
    }

    [BrokerFact]
    public async Task A_group_without_offsets_begins_at_the_first_record_that_retention_left()
    {
        await using var broker = new Broker();
        var topics = broker.Topics;
        await broker.Ensure();
        Fill(broker.Clients, topics, 30, TimeSpan.Zero);
        await Truncate(broker, topics, 4);
        using var slot = Open(broker, topics);
        await slot.Until(s => s.Durable.Count >= 18, "what is left of three partitions is passed on");

        Assert.Equal([4, 5, 6, 7, 8, 9], slot.Stage.Durable.Where(p => p.Partition == 1).Select(p => p.Position).Order());
    }

    [BrokerFact]
    public async Task Records_that_retention_took_before_they_were_read_stop_the_slot_with_words_that_say_so()
    {
        await using var broker = new Broker();
        var topics = broker.Topics;
        await broker.Ensure();
        Fill(broker.Clients, topics, 6, TimeSpan.Zero);
        using (var slot = Open(broker, topics)) await slot.Until(s => s.Durable.Count >= 6, "the first records are passed on");
        Fill(broker.Clients, topics, 24, TimeSpan.Zero);
        await Truncate(broker, topics, 5);
        using var late = Open(broker, topics);

        var told = await Assert.ThrowsAsync<InvalidDataException>(() => late.Until(_ => false, "the loss is told"));
        Assert.Contains("no longer holds what comes after the last commit", told.Message, StringComparison.Ordinal);
        Assert.Empty(late.Stage.Durable);
    }

    private static void Fill(KafkaClients clients, KafkaTopics topics, int records, TimeSpan pause)
    {
        using var producer = clients.Build<byte[], byte[]>(clients.PlainProducer("test"));
        for (var i = 0; i < records; i++)
        {
            producer.Produce(new TopicPartition(topics.Activity.Name, i % topics.Activity.Partitions), new Message<byte[], byte[]> { Key = "C"u8.ToArray(), Value = "{}"u8.ToArray() });
            Never.Wait(pause);
        }
        producer.Flush(Patience);
    }

    private static Task Truncate(Broker broker, KafkaTopics topics, long before) =>
        broker.Admin.DeleteRecordsAsync(Enumerable.Range(0, topics.Activity.Partitions).Select(p => new TopicPartitionOffset(topics.Activity.Name, p, before)));

    private RunningSlot Open(Broker broker, KafkaTopics topics)
    {
        var store = Store.Open(new StoreOptions { Directory = _folder.FullName, Fsync = false, WriteBufferMiB = 1, BlockCacheMiB = 4 });
        var asking = new Again(TimeProvider.System, Patience, pause => Never.Wait(pause));
        var settings = new SlotSettings("test", new SlotClients(broker.Clients, KafkaClients.Decide, 0), TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(10), asking, Patience, TimeSpan.FromDays(3));
        return new RunningSlot(store, new KafkaTransport(settings, new DecideTopics(topics), store, TimeProvider.System, broker.Lines), broker.Lines);
    }

    private sealed class RunningSlot(Store store, KafkaTransport transport, Lines lines) : IDisposable
    {
        public PassingStage Stage { get; } = new(transport, 4000);

        public Task Until(Func<PassingStage, bool> isSo, string signal) => Task.Run(() =>
        {
            for (var since = TimeProvider.System.GetTimestamp(); !isSo(Stage);)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, $"not within {Patience}: {signal}; {Stage.Durable.Count} records were, and it was said:\n{string.Join('\n', lines.All)}");
                Stage.Turn();
            }
        });

        public void Dispose()
        {
            transport.Dispose();
            store.Dispose();
        }
    }
}
