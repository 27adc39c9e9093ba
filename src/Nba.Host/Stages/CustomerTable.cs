using System.Buffers.Binary;
using Nba.Engine;
using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <summary>
/// The customers of a partition as one book lays them out: rows of the store, a cache of them decoded, and those changed since the last commit. The
/// journal stamp stands before the state, so that two states can be compared without it. Not thread-safe.
/// </summary>
internal sealed class CustomerTable
{
    private const int StampLength = 8;

    private readonly RuleBook _book;
    private readonly Store _store;
    private readonly Keys _keys;
    private readonly StageCounters _counters;
    private readonly CustomerCache _cache;
    private readonly EncodedRing _encoded;
    private readonly List<CachedCustomer> _dirty = [];
    private readonly StateWriter _writer = new();
    private readonly StateWriter _before = new();
    private readonly StateWriter _leaving = new();
    private readonly CachedCustomer _scratch;
    private byte[] _row = new byte[4096];

    /// <summary>The customers of a partition under a book.</summary>
    public CustomerTable(RuleBook book, Store store, Keys keys, StageOptions options, StageCounters counters)
    {
        (_book, _store, _keys, _counters) = (book, store, keys, counters);
        _cache = new CustomerCache(book, options.DecodedCustomers, Leave);
        _encoded = new EncodedRing(options.EncodedMiB << 20);
        _scratch = new CachedCustomer(new CustomerState(_book.Vocabulary));
    }

    public bool HasChanges => _dirty.Count > 0;

    /// <summary>The customer, from the cache, the store, or new with that stamp.</summary>
    public CachedCustomer Load(ReadOnlySpan<char> id, long newStamp, long durable)
    {
        if (_cache.Find(id) is { } found)
        {
            _counters.Looked(true);
            return found;
        }
        if (_encoded.TryTake(id, out var known, out var row))
        {
            _counters.Looked(true);
            // Making room may overwrite the slab: the row is copied first.
            row.CopyTo(Row(row.Length));
            var back = _cache.Add(known, durable);
            Read(_row.AsSpan(0, row.Length), back.State);
            return back;
        }
        _counters.Looked(false);
        var customer = _cache.Add(id.ToString(), durable);
        if (_store.TryGet(_keys.Text(Table.Customers, id), ref _row, out var length)) Read(_row.AsSpan(0, length), customer.State);
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
        _book.Codec.Write(state, _before);
    }

    /// <summary>Keeps a swept customer if it differs from the mark; its row is written with the next commit.</summary>
    public void KeepIfChanged(CachedCustomer swept, long stamp, long durable)
    {
        _writer.Clear();
        _book.Codec.Write(swept.State, _writer);
        if (_writer.Written.SequenceEqual(_before.Written)) return;
        var customer = swept;
        if (swept == _scratch)
        {
            _encoded.Remove(swept.State.Customer);
            customer = _cache.Add(swept.State.Customer, durable);
            _book.Codec.Read(_writer.Written, customer.State);
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
        foreach (var customer in _dirty)
        {
            Encode(customer.State, _writer);
            transaction.Put(Table.Customers, _keys.Text(Table.Customers, customer.State.Customer), _writer.Written);
            (customer.Dirty, customer.Commit) = (false, transaction.Number);
        }
        _dirty.Clear();
    }

    /// <summary>Forgets everything that is not in the _store.</summary>
    public void Drop()
    {
        _cache.Clear();
        _encoded.Clear();
        _dirty.Clear();
    }

    private void Leave(CustomerState state)
    {
        Encode(state, _leaving);
        _encoded.Put(state.Customer, _leaving.Written);
    }

    private void Encode(CustomerState state, StateWriter writer)
    {
        writer.Clear();
        Span<byte> stamp = stackalloc byte[StampLength];
        BinaryPrimitives.WriteInt64BigEndian(stamp, state.Stamp);
        writer.Raw(stamp);
        _book.Codec.Write(state, writer);
    }

    private Span<byte> Row(int length)
    {
        if (_row.Length < length) Array.Resize(ref _row, length * 2);
        return _row;
    }

    private void Read(ReadOnlySpan<byte> row, CustomerState into)
    {
        into.Stamp = BinaryPrimitives.ReadInt64BigEndian(row);
        _book.Codec.Read(row[StampLength..], into);
    }

    /// <summary>A row of the table without its stamp: what two stores must agree on.</summary>
    public static ReadOnlySpan<byte> WithoutStamp(ReadOnlySpan<byte> row) => row[StampLength..];
}
