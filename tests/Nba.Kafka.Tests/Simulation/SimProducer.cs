using Confluent.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>A transactional producer of the simulated cluster. Every call may be the last that its process makes, before or after it took effect.</summary>
internal sealed class SimProducer(SimCluster cluster, Action step, string id) : IProducer<byte[], byte[]>
{
    private SimProducerState? _state;
    private int _epoch;
    private bool _mustAbort;

    public string Name => id;

    public Handle Handle => throw Unused();

    public void InitTransactions(TimeSpan timeout)
    {
        step();
        if (cluster.Fails(4)) throw new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut, "timed out"));
        (_state, _epoch) = cluster.InitProducer(id);
        step();
    }

    public void BeginTransaction()
    {
        step();
        if (cluster.Fails()) throw new KafkaException(new Error(ErrorCode.Local_State, "a transaction cannot begin now"));
        _mustAbort = false;
    }

    public void Produce(TopicPartition place, Message<byte[], byte[]> message, Action<DeliveryReport<byte[], byte[]>>? reported = null)
    {
        step();
        if (cluster.Fails()) throw new ProduceException<byte[], byte[]>(new Error(ErrorCode.Local_QueueFull, "queue full"), new DeliveryResult<byte[], byte[]>());
        if (cluster.Fails() && cluster.Fails(300)) throw new ProduceException<byte[], byte[]>(new Error(ErrorCode.Local_State, "erroneous state"), new DeliveryResult<byte[], byte[]>());
        var fenced = _epoch != _state!.Epoch;
        var error = fenced ? new Error(ErrorCode.Local_Fenced, "fenced", isFatal: true) : cluster.Fails() ? new Error(ErrorCode.Local_MsgTimedOut, "timed out") : new Error(ErrorCode.NoError);
        var offset = error.IsError ? -1 : cluster.Log(place.Topic, place.Partition.Value).Append(message.Key, message.Value, message.Headers, cluster.Now, _state.Transaction(cluster.Now));
        _mustAbort |= error.IsError;
        reported?.Invoke(new DeliveryReport<byte[], byte[]> { Topic = place.Topic, Partition = place.Partition, Offset = offset, Error = error, Message = message });
    }

    public void SendOffsetsToTransaction(IEnumerable<TopicPartitionOffset> offsets, IConsumerGroupMetadata groupMetadata, TimeSpan timeout)
    {
        step();
        var group = (SimMetadata)groupMetadata;
        Guard();
        if (!group.Group.Takes(group.Member, group.Consumer, group.Generation)) throw new KafkaTxnRequiresAbortException(new Error(ErrorCode.IllegalGeneration, "illegal generation"));
        if (cluster.Fails()) throw new KafkaTxnRequiresAbortException(new Error(ErrorCode.Local_Fenced, "fenced, and not called fatal"));
        if (cluster.Fails(2)) throw new KafkaTxnRequiresAbortException(new Error(ErrorCode.RebalanceInProgress, "rebalance in progress"));
        _state!.Transaction(cluster.Now);
        foreach (var offset in offsets) _state.Offsets.Add((group.Group, offset.Partition.Value, offset.Offset.Value));
        step();
    }

    public void CommitTransaction(TimeSpan timeout)
    {
        step();
        Guard();
        if (_mustAbort) throw new KafkaTxnRequiresAbortException(new Error(ErrorCode.Local_PurgeQueue, "records failed"));
        if (cluster.Fails()) throw new KafkaRetriableException(new Error(ErrorCode.Local_TimedOut, "timed out"));
        cluster.OnCommit();
        // It may have come too late.
        Guard();
        // The answer may be lost although it happened.
        var lost = cluster.Fails();
        _state!.Commit();
        cluster.OnCommit();
        step();
        if (lost) throw new KafkaException(new Error(ErrorCode.Local_Transport, "connection lost"));
    }

    public void AbortTransaction(TimeSpan timeout)
    {
        step();
        Guard();
        if (cluster.Fails()) throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "timed out"));
        _state!.Abort();
        _mustAbort = false;
        step();
    }

    public void Dispose()
    {
    }

    private void Guard()
    {
        if (_epoch != _state!.Epoch) throw new KafkaException(new Error(ErrorCode.Local_Fenced, "fenced", isFatal: true));
    }

    public void Produce(string topic, Message<byte[], byte[]> message, Action<DeliveryReport<byte[], byte[]>>? deliveryHandler = null) => throw Unused();

    public Task<DeliveryResult<byte[], byte[]>> ProduceAsync(string topic, Message<byte[], byte[]> message, CancellationToken cancellationToken = default) => throw Unused();

    /// <summary>Outside of any transaction, as who names books does; the answer may be lost although it happened.</summary>
    public Task<DeliveryResult<byte[], byte[]>> ProduceAsync(TopicPartition topicPartition, Message<byte[], byte[]> message, CancellationToken cancellationToken = default)
    {
        step();
        var offset = cluster.Log(topicPartition.Topic, topicPartition.Partition.Value).Append(message.Key, message.Value, message.Headers, cluster.Now, null);
        step();
        if (cluster.Fails(4)) throw new ProduceException<byte[], byte[]>(new Error(ErrorCode.Local_MsgTimedOut, "timed out"), new DeliveryResult<byte[], byte[]>());
        return Task.FromResult(new DeliveryResult<byte[], byte[]> { TopicPartitionOffset = new TopicPartitionOffset(topicPartition, offset) });
    }

    public int AddBrokers(string brokers) => throw Unused();

    public void SetSaslCredentials(string username, string password) => throw Unused();

    public int Poll(TimeSpan timeout) => throw Unused();

    public int Flush(TimeSpan timeout) => throw Unused();

    public void Flush(CancellationToken cancellationToken = default) => throw Unused();

    public void CommitTransaction() => throw Unused();

    public void AbortTransaction() => throw Unused();

    private static NotSupportedException Unused() => new("the transport does not call this");
}
