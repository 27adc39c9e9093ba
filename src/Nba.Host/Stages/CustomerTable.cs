using Nba.Engine;
using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <summary>
/// The customers of a partition: rows of the store, those lately used kept in memory as bytes, and one state that they are read into in turn. Not
/// thread-safe.
/// </summary>
internal sealed class CustomerTable(RuleBook book, Store store, Keys keys, StageOptions options, StageCounters counters)
{
    private readonly RowCache _rows = new((long)options.CustomerCacheMiB << 20);
    private readonly List<CachedRow> _dirty = [];
    private readonly StateWriter _writer = new();

    // One for all: what is read into it again and again stays in the processor's cache, and its lists in the heap.
    private readonly CustomerState _state = new(book.Vocabulary);
    private CachedRow? _current;
    private byte[] _buffer = new byte[4096];

    /// <summary>Whether a row changed since the last commit began.</summary>
    public bool HasChanges => _dirty.Count > 0;

    /// <summary>The customer, from memory, from the store, or new with that stamp; the same object each time, valid until the next call.</summary>
    public CustomerState Load(ReadOnlySpan<char> id, long newStamp)
    {
        _current = _rows.Find(id);
        counters.Looked(_current is not null);
        if (_current is not null) return Read(_current.Customer, _current.Bytes);
        if (store.TryGet(keys.Text(Table.Customers, id), ref _buffer, out var length)) return Read(id.ToString(), _buffer.AsSpan(0, length));
        _state.Reset(id.ToString());
        _state.Stamp = newStamp;
        return _state;
    }

    /// <summary>The row kept in memory of a customer, if there is one; it is not counted as use.</summary>
    public CachedRow? Kept(ReadOnlySpan<char> id) => _rows.Peek(id);

    /// <summary>Keeps the customer last loaded; its row is written with the next commit. Rows up to that commit may leave memory.</summary>
    public void Save(long durable)
    {
        CustomerRow.Write(book, _state, _writer);
        _current ??= _rows.Add(_state.Customer);
        Keep(_current, _writer.Written, durable);
    }

    /// <summary>Keeps a row that a sweep changed.</summary>
    public void SaveSwept(string customer, ReadOnlySpan<byte> row, long durable) => Keep(_rows.Peek(customer) ?? _rows.Add(customer), row, durable);

    /// <summary>Writes every changed row into a transaction.</summary>
    public void Flush(ITransaction transaction)
    {
        foreach (var row in _dirty)
        {
            transaction.Put(Table.Customers, keys.Text(Table.Customers, row.Customer), row.Bytes);
            (row.Dirty, row.Commit) = (false, transaction.Number);
        }
        _dirty.Clear();
    }

    /// <summary>Forgets everything that is not in the store.</summary>
    public void Drop()
    {
        _rows.Clear();
        _dirty.Clear();
        _current = null;
    }

    private void Keep(CachedRow row, ReadOnlySpan<byte> bytes, long durable)
    {
        if (!row.Dirty) _dirty.Add(row);
        _rows.Set(row, bytes, durable);
    }

    private CustomerState Read(string customer, ReadOnlySpan<byte> row)
    {
        CustomerRow.Read(book, customer, row, _state);
        return _state;
    }
}
