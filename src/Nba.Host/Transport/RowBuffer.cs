using Nba.Host.State;

namespace Nba.Host.Transport;

/// <summary>Rows kept in the order they were written, until a transaction takes them. Reused; not thread-safe.</summary>
internal sealed class RowBuffer : IRowWriter
{
    private readonly List<(Table Table, int KeyLength, int ValueLength)> _rows = [];
    private byte[] _bytes = new byte[512];
    private int _length;

    // The length of a value that is not there.
    private const int Deleted = -1;

    public void Put(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        _rows.Add((table, key.Length, value.Length));
        Append(key);
        Append(value);
    }

    public void Delete(Table table, ReadOnlySpan<byte> key)
    {
        _rows.Add((table, key.Length, Deleted));
        Append(key);
    }

    /// <summary>Writes all rows kept and forgets them.</summary>
    public void Drain(IRowWriter into)
    {
        var at = 0;
        foreach (var (table, keyLength, valueLength) in _rows)
        {
            var key = _bytes.AsSpan(at, keyLength);
            at += keyLength;
            if (valueLength == Deleted)
            {
                into.Delete(table, key);
                continue;
            }
            into.Put(table, key, _bytes.AsSpan(at, valueLength));
            at += valueLength;
        }
        Clear();
    }

    /// <summary>Forgets all rows kept.</summary>
    public void Clear()
    {
        _rows.Clear();
        _length = 0;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length < _length + bytes.Length) Array.Resize(ref _bytes, (_length + bytes.Length) * 2);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }
}
