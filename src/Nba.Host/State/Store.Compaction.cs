using System.Globalization;
using RocksDbSharp;

namespace Nba.Host.State;

/// <content>Bringing deletions down to the disk.</content>
public sealed partial class Store
{
    // kForceOptimized: else a deletion may be moved to the last level beside what it deletes, and both stay in their files.
    private const byte ForceLastLevel = 3;

    /// <summary>
    /// Makes what was deleted or overwritten in some ranges of keys, their ends included, leave the files: memtables are written, and every file of such a range is merged down to the last level. Reads and writes go on meanwhile.
    /// A scan that is open keeps the files of its beginning until it ends. From any thread; where the store is closed meanwhile, its files stay open until the range under way is done, and the rest is left.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The disk refused.</exception>
    /// <exception cref="ObjectDisposedException">The store is closed, and not all of it is done.</exception>
    public void Compact(IEnumerable<(byte[] From, byte[] To)> ranges)
    {
        Use();
        var options = Native.Instance.rocksdb_compactoptions_create();
        Native.Instance.rocksdb_compactoptions_set_bottommost_level_compaction(options, ForceLastLevel);
        try
        {
            var failed = BackgroundErrors;
            _database.Flush(new FlushOptions().SetWaitForFlush(true));
            foreach (var (from, to) in ranges)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                Native.Instance.rocksdb_compact_range_opt(_database.Handle, options, from, (nuint)from.Length, to, (nuint)to.Length);
                // The call itself answers nothing.
                if (BackgroundErrors > failed) throw new StoreUnavailableException($"The store could not be compacted: a file could not be read or written", Mended);
            }
        }
        catch (RocksDbException error)
        {
            throw Refused(error);
        }
        finally
        {
            Native.Instance.rocksdb_compactoptions_destroy(options);
            Release();
        }
    }

    // Flushes and compactions that failed since the store was opened.
    private long BackgroundErrors => long.Parse(_database.GetProperty("rocksdb.background-errors"), CultureInfo.InvariantCulture);

    // One user more, as a scan is; none of a store whose files are closed.
    private void Use()
    {
        for (var users = Volatile.Read(ref _users); !_disposed && users > 0; users = Volatile.Read(ref _users))
        {
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users) return;
        }
        throw new ObjectDisposedException(nameof(Store));
    }
}
