namespace Nba.Engine.Network;

/// <summary>What keeps a rule from holding: the tests that fail in the alternative that lacks least. Immutable.</summary>
/// <param name="Failing">Those tests.</param>
internal sealed record Shortfall(IReadOnlyList<Literal> Failing)
{
    /// <summary>Of alternatives the one with the fewest tests that nobody can say a change for, then with the fewest that fail, then the first; null where there is none.</summary>
    /// <param name="alternatives">The alternatives.</param>
    /// <param name="value">The value of an attribute.</param>
    /// <param name="canChange">Whether a change of an attribute can be told.</param>
    public static Shortfall? Least(IEnumerable<Term> alternatives, Func<int, long> value, Func<int, bool> canChange) =>
        alternatives.Select(a => new Shortfall([.. a.Literals.Where(l => !l.Passes.Contains(value(l.Attribute)))]))
            .MinBy(s => (s.Failing.Count(l => !canChange(l.Attribute)), s.Failing.Count));
}
