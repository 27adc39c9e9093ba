using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nba.Engine.Network;

/// <summary>
/// Many rules, as rows of bits: for each attribute and each segment of its values the candidates that are still possible. A decision takes one row of each attribute, keeps what all have, and
/// asks what is left for what rows don't tell: attributes that cost something, and segments that were made coarser than the rules' own bounds.
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
    private readonly TestLists _exact;
    private readonly TestLists _exactEither;
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
        var asked = lists.SelectMany(l => l).CountBy(l => l.Attribute).OrderBy(a => a.Key).ToLookup(a => attributes.IsLazy(a.Key));
        _columns = [.. asked[false].Select(a => BitmapColumn.Lay(a.Key, lists, null, all, rows))];
        _lazy = [.. asked[true].Where(a => a.Value >= FewestAsking + (_words / BitmapRows.BlockWords)).Select(a => BitmapColumn.Lay(a.Key, lists, null, all, rows))];
        // Who has no alternatives needs none.
        var free = rows.Of(alternatives, a => a.Count == 0);
        _either = [.. alternatives.SelectMany(a => a).Select(l => l.Attribute).Distinct().Order().Select(a => BitmapColumn.Lay(a, alternatives, free, all, rows))];
        _exact = new TestLists(lists, Doubtful(_columns));
        _exactEither = new TestLists(alternatives, Doubtful(_either), whole: true);
        var untold = asked[true].Select(a => a.Key).Except(_lazy.Select(c => c.Attribute)).Concat(Doubtful(_lazy)).ToHashSet();
        _rest = new TestLists(lists, untold);
        _tested = rows.Add(rows.Of(lists, l => l.Any(t => untold.Contains(t.Attribute))));
        _bits = rows.ToArray();
    }

    /// <inheritdoc cref="RulePartition"/>
    public int Match(NetworkInput input, int[] into)
    {
        var (columns, lazy, either, values) = (_columns, _lazy, _either, input.Values);
        var room = input.Picks(columns.Length + lazy.Length + 1 + either.Length + columns.Length + either.Length);
        var rows = room[..(columns.Length + lazy.Length + 1)];
        var doubts = room[(columns.Length + lazy.Length + 1 + either.Length)..];
        var (count, doubtful, isAllRead) = (0, 0, true);
        foreach (var column in columns)
        {
            var segment = column.Segments.At(values[column.Attribute]);
            var row = column.Rows[segment];
            if (row == BitmapRows.Nothing) return 0;
            if (row != BitmapRows.Everything) rows[count++] = row;
            if (column.Doubts[segment] is var doubt and >= 0) doubts[doubtful++] = doubt;
        }
        foreach (var column in lazy)
        {
            var value = values[column.Attribute];
            if (value == Encoding.Unread)
            {
                isAllRead = false;
                continue;
            }
            var row = column.Rows[column.Segments.At(value)];
            if (row == BitmapRows.Nothing) return 0;
            if (row != BitmapRows.Everything) rows[count++] = row;
        }
        var alternatives = room.Slice(columns.Length + lazy.Length + 1, either.Length);
        var (open, isOpen) = (0, either.Length == 0);
        foreach (var column in either)
        {
            var segment = column.Segments.At(values[column.Attribute]);
            var row = column.Rows[segment];
            if (row == BitmapRows.Everything) isOpen = true;
            else if (row != BitmapRows.Nothing) alternatives[open++] = row;
            if (column.Doubts[segment] is var doubt and >= 0) doubts[doubtful++] = doubt;
        }
        if (!isOpen && open == 0) return 0;
        // Nothing was taken away: the row of all.
        if (count == 0) rows[count++] = 0;
        var left = input.Scratch(_words);
        if (!All(rows[..count], isOpen ? [] : alternatives[..open], left)) return 0;
        if (doubtful > 0) Settle(input, left, doubts[..doubtful]);
        if (!isAllRead)
        {
            foreach (var column in lazy)
            {
                if (!Take(input, left, column)) return 0;
            }
        }
        if (!_rest.IsEmpty) Refine(input, left);
        return _rules.Write(left, into);
    }

    // What all rows have, and any of the alternatives if there are some; whether that is anything.
    private bool All(ReadOnlySpan<int> rows, ReadOnlySpan<int> alternatives, Span<ulong> left)
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

    private static HashSet<int> Doubtful(IEnumerable<BitmapColumn> columns) => columns.Where(c => c.Doubts.Any(d => d >= 0)).Select(c => c.Attribute).ToHashSet();
}
