namespace Nba.Engine.Network;

/// <summary>One test: an attribute's value passes a set.</summary>
/// <param name="Attribute">Index of the attribute.</param>
/// <param name="Passes">What passes.</param>
public readonly record struct Literal(int Attribute, ValueSet Passes);

/// <summary>
/// A conjunction of tests, one for each attribute that it asks for: where all pass, its rule holds. A rule with alternatives has several. Immutable.
/// </summary>
public sealed class Term
{
    private Term(int rule, Literal[] literals) => (Rule, Literals) = (rule, literals);

    /// <summary>Number of the rule.</summary>
    public int Rule { get; }

    /// <summary>The tests, by attribute.</summary>
    public IReadOnlyList<Literal> Literals { get; }

    /// <summary>A term of these tests, those of one attribute taken together; null where nothing can pass them all.</summary>
    public static Term? Of(int rule, IEnumerable<Literal> literals)
    {
        var each = new SortedDictionary<int, ValueSet>();
        foreach (var (attribute, passes) in literals) each[attribute] = each.TryGetValue(attribute, out var known) ? known.Intersect(passes) : passes;
        return each.Values.Any(s => s.IsEmpty) ? null : new Term(rule, [.. each.Select(e => new Literal(e.Key, e.Value))]);
    }

    /// <summary>What it demands of an attribute; null where it does not ask.</summary>
    public ValueSet? On(int attribute)
    {
        foreach (var literal in Literals)
        {
            if (literal.Attribute == attribute) return literal.Passes;
        }
        return null;
    }
}
