using Confluent.Kafka;
using Nba.Host.State;
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

    [BrokerFact]
    public async Task What_arrives_while_partitions_are_being_assigned_is_all_read()
    {
        const int records = 400_000;
        await using var broker = new Broker();
        broker.Options.ActivityPartitions = 12;
        var topics = new KafkaTopics(broker.Options);
        await broker.Ensure();
        using var slot = Open(broker, topics);
        var filling = Task.Run(() => Fill(broker, topics, records), TestContext.Current.CancellationToken);
        await slot.Until(s => s.Durable.Count >= records, $"all of {records} records are passed on");
        await filling;

        Assert.Equal(records, slot.Stage.Durable.Select(p => (p.Partition, p.Position)).Distinct().Count());
    }

    [BrokerFact]
    public async Task A_group_without_offsets_begins_at_the_first_record_that_retention_left()
    {
        await using var broker = new Broker();
        var topics = broker.Topics;
        await broker.Ensure();
        Fill(broker, topics, 30);
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
        Fill(broker, topics, 6);
        using (var slot = Open(broker, topics)) await slot.Until(s => s.Durable.Count >= 6, "the first records are passed on");
        Fill(broker, topics, 24);
        await Truncate(broker, topics, 5);
        using var late = Open(broker, topics);

        var told = await Assert.ThrowsAsync<InvalidDataException>(() => late.Until(_ => false, "the loss is told"));
        Assert.Contains("no longer holds what comes after the last commit", told.Message, StringComparison.Ordinal);
        Assert.Empty(late.Stage.Durable);
    }

    private static void Fill(Broker broker, KafkaTopics topics, int records)
    {
        using var producer = broker.Clients.Build<byte[], byte[]>(broker.Clients.PlainProducer("test"));
        for (var i = 0; i < records; i++)
        {
            while (true)
            {
                try
                {
                    producer.Produce(new TopicPartition(topics.Activity.Name, i % topics.Activity.Partitions), new Message<byte[], byte[]> { Key = "C"u8.ToArray(), Value = "{}"u8.ToArray() });
                    break;
                }
                catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
                {
                    Never.Wait(1);
                }
            }
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
