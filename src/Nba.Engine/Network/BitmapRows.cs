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

/// <summary>Rows of one attribute, by segment of its values.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Segments">Its segments.</param>
/// <param name="Rows">Where the row of what is possible begins.</param>
/// <param name="Doubts">Where the row begins of what may be impossible all the same, the segment being wider than some bounds; <see cref="BitmapRows.Nothing"/> for none.</param>
/// <param name="Asks">Of an attribute that costs something: where the row of those begins that ask for it.</param>
internal sealed record BitmapColumn(int Attribute, Segments Segments, int[] Rows, int[] Doubts, int Asks)
{
    // More rows of one attribute leave the cache, and bring less than the tests they save.
    private const int FewestSegments = 64;
    private const int MostWords = 8192;

    /// <summary>Lays out the rows of an attribute.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="lists">The tests of each candidate.</param>
    /// <param name="free">The row of those that are possible whatever its value; null for those that do not ask.</param>
    /// <param name="all">The row of all candidates.</param>
    /// <param name="rows">Where rows are kept.</param>
    public static BitmapColumn Lay(int attribute, IReadOnlyList<IReadOnlyList<Literal>> lists, ulong[]? free, ulong[] all, BitmapRows rows)
    {
        var on = lists.Select(l => Candidate.On(l, attribute)).ToArray();
        var segments = Segments.Of(on.OfType<ValueSet>());
        var most = Math.Max(FewestSegments, MostWords / rows.Words);
        if (segments.Count > most) segments = segments.Coarser(most);
        var asks = rows.Of(on, set => set is not null);
        // From one segment to the next, those change that begin or end there.
        var (changes, doubtful) = (new List<int>?[segments.Count + 1], new List<int>?[segments.Count]);
        for (var candidate = 0; candidate < on.Length; candidate++)
        {
            if (on[candidate] is { } set) Mark(segments, set, candidate, changes, doubtful);
        }
        var row = free?.ToArray() ?? [.. all.Zip(asks, (of, asking) => of & ~asking)];
        var (possible, doubts, unsure) = (new int[segments.Count], new int[segments.Count], new ulong[rows.Words]);
        for (var segment = 0; segment < segments.Count; segment++)
        {
            foreach (var candidate in changes[segment] ?? []) row[candidate >> 6] ^= 1UL << candidate;
            possible[segment] = rows.Add(row, all);
            Array.Clear(unsure);
            foreach (var candidate in doubtful[segment] ?? []) unsure[candidate >> 6] |= 1UL << candidate;
            doubts[segment] = doubtful[segment] is null ? BitmapRows.Nothing : rows.Add(unsure);
        }
        return new BitmapColumn(attribute, segments, possible, doubts, rows.Add(asks));
    }

    // Where a candidate becomes possible and ceases to be, and where only exact tests tell.
    private static void Mark(Segments segments, ValueSet set, int candidate, List<int>?[] changes, List<int>?[] doubtful)
    {
        var end = 0;
        for (var i = 0; i < set.Count; i++)
        {
            var (first, last) = (segments.At(set[i].First), segments.At(set[i].Last));
            foreach (var at in (ReadOnlySpan<int>)[first, last])
            {
                if (!segments.IsWhollyIn(at, set)) (doubtful[at] ??= []).Add(candidate);
            }
            // Two intervals may reach into one segment, where it is coarse.
            if (end > 0 && first < end) (changes[end] ??= []).Remove(candidate);
            else (changes[first] ??= []).Add(candidate);
            end = last + 1;
            (changes[end] ??= []).Add(candidate);
        }
    }
}
