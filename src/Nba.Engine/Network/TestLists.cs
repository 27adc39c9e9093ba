namespace Nba.Engine.Network;

/// <summary>Tests in lists, one list after the other: what is asked of a candidate by itself. Immutable; safe for any thread.</summary>
internal sealed class TestLists
{
    private readonly int[] _at;
    private readonly Test[] _tests;

    /// <summary>Lays out those tests that are chosen, by candidate.</summary>
    /// <param name="lists">All tests of each.</param>
    /// <param name="chosen">Attributes whose tests are taken.</param>
    /// <param name="takesWhole">Whether a list of which one test is chosen is taken whole.</param>
    public TestLists(IReadOnlyList<IReadOnlyList<Literal>> lists, IReadOnlySet<int> chosen, bool takesWhole = false)
    {
        (_at, var tests) = (new int[lists.Count + 1], new List<Test>());
        for (var i = 0; i < lists.Count && chosen.Count > 0; i++)
        {
            var isWhole = takesWhole && lists[i].Any(l => chosen.Contains(l.Attribute));
            tests.AddRange(lists[i].Where(l => isWhole || chosen.Contains(l.Attribute)).Select(Test.Of));
            _at[i + 1] = tests.Count;
        }
        _tests = [.. tests];
    }

    /// <summary>Whether no list has any.</summary>
    public bool IsEmpty => _tests.Length == 0;

    /// <summary>Whether all tests of a list pass.</summary>
    public bool All(NetworkInput input, int list)
    {
        var (at, end) = (_at[list], _at[list + 1]);
        for (; at < end; at++)
        {
            if (!Passes(input, in _tests[at])) return false;
        }
        return true;
    }

    /// <summary>Whether any test of a list passes, or there is none in it.</summary>
    public bool Any(NetworkInput input, int list)
    {
        var (at, end) = (_at[list], _at[list + 1]);
        if (at == end) return true;
        for (; at < end; at++)
        {
            if (Passes(input, in _tests[at])) return true;
        }
        return false;
    }

    private static bool Passes(NetworkInput input, in Test test)
    {
        var value = input[test.Attribute];
        return test.Several is { } set ? set.Contains(value) : unchecked((ulong)(value - test.First)) <= test.Length;
    }

    /// <summary>One interval, its length in the place of its end, so that one comparison tells; or several.</summary>
    private readonly record struct Test(int Attribute, long First, ulong Length, ValueSet? Several)
    {
        public static Test Of(Literal literal)
        {
            var (attribute, set) = literal;
            return set.Count == 1 ? new Test(attribute, set[0].First, unchecked((ulong)(set[0].Last - set[0].First)), null) : new Test(attribute, 0, 0, set);
        }
    }
}
