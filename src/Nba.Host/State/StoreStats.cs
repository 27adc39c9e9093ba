namespace Nba.Host.State;

/// <summary>What the store holds and does at one moment, for figures and alarms. Byte counts are the database's own estimates.</summary>
/// <param name="MemtableBytes">Native memory of all memtables, also of those waiting to be flushed.</param>
/// <param name="BlockCacheBytes">Native memory of the block cache: data, index and filter blocks.</param>
/// <param name="TableReaderBytes">Native memory of open tables outside the block cache.</param>
/// <param name="TableBytes">Size of all table files on disk, without the write-ahead log.</param>
/// <param name="CompactionPendingBytes">What compaction has still to rewrite; ever growing means that the disk or the cores are too slow.</param>
/// <param name="Level0Files">Flushed files that are not merged yet; writes are slowed and then stopped when these pile up.</param>
/// <param name="DelayedWriteRate">Bytes per second to which writes are being slowed; 0 when they are not.</param>
/// <param name="WritesStopped">Whether writes wait for flushes or compactions now.</param>
/// <param name="CacheHits">Blocks found in the cache since opening; 0 without <see cref="StoreOptions.Statistics"/>.</param>
/// <param name="CacheMisses">Blocks read from files since opening; 0 without <see cref="StoreOptions.Statistics"/>.</param>
public sealed record StoreStats(
    long MemtableBytes,
    long BlockCacheBytes,
    long TableReaderBytes,
    long TableBytes,
    long CompactionPendingBytes,
    int Level0Files,
    long DelayedWriteRate,
    bool WritesStopped,
    long CacheHits,
    long CacheMisses);
