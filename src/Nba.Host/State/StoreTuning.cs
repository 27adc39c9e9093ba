using System.Globalization;
using System.Runtime.InteropServices;
using RocksDbSharp;

namespace Nba.Host.State;

/// <summary>
/// Turns <see cref="StoreOptions"/> into RocksDB's own. The load it is tuned for: one writer, large batches of a log that only grows at its
/// end, customer states of which one in twenty gets nine tenths of the writes, and reads of states that the caller's cache lacks.
/// </summary>
internal static class StoreTuning
{
    internal static DbOptions Build(StoreOptions options)
    {
        var (plain, tuned) = (new DbOptions(), new DbOptions());
        var text = Marshal.StringToCoTaskMemUTF8(Text(options));
        try
        {
            Native.Instance.rocksdb_get_options_from_string(plain.Handle, text, tuned.Handle);
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
            GC.KeepAlive(plain);
        }

        return options.Statistics ? tuned.EnableStatistics() : tuned;
    }

    /// <summary>The options in RocksDB's own notation, which refuses a name that it does not know.</summary>
    internal static string Text(StoreOptions options)
    {
        string[] all =
        [
            "create_if_missing=true",
            .. Memory(options),
            .. Writing(options),
            .. Levels,

            // A missing log file that was synced is an error, not an older state. Checksums of tables are verified by default.
            "track_and_verify_wals_in_manifest=true",

            // Opening reads no table statistics, and the database's own diary stays small.
            "skip_stats_update_on_db_open=true",
            "stats_dump_period_sec=0",
            "stats_persist_period_sec=0",
            "max_log_file_size=4M",
            "keep_log_file_num=4",
        ];
        return string.Join(';', all);
    }

    private static IEnumerable<string> Memory(StoreOptions options) =>
    [
        Invariant($"write_buffer_size={options.WriteBufferMiB}M"),
        Invariant($"max_write_buffer_number={options.WriteBuffers}"),
        Invariant($"max_open_files={options.MaxOpenFiles}"),

        // Indexes and filters live in the block cache, so that its size bounds all memory for reading however long the log grows. Two-level
        // indexes gained nothing: the tables that hold states are few. 8 KiB: the price of a state that is not cached is unpacking a block.
        Invariant($"block_based_table_factory={{block_cache={options.BlockCacheMiB}M;block_size=8K;cache_index_and_filter_blocks=true;")
            + "filter_policy=bloomfilter:10:false}",

        // No filters in the last level: the states asked for exist, and log entries are never asked for by key.
        "optimize_filters_for_hits=true",
    ];

    private static IEnumerable<string> Writing(StoreOptions options) =>
    [
        Invariant($"max_background_jobs={options.MaxBackgroundJobs}"),

        // There is one writer. Without locks for more, an insert remembers its place for each partition and table (three bytes of the key):
        // a log entry goes next to the one before.
        "allow_concurrent_memtable_write=false",
        "enable_write_thread_adaptive_yield=false",
        "memtable_insert_with_hint_prefix_extractor=fixed:3",

        // A state that is read from disk is in no memtable: a filter over whole keys spares the search in each.
        "memtable_prefix_bloom_size_ratio=0.02",
        "memtable_whole_key_filtering=true",

        // Written files reach the disk bit by bit; else they do at once and a commit's fsync waits behind them.
        "bytes_per_sync=1M",
        options.DirectIo ? "use_direct_io_for_flush_and_compaction=true" : "use_direct_io_for_flush_and_compaction=false",
    ];

    /// <summary>
    /// Levels and not universal merging: that wrote a fifth less in half a minute for the same processor time, but its full merges must rewrite
    /// the whole log as it grows. No blob files: the least writing, but a flush costs 2.6-3.0 instead of 1.5 us for an activity, and
    /// collecting old states moves the log. Young levels are not packed, as they are rewritten soon; LZ4 below gives a fifth of the disk back.
    /// </summary>
    private static readonly string[] Levels =
    [
        "level_compaction_dynamic_level_bytes=true",
        "max_bytes_for_level_base=256M",
        "target_file_size_base=64M",
        "compression_per_level=kNoCompression:kNoCompression:kLZ4Compression",
        "bottommost_compression=kLZ4Compression",
    ];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
