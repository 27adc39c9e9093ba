using System.Buffers.Binary;
using System.IO.Hashing;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Nba.Host.State.Sealing;

/// <summary>
/// The file of customers' keys: records of one length behind each other, found by an index in memory of four to eight bytes a customer. A record is only appended, and once in its life overwritten, where it stands, when the key
/// is destroyed: its id stays, so that no other key is ever made for it. One process writes, any number read beside it. Not thread-safe.
/// </summary>
/// <remarks>
/// A record is the id (16 bytes), whether it lives (1), the wrapped key (60; zeros once it is destroyed), three zeros, and a check over all of it (8). One that a crash tore was never used, for keys reach the disk before what is
/// sealed with them; it is passed over and stays.
/// </remarks>
internal sealed class KeyFile : IDisposable
{
    public const int IdLength = 16, WrappedLength = RowSeal.NonceLength + RowSeal.KeyLength + RowSeal.TagLength;

    private const int StateAt = IdLength, WrappedAt = StateAt + 1, CheckAt = WrappedAt + WrappedLength + 3, RecordLength = CheckAt + 8;
    private const byte Living = 1, Destroyed = 2;

    private readonly SafeFileHandle _file;
    private readonly FileStream? _owned;
    private readonly List<byte> _new = [];
    private readonly bool _writes;
    private MemoryMappedFile? _mapped;
    private MemoryMappedViewAccessor? _view;
    private int[] _slots = new int[1024];
    private int _used;
    private int _count;
    private int _onDisk;

    private KeyFile(SafeFileHandle file, FileStream? owned) => (_file, _owned, _writes) = (file, owned, owned is not null);

    /// <summary>How many records there are, destroyed ones included.</summary>
    public int Count => _used;

    /// <summary>Opens it, for writing made where it is missing.</summary>
    /// <exception cref="StoreUnavailableException">Another process writes it, or it cannot be read.</exception>
    public static KeyFile Open(string path, bool writes)
    {
        FileStream? owned = null;
        KeyFile? keys = null;
        try
        {
            if (writes) MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            if (writes) OwnFile.Make(path);
            OwnFile.Check(path);
            // Of its own, for readers come and go.
            if (writes) owned = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            keys = new KeyFile(System.IO.File.OpenHandle(path, writes ? FileMode.OpenOrCreate : FileMode.Open, writes ? FileAccess.ReadWrite : FileAccess.Read, FileShare.ReadWrite), owned);
            keys.Load();
            return keys;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (keys is null) owned?.Dispose();
            else keys.Dispose();
            throw new StoreUnavailableException($"The keys in '{path}' cannot be opened: {failure.Message.TrimEnd('.')}", $"Put the file there, or stop the process that uses it; without it nothing personal in the store can be read", failure);
        }
    }

    /// <summary>What is known of a key: false where there never was one; a destroyed one is empty.</summary>
    public bool TryFind(UInt128 id, Span<byte> wrapped, out bool isDestroyed)
    {
        isDestroyed = false;
        for (var slot = SlotOf(id); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            Span<byte> record = stackalloc byte[RecordLength];
            Read(_slots[slot] - 1, record);
            if (BinaryPrimitives.ReadUInt128BigEndian(record) != id) continue;
            isDestroyed = record[StateAt] != Living;
            record.Slice(WrappedAt, WrappedLength).CopyTo(wrapped);
            return true;
        }
        return false;
    }

    /// <summary>Adds a key; it is on the disk after <see cref="Sync"/>.</summary>
    public void Add(UInt128 id, ReadOnlySpan<byte> wrapped)
    {
        Span<byte> record = stackalloc byte[RecordLength];
        Fill(record, id, Living, wrapped);
        _new.AddRange(record);
        Enter(id, _count++);
    }

    /// <summary>Brings what was added onto the disk.</summary>
    public void Sync()
    {
        if (_new.Count == 0 || !_writes) return;
        RandomAccess.Write(_file, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_new), (long)_onDisk * RecordLength);
        RandomAccess.FlushToDisk(_file);
        _onDisk = _count;
        _new.Clear();
    }

    /// <summary>Destroys a key where it stands, and every record of that id; nobody gets it back from this file. On the disk when this returns.</summary>
    public void Destroy(UInt128 id)
    {
        Sync();
        Span<byte> record = stackalloc byte[RecordLength], empty = stackalloc byte[RecordLength];
        Fill(empty, id, Destroyed, stackalloc byte[WrappedLength]);
        var found = false;
        // Also one that a crash tore while it was overwritten: it is in no index.
        for (var i = 0; i < _count; i++)
        {
            Read(i, record);
            if (BinaryPrimitives.ReadUInt128BigEndian(record) != id) continue;
            RandomAccess.Write(_file, empty, (long)i * RecordLength);
            if (!IsWhole(record)) Enter(id, i);
            found = true;
        }
        if (!found)
        {
            RandomAccess.Write(_file, empty, (long)_count * RecordLength);
            Enter(id, _count++);
            _onDisk = _count;
        }
        RandomAccess.FlushToDisk(_file);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view?.Dispose();
        _mapped?.Dispose();
        _file.Dispose();
        _owned?.Dispose();
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void Fill(Span<byte> record, UInt128 id, byte state, ReadOnlySpan<byte> wrapped)
    {
        record.Clear();
        BinaryPrimitives.WriteUInt128BigEndian(record, id);
        record[StateAt] = state;
        wrapped.CopyTo(record[WrappedAt..]);
        XxHash64.Hash(record[..CheckAt], record[CheckAt..]);
    }

    private static bool IsWhole(ReadOnlySpan<byte> record)
    {
        Span<byte> check = stackalloc byte[8];
        XxHash64.Hash(record[..CheckAt], check);
        return check.SequenceEqual(record[CheckAt..]);
    }

    private void Load()
    {
        var length = RandomAccess.GetLength(_file);
        // What a crash left of a last record is written over by the next one.
        _count = _onDisk = (int)(length / RecordLength);
        if (_writes && length % RecordLength != 0) RandomAccess.SetLength(_file, (long)_count * RecordLength);
        Span<byte> record = stackalloc byte[RecordLength];
        for (var i = 0; i < _count; i++)
        {
            Read(i, record);
            if (IsWhole(record)) Enter(BinaryPrimitives.ReadUInt128BigEndian(record), i);
        }
    }

    private void Read(int number, Span<byte> record)
    {
        if (number >= _onDisk)
        {
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_new).Slice((number - _onDisk) * RecordLength, RecordLength).CopyTo(record);
            return;
        }
        var at = (long)number * RecordLength;
        if (_view is null || at + RecordLength > _view.Capacity) Map();
        _view!.SafeMemoryMappedViewHandle.ReadSpan((ulong)at, record);
    }

    // The whole file as it is now; what is appended later is mapped when it is asked for.
    private void Map()
    {
        _view?.Dispose();
        _mapped?.Dispose();
        _mapped = MemoryMappedFile.CreateFromFile(_file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _mapped.CreateViewAccessor(0, (long)_onDisk * RecordLength, MemoryMappedFileAccess.Read);
    }

    private int SlotOf(UInt128 id) => (int)((ulong)id & (uint)(_slots.Length - 1));

    private void Enter(UInt128 id, int number)
    {
        if (_used * 2 >= _slots.Length) Grow();
        Place(id, number);
        _used++;
    }

    private void Place(UInt128 id, int number)
    {
        var slot = SlotOf(id);
        while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
        _slots[slot] = number + 1;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new int[old.Length * 2];
        Span<byte> id = stackalloc byte[RecordLength];
        foreach (var slot in old)
        {
            if (slot == 0) continue;
            Read(slot - 1, id);
            Place(BinaryPrimitives.ReadUInt128BigEndian(id), slot - 1);
        }
    }
}
