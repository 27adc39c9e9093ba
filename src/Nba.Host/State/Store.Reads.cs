using System.Numerics;
using Nba.Host.State.Sealing;
using RocksDbSharp;

namespace Nba.Host.State;

/// <content>Reading by key and by prefix.</content>
public sealed partial class Store
{
    private readonly ThreadLocal<ValueCopy> _copies = new(() => new ValueCopy());
    private readonly ThreadLocal<ValueCopy> _opened = new(() => new ValueCopy());

    /// <summary>Looks a key up and copies its value; allocates only when the buffer is too short, which is then replaced.</summary>
    /// <param name="key">The whole key.</param>
    /// <param name="buffer">Where the value goes; an empty array will do at first.</param>
    /// <param name="length">The length of the value; 0 if there is none.</param>
    /// <returns>Whether the key is there.</returns>
    /// <exception cref="StoreUnavailableException">A file cannot be read or is damaged.</exception>
    public bool TryGet(ReadOnlySpan<byte> key, ref byte[] buffer, out int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var copy = _copies.Value!;
        copy.Buffer = buffer;
        int stored;
        try
        {
            stored = _database.Get(key, copy);
        }
        catch (RocksDbException error)
        {
            throw ReadFailed(error);
        }

        (buffer, copy.Buffer) = (copy.Buffer, []);
        length = Math.Max(stored - 1, 0);
        return stored > 0 && (_seal is null || Open(key, ref buffer, ref length));
    }

    // In place of the sealed bytes; the other buffer is kept for the next one.
    private bool Open(ReadOnlySpan<byte> key, ref byte[] buffer, ref int length)
    {
        var copy = _opened.Value!;
        var what = _seal!.Open(key, buffer.AsSpan(0, length), ref copy.Buffer, out var opened);
        if (what == Opened.Plain) return true;
        (buffer, copy.Buffer, length) = (copy.Buffer, buffer, opened);
        return what == Opened.Read || opened > 0;
    }

    /// <summary>Whether a key is there.</summary>
    /// <exception cref="StoreUnavailableException">A file cannot be read or is damaged.</exception>
    public bool Contains(ReadOnlySpan<byte> key)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            return _database.HasKey(key);
        }
        catch (RocksDbException error)
        {
            throw ReadFailed(error);
        }
    }

    /// <summary>Walks the keys of a prefix upwards, as they are now.</summary>
    /// <param name="prefix">What all keys begin with; empty for the whole store.</param>
    /// <param name="startAt">A whole key; the scan begins at the first one not below it. Empty, or below the prefix, for the prefix's first.</param>
    /// <param name="sweep">For long walks: reads ahead and leaves the block cache to those who look single keys up.</param>
    public StoreScan Scan(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> startAt = default, bool sweep = false)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Interlocked.Increment(ref _users);
        return new StoreScan(this, _database, _seal, prefix, startAt, sweep);
    }

    /// <summary>Finds the last key of a prefix, for the next position of a log.</summary>
    /// <param name="prefix">What the key begins with.</param>
    /// <param name="key">Where the whole key goes; replaced when too short.</param>
    /// <param name="length">The length of the key; 0 if there is none.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="StoreUnavailableException">A file cannot be read or is damaged.</exception>
    public bool TryLast(ReadOnlySpan<byte> prefix, ref byte[] key, out int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return StoreScan.TryLast(_database, prefix, ref key, out length);
    }

    /// <summary>The first key after all keys of a prefix; empty if there is none above.</summary>
    internal static byte[] After(ReadOnlySpan<byte> prefix)
    {
        var length = prefix.TrimEnd((byte)0xFF).Length;
        var after = prefix[..length].ToArray();
        if (length > 0)
        {
            after[^1]++;
        }

        return after;
    }

    internal static int Fill(ReadOnlySpan<byte> from, ref byte[] buffer)
    {
        if (from.Length > buffer.Length)
        {
            buffer = new byte[BitOperations.RoundUpToPowerOf2((uint)from.Length)];
        }

        from.CopyTo(buffer);
        return from.Length;
    }

    internal static StoreUnavailableException ReadFailed(RocksDbException error) => new(
        $"The store could not read: {error.Message.TrimEnd('.')}", $"Check the disk; if files are damaged or missing, put back a checkpoint", error);

    /// <summary>Where the package copies a value to: one for each thread, so that a read allocates nothing. Gives the length plus one, as 0 means none.</summary>
    private sealed class ValueCopy : ISpanDeserializer<int>
    {
        internal byte[] Buffer = [];

        public int Deserialize(ReadOnlySpan<byte> buffer) => Fill(buffer, ref Buffer) + 1;
    }
}
