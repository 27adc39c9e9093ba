namespace Nba.Engine.Expressions;

/// <summary>What is not settled yet of a row's facts, as of one day. Immutable.</summary>
/// <param name="OpenMonths">By slot: the first month whose activities are not all there, 12 × year + month - 1; the largest number for none.</param>
internal sealed record Unsettled(int[] OpenMonths);
