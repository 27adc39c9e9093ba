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
        var all = literals.ToArray();
        Array.Sort(all, static (a, b) => a.Attribute.CompareTo(b.Attribute));
        var count = 0;
        // What is kept never overtakes what is read.
        foreach (var literal in all)
        {
            if (count == 0 || all[count - 1].Attribute != literal.Attribute) all[count++] = literal;
            else all[count - 1] = literal with { Passes = all[count - 1].Passes.Intersect(literal.Passes) };
        }
        for (var i = 0; i < count; i++)
        {
            if (all[i].Passes.IsEmpty) return null;
        }
        return new Term(rule, count == all.Length ? all : all[..count]);
    }

    /// <summary>Of the same rule, the term of both's tests; null where nothing can pass them all.</summary>
    internal Term? And(Term other)
    {
        if (Literals.Count == 0) return other;
        if (other.Literals.Count == 0) return this;
        var (a, b, all) = ((Literal[])Literals, (Literal[])other.Literals, new List<Literal>(Literals.Count + other.Literals.Count));
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            if (j == b.Length || (i < a.Length && a[i].Attribute < b[j].Attribute)) all.Add(a[i++]);
            else if (i == a.Length || b[j].Attribute < a[i].Attribute) all.Add(b[j++]);
            else
            {
                var both = a[i].Passes.Intersect(b[j++].Passes);
                if (both.IsEmpty) return null;
                all.Add(new Literal(a[i++].Attribute, both));
            }
        }
        return new Term(Rule, [.. all]);
    }

    /// <summary>Whether everything that passes here passes there.</summary>
    internal bool IsWithin(Term other)
    {
        foreach (var (attribute, passes) in other.Literals)
        {
            if (On(attribute) is not { } own || !own.IsWithin(passes)) return false;
        }
        return true;
    }

    /// <summary>What it demands of an attribute; null where it does not ask.</summary>
    public ValueSet? On(int attribute) => Candidate.On(Literals, attribute);
}
