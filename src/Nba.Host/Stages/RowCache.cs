namespace Nba.Host.Stages;

/// <summary>A customer's row kept in memory.</summary>
internal sealed class CachedRow(string customer)
{
    private byte[] _buffer = [];

    /// <summary>The customer's id.</summary>
    public string Customer { get; } = customer;

    /// <summary>The row as the store has it, or will have it with the next commit.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, Length);

    public int Length { get; private set; }

    /// <summary>Whether it changed since the last commit began.</summary>
    public bool Dirty { get; set; }

    /// <summary>Number of the commit that holds its last change.</summary>
    public long Commit { get; set; }

    /// <summary>Whether it was used since the clock's hand last passed.</summary>
    public bool Used { get; set; }

    internal int Capacity => _buffer.Length;

    internal byte[] Exchange(byte[] buffer)
    {
        var old = _buffer;
        (_buffer, Length) = (buffer, 0);
        return old;
    }

    internal void Set(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer);
        Length = bytes.Length;
    }
}

/// <summary>
/// Rows of customers within a bound of memory, thrown out by second chance; never one whose last change is not durable, so the bound gives way to a
/// commit that is larger. Bytes and not objects: a row takes a fifth of a decoded customer, and the collector has nothing to follow in it. Owned by one
/// stage; not thread-safe.
/// </summary>
internal sealed class RowCache(long capacity)
{
    private const int Step = 256;
    private const int Sizes = 64;

    // The entry, its id, its place in the dictionary and in the clock.
    private const int Overhead = 192;

    private const int MostTries = 2048;

    private readonly Dictionary<string, CachedRow> _byId = new(StringComparer.Ordinal);
    private readonly List<CachedRow> _clock = [];

    // Buffers of rows that left or grew, by size.
    private readonly Stack<byte[]>[] _free = [.. Enumerable.Range(0, Sizes + 1).Select(_ => new Stack<byte[]>())];
    private long _taken;
    private int _hand;

    /// <summary>How many rows there are.</summary>
    public int Count => _byId.Count;

    /// <summary>Bytes taken, free buffers and an allowance for each row included.</summary>
    public long Taken => _taken;

    /// <summary>The customer's row, or null when it is not kept.</summary>
    public CachedRow? Find(ReadOnlySpan<char> customer)
    {
        if (!_byId.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(customer, out var found)) return null;
        found.Used = true;
        return found;
    }

    /// <summary>The same, without counting as use.</summary>
    public CachedRow? Peek(ReadOnlySpan<char> customer) => _byId.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(customer, out var found) ? found : null;

    /// <summary>Adds an empty row; it leaves first unless it is used again.</summary>
    public CachedRow Add(string customer)
    {
        var row = new CachedRow(customer);
        _byId[customer] = row;
        _clock.Add(row);
        _taken += Overhead;
        return row;
    }

    /// <summary>Sets a row's bytes and makes room for them; rows up to that commit may leave.</summary>
    public void Set(CachedRow row, ReadOnlySpan<byte> bytes, long durable)
    {
        row.Dirty = true;
        if (bytes.Length > row.Capacity || row.Capacity == 0) Free(row.Exchange(Buffer(bytes.Length, durable)));
        row.Set(bytes);
    }

    private byte[] Buffer(int length, long durable)
    {
        var size = (length + Step - 1) / Step;
        if (size <= Sizes && _free[size].TryPop(out var known)) return known;
        var bytes = size * Step;
        for (var tries = 0; _taken + bytes > capacity && tries < MostTries && _clock.Count > 0; tries++)
        {
            if (Evict(durable) is not { } left) continue;
            if (left.Length == bytes) return left;
            Free(left);
            if (size <= Sizes && _free[size].TryPop(out known)) return known;
            Shrink();
        }
        _taken += bytes;
        return GC.AllocateUninitializedArray<byte>(bytes);
    }

    // The buffer of a row that left, or null when the hand's row stays.
    private byte[]? Evict(long durable)
    {
        if (_hand >= _clock.Count) _hand = 0;
        var row = _clock[_hand];
        if (row.Used || row.Dirty || row.Commit > durable)
        {
            row.Used = false;
            _hand++;
            return null;
        }
        _byId.Remove(row.Customer);
        _clock[_hand] = _clock[^1];
        _clock.RemoveAt(_clock.Count - 1);
        _taken -= Overhead;
        return row.Exchange([]);
    }

    private void Free(byte[] buffer)
    {
        var size = buffer.Length / Step;
        if (buffer.Length == 0) return;
        if (size <= Sizes) _free[size].Push(buffer);
        else _taken -= buffer.Length;
    }

    // Lets the collector have the largest free buffer.
    private void Shrink()
    {
        for (var size = Sizes; size > 0; size--)
        {
            if (!_free[size].TryPop(out var buffer)) continue;
            _taken -= buffer.Length;
            return;
        }
    }

    /// <summary>Forgets every row.</summary>
    public void Clear()
    {
        _byId.Clear();
        _clock.Clear();
        foreach (var free in _free) free.Clear();
        (_hand, _taken) = (0, 0);
    }
}
