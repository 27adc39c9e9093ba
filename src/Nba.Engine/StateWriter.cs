using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Nba.Engine;

/// <summary>Writes tag-length-value bytes into a growing buffer that is reused. Not thread-safe.</summary>
public sealed class StateWriter
{
    private byte[] _buffer = new byte[1024];

    /// <summary>How many bytes are written.</summary>
    public int Length { get; private set; }

    /// <summary>What is written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    /// <summary>Starts anew.</summary>
    public void Clear() => Length = 0;

    internal void Byte(byte value)
    {
        Grow(1);
        _buffer[Length++] = value;
    }

    internal void Unsigned(ulong value)
    {
        Grow(10);
        while (value >= 0x80)
        {
            _buffer[Length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        _buffer[Length++] = (byte)value;
    }

    internal void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    internal void Fixed64(ulong value)
    {
        Grow(8);
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(Length), value);
        Length += 8;
    }

    /// <summary>Numbers of eight bytes each, the same on every machine.</summary>
    internal void Fixed64(ReadOnlySpan<ulong> values)
    {
        Grow(values.Length * sizeof(ulong));
        var into = MemoryMarshal.Cast<byte, ulong>(_buffer.AsSpan(Length, values.Length * sizeof(ulong)));
        if (BitConverter.IsLittleEndian) values.CopyTo(into);
        else BinaryPrimitives.ReverseEndianness(values, into);
        Length += values.Length * sizeof(ulong);
    }

    internal void Id(UInt128 value)
    {
        Grow(16);
        BinaryPrimitives.WriteUInt128BigEndian(_buffer.AsSpan(Length), value);
        Length += 16;
    }

    internal void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>A text, or null as length 0 (texts are stored plus one).</summary>
    internal void Text(string? value)
    {
        if (value is null)
        {
            Byte(0);
            return;
        }
        var bytes = Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)bytes + 1);
        Grow(bytes);
        Length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(Length));
    }

    internal void Optional(long? value)
    {
        Flag(value is not null);
        if (value is { } known) Signed(known);
    }

    /// <summary>Bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        Grow(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Begins a length-prefixed part; two bytes are set aside for its length.</summary>
    internal int Begin(int tag)
    {
        Unsigned((ulong)tag);
        Grow(3);
        Length += 3;
        return Length;
    }

    /// <summary>Ends the part begun at that place. Lengths take three bytes: a part has at most 2 MiB.</summary>
    internal void End(int start)
    {
        var length = Length - start;
        if (length >= 1 << 21) throw new InvalidOperationException("a part of a customer's state exceeds 2 MiB");
        _buffer[start - 3] = (byte)(length | 0x80);
        _buffer[start - 2] = (byte)((length >> 7) | 0x80);
        _buffer[start - 1] = (byte)(length >> 14);
    }

    private void Grow(int more)
    {
        if (Length + more > _buffer.Length) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + more));
    }
}

/// <summary>Reads what <see cref="StateWriter"/> wrote.</summary>
internal ref struct StateReader(ReadOnlySpan<byte> bytes, TextPool pool)
{
    private readonly TextPool _pool = pool;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public readonly int Remaining => Math.Max(0, _bytes.Length - _at);

    public readonly bool AtEnd => _at >= _bytes.Length;

    public byte Byte() => _bytes[_at++];

    public bool Flag() => Byte() != 0;

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = _bytes[_at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
    }

    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ulong Fixed64()
    {
        _at += 8;
        return BinaryPrimitives.ReadUInt64LittleEndian(_bytes[(_at - 8)..]);
    }

    public void Fixed64(Span<ulong> into)
    {
        var length = into.Length * sizeof(ulong);
        MemoryMarshal.Cast<byte, ulong>(_bytes.Slice(_at, length)).CopyTo(into);
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(into, into);
        _at += length;
    }

    public UInt128 Id()
    {
        _at += 16;
        return BinaryPrimitives.ReadUInt128BigEndian(_bytes[(_at - 16)..]);
    }

    public string? Text()
    {
        var length = (int)Unsigned();
        if (length == 0) return null;
        _at += length - 1;
        return Encoding.UTF8.GetString(_bytes.Slice(_at - length + 1, length - 1));
    }

    /// <summary>A text that many customers share, as a rule's or a manager's id.</summary>
    public string? Word()
    {
        var length = (int)Unsigned();
        if (length == 0) return null;
        _at += length - 1;
        return _pool.Get(_bytes.Slice(_at - length + 1, length - 1));
    }

    public long? Optional() => Flag() ? Signed() : null;

    /// <summary>A reader of a part.</summary>
    public readonly StateReader Within(ReadOnlySpan<byte> part) => new(part, _pool);

    public ReadOnlySpan<byte> Part()
    {
        var length = (int)Unsigned();
        _at += length;
        return _bytes.Slice(_at - length, length);
    }
}
