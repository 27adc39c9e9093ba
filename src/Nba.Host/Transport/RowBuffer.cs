using Nba.Host.State;

namespace Nba.Host.Transport;

/// <summary>What happens to a row.</summary>
internal enum RowChange : byte
{
    /// <summary>It gets a value.</summary>
    Put,
    /// <summary>It goes.</summary>
    Delete,
    /// <summary>It goes, and its value says why.</summary>
    Retire,
}

/// <summary>Rows kept in the order they were written, until a transaction takes them. Reused; not thread-safe.</summary>
internal sealed class RowBuffer : IRowWriter
{
    private readonly List<(Table Table, RowChange Change, int KeyLength, int ValueLength)> _rows = [];
    private byte[] _bytes = new byte[512];
    private int _length;

    public bool IsEmpty => _rows.Count == 0;

    public void Put(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Keep(table, RowChange.Put, key, value);

    public void Delete(Table table, ReadOnlySpan<byte> key) => Keep(table, RowChange.Delete, key, []);

    public void Retire(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> last) => Keep(table, RowChange.Retire, key, last);

    /// <summary>Writes all rows kept and forgets them.</summary>
    public void Drain(IRowWriter into)
    {
        var at = 0;
        foreach (var (table, change, keyLength, valueLength) in _rows)
        {
            var key = _bytes.AsSpan(at, keyLength);
            var value = _bytes.AsSpan(at + keyLength, valueLength);
            at += keyLength + valueLength;
            switch (change)
            {
                case RowChange.Put: into.Put(table, key, value); break;
                case RowChange.Delete: into.Delete(table, key); break;
                default: into.Retire(table, key, value); break;
            }
        }
        Clear();
    }

    /// <summary>Forgets all rows kept.</summary>
    public void Clear()
    {
        _rows.Clear();
        _length = 0;
    }

    private void Keep(Table table, RowChange change, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        _rows.Add((table, change, key.Length, value.Length));
        Append(key);
        Append(value);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length < _length + bytes.Length) Array.Resize(ref _bytes, (_length + bytes.Length) * 2);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }
}
