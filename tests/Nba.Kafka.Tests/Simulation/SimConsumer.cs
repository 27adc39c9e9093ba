using Confluent.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>A consumer of the simulated cluster: of a group, or of assigned partitions. Every call may be the last that its process makes.</summary>
internal sealed class SimConsumer(SimCluster cluster, Action step, string? group, string? instance, int partitions, SimHandlers? handlers) : IConsumer<byte[], byte[]>
{
    private readonly SortedDictionary<(string Topic, int Partition), long> _positions = [];
    private readonly HashSet<(string Topic, int Partition)> _paused = [];

    // Where an end was told: it is told again once it lies elsewhere, behind records of an aborted transaction too.
    private readonly Dictionary<(string Topic, int Partition), long> _atEnd = [];
    // Assigned, and given up by the client since: it fetches nothing of them and knows no seek, until they are assigned anew.
    private readonly HashSet<(string Topic, int Partition)> _givenUp = [];
    private SimGroup? _group;
    private SimMember? _member;

    /// <summary>Whether all that is there comes at once.</summary>
    public bool IsPrompt { get; init; }

    /// <summary>Whether it waits for as long as it takes until something comes.</summary>
    public bool IsPatient { get; init; }

    /// <summary>Whether it gives up what its group assigns to it; faults of the cluster do that too.</summary>
    public bool GivesUp { get; init; }

    public IConsumerGroupMetadata ConsumerGroupMetadata => new SimMetadata(_group!, _member!, this, _member!.Generation);

    public void Subscribe(string topic)
    {
        step();
        _group = cluster.Group(group!, topic, partitions);
        _member = _group.Join(instance!, this);
        // Whoever comes back under the name of a member finds what is its own.
        if (_member.Owned.Count > 0 && !_group.IsRebalancing)
        {
            _member.Generation = _group.Generation;
            Assigned([.. _member.Owned]);
        }
        else _group.Rebalance();
    }

    public ConsumeResult<byte[], byte[]>? Consume(TimeSpan timeout)
    {
        while (IsPatient)
        {
            if (Consumed() is { } result) return result;
        }
        return Consumed();
    }

    private ConsumeResult<byte[], byte[]>? Consumed()
    {
        step();
        if (_group is not null && !Meet()) return null;
        // Messages take their time.
        if (!IsPrompt && cluster.Random.Next(8) == 0) return null;
        if (!IsPrompt && cluster.Fails()) throw new ConsumeException(new ConsumeResult<byte[], byte[]>(), new Error(ErrorCode.Local_Transport, "connection lost"));
        var places = _positions.Keys.Where(p => !_paused.Contains(p) && !_givenUp.Contains(p)).ToList();
        if (places.Count == 0) return null;
        var first = cluster.Random.Next(places.Count);
        for (var i = 0; i < places.Count; i++)
        {
            if (Next(places[(first + i) % places.Count]) is { } result) return result;
        }
        return null;
    }

    public void Assign(IEnumerable<TopicPartitionOffset> places)
    {
        step();
        _positions.Clear();
        foreach (var place in places) Set(place);
    }

    public void Assign(TopicPartitionOffset partition) => Assign([partition]);

    public void Pause(IEnumerable<TopicPartition> places) => _paused.UnionWith(places.Select(p => (p.Topic, p.Partition.Value)));

    public void Resume(IEnumerable<TopicPartition> places) => _paused.ExceptWith(places.Select(p => (p.Topic, p.Partition.Value)));

    public void Seek(TopicPartitionOffset to)
    {
        step();
        if (cluster.Fails(4)) throw new KafkaException(new Error(ErrorCode.Local_State, "erroneous state"));
        if (cluster.Fails()) throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "timed out"));
        if (_givenUp.Contains((to.Topic, to.Partition.Value))) throw new KafkaException(new Error(ErrorCode.Local_UnknownPartition, "unknown partition"));
        Set(to);
    }

    public void IncrementalUnassign(IEnumerable<TopicPartition> partitions)
    {
        step();
        foreach (var partition in partitions)
        {
            if (!_positions.Remove((partition.Topic, partition.Partition.Value))) throw new KafkaException(new Error(ErrorCode.Local_InvalidArg, "not assigned"));
        }
    }

    public void IncrementalAssign(IEnumerable<TopicPartitionOffset> partitions)
    {
        step();
        foreach (var place in partitions)
        {
            if (_positions.ContainsKey((place.Topic, place.Partition.Value))) throw new KafkaException(new Error(ErrorCode.Local_Conflict, "already assigned"));
            _givenUp.Remove((place.Topic, place.Partition.Value));
            Set(place);
        }
    }

    public List<TopicPartitionOffset> Committed(IEnumerable<TopicPartition> places, TimeSpan timeout)
    {
        step();
        if (cluster.Fails(4)) throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "timed out"));
        return [.. places.Select(p => new TopicPartitionOffset(p, _group!.Committed.TryGetValue(p.Partition.Value, out var offset) ? offset : Offset.Unset))];
    }

    public WatermarkOffsets QueryWatermarkOffsets(TopicPartition place, TimeSpan timeout)
    {
        step();
        if (!IsPrompt && cluster.Fails(4)) throw new KafkaException(new Error(ErrorCode.LeaderNotAvailable, "no leader"));
        return new WatermarkOffsets(0, cluster.Log(place.Topic, place.Partition.Value).High);
    }

    public void Dispose()
    {
    }

    // The group's business, as a poll does it; false when the poll ends there.
    private bool Meet()
    {
        if (!_group!.Has(_member!, this))
        {
            // Out of the group: another has the partitions, or will have.
            var lost = _positions.Keys.Select(p => p.Partition).ToList();
            Forget(lost);
            handlers!.Lost([.. lost.Select(Place)]);
            if (_member!.Consumer is not null && _member.Consumer != this) throw new ConsumeException(new ConsumeResult<byte[], byte[]>(), new Error(ErrorCode.FencedInstanceId, "fenced instance id", isFatal: true));
            _member = _group.Join(instance!, this);
            return false;
        }
        _member!.LastSeen = cluster.Now;
        if (_group.IsRebalancing && !_member.Joined) _group.TakePart(_member);
        if (_group.IsRebalancing || _member.Generation == _group.Generation) return true;
        _member.Generation = _group.Generation;
        var target = _group.Target(_member);
        // By what this consumer was told: one that came back under its member's name during a rebalance has nothing yet of what the member had.
        var told = _positions.Keys.Select(p => p.Partition).ToHashSet();
        var (gone, come) = (told.Except(target).ToList(), target.Except(told).Where(p => !_group.IsHeldByAnother(p, _member)).ToList());
        if (gone.Count > 0)
        {
            handlers!.Revoked([.. gone.Select(Place)]);
            Forget(gone);
        }
        if (_member.Owned.Except(target).Any())
        {
            _member.Owned.IntersectWith(target);
            _group.Rebalance();
        }
        _member.Owned.UnionWith(come);
        if (come.Count > 0) Assigned(come);
        // What another still has comes with a later round.
        if (target.Except(_member.Owned).Any()) _group.Rebalance();
        return true;
    }

    private void Assigned(List<int> come)
    {
        foreach (var place in handlers!.Assigned([.. come.Select(p => new TopicPartition(_group!.Topic, p))]))
        {
            Set(place);
            if (GivesUp || cluster.Fails(20)) _givenUp.Add((place.Topic, place.Partition.Value));
        }
    }

    private void Set(TopicPartitionOffset place)
    {
        var key = (place.Topic, place.Partition.Value);
        var log = cluster.Log(place.Topic, place.Partition.Value);
        _positions[key] = place.Offset == Offset.End ? log.LastStable : place.Offset == Offset.Beginning ? 0 : place.Offset.Value;
        _atEnd.Remove(key);
    }

    private void Forget(IEnumerable<int> gone)
    {
        foreach (var partition in gone.ToList())
        {
            _positions.Remove((_group!.Topic, partition));
            _paused.Remove((_group.Topic, partition));
            _givenUp.Remove((_group.Topic, partition));
        }
    }

    private TopicPartitionOffset Place(int partition) => new(_group!.Topic, partition, Offset.Unset);

    private ConsumeResult<byte[], byte[]>? Next((string Topic, int Partition) place)
    {
        var (record, offset, next) = cluster.Log(place.Topic, place.Partition).ReadCommitted(_positions[place]);
        _positions[place] = next;
        if (record is null)
        {
            if (_atEnd.TryGetValue(place, out var told) && told == next) return null;
            _atEnd[place] = next;
            return new ConsumeResult<byte[], byte[]> { Topic = place.Topic, Partition = place.Partition, Offset = next, IsPartitionEOF = true };
        }
        _atEnd.Remove(place);
        var message = new Message<byte[], byte[]> { Key = record.Key!, Value = record.Value!, Headers = record.Headers, Timestamp = new Timestamp(record.Timestamp, TimestampType.LogAppendTime) };
        return new ConsumeResult<byte[], byte[]> { Topic = place.Topic, Partition = place.Partition, Offset = offset, Message = message };
    }

    public string MemberId => instance ?? "";

    public List<string> Subscription => throw Unused();

    public List<TopicPartition> Assignment => throw Unused();

    public Handle Handle => throw Unused();

    public string Name => instance ?? "reader";

    public int AddBrokers(string brokers) => throw Unused();

    public void SetSaslCredentials(string username, string password) => throw Unused();

    public ConsumeResult<byte[], byte[]> Consume(int millisecondsTimeout) => throw Unused();

    public ConsumeResult<byte[], byte[]> Consume(CancellationToken cancellationToken = default) => throw Unused();

    public void Subscribe(IEnumerable<string> topics) => throw Unused();

    public void Unsubscribe() => throw Unused();

    public void Assign(TopicPartition partition) => throw Unused();

    public void Assign(IEnumerable<TopicPartition> partitions) => throw Unused();

    public void IncrementalAssign(IEnumerable<TopicPartition> partitions) => throw Unused();

    public void Unassign() => throw Unused();

    public void StoreOffset(ConsumeResult<byte[], byte[]> result) => throw Unused();

    public void StoreOffset(TopicPartitionOffset offset) => throw Unused();

    public List<TopicPartitionOffset> Commit() => throw Unused();

    public void Commit(IEnumerable<TopicPartitionOffset> offsets) => throw Unused();

    public void Commit(ConsumeResult<byte[], byte[]> result) => throw Unused();

    public List<TopicPartitionOffset> Committed(TimeSpan timeout) => throw Unused();

    public Offset Position(TopicPartition partition) => throw Unused();

    public TopicPartitionOffset PositionTopicPartitionOffset(TopicPartition partition) => throw Unused();

    public List<TopicPartitionOffset> OffsetsForTimes(IEnumerable<TopicPartitionTimestamp> timestampsToSearch, TimeSpan timeout) => throw Unused();

    public WatermarkOffsets GetWatermarkOffsets(TopicPartition topicPartition) => new(0, cluster.Log(topicPartition.Topic, topicPartition.Partition.Value).High);

    public void Close()
    {
    }

    private static NotSupportedException Unused() => new("the transport does not call this");
}

/// <summary>What a consumer of a group calls when partitions come and go.</summary>
internal sealed record SimHandlers(
    Func<List<TopicPartition>, IEnumerable<TopicPartitionOffset>> Assigned, Action<List<TopicPartitionOffset>> Revoked, Action<List<TopicPartitionOffset>> Lost);

/// <summary>Who asks for offsets to be committed, as of when.</summary>
internal sealed record SimMetadata(SimGroup Group, SimMember Member, object Consumer, int Generation) : IConsumerGroupMetadata;
