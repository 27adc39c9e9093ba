using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nba.Engine.Network;

/// <summary>
/// Many rules, as rows of bits: for each attribute and each segment of its values the candidates that are still possible. A decision takes one row of each attribute, keeps what all have;
/// of the rows of alternatives any will do; it asks what is left for what rows don't tell: attributes that cost something, and segments that were made coarser than the rules' own bounds.
/// </summary>
/// <remarks>After the bit vectors of decision tables and the boolean-expression indexes of Whang et al. (VLDB 2009) and Sadoghi and Jacobsen (SIGMOD 2011).</remarks>
internal sealed class BitmapPartition
{
    // An attribute that costs something has rows where so many candidates ask for it, and one more for each block of a row; for fewer it is cheaper to ask one by one.
    private const int FewestAsking = 8;

    private readonly int _words;
    private readonly ulong[] _bits;
    private readonly BitmapColumn[] _columns;
    private readonly BitmapColumn[] _lazy;
    private readonly BitmapColumn[] _either;
    private readonly BitRules _rules;

    // Tests of values whose segments are coarse; of alternatives whole lists, since any of them will do.
    private readonly TestLists _exact;
    private readonly TestLists _exactEither;

    // Tests of costly values that rows do not decide, and where the row of those begins that have any.
    private readonly TestLists _rest;
    private readonly int _tested;

    /// <summary>Lays rows out for candidates, which are in the order of their rules.</summary>
    public BitmapPartition(IReadOnlyList<Candidate> candidates, Attributes attributes)
    {
        _words = (((candidates.Count + 63) / 64) + BitmapRows.BlockWords - 1) / BitmapRows.BlockWords * BitmapRows.BlockWords;
        _rules = new BitRules([.. candidates.Select(c => c.Rule)], _words);
        var rows = new BitmapRows(_words);
        // The row of all stands first: it is what no attribute took anything away from.
        var all = rows.Of(candidates, _ => true);
        rows.Add(all);
        var (lists, alternatives) = (candidates.Select(c => c.All).ToArray(), candidates.Select(c => c.Any).ToArray());
        BitmapColumn Lay(int attribute) => BitmapColumn.Lay(attribute, lists, rows.Of(lists, l => Candidate.On(l, attribute) is null), all, rows);
        BitmapColumn LayLazy(int attribute) => Lay(attribute) with { Asks = rows.Add(rows.Of(lists, l => Candidate.On(l, attribute) is not null)) };
        var asked = lists.SelectMany(l => l).CountBy(l => l.Attribute).OrderBy(a => a.Key).ToLookup(a => attributes.IsLazy(a.Key));
        _columns = [.. asked[false].Select(a => Lay(a.Key))];
        _lazy = [.. asked[true].Where(a => a.Value >= FewestAsking + (_words / BitmapRows.BlockWords)).Select(a => LayLazy(a.Key))];
        // Who has no alternatives needs none.
        var free = rows.Of(alternatives, a => a.Count == 0);
        _either = [.. alternatives.SelectMany(a => a).Select(l => l.Attribute).Distinct().Order().Select(a => BitmapColumn.Lay(a, alternatives, free, all, rows))];
        _exact = new TestLists(lists, Coarse(_columns));
        _exactEither = new TestLists(alternatives, Coarse(_either), takesWhole: true);
        var untold = asked[true].Select(a => a.Key).Except(_lazy.Select(c => c.Attribute)).Concat(Coarse(_lazy)).ToHashSet();
        _rest = new TestLists(lists, untold);
        _tested = rows.Add(rows.Of(lists, l => l.Any(t => untold.Contains(t.Attribute))));
        _bits = rows.ToArray();
    }

    /// <inheritdoc cref="RulePartition"/>
    public int Match(NetworkInput input, int[] into)
    {
        var picked = new PickedRows(input, _columns.Length + _lazy.Length, _either.Length);
        if (!picked.Take(_columns) || !picked.TakeKnown(_lazy) || !picked.TakeEither(_either)) return 0;
        var left = input.Scratch(_words);
        if (!Combine(picked.All, picked.Either, left)) return 0;
        if (picked.Doubts is { Length: > 0 } doubts) Settle(input, left, doubts);
        if (picked.HasUnread && !Compute(input, left)) return 0;
        if (!_rest.IsEmpty) Refine(input, left);
        return _rules.Write(left, into);
    }

    // What all rows have, and any of the alternatives if there are some; whether that is anything.
    private bool Combine(ReadOnlySpan<int> rows, ReadOnlySpan<int> alternatives, Span<ulong> left)
    {
        ref var bits = ref MemoryMarshal.GetArrayDataReference(_bits);
        ref var to = ref MemoryMarshal.GetReference(left);
        var any = Vector512<ulong>.Zero;
        for (var word = 0; word < left.Length; word += BitmapRows.BlockWords)
        {
            var block = Vector512.LoadUnsafe(ref bits, (nuint)(rows[0] + word));
            for (var i = 1; i < rows.Length; i++) block &= Vector512.LoadUnsafe(ref bits, (nuint)(rows[i] + word));
            if (alternatives.Length > 0)
            {
                var either = Vector512.LoadUnsafe(ref bits, (nuint)(alternatives[0] + word));
                for (var i = 1; i < alternatives.Length; i++) either |= Vector512.LoadUnsafe(ref bits, (nuint)(alternatives[i] + word));
                block &= either;
            }
            block.StoreUnsafe(ref to, (nuint)word);
            any |= block;
        }
        return any != Vector512<ulong>.Zero;
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
                if (!_exact.All(input, (word << 6) + bit) || !_exactEither.Any(input, (word << 6) + bit)) left[word] &= ~(1UL << bit);
            }
        }
    }

    // Computes what was not known before, as far as it is asked for; whether anything stays possible.
    private bool Compute(NetworkInput input, Span<ulong> left)
    {
        foreach (var column in _lazy)
        {
            if (!Take(input, left, column)) return false;
        }
        return true;
    }

    // Computes an attribute if anything that is still possible asks for it; whether anything stays possible.
    private bool Take(NetworkInput input, Span<ulong> left, BitmapColumn column)
    {
        ref var bits = ref MemoryMarshal.GetArrayDataReference(_bits);
        ref var to = ref MemoryMarshal.GetReference(left);
        var asked = Vector512<ulong>.Zero;
        for (var word = 0; word < left.Length; word += BitmapRows.BlockWords) asked |= Vector512.LoadUnsafe(ref to, (nuint)word) & Vector512.LoadUnsafe(ref bits, (nuint)(column.Asks + word));
        if (asked == Vector512<ulong>.Zero) return true;
        var row = column.Rows[column.Segments.At(input[column.Attribute])];
        if (row < 0) return row == BitmapRows.Everything;
        var any = Vector512<ulong>.Zero;
        for (var word = 0; word < left.Length; word += BitmapRows.BlockWords)
        {
            var block = Vector512.LoadUnsafe(ref to, (nuint)word) & Vector512.LoadUnsafe(ref bits, (nuint)(row + word));
            block.StoreUnsafe(ref to, (nuint)word);
            any |= block;
        }
        return any != Vector512<ulong>.Zero;
    }

    // Takes away what tests of its own rule out.
    private void Refine(NetworkInput input, Span<ulong> left)
    {
        for (var word = 0; word < left.Length; word++)
        {
            for (var set = left[word] & _bits[_tested + word]; set != 0; set &= set - 1)
            {
                var bit = BitOperations.TrailingZeroCount(set);
                if (!_rest.All(input, (word << 6) + bit)) left[word] &= ~(1UL << bit);
            }
        }
    }

    private static HashSet<int> Coarse(IEnumerable<BitmapColumn> columns) => columns.Where(c => c.IsCoarse).Select(c => c.Attribute).ToHashSet();
}
