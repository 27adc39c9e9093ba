using System.Text;
using System.Text.Json;
using Nba.Engine;
using Nba.Engine.Events;
using Nba.Host.Delivery;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.State.Sealing;

namespace Nba.Host.Transport.Embedded;

/// <summary>One batch of the embedded store.</summary>
internal sealed class EmbeddedTransaction(EmbeddedTransport transport, long number, StoreBatch batch) : ITransaction
{
    private byte[] _row = new byte[512];
    private RecordSpan? _span;

    public long Number => number;

    public StoreBatch Batch => batch;

    /// <summary>How many of its records the engine sent: they took positions that were not polled.</summary>
    public int Sent { get; private set; }

    /// <summary>Spans of the records it consumed; null for none.</summary>
    public OpenSpans? Spans { get; private set; }

    /// <summary>Owners whose live actions it changes, where somebody follows them; null for none.</summary>
    public HashSet<string>? Owners { get; private set; }

    public void Consume(in LogRecord record)
    {
        _span = null;
        if (record.Value.Length == 0) return;
        if (RecordSpans.IsWatched && record.Origin is IntakeChunk chunk) Begin(chunk, record);
        if (record.IsSent) Sent++;
        var length = record.Value.Length + 8;
        if (_row.Length < length) Array.Resize(ref _row, length * 2);
        EmbeddedLog.WriteHead(_row, record.Arrival, record.IsSent);
        record.Value.Span.CopyTo(_row.AsSpan(8));
        batch.Put(transport.LogKey(record.Position), _row.AsSpan(0, length));
    }

    public void Refuse(in LogRecord record, ReadOnlySpan<byte> key, ReadOnlySpan<byte> letter)
    {
        // Stage 1 refuses what it has just taken up.
        _span?.Refuse(JsonSerializer.Deserialize(letter, StageJson.Default.DeadLetter)!.Reason);
        batch.Put(key, letter, transport.IsSealed ? EventSubject.Of(record.Value.Span) : null);
    }

    public void Journal(JournalEntry entry) => batch.Put(transport.JournalKey(entry.Number), JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Default.JournalEntry));

    public void PutProgress(string source, long row) => batch.Put(transport.ProgressKey(source), Encoding.UTF8.GetBytes(row.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public void Put(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Note(table, key);
        batch.Put(key, value);
    }

    public void Delete(Table table, ReadOnlySpan<byte> key)
    {
        Note(table, key);
        batch.Delete(key);
    }

    public void Retire(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> last) => Delete(table, key);

    public bool TrySend(SentActivity activity) => false;

    public void Commit() => transport.Commit(this);

    public void Abort() => transport.Abort(this);

    private void Note(Table table, ReadOnlySpan<byte> key)
    {
        if (table == Table.Actions && transport.Changes is { IsFollowed: true }) (Owners ??= new HashSet<string>(StringComparer.Ordinal)).Add(DeliveryReader.OwnerOf(key));
    }

    private void Begin(IntakeChunk chunk, in LogRecord record)
    {
        _span = EmbeddedTransport.Spans.Process(TraceParent.OfEvent(record.Value.Span) ?? chunk.Trace, EmbeddedTransport.Partition, record.Position);
        if (_span is not null) (Spans ??= new OpenSpans()).Add(_span);
    }
}
