using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Nba.Host.Stages;

/// <summary>
/// Positions of the log, by customer and then by position; those of customers who were merged into another stand among the other's. Customers are hashes:
/// 32 bytes a position. Not thread-safe.
/// </summary>
internal sealed class PastPositions
{
    private readonly List<(UInt128 Customer, long Position)> _found = [];
    private readonly Dictionary<UInt128, string> _into = [];

    /// <summary>How many there are.</summary>
    public int Count => _found.Count;

    /// <summary>The position at a place.</summary>
    public long this[int at] => _found[at].Position;

    /// <summary>Adds one.</summary>
    public void Add(ReadOnlySpan<char> customer, long position) => _found.Add((Hash(customer), position));

    /// <summary>A customer went on as another, whoever that one went on as.</summary>
    public void Merged(string gone, string into)
    {
        if (Stays(into) != gone) _into[Hash(gone)] = into;
    }

    /// <summary>Who a customer went on as; the same one when they were not merged away.</summary>
    public string Stays(string customer)
    {
        while (_into.TryGetValue(Hash(customer), out var into)) customer = into;
        return customer;
    }

    /// <summary>Puts them in order, once all are added.</summary>
    public void Sort()
    {
        if (_into.Count > 0)
        {
            for (var i = 0; i < _found.Count; i++)
            {
                if (_into.TryGetValue(_found[i].Customer, out var into)) _found[i] = (Hash(Stays(into)), _found[i].Position);
            }
        }
        _found.Sort();
    }

    /// <summary>The place behind the last one of the customer at a place.</summary>
    public int EndOf(int at)
    {
        var customer = _found[at].Customer;
        while (at < _found.Count && _found[at].Customer == customer) at++;
        return at;
    }

    private static UInt128 Hash(ReadOnlySpan<char> customer) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(customer));
}
