using System.Buffers.Binary;
using System.Text;

namespace Nba.Host.State;

/// <summary>Builds keys into one reused buffer: partition, table, then the table's own key. Not thread-safe; a key is valid until the next.</summary>
public sealed class Keys(int partition)
{
    private byte[] _buffer = new byte[256];

    /// <summary>Bytes before a table's own key.</summary>
    public const int PrefixLength = 3;

    /// <summary>The prefix of a table.</summary>
    public ReadOnlySpan<byte> Prefix(Table table) => _buffer.AsSpan(0, Begin(table));

    /// <summary>A key whose own part is known as bytes.</summary>
    public ReadOnlySpan<byte> Own(Table table, ReadOnlySpan<byte> own)
    {
        var at = Begin(table);
        if (_buffer.Length < at + own.Length) Array.Resize(ref _buffer, at + own.Length);
        own.CopyTo(_buffer.AsSpan(at));
        return _buffer.AsSpan(0, at + own.Length);
    }

    /// <summary>A key that is a number.</summary>
    public ReadOnlySpan<byte> Number(Table table, long number)
    {
        var at = Begin(table);
        BinaryPrimitives.WriteInt64BigEndian(_buffer.AsSpan(at), number);
        return _buffer.AsSpan(0, at + 8);
    }

    /// <summary>A key that is a text.</summary>
    public ReadOnlySpan<byte> Text(Table table, ReadOnlySpan<char> text)
    {
        // First, for it may take a larger buffer.
        var length = Append(Begin(table), text);
        return _buffer.AsSpan(0, length);
    }

    /// <summary>A key of a text and a number.</summary>
    public ReadOnlySpan<byte> TextNumber(Table table, ReadOnlySpan<char> text, int number)
    {
        var at = Append(Begin(table), text);
        _buffer[at++] = 0;
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(at), number);
        return _buffer.AsSpan(0, at + 4);
    }

    /// <summary>A key of a number and a text.</summary>
    public ReadOnlySpan<byte> NumberText(Table table, long number, ReadOnlySpan<char> text)
    {
        var at = Begin(table);
        BinaryPrimitives.WriteInt64BigEndian(_buffer.AsSpan(at), number);
        var length = Append(at + 8, text);
        return _buffer.AsSpan(0, length);
    }

    /// <summary>A key of a text and an identity.</summary>
    public ReadOnlySpan<byte> TextId(Table table, ReadOnlySpan<char> text, UInt128 id)
    {
        var at = Append(Begin(table), text);
        _buffer[at++] = 0;
        BinaryPrimitives.WriteUInt128BigEndian(_buffer.AsSpan(at), id);
        return _buffer.AsSpan(0, at + 16);
    }

    /// <summary>A key of two texts and an identity; <see cref="TextPrefix"/> of the first text finds it.</summary>
    public ReadOnlySpan<byte> TextsId(Table table, ReadOnlySpan<char> first, ReadOnlySpan<char> second, UInt128 id)
    {
        var at = Append(Begin(table), first);
        _buffer[at++] = 0;
        at = Append(at, second);
        _buffer[at++] = 0;
        BinaryPrimitives.WriteUInt128BigEndian(_buffer.AsSpan(at), id);
        return _buffer.AsSpan(0, at + 16);
    }

    /// <summary>The prefix of all keys of a text, as all actions of one owner.</summary>
    public ReadOnlySpan<byte> TextPrefix(Table table, ReadOnlySpan<char> text)
    {
        var at = Append(Begin(table), text);
        _buffer[at++] = 0;
        return _buffer.AsSpan(0, at);
    }

    private int Begin(Table table)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer, (ushort)partition);
        _buffer[2] = (byte)table;
        return PrefixLength;
    }

    private int Append(int at, ReadOnlySpan<char> text)
    {
        var most = at + (text.Length * 3) + 32;
        if (_buffer.Length < most) Array.Resize(ref _buffer, most);
        return at + Encoding.UTF8.GetBytes(text, _buffer.AsSpan(at));
    }
}
