using System.Text.Json;
using Nba.Engine;
using Nba.Engine.Events;
using Nba.Host.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Stages;

/// <summary>Gives a recorded log and journal, in order, to a stage that writes into another store. Used by one thread.</summary>
/// <param name="recorded">What was recorded.</param>
/// <param name="target">Where the stage writes.</param>
/// <param name="belongs">Whether a customer's activities lie in the partition that was recorded; all do where there was one.</param>
/// <param name="since">Where the other store stands already; null for the beginning.</param>
/// <param name="part">The only activities that are given, and until when; null for all.</param>
internal sealed class ReplayTransport(Store recorded, Store target, Func<ReadOnlySpan<char>, bool>? belongs, StageHead? since = null, ReplayPart? part = null) : ITransport
{
    private readonly Keys _keys = new(0);
    private readonly Queue<JournalEntry> _journal = new(EmbeddedLog.Journal(recorded, 0).Where(e => e.Number > (since?.LastEntry ?? 0)).TakeWhile(e => part is null || e.Now <= part.Until));
    private long _next = since?.NextPosition ?? 0;
    private bool _assigned;

    public long Durable { get; private set; }

    public PollResult Poll(List<LogRecord> into, int atMost, TimeSpan wait)
    {
        if (!_assigned)
        {
            _assigned = true;
            return new PollResult(PollKind.Assigned, 0, 1);
        }
        foreach (var record in (part?.Activities.Where(a => a.Position >= _next) ?? new PastLog(recorded, 0).Between(_next, long.MaxValue)).TakeWhile(_ => into.Count < atMost))
        {
            while (_journal.TryPeek(out var entry) && entry.Position <= record.Position) into.Add(Entry(_journal.Dequeue()));
            into.Add(record);
            _next = record.Position + 1;
        }
        while (into.Count == 0 && _journal.TryDequeue(out var entry)) into.Add(Entry(entry));
        return new PollResult(into.Count == 0 ? PollKind.Closed : PollKind.Records, 0, 1);
    }

    public ITransaction Begin(int partition, int generation) => new ReplayTransaction(this, target.NewBatch());

    public Store Reader(int partition) => target;

    public bool IsCaughtUp(int partition) => false;

    public bool Belongs(int partition, ReadOnlySpan<char> customer) => belongs is null || belongs(customer);

    public bool TryHold(int partition) => false;

    public void Settle()
    {
    }

    public void Dispose()
    {
    }

    private static LogRecord Entry(JournalEntry entry) => new(entry.Position, entry.Now, default, entry, null);

    private sealed class ReplayTransaction(ReplayTransport transport, StoreBatch batch) : ITransaction
    {
        public long Number => transport.Durable + 1;

        public void Consume(in LogRecord record)
        {
        }

        public void Refuse(in LogRecord record, ReadOnlySpan<byte> key, ReadOnlySpan<byte> letter) => batch.Put(key, letter);

        public void Journal(JournalEntry entry) => batch.Put(transport._keys.Number(Table.Journal, entry.Number), JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Default.JournalEntry));

        public void Put(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => batch.Put(key, value);

        public void Delete(Table table, ReadOnlySpan<byte> key) => batch.Delete(key);

        public void Retire(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> last) => batch.Delete(key);

        // The recorded log has it already.
        public bool TrySend(SentActivity activity) => true;

        public void Commit()
        {
            transport.Reader(0).Write(batch);
            batch.Dispose();
            transport.Durable++;
        }

        public void Abort() => batch.Dispose();
    }
}

/// <summary>A part of a recorded log: some customers' activities alone, and the journal, up to a moment. For those customers as good as the whole, for a decision sees nobody else.</summary>
/// <param name="Activities">All that arrived for those customers up to the moment, in order.</param>
/// <param name="Until">The moment.</param>
internal sealed record ReplayPart(IReadOnlyList<LogRecord> Activities, Nba.Engine.Calendars.Instant Until);
