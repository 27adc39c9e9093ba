using System.ComponentModel.DataAnnotations;

namespace Nba.Host.Stages;

/// <summary>How stage 2 batches, ranks and remembers.</summary>
public sealed class QueueOptions
{
    /// <summary>The section of the configuration that holds these.</summary>
    public const string Section = "Queue";

    /// <summary>Most action records in one commit.</summary>
    [Range(1, 1_000_000)]
    public int BatchRecords { get; set; } = 2000;

    /// <summary>Longest wait for records when there is nothing to do, in milliseconds; a new day is seen this late.</summary>
    [Range(1, 60_000)]
    public int IdleMilliseconds { get; set; } = 100;

    /// <summary>
    /// Queues ranked in one turn, shared among the partitions, and as many again while a new day or rule book goes through them: fresh records wait no longer
    /// than for these. More owners than that, touched at once, are ranked in the turns that follow, each with all that came in meanwhile.
    /// </summary>
    [Range(1, 1_000_000)]
    public int RankChunk { get; set; } = 200;

    /// <summary>
    /// While what comes in arose longer ago than this, in milliseconds, queues are ranked no more often than that, and the later it is the more seldom, once in half of the delay or in ten
    /// seconds: who catches up need not publish each state in between.
    /// </summary>
    [Range(1, 60_000)]
    public int CatchUpMilliseconds { get; set; } = 1000;

    /// <summary>Days for which a withdrawn action is remembered, so that an older record of it that comes late does not bring it back.</summary>
    [Range(1, 3_650)]
    public int RememberDays { get; set; } = 30;

    /// <summary>Most action records kept in memory, about 1 KB each; past that, queues that are not in use are read from the store again.</summary>
    [Range(0, 100_000_000)]
    public int ActionsInMemory { get; set; } = 200_000;
}

/// <summary>What stage 2 has done since it began. Read by any thread; written by the stage's.</summary>
public sealed class QueueCounters
{
    private long _records, _refused, _ranked, _published, _failed, _commits;

    /// <summary>Action records taken, those that were known included.</summary>
    public long Records => Volatile.Read(ref _records);

    /// <summary>Records that were none.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Queues ranked.</summary>
    public long Ranked => Volatile.Read(ref _ranked);

    /// <summary>Queues published: ranked, and not as they were.</summary>
    public long Published => Volatile.Read(ref _published);

    /// <summary>Queues that could not be put into words.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Commits begun.</summary>
    public long Commits => Volatile.Read(ref _commits);

    internal void Record() => _records++;

    internal void Refusal() => _refused++;

    internal void RankedOne() => _ranked++;

    internal void PublishedOne() => _published++;

    internal void FailedOne() => _failed++;

    internal void Committed() => _commits++;
}
