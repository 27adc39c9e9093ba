using System.Text;
using Nba.Host.State.Sealing;
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
    private readonly RowSeal? _seal;
    private byte[] _sealed = [];

    internal StoreBatch(RowSeal? seal = null) => (Native, _seal) = (new WriteBatch(), seal);

    internal WriteBatch Native { get; }

    /// <summary>The number of changes since the last <see cref="Clear"/>; a deleted range counts as one.</summary>
    public int Count => Native.Count();

    /// <summary>Sets the value of a key. Both may have any bytes and any length up to 4 GiB; an empty value is a value.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Put(key, value, null);

    /// <summary>The same for a row that a customer's data stand in, and that does not say whose: in a sealed store it is sealed for that customer.</summary>
    internal void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, string? whose)
    {
        if (_seal is null || key.Length < Keys.PrefixLength || !RowSeal.IsPersonal((Table)key[2]))
        {
            Native.Put(key, value);
            return;
        }
        Span<byte> id = stackalloc byte[RowSeal.LongestId];
        var length = 0;
        if (whose is not null && !Encoding.UTF8.TryGetBytes(whose, id, out length)) length = 0;
        var stored = _seal.Seal(key, value, id[..length], ref _sealed);
        // Of an erased customer nothing is written any more.
        if (stored.IsEmpty) Native.Delete(key);
        else Native.Put(key, stored);
    }

    /// <summary>Sets a value as it is stored: of a sealed row, the sealed bytes.</summary>
    internal void PutStored(ReadOnlySpan<byte> key, ReadOnlySpan<byte> stored) => Native.Put(key, stored);

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
