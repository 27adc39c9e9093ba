namespace Nba.Engine.Network;

/// <summary>
/// Conditions as alternatives of terms, over attributes whose possible values are known: a test that every value passes is left out, a term that no value passes is gone. Null stands for a
/// condition of too many alternatives, of which nothing is said. Immutable.
/// </summary>
internal sealed class TermAlgebra(IReadOnlyList<AttributeNature> attributes)
{
    /// <summary>More alternatives are not looked at.</summary>
    public const int MostTerms = 64;

    /// <summary>What always holds.</summary>
    public static IReadOnlyList<Term> Always { get; } = [Term.Of(0, [])!];

    /// <summary>The terms that a line's alternatives come to.</summary>
    public IReadOnlyList<Term> Of(IEnumerable<IReadOnlyList<Literal>> alternatives) => [.. alternatives.Select(Of).OfType<Term>()];

    /// <summary>Whether a test passes every value that can be computed but null.</summary>
    public bool AsksForPresence(Literal literal)
    {
        var possible = attributes[literal.Attribute].Possible;
        var passes = literal.Passes.Intersect(possible);
        return !passes.Contains(Encoding.Null) && ValueSet.Union([passes, ValueSet.Null]).Equals(possible);
    }

    /// <summary>Both hold.</summary>
    public static IReadOnlyList<Term>? And(IReadOnlyList<Term>? a, IReadOnlyList<Term>? b)
    {
        if (a is { Count: 0 } || b is { Count: 0 }) return [];
        if (a is null || b is null || a.Count * b.Count > MostTerms) return null;
        if (ReferenceEquals(a, Always)) return b;
        var all = new List<Term>(a.Count * b.Count);
        foreach (var x in a)
        {
            foreach (var y in b)
            {
                if (x.And(y) is { } both) all.Add(both);
            }
        }
        return all;
    }

    /// <summary>All hold.</summary>
    public static IReadOnlyList<Term>? All(IEnumerable<IReadOnlyList<Term>?> conditions) => conditions.Aggregate((IReadOnlyList<Term>?)Always, And);

    /// <summary>Either holds.</summary>
    public static IReadOnlyList<Term>? Or(IReadOnlyList<Term>? a, IReadOnlyList<Term>? b) => a is null || b is null || a.Count + b.Count > MostTerms ? null : [.. a, .. b];

    /// <summary>Whether each alternative of one lies within some alternative of the other: whenever the first holds, the second does.</summary>
    public static bool IsWithin(IReadOnlyList<Term> a, IReadOnlyList<Term> b)
    {
        foreach (var term in a)
        {
            if (!IsWithin(term, b)) return false;
        }
        return true;
    }

    /// <summary>Whether every input holds for it.</summary>
    public static bool IsAlways(IReadOnlyList<Term> condition) => condition.Any(t => t.Literals.Count == 0);

    private static bool IsWithin(Term term, IReadOnlyList<Term> others)
    {
        foreach (var other in others)
        {
            if (term.IsWithin(other)) return true;
        }
        return false;
    }

    private Term? Of(IReadOnlyList<Literal> literals)
    {
        var narrowed = new List<Literal>(literals.Count);
        foreach (var (attribute, passes) in literals)
        {
            var nature = attributes[attribute];
            if (!nature.CanFail && nature.Possible.IsWithin(passes)) continue;
            narrowed.Add(nature.Narrow(new Literal(attribute, passes)));
        }
        return Term.Of(0, narrowed);
    }
}
