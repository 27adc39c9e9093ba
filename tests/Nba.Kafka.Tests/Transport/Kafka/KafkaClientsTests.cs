using System.Text;
using Confluent.Kafka;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Transport.Kafka;

public sealed class KafkaClientsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [BrokerFact]
    public async Task The_library_chooses_the_partitions_that_the_program_computes()
    {
        await using var broker = new Broker();
        await broker.Ensure();
        using var producer = broker.Clients.Build<byte[], byte[]>(broker.Clients.PlainProducer("api"));
        foreach (var key in (string[])["", "a", "rm01", "K0004001", "lin-xia", "林夏", "客户经理-上海-01", "🏦", "customer-1234567890"])
        {
            var bytes = Encoding.UTF8.GetBytes(key);
            var message = new Message<byte[], byte[]> { Key = bytes, Value = [1] };
            var sent = await producer.ProduceAsync(broker.Topics.Activity.Name, message, TestContext.Current.CancellationToken);

            Assert.Equal((key, Murmur2.Partition(bytes, 3)), (key, sent.Partition.Value));
        }
    }

    [BrokerFact]
    public async Task A_slot_commits_positions_and_records_together_and_a_reader_sees_only_what_was_committed()
    {
        await using var broker = new Broker();
        await broker.Ensure();
        var (input, output) = (broker.Topics.Activity.Name, broker.Topics.Decisions.Name);
        using (var plain = broker.Clients.Build<byte[], byte[]>(broker.Clients.PlainProducer("api")))
        {
            var message = new Message<byte[], byte[]> { Value = "in"u8.ToArray() };
            await plain.ProduceAsync(new TopicPartition(input, 1), message, TestContext.Current.CancellationToken);
        }
        using var consumer = broker.Clients.Build<byte[], byte[]>(broker.Clients.StageConsumer(KafkaClients.Decide, 0),
            b => b.SetPartitionsAssignedHandler((_, parts) => parts.Select(p => new TopicPartitionOffset(p, Offset.Beginning))));
        using var producer = broker.Clients.Build<byte[], byte[]>(broker.Clients.StageProducer(KafkaClients.Decide, 0));
        producer.InitTransactions(Patience);
        consumer.Subscribe(input);
        var record = Until(consumer, r => !r.IsPartitionEOF);

        producer.BeginTransaction();
        producer.Produce(new TopicPartition(output, 0), new Message<byte[], byte[]> { Value = "undone"u8.ToArray() });
        // An abort throws away what was not sent yet.
        Assert.Equal(0, producer.Flush(Patience));
        producer.AbortTransaction(Patience);
        producer.BeginTransaction();
        producer.Produce(new TopicPartition(output, 0), new Message<byte[], byte[]> { Value = "done"u8.ToArray() });
        producer.SendOffsetsToTransaction([new TopicPartitionOffset(record.TopicPartition, record.Offset + 1)], consumer.ConsumerGroupMetadata, Patience);
        producer.CommitTransaction(Patience);

        using var reader = broker.Clients.Build<byte[], byte[]>(broker.Clients.TableReader("tables"));
        reader.Assign(new TopicPartitionOffset(output, 0, Offset.Beginning));
        Assert.Equal("done", Encoding.UTF8.GetString(Until(reader, r => !r.IsPartitionEOF).Message.Value));
        Assert.True(Until(reader, r => r.IsPartitionEOF).IsPartitionEOF);
        Assert.Equal(record.Offset + 1, consumer.Committed([record.TopicPartition], Patience).Single().Offset);
        Assert.Empty(broker.Lines.All.Where(l => l.StartsWith("Error", StringComparison.Ordinal)));
    }

    private static ConsumeResult<byte[], byte[]> Until(IConsumer<byte[], byte[]> consumer, Func<ConsumeResult<byte[], byte[]>, bool> wanted)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Patience)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } result && wanted(result)) return result;
        }
        throw new TimeoutException($"{consumer.Name} did not get the record it was to get within {Patience}");
    }
}
