using Nba.Engine.Atoms;

namespace Nba.Engine.Stock;

/// <summary>Why a rule holds for some inputs, or does not. Immutable.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Conditions">All conditions of it as they are written, whether the answer depends on them or not.</param>
/// <param name="FirstFailing">The first of them that keeps it from holding; null when it holds, or has no condition at all.</param>
/// <param name="Least">The least that would have to change; null when it holds, or nothing could make it hold.</param>
public sealed record StockExplanation(StockRule Rule, bool Holds, IReadOnlyList<ExplainedCondition> Conditions, ExplainedCondition? FirstFailing, LeastChange? Least);
