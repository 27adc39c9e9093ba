using Confluent.Kafka;
using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <content>Clients, and the partitions that the group gives to them and takes away.</content>
public sealed partial class KafkaTransport
{
    // Partitions of a stage without state, which have nothing to wait for: but what the poll that brought them still holds is not theirs to take.
    private readonly List<int> _starting = [];

    private static readonly TimeSpan HandlerPatience = TimeSpan.FromSeconds(2);

    // New clients under the same names: what was left open ends with them, and the group assigns anew.
    private void Renew()
    {
        var reason = _renewBecause!;
        _renewBecause = null;
        SlotLog.Renewed(_log, _topics.Input.Name, reason);
        Figures.Renew();
        FailSpans(RecordSpans.ClientsRenewed);
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        _renewals.RemoveAll(at => now - at > 60_000);
        _renewals.Add(now);
        if (_renewals.Count > _settings.MostRenewals)
            throw Said.Refused($"the clients of {_settings.Id} were lost {_renewals.Count} times within a minute, last because: {reason}. Is another process running as this instance?");
        foreach (var restore in _restores) restore.Dispose();
        _restores.Clear();
        _group.Dispose();
        if (!_group.IsStuck) _producer.Dispose();
        _consumer.Dispose();
        _owned.Clear();
        _news.Clear();
        _arrived.Clear();
        _starting.Clear();
        (_fetched, _records, _undone) = (0, 0, null);
        (_consumer, _producer, _group) = Connect();
        Join();
    }

    // Once the consumer is this slot's: handlers ask it.
    private void Join() => _consumer.Subscribe(_topics.Input.Name);

    private (IConsumer<byte[], byte[]>, IProducer<byte[], byte[]>, GroupCommit) Connect()
    {
        var producer = _settings.Clients.Producer();
        _settings.Asking.Until(() =>
        {
            if (!_stopping) producer.InitTransactions(_settings.Timeout);
            return true;
        });
        var consumer = _settings.Clients.Consumer(Assigned, Revoked, Lost);
        return (consumer, producer, new GroupCommit(_topics, _store, producer, _settings.Timeout, _settings.Asking, _time));
    }

    // Handlers run inside a poll, and the group waits for them: rows are brought up to date, and offsets set, later. Until then the client stands at offsets that it need not look up:
    // the answer to a look-up (the end, the group's own) that came after the offset is set would move the partition there, past records that nobody has seen.
    private IEnumerable<TopicPartitionOffset> Assigned(List<TopicPartition> partitions)
    {
        _arrived.AddRange(partitions.Select(p => p.Partition.Value));
        try
        {
            return [.. _consumer.Committed(partitions, HandlerPatience).Select(c => c.Offset == Offset.Unset ? new TopicPartitionOffset(c.TopicPartition, _consumer.QueryWatermarkOffsets(c.TopicPartition, HandlerPatience).Low) : c)];
        }
        catch (KafkaException)
        {
            // A predecessor's open transaction hides its offsets, or nobody answers: any offset will do that is one.
            return [.. partitions.Select(p => new TopicPartitionOffset(p, 0))];
        }
    }

    private void Revoked(List<TopicPartitionOffset> partitions)
    {
        try
        {
            Flush();
        }
        catch (UndoneException undone)
        {
            _undone ??= undone.Message;
        }
        Drop(partitions);
    }

    private void Lost(List<TopicPartitionOffset> partitions)
    {
        // Somebody else has them: nothing of the open transaction may count.
        Drop(partitions);
        if (_group.IsEmpty) return;
        Rewind(RecordSpans.PartitionLost);
        _undone ??= "partitions were lost";
    }

    private void Drop(List<TopicPartitionOffset> partitions)
    {
        foreach (var partition in partitions.Select(p => p.Partition.Value))
        {
            _arrived.Remove(partition);
            _starting.Remove(partition);
            foreach (var restore in _restores) restore.Leave(partition);
            if (!_owned.Remove(partition, out var owned)) continue;
            _fetched -= owned.Fetched.Count;
            owned.Transaction.Spans.Fail(RecordSpans.PartitionLost);
            Forget(partition);
            _news.Enqueue(new PollResult(PollKind.Revoked, partition, owned.Generation));
            SlotLog.Left(_log, _topics.Input.Name, partition);
        }
    }

    private void Forget(int partition)
    {
        var kept = _news.Where(n => n.Partition != partition).ToList();
        _news.Clear();
        foreach (var news in kept) _news.Enqueue(news);
    }

    private void Arrive()
    {
        var arrived = _arrived;
        _arrived = [];
        _consumer.Pause(arrived.Select(p => new TopicPartition(_topics.Input.Name, p)));
        foreach (var partition in arrived) _owned[partition] = new OwnedPartition(partition, ++_generation, new KafkaTransaction(this, partition));
        if (_store is not null) _restores.Add(new Restore(_settings, _topics, _store, _time, arrived, _log, Figures));
        else _starting.AddRange(arrived);
    }

    private void StepRestores()
    {
        foreach (var partition in _starting) Start(_owned[partition], new LocalStamp(0, 0, "", 0));
        _starting.Clear();
        foreach (var restore in _restores)
        {
            foreach (var (partition, stamp) in restore.Step())
            {
                _unflushed ??= _time.GetTimestamp();
                if (_owned.TryGetValue(partition, out var owned)) Start(owned, stamp);
            }
        }
        foreach (var done in _restores.Where(r => r.IsDone).ToList())
        {
            done.Dispose();
            _restores.Remove(done);
        }
    }

    private void Start(OwnedPartition owned, LocalStamp stamp)
    {
        owned.Start(stamp, Committed(owned.Partition));
        SeekTo(owned);
        _consumer.Resume([new TopicPartition(_topics.Input.Name, owned.Partition)]);
        _news.Enqueue(new PollResult(PollKind.Assigned, owned.Partition, owned.Generation));
        SlotLog.Came(_log, _topics.Input.Name, owned.Partition, owned.Next);
    }

    // The group's offset; where it has none, the topic's first, unless there is state: then the answer is wrong, and zero would count everything twice.
    private long Committed(int partition)
    {
        var place = new TopicPartition(_topics.Input.Name, partition);
        for (var tries = 0; ; tries++)
        {
            var offset = _settings.Asking.Until(() => _consumer.Committed([place], _settings.Timeout)[0].Offset);
            if (offset != Offset.Unset) return offset.Value;
            // By its rows and not by the changelog's end: aborted transactions take offsets too.
            if (_store is null || !_store.Contains(new Keys(partition).Prefix(Table.Head))) return _settings.Asking.Range(_consumer, place).Low.Value;
            if (tries == 5) throw Said.Unusable($"the group of {_topics.Input.Name} has no offset for partition {partition}, and {_topics.Changelog} holds its state: the offsets were deleted. Set them to where that state stands, or begin anew with another prefix");
            _settings.Asking.Rest();
        }
    }

    private void SeekTo(OwnedPartition owned)
    {
        var to = new TopicPartitionOffset(_topics.Input.Name, owned.Partition, owned.Next);
        for (var tries = 0; ; tries++)
        {
            try
            {
                _consumer.Seek(to);
                return;
            }
            catch (KafkaException failure) when (tries < 50 && failure.Error.Code is ErrorCode.Local_State or ErrorCode.Local_UnknownPartition)
            {
                // The assignment is still on its way through the client; or it gave the partition up, for where it stood there was nothing any more.
                _settings.Asking.Rest();
                if (tries == 10) Begin(to);
            }
        }
    }

    private void Begin(TopicPartitionOffset at)
    {
        _consumer.IncrementalUnassign([at.TopicPartition]);
        _consumer.IncrementalAssign([at]);
    }
}
