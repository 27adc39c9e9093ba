using System.Diagnostics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Host.Settings;
using Nba.Host.Transport.Kafka;

namespace Nba.Load;

/// <summary>The bare twin over Kafka: the same clients and the same transactions, each activity consumed, parsed and produced again, and nothing decided or remembered.</summary>
internal static class KafkaTwin
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Activities a second over all that the topic holds last.</summary>
    public static double Run(HostSettings settings, RuleBook book, int activities)
    {
        var clients = new KafkaClients(settings.Kafka, NullLogger.Instance);
        var topics = new KafkaTopics(settings.Kafka);
        using var producer = clients.Build<byte[], byte[]>(clients.StageProducer("twin", 0));
        producer.InitTransactions(TimeSpan.FromSeconds(30));
        var config = clients.StageConsumer("twin", 0);
        using var consumer = clients.Build<byte[], byte[]>(config);
        var places = Enumerable.Range(0, topics.Activity.Partitions).Select(p => new TopicPartition(topics.Activity.Name, p)).ToList();
        var ends = places.ToDictionary(p => p, p => consumer.QueryWatermarkOffsets(p, Timeout).High.Value);
        // As many as the run beside it decides: the last of each partition.
        consumer.Assign(places.Select(p => new TopicPartitionOffset(p, Math.Max(0, ends[p] - (activities / places.Count)))));
        var activity = new Nba.Engine.Events.Activity(book.Vocabulary);
        var (done, start) = (0, 0L);
        while (done < activities * 95 / 100)
        {
            var begun = Stopwatch.GetTimestamp();
            producer.BeginTransaction();
            var next = new Dictionary<TopicPartition, long>();
            while (Stopwatch.GetElapsedTime(begun).TotalMilliseconds < settings.Kafka.CommitMilliseconds)
            {
                if (consumer.Consume(TimeSpan.FromMilliseconds(5)) is not { IsPartitionEOF: false } result) continue;
                if (start == 0) start = Stopwatch.GetTimestamp();
                book.Reader.Read(result.Message.Value, new Instant(result.Message.Timestamp.UnixTimestampMs), activity);
                Produce(producer, new TopicPartition(topics.DeadLetter.Name, result.Partition), result.Message);
                next[result.TopicPartition] = result.Offset.Value + 1;
                done++;
            }
            if (next.Count > 0) producer.SendOffsetsToTransaction(next.Select(n => new TopicPartitionOffset(n.Key, n.Value)), consumer.ConsumerGroupMetadata, Timeout);
            producer.CommitTransaction(Timeout);
        }
        return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Produce(IProducer<byte[], byte[]> producer, TopicPartition place, Message<byte[], byte[]> message)
    {
        while (true)
        {
            try
            {
                producer.Produce(place, new Message<byte[], byte[]> { Key = message.Key, Value = message.Value });
                return;
            }
            catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                Pause.For(1);
            }
        }
    }
}
