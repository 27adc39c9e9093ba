using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nba.Engine.Network;

/// <summary>
/// An attribute's values cut where any of some sets begins or ends: within a segment they all agree. Immutable; safe for any thread.
/// </summary>
internal sealed class Segments
{
    // Cells of equal width, each with the segment at its start. Where others begin within a cell, the segment is found among them by halving.
    private const int CellsEach = 2;
    private const int FewestCells = 16;
    private const int MostCells = 4096;
    private const int LargestFirstCode = 15;

    private readonly long[] _starts;
    private readonly int[] _cells;
    private readonly long _base;
    private readonly int _below;
    private readonly int _shift;
    private readonly int _halfReach;

    private Segments(long[] starts)
    {
        (Count, _starts) = (starts.Length, starts);
        // What is no value lies below the grid. A text that no rule names is 0, and so is what is not true: the grid begins there where it can.
        var values = starts.Where(s => s > Encoding.First).ToArray();
        _base = values.Length == 0 ? long.MaxValue : values[0] is > 0 and <= LargestFirstCode ? 0 : values[0];
        _below = Search(_base - 1);
        var (span, most) = (values.Length > 0 ? unchecked((ulong)(values[^1] - _base)) : 0, Math.Clamp(BitOperations.RoundUpToPowerOf2((uint)Count) * CellsEach, FewestCells, MostCells));
        while (span >> _shift >= most) _shift++;
        _cells = [.. Enumerable.Range(0, (int)(span >> _shift) + 1).Select(cell => Search(unchecked(_base + ((long)cell << _shift))))];
        // How many more segments begin in a cell, at most; starts are padded with the greatest value so that halving may step past the last.
        var reach = _cells.Select((at, cell) => (cell + 1 < _cells.Length ? _cells[cell + 1] : Count - 1) - at).Max();
        _halfReach = (int)((BitOperations.RoundUpToPowerOf2((uint)reach + 1)) >> 1);
        _starts = [.. starts, .. Enumerable.Repeat(long.MaxValue, 2 * _halfReach)];
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

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
        var rest = _starts.Take(Count).Where(s => s > Encoding.First).ToArray();
        for (var i = 0; i < atMost; i++) kept.Add(rest[(int)((long)i * rest.Length / atMost)]);
        return new Segments([.. kept.Distinct()]);
    }

    /// <summary>The segments that a set reaches into, ascending.</summary>
    public IEnumerable<int> Under(ValueSet set)
    {
        var next = 0;
        for (var i = 0; i < set.Count; i++)
        {
            for (next = Math.Max(next, Search(set[i].First)); next < Count && _starts[next] <= set[i].Last; next++) yield return next;
        }
    }

    /// <summary>Whether a set has all values of a segment.</summary>
    public bool IsWhollyIn(int segment, ValueSet set)
    {
        var (first, last) = (_starts[segment], segment + 1 < Count ? _starts[segment + 1] - 1 : long.MaxValue);
        for (var i = 0; i < set.Count; i++)
        {
            if (set[i].First <= first && set[i].Last >= last) return true;
        }
        return false;
    }

    /// <summary>The segment of a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int At(long value)
    {
        if (value < _base) return Below(value);
        var cells = _cells;
        var at = cells[(int)Math.Min(unchecked((ulong)(value - _base)) >> _shift, (ulong)(cells.Length - 1))];
        return _halfReach == 0 ? at : Beyond(at, value);
    }

    private int Below(long value) => value >= Encoding.First ? _below : Search(value);

    // Without branches that depend on the value: which way it goes cannot be foreseen.
    private int Beyond(int at, long value)
    {
        var starts = _starts;
        for (var half = _halfReach; half > 0; half >>= 1) at += half & -Unsafe.BitCast<bool, byte>(starts[at + half] <= value);
        return Math.Min(at, Count - 1);
    }

    private int Search(long value)
    {
        int at = 0, length = Count;
        while (length > 1)
        {
            var half = length >> 1;
            if (_starts[at + half] <= value) at += half;
            length -= half;
        }
        return at;
    }
}
