using RocksDbSharp;

namespace Nba.Host.State;

/// <summary>
/// Changes that <see cref="Store.Write"/> makes durable all together or not at all. Keys and values are copied at once, so the
/// caller's memory is free again when a method returns. Later changes to a key win over earlier ones. Made to be reused:
/// <see cref="Clear"/> keeps the native memory, so after some commits nothing is allocated. Not thread-safe; hand it from the thread
/// that fills it to the thread that writes it.
/// </summary>
public sealed class StoreBatch : IDisposable
{
    internal StoreBatch() => Native = new WriteBatch();

    internal WriteBatch Native { get; }

    /// <summary>The number of changes since the last <see cref="Clear"/>; a deleted range counts as one.</summary>
    public int Count => Native.Count();

    /// <summary>Sets the value of a key. Both may have any bytes and any length up to 4 GiB; an empty value is a value.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Native.Put(key, value);

    /// <summary>Removes a key; one that is not there is no error.</summary>
    public void Delete(ReadOnlySpan<byte> key) => Native.Delete(key);

    /// <summary>
    /// Removes all keys from <paramref name="from"/> up to, but not with, <paramref name="to"/>. Cheap for the writer whatever the number
    /// of keys, but each one standing makes reads of its neighbourhood slower until compaction: for dropping partitions and old logs.
    /// </summary>
    public void DeleteRange(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        // The only span without an overload in the package; ranges are rare, so the two arrays don't matter.
        var (first, end) = (from.ToArray(), to.ToArray());
        Native.DeleteRange(first, (ulong)first.Length, end, (ulong)end.Length);
    }

    /// <summary>Forgets all changes and keeps the memory.</summary>
    public void Clear() => Native.Clear();

    /// <inheritdoc/>
    public void Dispose() => Native.Dispose();
}
