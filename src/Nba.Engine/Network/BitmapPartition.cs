using System.Numerics;
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
    private const int BlockWords = 4;

    // An attribute that costs something has rows where so many terms ask for it; for fewer it is cheaper to ask term by term.
    private const int FewestAsking = 16;

    private readonly int _words;
    private readonly ulong[] _bits;
    private readonly BitmapColumn[] _columns;
    private readonly BitmapColumn[] _lazy;
    private readonly int[] _rules;
    private readonly bool _hasAlternatives;
    private readonly TestLists _exact;
    private readonly TestLists _rest;

    /// <summary>Lays rows out for terms, which are in the order of their rules.</summary>
    public BitmapPartition(IReadOnlyList<Term> terms, Attributes attributes)
    {
        _words = (((terms.Count + 63) / 64) + BlockWords - 1) / BlockWords * BlockWords;
        _rules = [.. terms.Select(t => t.Rule)];
        _hasAlternatives = Enumerable.Range(1, _rules.Length - 1).Any(i => _rules[i] == _rules[i - 1]);
        var rows = new BitmapRows(_words);
        // The row of all terms stands first: it is what no attribute took anything away from.
        var all = rows.Of(terms, _ => true);
        rows.Add(all);
        var (columns, lazy) = (new List<BitmapColumn>(), new List<BitmapColumn>());
        foreach (var asked in terms.SelectMany(t => t.Literals).GroupBy(l => l.Attribute).OrderBy(g => g.Key))
        {
            if (attributes.IsLazy(asked.Key) && asked.Count() < FewestAsking) continue;
            (attributes.IsLazy(asked.Key) ? lazy : columns).Add(BitmapColumn.Lay(asked.Key, [.. terms.Select(t => t.On(asked.Key))], all, rows));
        }
        (_columns, _lazy, _bits) = ([.. columns], [.. lazy], rows.ToArray());
        var (coarse, laid) = (Doubtful(columns), lazy.Select(c => c.Attribute).Except(Doubtful(lazy)).ToHashSet());
        _exact = new TestLists(terms, l => coarse.Contains(l.Attribute));
        _rest = new TestLists(terms, l => attributes.IsLazy(l.Attribute) && !laid.Contains(l.Attribute));
    }

    public override int Match(NetworkInput input, int[] into)
    {
        var columns = _columns;
        Span<int> rows = stackalloc int[columns.Length + 1];
        Span<int> doubts = stackalloc int[columns.Length];
        var (count, doubtful, values) = (0, 0, input.Values);
        foreach (var column in columns)
        {
            var segment = column.Segments.At(values[column.Attribute]);
            var row = column.Rows[segment];
            if (row == BitmapRows.Nothing) return 0;
            if (row != BitmapRows.Everything) rows[count++] = row;
            if (column.Doubts[segment] is var doubt and >= 0) doubts[doubtful++] = doubt;
        }
        // Nothing was taken away: the row of all.
        if (count == 0) rows[count++] = 0;
        var left = input.Scratch(_words);
        if (!All(rows[..count], left)) return 0;
        if (doubtful > 0) Settle(input, left, doubts[..doubtful]);
        foreach (var column in _lazy)
        {
            if (!Take(input, left, column)) return 0;
        }
        return Emit(input, left, into);
    }

    // What all rows have; whether that is anything.
    private bool All(ReadOnlySpan<int> rows, Span<ulong> left)
    {
        ref var bits = ref MemoryMarshal.GetArrayDataReference(_bits);
        ref var to = ref MemoryMarshal.GetReference(left);
        var any = Vector256<ulong>.Zero;
        for (var word = 0; word < _words; word += BlockWords)
        {
            var block = Vector256.LoadUnsafe(ref bits, (nuint)(rows[0] + word));
            for (var i = 1; i < rows.Length; i++) block &= Vector256.LoadUnsafe(ref bits, (nuint)(rows[i] + word));
            block.StoreUnsafe(ref to, (nuint)word);
            any |= block;
        }
        return any != Vector256<ulong>.Zero;
    }

    // Takes away what a coarse segment let pass.
    private void Settle(NetworkInput input, Span<ulong> left, ReadOnlySpan<int> doubts)
    {
        for (var word = 0; word < left.Length; word++)
        {
            if (left[word] == 0) continue;
            var doubt = 0UL;
            foreach (var row in doubts) doubt |= _bits[row + word];
            for (var set = left[word] & doubt; set != 0; set &= set - 1)
            {
                var bit = BitOperations.TrailingZeroCount(set);
                if (!_exact.Pass(input, (word << 6) + bit)) left[word] &= ~(1UL << bit);
            }
        }
    }

    // Computes an attribute if anything that is still possible asks for it; whether anything stays possible.
    private bool Take(NetworkInput input, Span<ulong> left, BitmapColumn column)
    {
        ref var bits = ref MemoryMarshal.GetArrayDataReference(_bits);
        ref var to = ref MemoryMarshal.GetReference(left);
        var asked = Vector256<ulong>.Zero;
        for (var word = 0; word < _words; word += BlockWords) asked |= Vector256.LoadUnsafe(ref to, (nuint)word) & Vector256.LoadUnsafe(ref bits, (nuint)(column.Asks + word));
        if (asked == Vector256<ulong>.Zero) return true;
        var row = column.Rows[column.Segments.At(input[column.Attribute])];
        if (row < 0) return row == BitmapRows.Everything;
        var any = Vector256<ulong>.Zero;
        for (var word = 0; word < _words; word += BlockWords)
        {
            var block = Vector256.LoadUnsafe(ref to, (nuint)word) & Vector256.LoadUnsafe(ref bits, (nuint)(row + word));
            block.StoreUnsafe(ref to, (nuint)word);
            any |= block;
        }
        return any != Vector256<ulong>.Zero;
    }

    private int Emit(NetworkInput input, ReadOnlySpan<ulong> left, int[] into)
    {
        var (found, rules) = (0, _rules);
        var isPlain = !_hasAlternatives && _rest.IsEmpty;
        for (var word = 0; word < left.Length; word++)
        {
            for (var set = left[word]; set != 0; set &= set - 1)
            {
                var term = (word << 6) + BitOperations.TrailingZeroCount(set);
                if (isPlain) into[found++] = rules[term];
                // Alternatives of one rule follow each other.
                else if (_rest.Pass(input, term) && (found == 0 || into[found - 1] != rules[term])) into[found++] = rules[term];
            }
        }
        return found;
    }

    private static HashSet<int> Doubtful(IEnumerable<BitmapColumn> columns) => columns.Where(c => c.Doubts.Any(d => d >= 0)).Select(c => c.Attribute).ToHashSet();
}
