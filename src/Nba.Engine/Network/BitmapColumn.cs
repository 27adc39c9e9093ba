namespace Nba.Engine.Network;

/// <summary>Rows of one attribute, by segment of its values.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Segments">Its segments.</param>
/// <param name="Rows">Where the row of what is possible begins.</param>
/// <param name="Doubts">Where the row begins of what may be impossible all the same, the segment being wider than some bounds; <see cref="BitmapRows.Nothing"/> for none.</param>
internal sealed record BitmapColumn(int Attribute, Segments Segments, int[] Rows, int[] Doubts)
{
    // More rows of one attribute leave the cache, and bring less than the tests they save.
    private const int FewestSegments = 64;
    private const int MostWords = 8192;

    /// <summary>Of an attribute that costs something: where the row of those begins that ask for it; of others <see cref="BitmapRows.Nothing"/>.</summary>
    public int Asks { get; init; } = BitmapRows.Nothing;

    /// <summary>Whether some segment is wider than some bounds, so that rows alone do not tell.</summary>
    public bool IsCoarse => Doubts.Any(d => d != BitmapRows.Nothing);

    /// <summary>Lays out the rows of an attribute.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="lists">The tests of each candidate.</param>
    /// <param name="free">The row of those that are possible whatever its value.</param>
    /// <param name="all">The row of all candidates.</param>
    /// <param name="rows">Where rows are kept.</param>
    public static BitmapColumn Lay(int attribute, IReadOnlyList<IReadOnlyList<Literal>> lists, ulong[] free, ulong[] all, BitmapRows rows)
    {
        var on = lists.Select(l => Candidate.On(l, attribute)).ToArray();
        var segments = Segments.Of(on.OfType<ValueSet>());
        var most = Math.Max(FewestSegments, MostWords / rows.Words);
        if (segments.Count > most) segments = segments.Coarser(most);
        // From one segment to the next, those change that begin or end there.
        var (changes, doubtful) = (new List<int>?[segments.Count + 1], new List<int>?[segments.Count]);
        for (var candidate = 0; candidate < on.Length; candidate++)
        {
            if (on[candidate] is { } set) Mark(segments, set, candidate, changes, doubtful);
        }
        var (row, possible, doubts, unsure) = (free.ToArray(), new int[segments.Count], new int[segments.Count], new ulong[rows.Words]);
        for (var segment = 0; segment < segments.Count; segment++)
        {
            foreach (var candidate in changes[segment] ?? []) row[candidate >> 6] ^= 1UL << candidate;
            possible[segment] = rows.Add(row, all);
            Array.Clear(unsure);
            foreach (var candidate in doubtful[segment] ?? []) unsure[candidate >> 6] |= 1UL << candidate;
            doubts[segment] = doubtful[segment] is null ? BitmapRows.Nothing : rows.Add(unsure);
        }
        return new BitmapColumn(attribute, segments, possible, doubts);
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
            // Two intervals may reach into one segment, where it is coarse; what the first wrote last is taken back.
            if (first < end && changes[end] is { } ended) ended.RemoveAt(ended.Count - 1);
            else (changes[first] ??= []).Add(candidate);
            end = last + 1;
            (changes[end] ??= []).Add(candidate);
        }
    }
}
