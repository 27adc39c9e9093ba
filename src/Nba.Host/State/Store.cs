using Nba.Engine.Sources;
using Nba.Host.State.Sealing;
using RocksDbSharp;

namespace Nba.Host.State;

/// <summary>
/// The host's durable memory: one RocksDB database with one column family, so that one batch is one atomic commit whatever tables it
/// touches. Keys are ordered by their bytes. Reads, scans and figures from any thread, also during a write; <see cref="Write"/> from one
/// thread at a time. Dispose after the last call of any thread has returned; scans still open then keep the files open until they end.
/// </summary>
public sealed partial class Store : IDisposable
{
    private readonly RocksDb _database;
    private readonly DbOptions _native;
    private readonly WriteOptions _write;
    private readonly WriteOptions _unlogged = new WriteOptions().DisableWal(1);
    private readonly FileStream? _ownership;
    private readonly RowSeal? _seal;
    private readonly SealPlaces? _places;
    private readonly bool _counts;
    private readonly bool _readOnly;
    private readonly bool _isScratch;
    private int _users = 1;
    private bool _disposed;

    private Store(RocksDb database, DbOptions native, FileStream? ownership, SealPlaces? places, RowSeal? seal, StoreOptions? options)
    {
        (_database, _native, _ownership, _places, _seal) = (database, native, ownership, places, seal);
        (_readOnly, _counts, _isScratch) = (options is null, options is { Statistics: true }, options is { IsScratch: true });
        _write = new WriteOptions().SetSync(options is not { Fsync: false });
    }

    /// <summary>Opens the store for reading and writing, making it if it is missing, and reads back what a crash left in the log.</summary>
    /// <exception cref="StoreUnavailableException">Another process has it, or it cannot be read.</exception>
    public static Store Open(StoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Open(options.Directory, StoreOwnership.TakeForWriting(options.Directory), options);
    }

    /// <summary>Opens the store of a stopped host, or a checkpoint, for reading; it changes nothing there, and many may do so at once.</summary>
    /// <exception cref="StoreUnavailableException">A running process has it, there is none, or it cannot be read.</exception>
    public static Store OpenReadOnly(string directory) => Open(directory, StoreOwnership.TakeForReading(directory), null);

    /// <summary>Where the keys lie with which values are sealed; null for a store that is not.</summary>
    internal SealPlaces? Places => _places;

    /// <summary>The keys themselves; null for a store that is not sealed.</summary>
    internal KeyRing? Keys => _seal?.Ring;

    /// <summary>Whether keys that it makes for customers who have none last.</summary>
    internal bool MakesKeys => !_readOnly && !_isScratch;

    /// <summary>An empty batch, to be filled, written, cleared and filled again.</summary>
    public StoreBatch NewBatch() => new(_seal);

    /// <summary>Makes all changes of a batch at once; they are on disk when this returns. The batch stays as it is.</summary>
    /// <exception cref="StoreUnavailableException">The disk refused; whether the batch is stored shows only after opening again.</exception>
    public void Write(StoreBatch batch) => Make(batch, _write);

    /// <summary>
    /// Makes all changes of a batch at once without logging them, for who can make them again: that is less work. They reach the disk in turn, with a memtable that is full,
    /// <see cref="BeginFlush"/> and <see cref="Dispose"/>; a killed process leaves all batches up to some one, unless others were logged meanwhile: one way of writing for one store.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The disk refused.</exception>
    public void WriteUnlogged(StoreBatch batch) => Make(batch, _unlogged);

    /// <summary>
    /// Begins to bring to disk what was written unlogged, and does not wait for the end; where flushes or compactions are behind it waits as a write does. From one thread at a time, as
    /// writing.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The disk refused before; what it refuses now shows with a later write.</exception>
    public void BeginFlush()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            _database.Flush(new FlushOptions().SetWaitForFlush(false));
        }
        catch (RocksDbException error)
        {
            throw Refused(error);
        }
    }

    /// <summary>
    /// Makes a copy, as of now, that is a store of its own. Table files are hard links, so it takes little time and room on the same disk.
    /// </summary>
    /// <param name="directory">A directory that does not exist yet; its parent must.</param>
    /// <exception cref="StoreUnavailableException">The directory exists or cannot be written.</exception>
    public void Checkpoint(string directory)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            using var checkpoint = _database.Checkpoint();
            checkpoint.Save(directory);
            _places?.Put(directory);
        }
        catch (RocksDbException error)
        {
            throw new StoreUnavailableException(
                $"No checkpoint could be made in '{directory}': {error.Message.TrimEnd('.')}", $"Name a new directory on a disk with room", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Release();
        }
    }

    /// <summary>One user less, the store itself or a scan; the last one closes the files, for native iterators must not outlive the database.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _database.Dispose();
            _copies.Dispose();
            _opened.Dispose();
            _seal?.Dispose();
            _ownership?.Dispose();
            GC.KeepAlive(_native);
        }
    }

    private static StoreUnavailableException Refused(RocksDbException error) =>
        new($"The store could not write: {error.Message.TrimEnd('.')}", Mended, error);

    private static Sentence Mended => $"Make room on the disk or repair it, then start the process again";

    private void Make(StoreBatch batch, WriteOptions how)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_readOnly)
        {
            throw new InvalidOperationException("The store was opened for reading only.");
        }

        // What is sealed can be opened as long as its key is there: keys go first.
        _seal?.Ring.Sync();
        try
        {
            _database.Write(batch.Native, how);
        }
        catch (RocksDbException error)
        {
            throw Refused(error);
        }
    }

    private static Store Open(string directory, FileStream? ownership, StoreOptions? options)
    {
        RowSeal? seal = null;
        try
        {
            options?.Seal?.Put(directory);
            var places = SealPlaces.Of(directory);
            seal = places is null ? null : new RowSeal(KeyRing.Open(places, writes: options is { IsScratch: false }));
            var native = StoreTuning.Build(options ?? new StoreOptions());
            var database = options is null ? RocksDb.OpenReadOnly(native, directory, false) : RocksDb.Open(native, directory);
            return new Store(database, native, ownership, places, seal, options);
        }
        catch (Exception error)
        {
            seal?.Dispose();
            ownership?.Dispose();
            if (error is not RocksDbException)
            {
                throw;
            }

            throw new StoreUnavailableException(
                $"The store in '{directory}' cannot be opened: {error.Message.TrimEnd('.')}",
                error.Message.Contains("lock", StringComparison.OrdinalIgnoreCase)
                    ? Sentence.Of($"Stop the process that uses it")
                    : Sentence.Of($"Check the disk; if files are damaged or missing, put back a checkpoint"),
                error);
        }
    }
}
