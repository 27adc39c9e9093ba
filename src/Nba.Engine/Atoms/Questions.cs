using Nba.Engine.Network;

namespace Nba.Engine.Atoms;

/// <summary>What the formulas of a set of rules ask for: every value once, with the domain that all constants it is compared with make of it, and the rules' terms over those.</summary>
internal sealed class Questions
{
    private static readonly ValueSet Truths = ValueSet.Between(Encoding.Of(false), Encoding.Of(true));

    /// <summary>Gathers what formulas ask; the place of a formula is its rule's number.</summary>
    public Questions(IReadOnlyList<Formula> formulas, Func<AtomAttribute, IReadOnlyList<object>, ValueDomain> domainOf)
    {
        var places = new Dictionary<AtomAttribute, int>();
        Places = places;
        foreach (var attribute in formulas.SelectMany(f => f.Terms).SelectMany(t => t).Select(l => l.Attribute)) places.TryAdd(attribute, places.Count);
        Attributes = [.. places.Keys];
        var constants = Attributes.Select(_ => new List<object>()).ToArray();
        foreach (var literal in formulas.SelectMany(f => f.Terms).SelectMany(t => t)) constants[places[literal.Attribute]].AddRange(literal.Test.Constants);
        Domains = [.. Attributes.Select((a, i) => domainOf(a, constants[i]))];
        var (sets, terms) = (new Dictionary<(int, ValueTest), ValueSet>(), new List<Term>());
        for (var rule = 0; rule < formulas.Count; rule++)
        {
            foreach (var alternative in formulas[rule].Terms)
            {
                var literals = alternative.Select(l => new Literal(places[l.Attribute], Set(sets, places[l.Attribute], l.Test)));
                if (Term.Of(rule, literals) is { } term) terms.Add(term);
            }
        }
        Terms = terms;
    }

    /// <summary>The place of each value.</summary>
    public IReadOnlyDictionary<AtomAttribute, int> Places { get; }

    /// <summary>The values, by place.</summary>
    public IReadOnlyList<AtomAttribute> Attributes { get; }

    /// <summary>Their domains.</summary>
    public IReadOnlyList<ValueDomain> Domains { get; }

    /// <summary>The alternatives of all rules that anything can pass.</summary>
    public IReadOnlyList<Term> Terms { get; }

    private ValueSet Set(Dictionary<(int, ValueTest), ValueSet> known, int place, ValueTest test)
    {
        if (known.TryGetValue((place, test), out var set)) return set;
        set = test.In(Domains[place]);
        // What is computed as true or false is nothing else; what is stored may be missing.
        return known[(place, test)] = Attributes[place] is { IsPlain: false } computed && computed.Value.Type == typeof(bool) ? set.Intersect(Truths) : set;
    }
}
