using RocksDbSharp;

namespace Nba.Host.State;

/// <content>Bringing deletions down to the disk.</content>
public sealed partial class Store
{
    // kForceOptimized: else a deletion may be moved to the last level beside what it deletes, and both stay in their files.
    private const byte ForceLastLevel = 3;

    /// <summary>
    /// Makes what was deleted or overwritten in some ranges of keys, their ends included, leave the files: memtables are written, and every file of such a range is merged down to the last level. Reads and writes go on meanwhile.
    /// A scan that is open keeps the files of its beginning until it ends. From any thread.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The disk refused.</exception>
    public void Compact(IEnumerable<(byte[] From, byte[] To)> ranges)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var options = Native.Instance.rocksdb_compactoptions_create();
        Native.Instance.rocksdb_compactoptions_set_bottommost_level_compaction(options, ForceLastLevel);
        try
        {
            _database.Flush(new FlushOptions().SetWaitForFlush(true));
            foreach (var (from, to) in ranges) Native.Instance.rocksdb_compact_range_opt(_database.Handle, options, from, (nuint)from.Length, to, (nuint)to.Length);
        }
        catch (RocksDbException error)
        {
            throw Refused(error);
        }
        finally
        {
            Native.Instance.rocksdb_compactoptions_destroy(options);
        }
    }
}
