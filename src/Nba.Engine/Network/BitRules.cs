using System.Numerics;

namespace Nba.Engine.Network;

/// <summary>Which rule each bit of a row stands for. Immutable; safe for any thread.</summary>
internal sealed class BitRules
{
    // Numbers that are written at a time.
    private const int Together = 4;

    private readonly int[] _rules;
    private readonly bool _hasAlternatives;

    /// <summary>Takes the rules by bit, ascending, for rows of so many words.</summary>
    public BitRules(IReadOnlyList<int> rules, int words)
    {
        // One for each bit, and one more for where a word has no bit left.
        _rules = [.. rules, .. new int[(words << 6) + 1 - rules.Count]];
        _hasAlternatives = rules.Zip(rules.Skip(1)).Any(r => r.First == r.Second);
    }

    /// <summary>Writes the rules of the bits that are set, ascending and each once, and answers how many; what follows them in the array is nobody's.</summary>
    public int Write(ReadOnlySpan<ulong> row, int[] into) => _hasAlternatives ? EachOnce(row, into) : SomeAtATime(row, into);

    // Bits of one rule follow each other.
    private int EachOnce(ReadOnlySpan<ulong> row, int[] into)
    {
        var (found, rules) = (0, _rules);
        for (var word = 0; word < row.Length; word++)
        {
            for (var set = row[word]; set != 0; set &= set - 1)
            {
                var rule = rules[(word << 6) + BitOperations.TrailingZeroCount(set)];
                if (found == 0 || into[found - 1] != rule) into[found++] = rule;
            }
        }
        return found;
    }

    // Some at a time, whether or not a word has as many: that cannot be foreseen, and a wrong guess costs more than numbers too many, which the next ones replace.
    private int SomeAtATime(ReadOnlySpan<ulong> row, int[] into)
    {
        var (found, rules) = (0, _rules);
        for (var word = 0; word < row.Length; word++)
        {
            var set = row[word];
            var end = found + BitOperations.PopCount(set);
            var of = rules.AsSpan(word << 6, 65);
            if (end + Together > into.Length)
            {
                for (; set != 0; set &= set - 1) into[found++] = of[BitOperations.TrailingZeroCount(set)];
                continue;
            }
            for (; found < end; found += Together)
            {
                var to = into.AsSpan(found, Together);
                to[0] = of[BitOperations.TrailingZeroCount(set)];
                set &= set - 1;
                to[1] = of[BitOperations.TrailingZeroCount(set)];
                set &= set - 1;
                to[2] = of[BitOperations.TrailingZeroCount(set)];
                set &= set - 1;
                to[3] = of[BitOperations.TrailingZeroCount(set)];
                set &= set - 1;
            }
            found = end;
        }
        return found;
    }
}
