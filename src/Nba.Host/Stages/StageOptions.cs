using System.ComponentModel.DataAnnotations;

namespace Nba.Host.Stages;

/// <summary>How a stage batches, caches and sweeps.</summary>
public sealed class StageOptions
{
    /// <summary>The section of the configuration that holds these.</summary>
    public const string Section = "Stage";

    /// <summary>Most activities in one commit: larger batches cost latency, smaller ones a sync each.</summary>
    [Range(1, 1_000_000)]
    public int BatchActivities { get; set; } = 4000;

    /// <summary>Longest wait for activities when there is nothing to do, in milliseconds; ticks of the clock are seen this late.</summary>
    [Range(1, 60_000)]
    public int IdleMilliseconds { get; set; } = 100;

    /// <summary>Memory for rows of customers, at 1 to 2 KB each: those that are active from day to day should find room.</summary>
    [Range(1, 65_536)]
    public int CustomerCacheMiB { get; set; } = 128;

    /// <summary>Customers swept between two batches of activities after a tick, and in one commit of a backfill; fresh activities wait no longer than one such chunk.</summary>
    [Range(1, 10_000_000)]
    public int SweepChunk { get; set; } = 4000;

    /// <summary>How many customers are swept at the same time; never shows in the result. One for each processor, four at most, unless set.</summary>
    [Range(1, 64)]
    public int Lanes { get; set; } = Math.Min(4, Environment.ProcessorCount);

    /// <summary>Whether a new store waits for <c>nba go-live</c>: until then all it takes in is history. A store that exists remembers what it was begun with.</summary>
    public bool AwaitGoLive { get; set; }

    /// <summary>Whether decisions that changed or newly gated something are recorded; replay reproduces the rest.</summary>
    public bool RecordDecisions { get; set; } = true;
}

/// <summary>What a stage has done since it began. Read by any thread; written by the stage's.</summary>
public sealed class StageCounters
{
    private long _activities, _duplicates, _refused, _decisions, _changes, _commits, _cacheHits, _cacheMisses, _swept, _poison;

    /// <summary>Activities decided, duplicates included.</summary>
    public long Activities => Volatile.Read(ref _activities);

    /// <summary>Activities applied before.</summary>
    public long Duplicates => Volatile.Read(ref _duplicates);

    /// <summary>Events refused.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Decisions recorded.</summary>
    public long Decisions => Volatile.Read(ref _decisions);

    /// <summary>Action records given to queues.</summary>
    public long Changes => Volatile.Read(ref _changes);

    /// <summary>Commits begun.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>Customers found in memory.</summary>
    public long CacheHits => Volatile.Read(ref _cacheHits);

    /// <summary>Customers read from the store or new.</summary>
    public long CacheMisses => Volatile.Read(ref _cacheMisses);

    /// <summary>Customers swept after ticks.</summary>
    public long Swept => Volatile.Read(ref _swept);

    /// <summary>Activities set aside because the engine failed on them.</summary>
    public long Poison => Volatile.Read(ref _poison);

    internal void Activity() => _activities++;

    internal void Duplicate() => _duplicates++;

    internal void Refusal() => _refused++;

    internal void Decided(int changes, bool recorded)
    {
        // Several lanes decide at once.
        Interlocked.Add(ref _changes, changes);
        if (recorded) Interlocked.Increment(ref _decisions);
    }

    internal void Committed() => _commits++;

    internal void Looked(bool hit)
    {
        if (hit) _cacheHits++;
        else _cacheMisses++;
    }

    internal void SweptOne() => _swept++;

    internal void Poisoned() => _poison++;
}
