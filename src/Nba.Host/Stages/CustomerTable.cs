using System.Buffers.Binary;
using Nba.Engine;
using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <summary>
/// The customers of a partition as one book lays them out: rows of the store, a cache of them decoded, and those changed since the last commit. The
/// journal stamp stands before the state, so that two states can be compared without it. Not thread-safe.
/// </summary>
internal sealed class CustomerTable(RuleBook book, Store store, Keys keys, int cached, StageCounters counters)
{
    private const int StampLength = 8;

    private readonly CustomerCache _cache = new(book, cached);
    private readonly List<CachedCustomer> _dirty = [];
    private readonly StateWriter _writer = new();
    private readonly StateWriter _before = new();
    private readonly CachedCustomer _scratch = new(new CustomerState(book.Vocabulary));
    private byte[] _row = new byte[4096];

    public bool HasChanges => _dirty.Count > 0;

    /// <summary>The customer, from the cache, the store, or new with that stamp.</summary>
    public CachedCustomer Load(ReadOnlySpan<char> id, long newStamp, long durable)
    {
        if (_cache.Find(id) is { } found)
        {
            counters.Looked(true);
            return found;
        }
        counters.Looked(false);
        var customer = _cache.Add(id.ToString(), durable);
        if (store.TryGet(keys.Text(Table.Customers, id), ref _row, out var length)) Read(_row.AsSpan(0, length), customer.State);
        else customer.State.Stamp = newStamp;
        return customer;
    }

    /// <summary>The customer of a swept row: the cached one, or one lent until the next call.</summary>
    public CachedCustomer Swept(ReadOnlySpan<char> id, ReadOnlySpan<byte> row)
    {
        if (_cache.Find(id) is { } cached) return cached;
        _scratch.State.Reset(id.ToString());
        Read(row, _scratch.State);
        return _scratch;
    }

    /// <summary>Remembers how a state is before a sweep's entries.</summary>
    public void Mark(CustomerState state)
    {
        _before.Clear();
        book.Codec.Write(state, _before);
    }

    /// <summary>Keeps a swept customer if it differs from the mark; its row is written with the next commit.</summary>
    public void KeepIfChanged(CachedCustomer swept, long stamp, long durable)
    {
        _writer.Clear();
        book.Codec.Write(swept.State, _writer);
        if (_writer.Written.SequenceEqual(_before.Written)) return;
        var customer = swept;
        if (swept == _scratch)
        {
            customer = _cache.Add(swept.State.Customer, durable);
            book.Codec.Read(_writer.Written, customer.State);
        }
        customer.State.Stamp = stamp;
        Changed(customer);
    }

    public void Changed(CachedCustomer customer)
    {
        if (customer.Dirty) return;
        customer.Dirty = true;
        _dirty.Add(customer);
    }

    /// <summary>Writes every changed row into a transaction.</summary>
    public void Flush(ITransaction transaction)
    {
        Span<byte> stamp = stackalloc byte[StampLength];
        foreach (var customer in _dirty)
        {
            _writer.Clear();
            BinaryPrimitives.WriteInt64BigEndian(stamp, customer.State.Stamp);
            _writer.Raw(stamp);
            book.Codec.Write(customer.State, _writer);
            transaction.Put(Table.Customers, keys.Text(Table.Customers, customer.State.Customer), _writer.Written);
            (customer.Dirty, customer.Commit) = (false, transaction.Number);
        }
        _dirty.Clear();
    }

    /// <summary>Forgets everything that is not in the store.</summary>
    public void Drop()
    {
        _cache.Clear();
        _dirty.Clear();
    }

    private void Read(ReadOnlySpan<byte> row, CustomerState into)
    {
        into.Stamp = BinaryPrimitives.ReadInt64BigEndian(row);
        book.Codec.Read(row[StampLength..], into);
    }

    /// <summary>A row of the table without its stamp: what two stores must agree on.</summary>
    public static ReadOnlySpan<byte> WithoutStamp(ReadOnlySpan<byte> row) => row[StampLength..];
}
