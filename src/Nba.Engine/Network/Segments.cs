namespace Nba.Engine.Network;

/// <summary>
/// An attribute's values cut where any of some sets begins or ends: within a segment they all agree. Immutable; safe for any thread.
/// </summary>
internal sealed class Segments
{
    // Codes and small numbers are looked up, others searched for.
    private const int LongestTable = 4096;

    private readonly long[] _starts;
    private readonly int[]? _table;

    private Segments(long[] starts)
    {
        _starts = starts;
        // The first begins below everything; the last goes on for ever.
        if (starts.Length > 1 && starts[^1] < LongestTable && starts.All(s => s is <= Encoding.First or >= 0))
            _table = [.. Enumerable.Range(0, (int)Math.Max(0, starts[^1]) + 1).Select(v => Search(v))];
    }

    /// <summary>How many there are.</summary>
    public int Count => _starts.Length;

    /// <summary>Cuts by all sets.</summary>
    public static Segments Of(IEnumerable<ValueSet> sets)
    {
        var starts = new SortedSet<long> { long.MinValue };
        foreach (var set in sets)
        {
            for (var i = 0; i < set.Count; i++)
            {
                starts.Add(set[i].First);
                if (set[i].Last != long.MaxValue) starts.Add(set[i].Last + 1);
            }
        }
        return new Segments([.. starts]);
    }

    /// <summary>As many as asked for, each a run of these; those below the first value stay apart.</summary>
    public Segments Coarser(int atMost)
    {
        var kept = _starts.Where(s => s <= Encoding.First).ToList();
        var rest = _starts.Where(s => s > Encoding.First).ToArray();
        for (var i = 0; i < atMost; i++) kept.Add(rest[(int)((long)i * rest.Length / atMost)]);
        return new Segments([.. kept.Distinct()]);
    }

    /// <summary>The segments that a set reaches into, ascending.</summary>
    public IEnumerable<int> Under(ValueSet set)
    {
        var next = 0;
        for (var i = 0; i < set.Count; i++)
        {
            for (next = Math.Max(next, Search(set[i].First)); next < _starts.Length && _starts[next] <= set[i].Last; next++) yield return next;
        }
    }

    /// <summary>Whether a set has all values of a segment.</summary>
    public bool IsWhollyIn(int segment, ValueSet set)
    {
        var (first, last) = (_starts[segment], segment + 1 < _starts.Length ? _starts[segment + 1] - 1 : long.MaxValue);
        for (var i = 0; i < set.Count; i++)
        {
            if (set[i].First <= first && set[i].Last >= last) return true;
        }
        return false;
    }

    /// <summary>The segment of a value.</summary>
    public int At(long value) => _table is { } table && (ulong)value < (ulong)table.Length ? table[value] : Search(value);

    private int Search(long value)
    {
        // Without branches that depend on the value: which way it goes cannot be foreseen.
        var starts = _starts;
        int at = 0, length = starts.Length;
        while (length > 1)
        {
            var half = length >> 1;
            at = starts[at + half] <= value ? at + half : at;
            length -= half;
        }
        return at;
    }
}
