namespace Nba.Engine.Expressions;

/// <summary>What is not settled yet of a row's facts, as of one day. Immutable.</summary>
/// <param name="OpenMonths">By slot: the first month whose activities are not all there, 12 × year + month - 1; the largest number for none.</param>
/// <param name="Unknown">
/// By slot: facts that have not been folded for long enough to mean anything. They read null, and have no default either: a line that reads one that cannot
/// be null does not hold.
/// </param>
internal sealed record Unsettled(int[] OpenMonths, bool[] Unknown)
{
    /// <summary>Whether any fact is unknown.</summary>
    public bool AnyUnknown { get; } = Unknown.Contains(true);
}
