using System.Runtime.InteropServices;
using Nba.Host.State.Sealing;
using RocksDbSharp;

namespace Nba.Host.State;

/// <summary>
/// Walks the keys of one prefix upwards, as they were when the scan was made; later writes neither show nor disturb. The spans point into
/// the database's memory: they are good until the next <see cref="MoveNext"/> or <see cref="Dispose"/>. An open scan keeps old files and
/// memtables alive, so work in chunks and begin again at the last key. For one thread at a time.
/// </summary>
public sealed class StoreScan : IDisposable
{
    private readonly Store _store;
    private readonly Bounds _bounds;
    private readonly Iterator _rows;
    private readonly RowSeal? _seal;
    private CustomerCipher? _key;
    private byte[] _opened = [];
    private int _length = NotYet;
    private bool _moved;
    private bool _disposed;

    private const int NotYet = -1, AsStored = -2;

    internal StoreScan(Store store, RocksDb database, RowSeal? seal, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> startAt, bool sweep)
    {
        _store = store;
        _seal = seal;
        _bounds = new Bounds(prefix, sweep);
        _rows = database.NewIterator(null, _bounds);
        _rows.Seek(startAt.SequenceCompareTo(prefix) > 0 ? startAt : prefix);
    }

    /// <summary>The whole key, with the prefix.</summary>
    public ReadOnlySpan<byte> Key => _rows.GetKeySpan();

    /// <summary>The value.</summary>
    /// <exception cref="StoreUnavailableException">It is sealed, and was altered.</exception>
    public ReadOnlySpan<byte> Value
    {
        get
        {
            if (_seal is null) return _rows.GetValueSpan();
            if (_length == NotYet && _seal.Open(Key, _rows.GetValueSpan(), ref _opened, out _length, _key) == Opened.Plain) _length = AsStored;
            return _length == AsStored ? _rows.GetValueSpan() : _opened.AsSpan(0, _length);
        }
    }

    /// <summary>The value as it is stored: of a sealed row, the sealed bytes, whose plain first ones can be read.</summary>
    internal ReadOnlySpan<byte> Stored => _rows.GetValueSpan();

    /// <summary>The id of the key with which the row is sealed; null for one that is not.</summary>
    internal UInt128? SealedWith => _seal is null ? null : RowSeal.KeyOf((Table)Key[2], Stored);

    /// <summary>Goes to the first, then to each next row.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="StoreUnavailableException">A file cannot be read or is damaged.</exception>
    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        do
        {
            if (_moved && _rows.Valid())
            {
                _rows.Next();
            }

            (_moved, _length) = (true, NotYet);
            if (!Stands(_rows))
            {
                return false;
            }
        }
        // What an erased customer left behind in a copy is no row any more; one that is, stays one until the next, also where its key is destroyed meanwhile.
        while (_seal is not null && _seal.IsGone(Key, Stored, out _key));
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _rows.Dispose();
            _bounds.Dispose();
            _store.Release();
        }
    }

    /// <summary>Finds the last key of a prefix.</summary>
    internal static bool TryLast(RocksDb database, ReadOnlySpan<byte> prefix, ref byte[] buffer, out int length)
    {
        using var bounds = new Bounds(prefix, sweep: false);
        using var rows = database.NewIterator(null, bounds);
        rows.SeekToLast();
        length = Stands(rows) ? Store.Fill(rows.GetKeySpan(), ref buffer) : 0;
        return length > 0;
    }

    /// <summary>Whether an iterator stands on a row; an iterator that failed looks like one at its end.</summary>
    private static bool Stands(Iterator rows)
    {
        if (rows.Valid())
        {
            return true;
        }

        try
        {
            RocksDbSharp.Native.Instance.rocksdb_iter_get_error(rows.Handle);
            return false;
        }
        catch (RocksDbException error)
        {
            throw Store.ReadFailed(error);
        }
    }

    /// <summary>
    /// Read options for one prefix that free their memory when told, not when collected: there is one for each scan, and the
    /// native iterator reads the bounds as long as it lives.
    /// </summary>
    private sealed class Bounds : ReadOptions, IDisposable
    {
        private const int SweepReadAhead = 1 << 20;
        private readonly nint _memory;

        internal Bounds(ReadOnlySpan<byte> prefix, bool sweep)
        {
            var native = RocksDbSharp.Native.Instance;
            var lower = prefix.ToArray();
            var upper = Store.After(prefix);
            _memory = Marshal.AllocHGlobal(lower.Length + upper.Length + 1);
            Marshal.Copy(lower, 0, _memory, lower.Length);
            Marshal.Copy(upper, 0, _memory + lower.Length, upper.Length);
            native.rocksdb_readoptions_set_iterate_lower_bound(Handle, _memory, (nuint)lower.Length);
            if (upper.Length > 0)
            {
                native.rocksdb_readoptions_set_iterate_upper_bound(Handle, _memory + lower.Length, (nuint)upper.Length);
            }

            if (sweep)
            {
                SetFillCache(false);
                native.rocksdb_readoptions_set_readahead_size(Handle, SweepReadAhead);
            }
        }

        public void Dispose()
        {
            if (Handle != 0)
            {
                RocksDbSharp.Native.Instance.rocksdb_readoptions_destroy(Handle);
                Handle = 0;
                Marshal.FreeHGlobal(_memory);
                GC.SuppressFinalize(this);
            }
        }
    }
}
