using System.Buffers.Binary;
using Nba.Engine;
using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <summary>
/// The customers of a partition: rows of the store, those lately used kept in memory as bytes, and one state that they are read into in turn. The
/// journal stamp stands before the state, so that two states can be compared without it. Not thread-safe.
/// </summary>
internal sealed class CustomerTable(RuleBook book, Store store, Keys keys, StageOptions options, StageCounters counters)
{
    private const int StampLength = 8;

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

    /// <summary>Number of the first day that a swept customer must be decided on; 0 for every day.</summary>
    public int QuietUntil(ReadOnlySpan<char> id, ReadOnlySpan<byte> stored) =>
        CustomerStateCodec.QuietUntil(WithoutStamp(_rows.Peek(id) is { } kept ? kept.Bytes : stored));

    /// <summary>The customer of a swept row, as it stands in memory or else as stored; the same object as <see cref="Load"/> gives.</summary>
    public CustomerState LoadSwept(ReadOnlySpan<char> id, ReadOnlySpan<byte> stored)
    {
        _current = _rows.Peek(id);
        return _current is not null ? Read(_current.Customer, _current.Bytes) : Read(id.ToString(), stored);
    }

    /// <summary>Keeps the customer last loaded; its row is written with the next commit. Rows up to that commit may leave memory.</summary>
    public void Save(long durable)
    {
        Encode();
        Keep(durable);
    }

    /// <summary>Keeps the customer last swept with a stamp, if it is not as it was.</summary>
    public void SaveSwept(ReadOnlySpan<byte> stored, long stamp, long durable)
    {
        var before = _current is not null ? _current.Bytes : stored;
        _state.Stamp = stamp;
        Encode();
        if (!WithoutStamp(_writer.Written).SequenceEqual(WithoutStamp(before))) Keep(durable);
    }

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

    /// <summary>A row of the table without its stamp: what two stores must agree on.</summary>
    public static ReadOnlySpan<byte> WithoutStamp(ReadOnlySpan<byte> row) => row[StampLength..];

    private void Keep(long durable)
    {
        _current ??= _rows.Add(_state.Customer);
        if (!_current.Dirty) _dirty.Add(_current);
        _rows.Set(_current, _writer.Written, durable);
    }

    private void Encode()
    {
        _writer.Clear();
        Span<byte> stamp = stackalloc byte[StampLength];
        BinaryPrimitives.WriteInt64BigEndian(stamp, _state.Stamp);
        _writer.Raw(stamp);
        book.Codec.Write(_state, _writer);
    }

    private CustomerState Read(string customer, ReadOnlySpan<byte> row)
    {
        _state.Reset(customer);
        _state.Stamp = BinaryPrimitives.ReadInt64BigEndian(row);
        book.Codec.Read(row[StampLength..], _state);
        return _state;
    }
}
