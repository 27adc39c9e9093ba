using System.Buffers;
using System.IO.Hashing;
using System.Text;

namespace Nba.Host.Import;

/// <summary>
/// Rows of text kept close together until they are wanted in another order: a little less memory than the unpacked files. Not thread-safe.
/// </summary>
internal sealed class PackedRows
{
    private const int ChunkSize = 1 << 20;

    private readonly List<byte[]> _chunks = [];
    private readonly ArrayBufferWriter<byte> _row = new(1024);
    private int _used = ChunkSize;

    /// <summary>The fields of a row as bytes, each with its length before it; valid until the next call.</summary>
    public ReadOnlySpan<byte> Pack(IReadOnlyList<string> row)
    {
        _row.ResetWrittenCount();
        foreach (var field in row)
        {
            var length = Encoding.UTF8.GetByteCount(field);
            BitConverter.TryWriteBytes(_row.GetSpan(4), length);
            _row.Advance(4);
            _row.Advance(Encoding.UTF8.GetBytes(field, _row.GetSpan(length)));
        }
        return _row.WrittenSpan;
    }

    /// <summary>What a row's content hashes to, whichever file it stands in.</summary>
    public static UInt128 Hash(ReadOnlySpan<byte> packed) => XxHash128.HashToUInt128(packed);

    /// <summary>Keeps a packed row; answers where.</summary>
    public PackedPlace Keep(ReadOnlySpan<byte> packed)
    {
        if (_used + packed.Length > ChunkSize)
        {
            _chunks.Add(new byte[Math.Max(ChunkSize, packed.Length)]);
            _used = 0;
        }
        packed.CopyTo(_chunks[^1].AsSpan(_used));
        var place = new PackedPlace(_chunks.Count - 1, _used, packed.Length);
        _used += packed.Length;
        return place;
    }

    /// <summary>A kept row, packed.</summary>
    public ReadOnlySpan<byte> At(PackedPlace place) => _chunks[place.Chunk].AsSpan(place.Start, place.Length);

    /// <summary>The fields of a packed row.</summary>
    public static void Unpack(ReadOnlySpan<byte> packed, List<string> into)
    {
        into.Clear();
        while (packed.Length > 0)
        {
            var length = BitConverter.ToInt32(packed);
            into.Add(Encoding.UTF8.GetString(packed.Slice(4, length)));
            packed = packed[(4 + length)..];
        }
    }
}

/// <summary>Where a row is kept.</summary>
internal readonly record struct PackedPlace(int Chunk, int Start, int Length);
