using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nba.Engine.Network;

/// <summary>
/// Many rules, as rows of bits: for each attribute and each segment of its values the terms that are still possible. A decision takes one row of each attribute, keeps what all have, and
/// asks what is left for what rows don't tell: attributes that cost something, and segments that were made coarser than the rules' own bounds.
/// </summary>
/// <remarks>After the bit vectors of decision tables and the boolean-expression indexes of Whang et al. (VLDB 2009) and Sadoghi and Jacobsen (SIGMOD 2011).</remarks>
internal sealed class BitmapPartition : RulePartition
{
    // More rows of one attribute leave the cache, and bring less than the tests they save.
    private const int MostSegments = 64;

    private const int BlockWords = 4;

    private readonly int _words;
    private readonly ulong[] _bits;
    private readonly Column[] _columns;
    private readonly int[] _rules;
    private readonly int[] _restAt;
    private readonly Literal[] _rest;

    /// <summary>Lays rows out for terms, which are in the order of their rules.</summary>
    public BitmapPartition(IReadOnlyList<Term> terms, Attributes attributes)
    {
        _words = (terms.Count + 63) / 64;
        _words = (_words + BlockWords - 1) / BlockWords * BlockWords;
        _rules = [.. terms.Select(t => t.Rule)];
        var (bits, columns, coarse) = (new List<ulong[]>(), new List<Column>(), new HashSet<int>());
        // The row of all terms stands first: it is what no attribute took anything away from.
        bits.Add(Row(terms, _ => true));
        foreach (var attribute in terms.SelectMany(t => t.Literals).Select(l => l.Attribute).Distinct().Where(a => !attributes.IsLazy(a)).Order())
        {
            var on = terms.Select(t => t.On(attribute)).ToArray();
            var segments = Segments.Of(on.OfType<ValueSet>());
            if (segments.Count > MostSegments)
            {
                segments = segments.Coarser(MostSegments);
                coarse.Add(attribute);
            }
            columns.Add(Lay(attribute, segments, on, bits));
        }
        (_columns, _bits) = ([.. columns], [.. bits.SelectMany(b => b)]);
        (_restAt, _rest) = Rest(terms, l => attributes.IsLazy(l.Attribute) || coarse.Contains(l.Attribute), attributes);
    }

    public override int Match(NetworkInput input, int[] into)
    {
        var columns = _columns;
        Span<int> rows = stackalloc int[columns.Length + 1];
        var (count, values) = (0, input.Values);
        foreach (var column in columns)
        {
            var row = column.Rows[column.Segments.At(values[column.Attribute])];
            if (row == Column.Nothing) return 0;
            if (row != Column.Everything) rows[count++] = row;
        }
        // Nothing was taken away: the row of all.
        if (count == 0) rows[count++] = 0;
        var found = 0;
        ref var bits = ref MemoryMarshal.GetArrayDataReference(_bits);
        for (var word = 0; word < _words; word += BlockWords)
        {
            var left = Vector256.LoadUnsafe(ref bits, (nuint)(rows[0] + word));
            for (var i = 1; i < count; i++) left &= Vector256.LoadUnsafe(ref bits, (nuint)(rows[i] + word));
            if (left == Vector256<ulong>.Zero) continue;
            for (var lane = 0; lane < BlockWords; lane++)
            {
                for (var set = left[lane]; set != 0; set &= set - 1)
                {
                    var term = ((word + lane) << 6) + BitOperations.TrailingZeroCount(set);
                    if (_restAt[term] != _restAt[term + 1] && !Passes(input, term)) continue;
                    // Alternatives of one rule follow each other.
                    var rule = _rules[term];
                    if (found == 0 || into[found - 1] != rule) into[found++] = rule;
                }
            }
        }
        return found;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Passes(NetworkInput input, int term)
    {
        for (var i = _restAt[term]; i < _restAt[term + 1]; i++)
        {
            if (!_rest[i].Passes.Contains(input[_rest[i].Attribute])) return false;
        }
        return true;
    }

    private Column Lay(int attribute, Segments segments, ValueSet?[] on, List<ulong[]> bits)
    {
        var free = Row(on, set => set is null);
        var laid = Enumerable.Range(0, segments.Count).Select(_ => (ulong[])free.Clone()).ToArray();
        for (var term = 0; term < on.Length; term++)
        {
            if (on[term] is not { } set) continue;
            foreach (var segment in segments.Under(set)) laid[segment][term >> 6] |= 1UL << term;
        }
        var (rows, known) = (new int[segments.Count], new Dictionary<string, int>(StringComparer.Ordinal));
        for (var segment = 0; segment < segments.Count; segment++)
        {
            var row = laid[segment];
            if (row.All(w => w == 0)) rows[segment] = Column.Nothing;
            else if (row.AsSpan().SequenceEqual(bits[0])) rows[segment] = Column.Everything;
            else
            {
                var text = Convert.ToBase64String(MemoryMarshal.AsBytes(row.AsSpan()));
                if (!known.TryGetValue(text, out var at))
                {
                    known[text] = at = bits.Count * _words;
                    bits.Add(row);
                }
                rows[segment] = at;
            }
        }
        return new Column(attribute, segments, rows);
    }

    private ulong[] Row<T>(IReadOnlyList<T> all, Func<T, bool> isPossible)
    {
        var row = new ulong[_words];
        for (var i = 0; i < all.Count; i++)
        {
            if (isPossible(all[i])) row[i >> 6] |= 1UL << i;
        }
        return row;
    }

    // What costs nothing is asked first.
    private static (int[] At, Literal[] Left) Rest(IReadOnlyList<Term> terms, Func<Literal, bool> isLeft, Attributes attributes)
    {
        var (at, rest) = (new int[terms.Count + 1], new List<Literal>());
        for (var i = 0; i < terms.Count; i++)
        {
            rest.AddRange(terms[i].Literals.Where(isLeft).OrderBy(l => attributes.IsLazy(l.Attribute)));
            at[i + 1] = rest.Count;
        }
        return (at, [.. rest]);
    }

    /// <summary>Rows of one attribute: where each begins among all bits, by segment.</summary>
    private sealed record Column(int Attribute, Segments Segments, int[] Rows)
    {
        public const int Everything = -1;
        public const int Nothing = -2;
    }
}
