using Confluent.Kafka;

namespace Nba.Host.Transport.Kafka;

/// <content>What the stage committed becomes durable, or is undone.</content>
public sealed partial class KafkaTransport
{
    private void Flush()
    {
        if (_group.IsEmpty) return;
        var since = _time.GetTimestamp();
        try
        {
            _passed.Add(Spans.Commit(_passed, _passedRecords));
            _group.Commit(_consumer.ConsumerGroupMetadata);
        }
        catch (AbortDueException failure)
        {
            SlotLog.Aborted(_log, _topics.Input.Name, failure.Message);
            Figures.Abort();
            Rewind(failure.Code.ToString());
            // A group that goes on refusing is given time, and new clients in the end.
            if (++_aborts > 1) _settings.Asking.Rest();
            if (_aborts > MostAborts) _renewBecause = failure.Message;
            throw new UndoneException(failure.Message, failure);
        }
        catch (KafkaException failure)
        {
            // Renewed with the next poll: this may be a handler, which the consumer must outlive.
            _renewBecause = failure.Error.Reason;
            _group.Clear();
            FailSpans(failure.Error.Code.ToString());
            Figures.Abort();
            throw new UndoneException(failure.Error.Reason, failure);
        }
        catch (Exception failure)
        {
            // Half handed over, and never to be handed over again by whoever settles next.
            _renewBecause = "a commit failed in an unknown way";
            _group.Clear();
            FailSpans(failure.GetType().FullName!);
            throw;
        }
        _aborts = 0;
        EndSpans();
        Figures.Commit(since);
        _commitTook = _time.GetElapsedTime(since);
        _group.WriteRows(_owned);
        _unflushed ??= _time.GetTimestamp();
        foreach (var partition in _group.Next.Keys) _owned[partition].Committed();
        _group.Clear();
        _records = 0;
        Durable++;
    }

    // A busy store flushes by itself. What a quiet one holds is read back after a kill, and can be only as long as the cluster keeps deletions.
    private void FlushRows()
    {
        if (_store is null || _unflushed is not { } since || _time.GetElapsedTime(since) < FlushPeriod) return;
        lock (_store) _store.BeginFlush();
        _unflushed = null;
    }

    // Back to the last commit with the same clients.
    private void Rewind(string errorType)
    {
        FailSpans(errorType);
        try
        {
            _group.Abort();
        }
        catch (KafkaException failure)
        {
            _renewBecause = failure.Error.Reason;
            _group.Clear();
            return;
        }
        // What is taken away stays news; what comes back is told anew.
        var gone = _news.Where(n => n.Kind == PollKind.Revoked).ToList();
        _news.Clear();
        foreach (var news in gone) _news.Enqueue(news);
        (_fetched, _records) = (0, 0);
        foreach (var owned in _owned.Values.Where(p => p.IsRunning))
        {
            if (owned.IsHeld) _consumer.Resume([new TopicPartition(_topics.Input.Name, owned.Partition)]);
            owned.Rewind(++_generation);
            SeekTo(owned);
            _news.Enqueue(new PollResult(PollKind.Assigned, owned.Partition, owned.Generation));
        }
    }
}
