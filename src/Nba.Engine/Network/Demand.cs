namespace Nba.Engine.Network;

/// <summary>A rule's terms taken together: tests that all of them share, and beside them what each asks for by itself. Immutable.</summary>
/// <param name="Rule">Number of the rule.</param>
/// <param name="All">Tests that must all pass.</param>
/// <param name="Either">Alternatives, of which all tests of one must pass; none where there is nothing beside what is shared.</param>
internal sealed record Demand(int Rule, IReadOnlyList<Literal> All, IReadOnlyList<IReadOnlyList<Literal>> Either)
{
    /// <summary>The demands of terms that are in the order of their rules, one for each rule.</summary>
    public static IEnumerable<Demand> Of(IEnumerable<Term> terms)
    {
        foreach (var rule in terms.GroupBy(t => t.Rule))
        {
            var all = rule.Skip(1).Aggregate(rule.First().Literals, (shared, t) => [.. shared.Intersect(t.Literals)]);
            var either = rule.Select(t => (IReadOnlyList<Literal>)[.. t.Literals.Except(all)]).ToList();
            // An alternative that asks for nothing more stands for every other.
            yield return new Demand(rule.Key, all, either.Exists(e => e.Count == 0) ? [] : either);
        }
    }

    /// <summary>What has a bit of its own among rows of bits: the rule, where each alternative is one test that costs nothing; otherwise each alternative.</summary>
    public IEnumerable<Candidate> Candidates(Attributes attributes)
    {
        if (Either.Count == 0) return [new Candidate(Rule, All, [])];
        if (Either.Any(e => e.Count > 1 || attributes.IsLazy(e[0].Attribute))) return Either.Select(e => new Candidate(Rule, [.. All, .. e], []));
        var any = Either.GroupBy(e => e[0].Attribute).Select(g => new Literal(g.Key, ValueSet.Union(g.Select(e => e[0].Passes)))).ToList();
        return [any.Count == 1 ? new Candidate(Rule, [.. All, any[0]], []) : new Candidate(Rule, All, any)];
    }
}

/// <summary>A bit in rows of bits: its rule holds where all tests of one list pass and, unless it is empty, any of the other.</summary>
/// <param name="Rule">Number of the rule.</param>
/// <param name="All">At most one for each attribute.</param>
/// <param name="Any">At most one for each attribute, none of which costs anything.</param>
internal sealed record Candidate(int Rule, IReadOnlyList<Literal> All, IReadOnlyList<Literal> Any)
{
    /// <summary>What one of the lists demands of an attribute; null where it does not ask.</summary>
    public static ValueSet? On(IReadOnlyList<Literal> literals, int attribute)
    {
        foreach (var literal in literals)
        {
            if (literal.Attribute == attribute) return literal.Passes;
        }
        return null;
    }
}
