namespace Nba.Host.Stages;

/// <summary>How intake batches.</summary>
/// <param name="BatchRecords">Most records of one partition in a turn.</param>
/// <param name="IdleMilliseconds">Longest wait for records.</param>
internal sealed record IntakeOptions(int BatchRecords = 2000, int IdleMilliseconds = 100);

/// <summary>What an intake has done since it began, what was undone and done again included. Read by any thread; written by the stage's.</summary>
internal sealed class IntakeCounters
{
    private long _records, _made, _ignored, _refused, _commits;

    /// <summary>Records taken.</summary>
    public long Records => Volatile.Read(ref _records);

    /// <summary>Activities made of them.</summary>
    public long Made => Volatile.Read(ref _made);

    /// <summary>Records passed over because the mapping says so.</summary>
    public long Ignored => Volatile.Read(ref _ignored);

    /// <summary>Records that became dead letters.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Commits begun.</summary>
    public long Commits => Volatile.Read(ref _commits);

    internal void Add(long records, long made, long ignored, long refused)
    {
        Interlocked.Add(ref _records, records);
        Interlocked.Add(ref _made, made);
        Interlocked.Add(ref _ignored, ignored);
        Interlocked.Add(ref _refused, refused);
        Interlocked.Increment(ref _commits);
    }
}
