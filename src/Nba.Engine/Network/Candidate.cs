namespace Nba.Engine.Network;

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
