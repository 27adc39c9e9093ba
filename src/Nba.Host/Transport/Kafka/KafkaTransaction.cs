using System.Text.Json;
using Nba.Engine;
using Nba.Engine.Events;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// What a stage does in one partition between two of its commits: kept back until it commits, so that one partition can be undone without the others. One for each
/// partition, used again and again. Not thread-safe.
/// </summary>
internal sealed class KafkaTransaction(KafkaTransport transport, int partition) : ITransaction
{
    private readonly RowBuffer _rows = new();
    private readonly Keys _keys = new(partition);
    private readonly Queue<LogRecord> _letters = new();
    private readonly Queue<Cause?> _after = new();
    private readonly List<(SentActivity Activity, byte[]? Trace)> _sent = [];
    private LogRecord _last;

    public long Number => transport.Durable + 1;

    public int Partition => partition;

    /// <summary>The position behind the last record consumed; null when it consumed none.</summary>
    public long? Next { get; private set; }

    /// <summary>What goes to other customers, each with the trace that it belongs to.</summary>
    public IReadOnlyList<(SentActivity Activity, byte[]? Trace)> Sent => _sent;

    /// <summary>How many records it consumed.</summary>
    public int Taken { get; private set; }

    /// <summary>Spans of the records it consumed.</summary>
    public OpenSpans Spans { get; } = new();

    public void Consume(in LogRecord record)
    {
        _last = record;
        Next = record.Position + 1;
        Taken++;
        if (record.Origin is not RecordKey origin) return;
        origin.Span = transport.Spans.Process(origin.Given, partition, record.Position);
        Spans.Add(origin.Span);
    }

    public void Refuse(in LogRecord record, ReadOnlySpan<byte> key, ReadOnlySpan<byte> letter)
    {
        _letters.Enqueue(record);
        if (record.Origin is RecordKey { Span: { } span }) span.Refuse(DeadLetters.Reason(letter));
        Put(Table.DeadLetters, key, letter);
    }

    public void Journal(JournalEntry entry) => Put(Table.Journal, _keys.Number(Table.Journal, entry.Number), JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Default.JournalEntry));

    // Which record a queue follows from is said by whoever tells it, or none is.
    public void Put(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Tell(table, key, value, table == Table.Published ? default : _last);

    public void Tell(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, in LogRecord cause)
    {
        // Told while the record that causes it is decided, so that it is set aside and nothing else.
        if (key.Length + value.Length > GroupCommit.MostBytes && table != Table.Books) throw new OversizeException($"a row of {table} would have {value.Length} bytes, and a record of the broker holds {GroupCommit.MostBytes}");
        Follow(table, cause);
        _rows.Put(table, key, value);
    }

    public void Delete(Table table, ReadOnlySpan<byte> key) => _rows.Delete(table, key);

    public void Retire(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> last)
    {
        Follow(table, _last);
        _rows.Retire(table, key, last);
    }

    public bool TrySend(SentActivity activity)
    {
        _sent.Add((activity, (_last.Origin as RecordKey)?.Trace));
        return true;
    }

    public void Commit() => transport.Commit(this);

    public void Abort() => transport.Abort(this);

    /// <summary>Hands every row on, in order, and forgets them.</summary>
    public void Drain(StageTopics topics, IRecordSink into) => _rows.Drain(new Router(this, topics, into));

    /// <summary>Forgets everything; spans that nobody took over failed.</summary>
    public void Clear()
    {
        Spans.Fail(RecordSpans.RolledBack);
        _rows.Clear();
        _letters.Clear();
        _after.Clear();
        _sent.Clear();
        (_last, Next, Taken) = (default, null, 0);
    }

    // What readers are told belongs to the trace of what it follows from.
    private void Follow(Table table, in LogRecord cause)
    {
        if (IsTold(table)) _after.Enqueue(cause.Origin is RecordKey origin ? new Cause(origin, cause.Arrival) : null);
    }

    private static bool IsTold(Table table) => table is Table.Actions or Table.Decisions or Table.Log or Table.Published;

    private sealed class Router(KafkaTransaction transaction, StageTopics topics, IRecordSink into) : IRowWriter
    {
        public void Put(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
            Route(new RoutedRow(transaction.Partition, table, RowChange.Put, key, value, After(table)), table == Table.DeadLetters ? transaction._letters.Dequeue() : default);

        public void Delete(Table table, ReadOnlySpan<byte> key) => Route(new RoutedRow(transaction.Partition, table, RowChange.Delete, key, []), default);

        public void Retire(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> last) => Route(new RoutedRow(transaction.Partition, table, RowChange.Retire, key, last, After(table)), default);

        private Cause? After(Table table) => IsTold(table) ? transaction._after.Dequeue() : null;

        private void Route(in RoutedRow row, in LogRecord cause) => topics.Route(row, cause, into);
    }
}

/// <summary>What a decision gives is too large for a record.</summary>
internal sealed class OversizeException(string message) : Exception(message);
