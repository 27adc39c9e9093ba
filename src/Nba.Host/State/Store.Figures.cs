using System.Globalization;

namespace Nba.Host.State;

/// <content>What the store tells about itself.</content>
public sealed partial class Store
{
    // Positions in RocksDB's list of tickers, which only ever grows at its end.
    private const uint CacheMissTicker = 0;
    private const uint CacheHitTicker = 1;

    /// <summary>Bytes of live data in table files and memtables; an estimate.</summary>
    public long EstimatedBytes => Number("estimate-live-data-size") + Number("cur-size-all-mem-tables");

    /// <summary>Takes the figures of this moment. Costs some microseconds and allocates: for once a second, not for once an event.</summary>
    public StoreStats Stats() => new(
        MemtableBytes: Number("size-all-mem-tables"),
        BlockCacheBytes: Number("block-cache-usage"),
        TableReaderBytes: Number("estimate-table-readers-mem"),
        TableBytes: Number("total-sst-files-size"),
        CompactionPendingBytes: Number("estimate-pending-compaction-bytes"),
        Level0Files: (int)Number("num-files-at-level0"),
        DelayedWriteRate: Number("actual-delayed-write-rate"),
        WritesStopped: Number("is-write-stopped") != 0,
        CacheHits: Ticker(CacheHitTicker),
        CacheMisses: Ticker(CacheMissTicker));

    private long Number(string property)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return long.TryParse(_database.GetProperty("rocksdb." + property), CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private long Ticker(uint ticker) =>
        _counts ? (long)RocksDbSharp.Native.Instance.rocksdb_options_statistics_get_ticker_count(_native.Handle, ticker) : 0;
}
