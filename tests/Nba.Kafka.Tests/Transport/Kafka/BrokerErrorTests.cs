using Confluent.Kafka;
using Nba.Host.Settings;
using Nba.Host.State;
using Nba.Host.Transport.Kafka;
using Nba.Kafka.Tests.Mock;

namespace Nba.Kafka.Tests.Transport.Kafka;

/// <summary>What the transport does when a broker answers a request of its transactions with an error: it goes on, does it again with the same clients, or with new ones.</summary>
public sealed class BrokerErrorTests
{
    private const int Partitions = 2;
    private const int Activities = 6;

    private static readonly ManualResetEventSlim Never = new();

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(ErrorCode.IllegalGeneration)]
    [InlineData(ErrorCode.UnknownMemberId)]
    [InlineData(ErrorCode.RebalanceInProgress)]
    [InlineData(ErrorCode.FencedInstanceId)]
    [InlineData(ErrorCode.StaleMemberEpoch)]
    [InlineData(ErrorCode.GroupAuthorizationFailed)]
    public Task Offsets_that_the_group_refuses_are_aborted_and_done_again_with_the_same_clients(ErrorCode error) => Run(Request.TxnOffsetCommit, [error], aborted: 1, renewed: 0);

    [Theory]
    [InlineData(Request.AddOffsetsToTxn, ErrorCode.ProducerFenced)]
    [InlineData(Request.AddOffsetsToTxn, ErrorCode.InvalidProducerEpoch)]
    [InlineData(Request.AddPartitionsToTxn, ErrorCode.ProducerFenced)]
    [InlineData(Request.AddPartitionsToTxn, ErrorCode.TopicAuthorizationFailed)]
    [InlineData(Request.AddPartitionsToTxn, ErrorCode.InvalidTxnState)]
    [InlineData(Request.Produce, ErrorCode.InvalidProducerEpoch)]
    [InlineData(Request.Produce, ErrorCode.OutOfOrderSequenceNumber)]
    [InlineData(Request.Produce, ErrorCode.MsgSizeTooLarge)]
    [InlineData(Request.Produce, ErrorCode.InvalidTxnState)]
    [InlineData(Request.EndTxn, ErrorCode.InvalidProducerEpoch)]
    [InlineData(Request.EndTxn, ErrorCode.ProducerFenced)]
    [InlineData(Request.EndTxn, ErrorCode.InvalidTxnState)]
    [InlineData(Request.EndTxn, ErrorCode.Unknown)]
    public Task What_leaves_a_producer_of_no_use_or_an_end_unknown_takes_new_clients(Request request, ErrorCode error) => Run(request, [error], aborted: 0, renewed: 1);

    // Not among them: a connection that breaks under a produce request. The library then waits for the group's coordinator without end (confluentinc/librdkafka issue 5456).
    [Theory]
    [InlineData(Request.TxnOffsetCommit, ErrorCode.GroupLoadInProgress)]
    [InlineData(Request.AddPartitionsToTxn, ErrorCode.ConcurrentTransactions)]
    [InlineData(Request.AddPartitionsToTxn, ErrorCode.NotCoordinatorForGroup)]
    [InlineData(Request.AddPartitionsToTxn, ErrorCode.GroupCoordinatorNotAvailable)]
    [InlineData(Request.AddPartitionsToTxn, ErrorCode.Local_Transport)]
    [InlineData(Request.EndTxn, ErrorCode.ConcurrentTransactions)]
    [InlineData(Request.EndTxn, ErrorCode.NotCoordinatorForGroup)]
    [InlineData(Request.EndTxn, ErrorCode.GroupCoordinatorNotAvailable)]
    [InlineData(Request.EndTxn, ErrorCode.Local_Transport)]
    [InlineData(Request.Produce, ErrorCode.NotLeaderForPartition)]
    [InlineData(Request.Produce, ErrorCode.NotEnoughReplicas)]
    public Task What_passes_by_itself_costs_time_and_nothing_else(Request request, ErrorCode error) => Run(request, [error, error], aborted: 0, renewed: 0);

    [Fact]
    public Task A_commit_that_takes_longer_than_one_wait_is_waited_for_again() =>
        Run(Request.EndTxn, [.. Enumerable.Repeat(ErrorCode.GroupLoadInProgress, 5)], aborted: 0, renewed: 0, timeout: 2, late: 1);

    // Activities, an error in the midst of the next, and more: each is durable once in the end, and what was undone was passed on again.
    private static async Task Run(Request request, ErrorCode[] errors, int aborted, int renewed, int timeout = 10, int late = 0)
    {
        using var cluster = new MockCluster();
        var options = new KafkaOptions { Bootstrap = cluster.Bootstrap, Prefix = "mock", ActivityPartitions = Partitions, ManagerPartitions = 1, TransactionSeconds = 20, SessionSeconds = 3 };
        options.Client["heartbeat.interval.ms"] = "500";
        var (lines, topics) = (new Lines(), new KafkaTopics(options));
        foreach (var topic in topics.All) cluster.Create(topic.Name, topic.Partitions);
        var clients = new KafkaClients(options, lines);
        var folder = Directory.CreateTempSubdirectory("nba-mock-");
        try
        {
            using var store = Store.Open(new StoreOptions { Directory = folder.FullName, Fsync = false, WriteBufferMiB = 1, BlockCacheMiB = 4 });
            var asking = new Again(TimeProvider.System, Patience, pause => Never.Wait(pause));
            var slot = new MockClients(clients);
            var settings = new SlotSettings("mock", slot, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(timeout), asking, Patience, TimeSpan.FromDays(3));
            using var transport = new KafkaTransport(settings, new DecideTopics(topics), store, TimeProvider.System, lines);
            var stage = new PassingStage(transport);
            for (var round = 1; round <= 3; round++)
            {
                await Feed(clients, topics);
                if (round == 2) cluster.Fail(request, errors);
                Until(stage, round * Activities, lines);
            }

            Assert.Equal(aborted, lines.All.Count(l => l.Contains("a transaction was aborted and is done again", StringComparison.Ordinal)));
            Assert.Equal(renewed, lines.All.Count(l => l.Contains("new clients, for the old ones are of no more use", StringComparison.Ordinal)));
            Assert.Equal(aborted + renewed, stage.Undone);
            Assert.Equal(late, slot.LateCommits);
            Assert.Equal(Fed(), stage.Durable.Select(p => (p.Partition, p.Position)).Order());
            Assert.Empty(stage.Durable.Select(p => p.ToString()).Except(Produced(clients, topics)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task Feed(KafkaClients clients, KafkaTopics topics)
    {
        using var producer = clients.Build<byte[], byte[]>(clients.PlainProducer("test"));
        for (var i = 0; i < Activities; i++)
            await producer.ProduceAsync(new TopicPartition(topics.Activity.Name, i % Partitions), new Message<byte[], byte[]> { Key = "C"u8.ToArray(), Value = "{}"u8.ToArray() });
    }

    private static IEnumerable<(int, long)> Fed() =>
        Enumerable.Range(0, Partitions).SelectMany(p => Enumerable.Range(0, 3 * Activities / Partitions).Select(i => (p, (long)i)));

    private static void Until(PassingStage stage, int durable, Lines lines)
    {
        for (var since = TimeProvider.System.GetTimestamp(); stage.Durable.Count < durable;)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, $"{stage.Durable.Count} of {durable} are durable after {Patience}; it was said:\n{string.Join('\n', lines.All)}");
            stage.Turn();
        }
    }

    private static HashSet<string> Produced(KafkaClients clients, KafkaTopics topics)
    {
        using var reader = clients.Build<byte[], byte[]>(clients.TableReader("test"));
        reader.Assign(Enumerable.Range(0, Partitions).Select(p => new TopicPartitionOffset(topics.Decisions.Name, p, Offset.Beginning)));
        var (found, left) = (new HashSet<string>(StringComparer.Ordinal), Partitions);
        while (left > 0)
        {
            var result = reader.Consume(Patience) ?? throw new TimeoutException("decisions could not be read to their end");
            if (result.IsPartitionEOF) left--;
            else found.Add(System.Text.Encoding.UTF8.GetString(result.Message.Value));
        }
        return found;
    }
}
