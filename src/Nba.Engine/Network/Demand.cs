namespace Nba.Engine.Network;

/// <summary>
/// A rule's terms taken together: tests that all of them share, and beside them what each asks for by itself. The same only as itself; of one network's building, and not thread-safe.
/// </summary>
internal sealed class Demand(int rule, IReadOnlyList<Literal> all, IReadOnlyList<IReadOnlyList<Literal>> either)
{
    private IReadOnlyList<Candidate>? _candidates;

    /// <summary>Number of the rule.</summary>
    public int Rule => rule;

    /// <summary>Tests that must all pass.</summary>
    public IReadOnlyList<Literal> All => all;

    /// <summary>Alternatives, of which all tests of one must pass; none where there is nothing beside what is shared.</summary>
    public IReadOnlyList<IReadOnlyList<Literal>> Either => either;

    /// <summary>The demands of terms that are in the order of their rules, one for each rule.</summary>
    public static IReadOnlyList<Demand> Of(IReadOnlyList<Term> terms)
    {
        var demands = new List<Demand>(terms.Count);
        for (int first = 0, next; first < terms.Count; first = next)
        {
            next = first + 1;
            while (next < terms.Count && terms[next].Rule == terms[first].Rule) next++;
            demands.Add(next == first + 1 ? new Demand(terms[first].Rule, terms[first].Literals, []) : Together(terms[first].Rule, [.. terms.Skip(first).Take(next - first).Select(t => t.Literals)]));
        }
        return demands;
    }

    /// <summary>What is left to demand in each segment of an attribute's values, in which every test of it is decided; segments where nothing can pass are left out.</summary>
    public IEnumerable<(int Segment, Demand Left)> Under(Segments segments, int attribute)
    {
        if (Candidate.On(all, attribute) is { } set)
        {
            var rest = new Demand(rule, Without(all, attribute), either);
            return segments.Under(set).Select(s => (s, rest));
        }
        if (either.All(e => Candidate.On(e, attribute) is null)) return Enumerable.Range(0, segments.Count).Select(s => (s, this));
        var possible = either.Select(e => Candidate.On(e, attribute) is { } of ? segments.Under(of).ToHashSet() : null).ToList();
        // Segments that leave the same alternatives have one demand.
        return Enumerable.Range(0, segments.Count).GroupBy(s => string.Concat(possible.Select(p => p is null || p.Contains(s) ? '1' : '0'))).Where(g => g.Key.Contains('1'))
            .SelectMany(g =>
            {
                var left = Simplified(rule, all, [.. either.Where((_, i) => g.Key[i] == '1').Select(e => Without(e, attribute))]);
                return g.Select(s => (s, left));
            });
    }

    /// <summary>What has a bit of its own among rows of bits: the rule, where each alternative is one test that costs nothing; otherwise each alternative.</summary>
    public IReadOnlyList<Candidate> Candidates(Attributes attributes) => _candidates ??= Split(attributes);

    private IReadOnlyList<Candidate> Split(Attributes attributes)
    {
        if (either.Count == 0) return [new Candidate(rule, all, [])];
        if (either.Any(e => e.Count > 1 || attributes.IsLazy(e[0].Attribute))) return [.. either.Select(e => new Candidate(rule, [.. all, .. e], []))];
        var any = either.GroupBy(e => e[0].Attribute).Select(g => new Literal(g.Key, ValueSet.Union(g.Select(e => e[0].Passes)))).ToList();
        return [any.Count == 1 ? new Candidate(rule, [.. all, any[0]], []) : new Candidate(rule, all, any)];
    }

    private static Demand Together(int rule, IReadOnlyList<IReadOnlyList<Literal>> alternatives)
    {
        var shared = alternatives[0].Where(l => alternatives.All(a => a.Contains(l))).ToArray();
        return Simplified(rule, shared, shared.Length == 0 ? alternatives : [.. alternatives.Select(a => a.Where(l => !shared.Contains(l)).ToArray())]);
    }

    // An alternative that asks for nothing more stands for every other.
    private static Demand Simplified(int rule, IReadOnlyList<Literal> all, IReadOnlyList<IReadOnlyList<Literal>> either) => new(rule, all, either.Any(e => e.Count == 0) ? [] : either);

    private static IReadOnlyList<Literal> Without(IReadOnlyList<Literal> literals, int attribute) => [.. literals.Where(l => l.Attribute != attribute)];
}
