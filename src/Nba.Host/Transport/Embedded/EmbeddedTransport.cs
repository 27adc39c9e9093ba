using System.Collections.Concurrent;
using Nba.Engine.Calendars;
using Nba.Host.Delivery;
using Nba.Host.State;

namespace Nba.Host.Transport.Embedded;

/// <summary>
/// One process, one partition, one RocksDB: events are handed in as chunks, and a commit is one synced batch that holds the log, the state and all
/// else, so that exactly-once needs no protocol. While one commit is being synced by a thread of its own, the stage decides the next.
/// </summary>
public sealed class EmbeddedTransport : ITransport, IEventDoor
{
    internal const int Partition = 0;

    /// <summary>Begins spans of what it consumes; by the name that activities have on a cluster.</summary>
    internal static readonly RecordSpans Spans = new("nba", "nba.activity", "nba.position");

    private readonly Store _store;
    private readonly TimeProvider _time;
    private readonly Keys _keys = new(Partition);
    private readonly BlockingCollection<IntakeChunk> _intake;
    private readonly Queue<(IntakeChunk Chunk, int Next)> _again = new();
    private readonly List<IntakeChunk> _polled = [];
    private readonly CommitThread _commits;
    private EmbeddedTransaction? _begun;
    private IntakeChunk? _current;
    private int _currentNext;
    private long _nextPosition;
    private long _committedNext;
    private long _lastArrival;
    private bool _assigned;

    /// <summary>Opens over a store; at most so many chunks wait before those who hand them in do.</summary>
    public EmbeddedTransport(Store store, TimeProvider time, int waitingChunks = 64)
    {
        (_store, _time) = (store, time);
        _intake = new BlockingCollection<IntakeChunk>(waitingChunks);
        _commits = new CommitThread(store);
        (_nextPosition, _lastArrival) = EmbeddedLog.End(store, Partition);
        _committedNext = _nextPosition;
    }

    /// <inheritdoc/>
    public long Durable => _commits.Durable;

    /// <summary>Is told whose live actions each durable commit changed; null for nobody.</summary>
    internal OwnerChanges? Changes { get; init; }

    /// <summary>Why the store failed, once it has; nothing is taken in after that.</summary>
    public Exception? Failure => _commits.Failure;

    /// <summary>Hands events in; waits while too many are waiting already.</summary>
    /// <exception cref="InvalidOperationException">The host is stopping.</exception>
    public Task<ChunkOutcome> Submit(IntakeChunk chunk, CancellationToken cancellation = default)
    {
        if (chunk.Count == 0 && chunk.AdvanceTo is null) chunk.Acknowledge();
        else _intake.Add(chunk, cancellation);
        return chunk.Outcome;
    }

    /// <inheritdoc/>
    public void Close() => _intake.CompleteAdding();

    /// <inheritdoc/>
    public bool Decides => true;

    /// <inheritdoc/>
    public bool HasFailed => Failure is not null;

    /// <inheritdoc/>
    public PollResult Poll(List<LogRecord> into, int atMost, TimeSpan wait)
    {
        if (!_assigned)
        {
            _assigned = true;
            return new PollResult(PollKind.Assigned, Partition, 1);
        }
        while (into.Count < atMost)
        {
            if (_current is null && !Next(into.Count == 0 ? wait : TimeSpan.Zero)) break;
            Take(into, atMost);
        }
        var closed = into.Count == 0 && _polled.Count == 0 && _current is null && _again.Count == 0 && _intake.IsCompleted;
        return new PollResult(closed ? PollKind.Closed : PollKind.Records, Partition, 1);
    }

    /// <inheritdoc/>
    public ITransaction Begin(int partition, int generation) => _begun = new EmbeddedTransaction(this, _commits.NextNumber, _commits.Rent());

    /// <inheritdoc/>
    public Store Reader(int partition) => _store;

    /// <inheritdoc/>
    public bool IsCaughtUp(int partition) => _current is null && _again.Count == 0 && _intake.Count == 0;

    /// <inheritdoc/>
    public bool Belongs(int partition, ReadOnlySpan<char> customer) => true;

    /// <inheritdoc/>
    public bool TryHold(int partition) => false;

    /// <inheritdoc/>
    public void Settle() => _commits.Settle();

    /// <inheritdoc/>
    public void Dispose()
    {
        _intake.CompleteAdding();
        _commits.Dispose();
        // Of a stage that failed in the middle; what was committed has none any more.
        _begun?.Spans?.Fail(RecordSpans.Stopped);
        var stopping = new OperationCanceledException("the host stopped before the events were durable; hand them in again");
        foreach (var chunk in _polled.Concat(_intake).Concat(_again.Select(a => a.Chunk)).Append(_current).OfType<IntakeChunk>()) chunk.Completion.TrySetException(stopping);
        _intake.Dispose();
    }

    internal void Commit(EmbeddedTransaction transaction)
    {
        _nextPosition += transaction.Sent;
        _committedNext = _nextPosition;
        // A chunk is acknowledged with the commit that holds its last event.
        var done = _polled.Where(c => c != _current).ToArray();
        foreach (var chunk in done)
        {
            if (chunk.Progress is { } progress) transaction.PutProgress(progress.Source, progress.Row);
            _polled.Remove(chunk);
        }
        if (_current is { } half)
        {
            // A chunk may be larger than a commit: its source is remembered up to the event that this commit holds.
            half.Consumed = _currentNext;
            if (half.Progress is { } progress) transaction.PutProgress(progress.Source, progress.Row - (half.Count - _currentNext));
        }
        _commits.Commit(transaction.Batch, done, transaction.Spans, transaction.Owners is { } owners ? () => Changes!.Tell(owners) : null);
    }

    // What was polled since the last commit is polled again.
    internal void Abort(EmbeddedTransaction transaction)
    {
        transaction.Spans?.Fail(RecordSpans.RolledBack);
        _commits.Return(transaction.Batch);
        if (_polled.Count == 0) return;
        _nextPosition = _committedNext;
        foreach (var chunk in _polled)
        {
            chunk.Reset();
            _again.Enqueue((chunk, chunk.Consumed));
        }
        _polled.Clear();
        (_current, _currentNext) = (null, 0);
        _lastArrival = EmbeddedLog.End(_store, Partition).LastArrival;
    }

    internal bool IsSealed => _store.Keys is not null;

    internal ReadOnlySpan<byte> LogKey(long position) => _keys.Number(Table.Log, position);

    internal ReadOnlySpan<byte> JournalKey(long number) => _keys.Number(Table.Journal, number);

    internal ReadOnlySpan<byte> ProgressKey(string source) => _keys.Text(Table.Progress, source);

    private bool Next(TimeSpan wait)
    {
        _currentNext = 0;
        if (_again.TryDequeue(out var again)) (_current, _currentNext) = again;
        else if (!_intake.TryTake(out _current, wait)) return false;
        _polled.Add(_current!);
        return true;
    }

    private void Take(List<LogRecord> into, int atMost)
    {
        var chunk = _current!;
        for (; _currentNext < chunk.Count && into.Count < atMost; _currentNext++)
        {
            var (json, arrival) = chunk[_currentNext];
            into.Add(new LogRecord(_nextPosition++, Arrival(arrival), json, null, chunk, _currentNext));
        }
        if (_currentNext < chunk.Count) return;
        if (chunk.AdvanceTo is { } until) into.Add(new LogRecord(_nextPosition, Arrival(until.UnixMilliseconds), default, null, chunk));
        _current = null;
    }

    private Instant Arrival(long given)
    {
        var stamped = given != 0 ? given : _time.GetUtcNow().ToUnixTimeMilliseconds();
        _lastArrival = Math.Max(_lastArrival, stamped);
        return new Instant(_lastArrival);
    }
}
