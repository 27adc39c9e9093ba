using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Nba.Engine.Network;

/// <summary>Rows of bits, one after the other and each but once, while a partition is laid out. Not thread-safe.</summary>
/// <param name="words">Words of a row.</param>
internal sealed class BitmapRows(int words)
{
    /// <summary>Words that are worked on together; a row has a multiple of them.</summary>
    public const int BlockWords = 8;

    /// <summary>The row takes nothing away.</summary>
    public const int Everything = -1;

    /// <summary>The row leaves nothing.</summary>
    public const int Nothing = -2;

    private readonly Dictionary<ulong, List<int>> _known = [];
    private readonly List<ulong> _bits = [];

    /// <summary>Words of a row.</summary>
    public int Words => words;

    /// <summary>All rows.</summary>
    public ulong[] ToArray() => [.. _bits];

    /// <summary>A row with the bits of those things that a test is true of.</summary>
    public ulong[] Of<T>(IReadOnlyList<T> things, Func<T, bool> isIn)
    {
        var row = new ulong[words];
        for (var i = 0; i < things.Count; i++)
        {
            if (isIn(things[i])) row[i >> 6] |= 1UL << i;
        }
        return row;
    }

    /// <summary>Where a row begins.</summary>
    public int Add(ReadOnlySpan<ulong> row)
    {
        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(row));
        if (!_known.TryGetValue(hash, out var same)) _known[hash] = same = [];
        foreach (var at in same)
        {
            if (CollectionsMarshal.AsSpan(_bits).Slice(at, words).SequenceEqual(row)) return at;
        }
        same.Add(_bits.Count);
        _bits.AddRange(row);
        return _bits.Count - words;
    }

    /// <summary>Where a row begins, or what it comes to beside the row of all.</summary>
    public int Add(ReadOnlySpan<ulong> row, ReadOnlySpan<ulong> all) => !row.ContainsAnyExcept(0UL) ? Nothing : row.SequenceEqual(all) ? Everything : Add(row);
}
