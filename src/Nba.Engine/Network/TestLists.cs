namespace Nba.Engine.Network;

/// <summary>Tests of terms, one term's after the other's: what is asked of a term by itself. Immutable; safe for any thread.</summary>
internal sealed class TestLists
{
    private readonly int[] _at;
    private readonly Test[] _tests;

    /// <summary>Takes those tests of the terms that are chosen.</summary>
    public TestLists(IReadOnlyList<Term> terms, Func<Literal, bool> isChosen)
    {
        (_at, var tests) = (new int[terms.Count + 1], new List<Test>());
        for (var i = 0; i < terms.Count; i++)
        {
            foreach (var (attribute, set) in terms[i].Literals.Where(isChosen))
                tests.Add(set.Count == 1 ? new Test(attribute, set[0].First, unchecked((ulong)(set[0].Last - set[0].First)), null) : new Test(attribute, 0, 0, set));
            _at[i + 1] = tests.Count;
        }
        _tests = [.. tests];
    }

    /// <summary>Whether no term has any.</summary>
    public bool IsEmpty => _tests.Length == 0;

    /// <summary>Whether a term's tests all pass.</summary>
    public bool Pass(NetworkInput input, int term)
    {
        var (at, end) = (_at[term], _at[term + 1]);
        for (; at < end; at++)
        {
            ref readonly var test = ref _tests[at];
            var value = input[test.Attribute];
            if (test.Several is { } set ? !set.Contains(value) : unchecked((ulong)(value - test.First)) > test.Length) return false;
        }
        return true;
    }

    /// <summary>One interval, its length in the place of its end, so that one comparison tells; or several.</summary>
    private readonly record struct Test(int Attribute, long First, ulong Length, ValueSet? Several);
}
