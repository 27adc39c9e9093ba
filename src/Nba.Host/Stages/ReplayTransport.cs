using System.Text.Json;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Host.State;
using Nba.Host.State.Sealing;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Stages;

/// <summary>Gives a recorded log and journal, in order, to a stage that writes into another store. Used by one thread.</summary>
/// <param name="recorded">What was recorded.</param>
/// <param name="target">Where the stage writes.</param>
/// <param name="excerpt">Which part of it, and who looks on.</param>
/// <param name="calendar">The bank's days.</param>
internal sealed class ReplayTransport(Store recorded, Store target, Excerpt excerpt, BankCalendar calendar) : ITransport
{
    private readonly Keys _keys = new(0);
    private IEnumerator<Step>? _steps;
    private Action? _pause;
    private bool _assigned;

    public long Durable { get; private set; }

    public PollResult Poll(List<LogRecord> into, int atMost, TimeSpan wait)
    {
        if (!_assigned)
        {
            _assigned = true;
            return new PollResult(PollKind.Assigned, 0, 1);
        }
        _steps ??= Steps().GetEnumerator();
        Resume();
        while (into.Count < atMost && _steps.MoveNext())
        {
            if (_steps.Current.Record is { } record) into.Add(record);
            _pause = _steps.Current.Pause;
            if (_pause is null) continue;
            if (into.Count > 0) break;
            Resume();
        }
        return new PollResult(into.Count == 0 ? PollKind.Closed : PollKind.Records, 0, 1);
    }

    public ITransaction Begin(int partition, int generation) => new ReplayTransaction(this, target, excerpt.Watch);

    public Store Reader(int partition) => target;

    public bool IsCaughtUp(int partition) => false;

    public bool Belongs(int partition, ReadOnlySpan<char> customer) => excerpt.Belongs is null || excerpt.Belongs(customer);

    public bool TryHold(int partition) => false;

    public void Settle()
    {
    }

    public void Dispose() => _steps?.Dispose();

    // What was given before is decided and committed when the stage polls again.
    private void Resume()
    {
        var pause = _pause;
        _pause = null;
        pause?.Invoke();
    }

    private IEnumerable<Step> Steps()
    {
        var (since, until) = (excerpt.Since, excerpt.Until);
        var journal = new Queue<JournalEntry>(EmbeddedLog.Journal(recorded, 0).Where(e => e.Number > (since?.LastEntry ?? 0) && !(e.Number >= until?.Entry)).TakeWhile(e => !(e.Now > excerpt.Moment)));
        if (since is not null && excerpt.Instead is not null) yield return new Step(Entry(new JournalEntry(0, since.NextPosition, JournalKind.Book, new Instant(since.LastNow), since.Book)));
        foreach (var record in new PastLog(recorded, 0) { Only = excerpt.Only }.Between(since?.NextPosition ?? 0, until?.Position ?? long.MaxValue))
        {
            while (journal.TryPeek(out var entry) && entry.Position <= record.Position)
            {
                foreach (var step in Of(journal.Dequeue())) yield return step;
            }
            yield return new Step(record);
        }
        while (journal.TryDequeue(out var entry))
        {
            foreach (var step in Of(entry)) yield return step;
        }
    }

    // Who looks on sees a day begin between two batches, with everybody brought up to it: chunks and timing of sweeps never show in what is decided.
    private IEnumerable<Step> Of(JournalEntry entry)
    {
        if (excerpt.Watch is not { } watch || entry.Kind != JournalKind.Day)
        {
            yield return new Step(Entry(entry));
            yield break;
        }
        var (day, everybody) = (calendar.DateOf(entry.Now), new LogRecord(entry.Position, entry.Now, default, null, null));
        yield return new Step(everybody with { Arrival = entry.Now.Plus(-1) });
        yield return new Step(null, () => watch.DayEnds(day));
        yield return new Step(Entry(entry));
        yield return new Step(everybody);
        yield return new Step(null, () => watch.DayBegan(day));
    }

    private static LogRecord Entry(JournalEntry entry) => new(entry.Position, entry.Now, default, entry, null);

    /// <summary>A record to be given, or the end of a batch and what is to happen once it is committed.</summary>
    private readonly record struct Step(LogRecord? Record, Action? Pause = null);

    private sealed class ReplayTransaction(ReplayTransport transport, Store target, ReplayWatch? watch) : ITransaction
    {
        private readonly StoreBatch _batch = target.NewBatch();
        private readonly List<Action<ReplayWatch>> _seen = [];

        public long Number => transport.Durable + 1;

        public void Consume(in LogRecord record)
        {
        }

        public void Refuse(in LogRecord record, ReadOnlySpan<byte> key, ReadOnlySpan<byte> letter) => _batch.Put(key, letter, target.Keys is null ? null : EventSubject.Of(record.Value.Span));

        public void Journal(JournalEntry entry)
        {
            _batch.Put(transport._keys.Number(Table.Journal, entry.Number), JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Default.JournalEntry));
            if (watch is not null && entry.Kind == JournalKind.Book) _seen.Add(w => w.Book(entry.Payload));
        }

        public void Put(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            _batch.Put(key, value);
            See(table, key, value);
        }

        public void Delete(Table table, ReadOnlySpan<byte> key) => _batch.Delete(key);

        public void Retire(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> last)
        {
            _batch.Delete(key);
            See(table, key, last);
        }

        // The recorded log has it already.
        public bool TrySend(SentActivity activity) => true;

        public void Commit()
        {
            target.Write(_batch);
            _batch.Dispose();
            transport.Durable++;
            foreach (var seen in _seen) seen(watch!);
        }

        public void Abort() => _batch.Dispose();

        private void See(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            if (watch is null || table is not (Table.Actions or Table.Spent)) return;
            var bytes = (table == Table.Actions ? value : key).ToArray();
            _seen.Add(table == Table.Actions ? w => w.Action(bytes) : w => w.Spent(bytes));
        }
    }
}
