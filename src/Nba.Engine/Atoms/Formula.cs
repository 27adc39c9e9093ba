namespace Nba.Engine.Atoms;

/// <summary>A test of one attribute.</summary>
internal readonly record struct Atom(AtomAttribute Attribute, ValueTest Test)
{
    public Atom Negated => this with { Test = new ValueTest.Negated(Test) };
}

/// <summary>
/// Alternatives, each a conjunction of tests. Where a test cannot be computed its alternative does not hold; a condition that must fail as a whole then is not taken apart, but is one attribute.
/// Immutable.
/// </summary>
internal sealed class Formula
{
    /// <summary>More alternatives of one rule are not taken apart.</summary>
    public const int MostTerms = 16;

    private Formula(IReadOnlyList<IReadOnlyList<Atom>> terms, bool isSafe) => (Terms, IsSafe) = (terms, isSafe);

    /// <summary>It always holds.</summary>
    public static Formula Always { get; } = new([[]], isSafe: true);

    /// <summary>It never holds.</summary>
    public static Formula Never { get; } = new([], isSafe: true);

    /// <summary>The alternatives.</summary>
    public IReadOnlyList<IReadOnlyList<Atom>> Terms { get; }

    /// <summary>Whether nothing of it can fail to be computed, those tests included that it came to nothing with.</summary>
    public bool IsSafe { get; }

    /// <summary>The only test, where there is but one and nothing came to nothing beside it.</summary>
    public Atom? Single => Terms is [[var only]] && IsSafe == only.Attribute.IsSafe ? only : null;

    /// <summary>One test.</summary>
    public static Formula Of(AtomAttribute attribute, ValueTest test) => new([[new Atom(attribute, test)]], attribute.IsSafe);

    /// <summary>Both hold; null where that has too many alternatives.</summary>
    public static Formula? And(Formula a, Formula b)
    {
        if (a.Terms.Count * b.Terms.Count > MostTerms) return null;
        // Most conjunctions begin with what always holds: nothing to copy.
        if (ReferenceEquals(a, Always)) return b;
        var terms = new List<IReadOnlyList<Atom>>(a.Terms.Count * b.Terms.Count);
        foreach (var x in a.Terms)
        {
            foreach (var y in b.Terms) terms.Add([.. x, .. y]);
        }
        return new Formula(terms, a.IsSafe && b.IsSafe);
    }

    /// <summary>Either holds; null where that has too many alternatives.</summary>
    public static Formula? Or(Formula a, Formula b)
    {
        if (a.Single is { } one && b.Single is { } other && one.Attribute == other.Attribute) return Of(one.Attribute, new ValueTest.AnyOf([one.Test, other.Test]));
        return a.Terms.Count + b.Terms.Count > MostTerms ? null : new Formula([.. a.Terms, .. b.Terms], a.IsSafe && b.IsSafe);
    }

    /// <summary>It does not hold; null where that cannot be taken apart.</summary>
    public static Formula? Not(Formula of)
    {
        if (of.Single is { } only) return new Formula([[only.Negated]], of.IsSafe);
        // Some test of each alternative fails.
        Formula? all = new([[]], of.IsSafe);
        foreach (var term in of.Terms)
        {
            if (all is null || term.Count > MostTerms) return null;
            all = And(all, new Formula([.. term.Select(l => (IReadOnlyList<Atom>)[l.Negated])], of.IsSafe));
        }
        return all;
    }
}
