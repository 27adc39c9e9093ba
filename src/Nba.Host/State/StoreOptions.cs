using System.ComponentModel.DataAnnotations;
using Nba.Host.State.Sealing;

namespace Nba.Host.State;

/// <summary>
/// Where the store lies and how much memory it may take. The defaults suit two cores, a process of 700 MB and a million customers;
/// native memory stays near memtables (<see cref="WriteBufferMiB"/> times <see cref="WriteBuffers"/>) plus <see cref="BlockCacheMiB"/>
/// plus 50 MB for batches, compaction and open files.
/// </summary>
public sealed class StoreOptions
{
    /// <summary>The section of the configuration that holds these.</summary>
    public const string Section = "Store";

    /// <summary>The directory, made if it is missing. It belongs to one process at a time.</summary>
    [Required]
    public string Directory { get; set; } = "data/store";

    /// <summary>Size of one memtable. Larger ones let more rewrites of the same customer fall together before they reach the disk.</summary>
    [Range(1, 1024)]
    public int WriteBufferMiB { get; set; } = 48;

    /// <summary>Memtables at most, the one being filled included; writes wait when all are full.</summary>
    [Range(2, 16)]
    public int WriteBuffers { get; set; } = 3;

    /// <summary>Memory for blocks read from disk, with their indexes and filters.</summary>
    [Range(4, 16384)]
    public int BlockCacheMiB { get; set; } = 80;

    /// <summary>Threads for flushes and compactions together.</summary>
    [Range(2, 64)]
    public int MaxBackgroundJobs { get; set; } = 2;

    /// <summary>Table files kept open; each keeps a descriptor and some kilobytes.</summary>
    [Range(32, 100_000)]
    public int MaxOpenFiles { get; set; } = 512;

    /// <summary>Whether each write waits for the disk. Off, a crash of the machine (not of the process) can lose the last writes.</summary>
    public bool Fsync { get; set; } = true;

    /// <summary>
    /// Whether flushes and compactions go past the page cache: a tenth less processor time, but not every file system can do it, and blocks
    /// that are not in the block cache then come from the disk.
    /// </summary>
    public bool DirectIo { get; set; }

    /// <summary>Whether hits and misses of the block cache are counted.</summary>
    public bool Statistics { get; set; }

    /// <summary>Where the keys lie with which values are sealed, for a store that is to be; one that is sealed stays so, and says itself where they lie. Null: as the store is.</summary>
    internal SealPlaces? Seal { get; set; }

    /// <summary>Whether it makes no keys that last, as a scratch store: those of customers who have none are gone with this process.</summary>
    internal bool IsScratch { get; set; }

    /// <summary>The same for a store in another directory.</summary>
    public StoreOptions In(string directory, bool? fsync = null)
    {
        var other = (StoreOptions)MemberwiseClone();
        (other.Directory, other.Fsync) = (directory, fsync ?? Fsync);
        return other;
    }
}
