using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Nba.Engine.Network;

/// <summary>
/// Which encoded values a test lets pass: disjoint closed intervals in ascending order, none next to another, none with <see cref="Encoding.Failed"/> or <see cref="Encoding.Unread"/>.
/// Equal sets are equal objects in value. Immutable.
/// </summary>
public sealed class ValueSet : IEquatable<ValueSet>
{
    // First and last of each interval in turn.
    private readonly long[] _bounds;

    private ValueSet(long[] bounds) => _bounds = bounds;

    /// <summary>Nothing passes.</summary>
    public static ValueSet None { get; } = new([]);

    /// <summary>Everything that could be computed passes, null and NaN too.</summary>
    public static ValueSet All { get; } = new([Encoding.Null, Encoding.NaN, Encoding.First, long.MaxValue]);

    /// <summary>Null alone passes.</summary>
    public static ValueSet Null { get; } = new([Encoding.Null, Encoding.Null]);

    /// <summary>How many intervals there are.</summary>
    public int Count => _bounds.Length / 2;

    /// <summary>Whether nothing passes.</summary>
    public bool IsEmpty => _bounds.Length == 0;

    /// <summary>First and last of an interval.</summary>
    public (long First, long Last) this[int index] => (_bounds[2 * index], _bounds[(2 * index) + 1]);

    /// <summary>What lies between two values, both included; nothing where the first is the greater.</summary>
    public static ValueSet Between(long first, long last) => first > last ? None : new([first, last]);

    /// <summary>One value.</summary>
    public static ValueSet Of(long value) => Between(value, value);

    /// <summary>What passes any of them.</summary>
    public static ValueSet Union(IEnumerable<ValueSet> sets)
    {
        var all = sets.SelectMany(s => Enumerable.Range(0, s.Count).Select(i => s[i])).Order().ToList();
        var bounds = new List<long>();
        foreach (var (first, last) in all)
        {
            if (bounds.Count > 0 && Touches(bounds[^1], first)) bounds[^1] = Math.Max(bounds[^1], last);
            else bounds.AddRange([first, last]);
        }
        return new ValueSet([.. bounds]);
    }

    /// <summary>What passes both.</summary>
    public ValueSet Intersect(ValueSet other)
    {
        var bounds = new List<long>();
        for (int i = 0, j = 0; i < Count && j < other.Count;)
        {
            var (first, last) = (Math.Max(this[i].First, other[j].First), Math.Min(this[i].Last, other[j].Last));
            if (first <= last) bounds.AddRange([first, last]);
            if (this[i].Last < other[j].Last) i++;
            else j++;
        }
        return new ValueSet([.. bounds]);
    }

    /// <summary>What could be computed and does not pass.</summary>
    public ValueSet Complement()
    {
        var bounds = new List<long>();
        foreach (var (first, last) in (ReadOnlySpan<(long, long)>)[(Encoding.Null, Encoding.NaN), (Encoding.First, long.MaxValue)])
        {
            var next = first;
            for (var i = 0; i < Count; i++)
            {
                var (from, to) = this[i];
                if (to < first || from > last) continue;
                if (from > next) bounds.AddRange([next, from - 1]);
                next = to;
                if (next == long.MaxValue) break;
                next++;
            }
            if (next <= last && !(Count > 0 && _bounds[^1] == long.MaxValue && last == long.MaxValue)) bounds.AddRange([next, last]);
        }
        return new ValueSet([.. bounds]);
    }

    /// <summary>Whether a value passes.</summary>
    public bool Contains(long value)
    {
        for (var i = 0; i < _bounds.Length; i += 2)
        {
            if (value <= _bounds[i + 1]) return value >= _bounds[i];
        }
        return false;
    }

    /// <summary>Whether all that passes here passes there.</summary>
    public bool IsWithin(ValueSet other)
    {
        var (own, theirs) = (_bounds, other._bounds);
        for (int i = 0, j = 0; i < own.Length; i += 2)
        {
            // No two intervals of a set touch, so each lies within one of the other's.
            while (j < theirs.Length && theirs[j + 1] < own[i]) j += 2;
            if (j == theirs.Length || theirs[j] > own[i] || theirs[j + 1] < own[i + 1]) return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] ValueSet? other) => other is not null && _bounds.AsSpan().SequenceEqual(other._bounds);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var bound in _bounds) hash.Add(bound);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder("{");
        for (var i = 0; i < Count; i++) text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? ", " : "")}{this[i].First}..{this[i].Last}");
        return text.Append('}').ToString();
    }

    private static bool Touches(long last, long first) => last == long.MaxValue || first <= last + 1;
}
