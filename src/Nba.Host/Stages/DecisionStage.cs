using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Vocabulary;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Stages;

/// <summary>
/// Stage 1 for one slot and the partitions assigned to it: polls, decides, commits. Everything that takes effect in a partition goes through one transaction;
/// after an abort the partition stands where its last commit left it. One thread runs it; <see cref="Offer"/> and <see cref="Counters"/> may be used by others.
/// </summary>
public sealed partial class DecisionStage : IStage
{
    private const int MaxAttempts = 3;
    private const long NoRecord = -1;

    private readonly ITransport _transport;
    private readonly StageOptions _options;
    private readonly TimeProvider? _clock;
    private readonly List<LogRecord> _records = [];
    private readonly Dictionary<(int Partition, long Position), int> _attempts = [];
    private readonly HashSet<(int Partition, long Position)> _poison = [];
    private readonly System.Collections.Concurrent.ConcurrentQueue<Asked> _asked = new();
    private readonly SortedDictionary<int, Partition> _partitions = [];
    private RuleBook _initial;
    private RuleBook? _offered;

    /// <summary>A stage; without a clock, ticks come from the records alone (simulated runs and replays).</summary>
    public DecisionStage(ITransport transport, RuleBook book, StageOptions options, TimeProvider? clock) =>
        (_transport, _initial, _options, _clock) = (transport, book, options, clock);

    /// <summary>Where it says what it could not do.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>What it has done.</summary>
    public StageCounters Counters { get; } = new();

    /// <inheritdoc/>
    public long Taken => Counters.Activities;

    /// <inheritdoc/>
    public long Commits => Counters.Commits;

    /// <summary>Whether time comes from the records alone; what the clock says when left out.</summary>
    public bool? IsSimulated { get; init; }

    /// <summary>Whether journal entries come with the records instead of being made here.</summary>
    public bool IsReplay { get; init; }

    /// <summary>Where a log is replayed under other books than those of its journal: the one in place of each, by that one's version. Null otherwise.</summary>
    internal Func<string, RuleBook>? Instead { get; init; }

    /// <summary>Positions that were set aside when the log was first decided.</summary>
    public IReadOnlySet<long> SetAside { get; init; } = new HashSet<long>();

    /// <summary>Finds stored books when a log is replayed.</summary>
    public Func<string, RuleBook?>? BookOf { get; init; }

    /// <summary>
    /// Where a book, by version, was last named for all workers: a partition goes from book to book in that order only, whichever worker runs it and however far that one has read. Null
    /// where one process has all partitions and each book offered follows the one before.
    /// </summary>
    public Func<string, long>? NamedAt { get; init; }

    /// <summary>The activities of the past, for backfills and for replaying them; a stage that has none refuses a store whose backfill was broken off.</summary>
    public PastLog? Past { get; init; }

    /// <summary>Version of the book in force; null before the first turn.</summary>
    public string? InForce => First?.InForce;

    /// <summary>Since when facts are folded that were not from the beginning, by key; null before the first turn.</summary>
    public IReadOnlyDictionary<FactKey, Instant>? FoldedSince => First?.FoldedSince;

    /// <summary>Asks that facts be folded anew from the log; done and journalled with the next turn. Tells how many of how many activities are folded.</summary>
    public void Backfill(IReadOnlyList<FactKey> facts, Action<int, int>? folded = null) => _asked.Enqueue(new Asked(partition =>
    {
        partition.Folded = folded;
        partition.Backfill(facts);
    }));

    /// <inheritdoc/>
    public void Offer(RuleBook book) => Volatile.Write(ref _offered, book);

    /// <summary>Whether the bank is still to go live; null before the first turn.</summary>
    public bool? AwaitsGoLive => First?.AwaitsGoLive;

    /// <summary>Asks that the bank go live at a time, or at the last activity's if that is later; journalled with the next turn.</summary>
    public void GoLive(Instant at) => _asked.Enqueue(new Asked(partition => partition.GoLive(at)));

    private Partition? First => _partitions.Values.FirstOrDefault();

    /// <inheritdoc/>
    public bool Turn()
    {
        try
        {
            return Polled();
        }
        catch (UndoneException)
        {
            // One way back: what is still this slot's is assigned again and opened from what is committed.
            GiveBack();
            return true;
        }
        finally
        {
            Tell();
        }
    }

    private bool Polled()
    {
        _records.Clear();
        if (_partitions.Count == 0) TakeForLater();
        var wait = TimeSpan.FromMilliseconds(_partitions.Values.Any(p => p.IsSweeping) || Volatile.Read(ref _offered) is not null ? 0 : _options.IdleMilliseconds);
        var poll = _transport.Poll(_records, _options.BatchActivities, wait);
        switch (poll.Kind)
        {
            case PollKind.Closed:
                return TakeAsked() || FinishSweep();
            case PollKind.Assigned:
                Open(poll);
                return true;
            case PollKind.Revoked:
                if (_partitions.Remove(poll.Partition, out var gone)) gone.Dispose();
                Release(poll.Partition);
                return true;
        }
        var polled = _records.Count > 0 ? _partitions[poll.Partition] : null;
        var swept = polled is not null && Work(polled, _records, sweeps: true);
        Others(polled, swept);
        return true;
    }

    // A slot without partitions opens those that come under the newest book.
    private void TakeForLater()
    {
        if (IsReplay || Interlocked.Exchange(ref _offered, null) is not { } book) return;
        _initial = book;
    }

    private void Open(PollResult assigned)
    {
        if (Volatile.Read(ref _offered) is { } offered && !IsReplay) _initial = offered;
        Release(assigned.Partition);
        Partition partition;
        try
        {
            partition = Partition.Open(_transport, assigned, _initial, _options, Counters, IsSimulated ?? _clock is null, IsReplay ? BookOf ?? (_ => null) : null, Past, NamedAt, Instead);
        }
        catch (NotRunnableException cannot)
        {
            Hold(assigned.Partition, cannot);
            return;
        }
        _partitions[assigned.Partition] = partition;
        if (!IsReplay && partition.Book.Version != _initial.Version && partition.Precedes(_initial)) Interlocked.CompareExchange(ref _offered, _initial, null);
    }

    // Partitions without records have their turn too: what was asked for, ticks of the clock, and one chunk of a sweep among all of them, so that fresh
    // activities wait for one at most.
    private void Others(Partition? polled, bool swept)
    {
        TakeAsked();
        // One of them may have to be held meanwhile.
        foreach (var partition in (Partition[])[.. _partitions.Values])
        {
            if (partition != polled) swept |= Work(partition, [], sweeps: !swept);
        }
    }

    /// <inheritdoc/>
    public void Settle() => _transport.Settle();

    /// <inheritdoc/>
    public void Dispose()
    {
        GiveBack();
        EndAsked();
    }

    private void GiveBack()
    {
        foreach (var partition in _partitions.Values) partition.Dispose();
        _partitions.Clear();
        ReleaseAll();
    }

    // Whether it swept.
    private bool Work(Partition partition, List<LogRecord> records, bool sweeps)
    {
        var at = NoRecord;
        try
        {
            partition.BeginBatch();
            var clock = !IsReplay && records.Count == 0 ? Clock(partition) : null;
            foreach (var polled in records)
            {
                for (LogRecord? next = partition.Place(polled); next is { } record; next = partition.NextSent())
                {
                    at = record.Position;
                    One(partition, record);
                }
            }
            at = NoRecord;
            sweeps &= partition.IsSweeping;
            if (sweeps) partition.SweepNext();
            TakeOffered(partition, clock);
            TellSweep(partition);
            partition.Commit();
        }
        catch (NotRunnableException cannot)
        {
            partition.Abort();
            Hold(partition.Number, cannot);
        }
        catch (Exception failure) when (at != NoRecord && Instead is null && EngineFailure.Is(failure))
        {
            partition.Abort();
            Failed(partition.Number, at, failure);
        }
        return sweeps;
    }

    // The engine failed on a record: it is rolled back, the same records are polled again, and the record is set aside after the third failure.
    private void Failed(int partition, long position, Exception failure)
    {
        var place = (partition, position);
        var attempt = _attempts[place] = _attempts.GetValueOrDefault(place) + 1;
        StageLog.RecordFailed(Log, partition, position, attempt, MaxAttempts, EngineFailure.Words(failure));
        if (attempt >= MaxAttempts) _poison.Add(place);
    }

    private void One(Partition partition, in LogRecord record)
    {
        if (record.Entry is { } entry)
        {
            partition.Replay(entry);
            return;
        }
        if (!IsReplay || Instead is not null) partition.TickUpTo(record.Arrival, record.Position);
        if (record.Value.Length == 0) Drain(partition);
        else if (_poison.Contains((partition.Number, record.Position))) partition.SetAside(record, new EventRefusal(Reason.Poison, $"the engine failed on it; its bytes are kept in the log"), MaxAttempts, journal: true);
        else if (SetAside.Contains(record.Position)) partition.SetAside(record, new EventRefusal(Reason.Poison, $"the engine failed on it; its bytes are kept in the log"), MaxAttempts, journal: false);
        else partition.Decide(record);
    }

    // Time moved on in a simulated run: whoever waits sees a partition that is fully swept.
    private void Drain(Partition partition)
    {
        partition.Touch();
        TellSweep(partition);
        partition.SweepAll();
        partition.Touch();
    }

    // The moment by the clock, which the partition was brought up to; null while something may have arrived before it.
    private Instant? Clock(Partition partition)
    {
        if (_clock is null || !_transport.IsCaughtUp(partition.Number)) return null;
        var now = new Instant(_clock.GetUtcNow().ToUnixTimeMilliseconds());
        partition.Idle(now);
        return now;
    }

    private bool TakeAsked()
    {
        var any = false;
        while (_partitions.Count > 0 && _asked.TryDequeue(out var asked))
        {
            foreach (var partition in _partitions.Values)
            {
                partition.BeginBatch();
                asked.Do(partition);
                partition.Commit();
            }
            any = true;
        }
        return any;
    }

    private bool FinishSweep()
    {
        // A live host goes on with its sweep at the next start; a replay or simulation needs it done.
        if (_clock is not null || _partitions.Values.FirstOrDefault(p => p.IsSweeping) is not { } partition) return false;
        partition.Begin();
        partition.Sweep(_options.SweepChunk);
        partition.Commit();
        return true;
    }
}
