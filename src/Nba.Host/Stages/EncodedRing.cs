using System.Buffers.Binary;

namespace Nba.Host.Stages;

/// <summary>
/// Customer rows that left the decoded cache, as bytes in one fixed slab: new ones overwrite the oldest. Holds ten times as many customers as the same
/// memory holds decoded, and makes no garbage. Owned by one stage; not thread-safe.
/// </summary>
internal sealed class EncodedRing(int bytes)
{
    private const int Header = 8;

    private readonly byte[] _slab = GC.AllocateUninitializedArray<byte>(bytes);
    private readonly Dictionary<string, int> _at = new(StringComparer.Ordinal);
    private readonly Queue<(string Customer, int At, int End)> _order = new();
    private int _head;

    /// <summary>Takes a customer's row out, if it is there; valid until the next <see cref="Put"/>.</summary>
    public bool TryTake(ReadOnlySpan<char> customer, out string id, out ReadOnlySpan<byte> row)
    {
        var lookup = _at.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(customer, out id!, out var at))
        {
            row = default;
            return false;
        }
        row = _slab.AsSpan(at + Header, BinaryPrimitives.ReadInt32LittleEndian(_slab.AsSpan(at)));
        _at.Remove(id);
        return true;
    }

    /// <summary>Puts a durable row in, over the oldest ones.</summary>
    public void Put(string customer, ReadOnlySpan<byte> row)
    {
        var length = Header + row.Length;
        if (length > _slab.Length) return;
        if (_head + length > _slab.Length)
        {
            while (_order.TryPeek(out var tail) && tail.At >= _head) Drop();
            _head = 0;
        }
        while (_order.TryPeek(out var oldest) && oldest.At < _head + length && oldest.End > _head) Drop();
        BinaryPrimitives.WriteInt32LittleEndian(_slab.AsSpan(_head), row.Length);
        row.CopyTo(_slab.AsSpan(_head + Header));
        _at[customer] = _head;
        _order.Enqueue((customer, _head, _head + length));
        _head += length;
    }

    /// <summary>Forgets a customer's row.</summary>
    public void Remove(string customer) => _at.Remove(customer);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _at.Clear();
        _order.Clear();
        _head = 0;
    }

    private void Drop()
    {
        var (customer, at, _) = _order.Dequeue();
        if (_at.TryGetValue(customer, out var known) && known == at) _at.Remove(customer);
    }
}
