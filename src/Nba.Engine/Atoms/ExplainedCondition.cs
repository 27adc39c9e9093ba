using Nba.Engine.Sources;

namespace Nba.Engine.Atoms;

/// <summary>How a condition came out.</summary>
public enum ConditionResult
{
    /// <summary>It holds.</summary>
    Holds,
    /// <summary>It does not hold.</summary>
    DoesNotHold,
    /// <summary>It could not be computed, and therefore does not hold.</summary>
    NotComputed,
}

/// <summary>A condition of a rule and how it came out. Immutable.</summary>
/// <param name="Rule">Name of the rule that has it: that which is explained, or one inside of it.</param>
/// <param name="Text">The condition as written.</param>
/// <param name="Mark">Where it stands.</param>
/// <param name="Result">How it came out.</param>
/// <param name="Why">Why it could not be computed; null when it could.</param>
/// <param name="Values">The values that it read.</param>
public sealed record ExplainedCondition(string Rule, string Text, SourceMark Mark, ConditionResult Result, string? Why, IReadOnlyList<ValueRead> Values);

/// <summary>A value that was read.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">It as a person writes it, the same on every machine.</param>
public readonly record struct ValueRead(string Name, string Value)
{
    /// <summary>As <c>customer.Balance = 4200</c>.</summary>
    public override string ToString() => $"{Name} = {Value}";
}

/// <summary>
/// What would have to change for a rule to hold, in the alternative of it that lacks least. Each value is looked at for itself: where one is computed from another, changing that may do more or less.
/// </summary>
/// <param name="Changes">Values that would have to be others; all of them.</param>
/// <param name="Unanswered">Conditions beside them that do not hold and whose values nobody can tell: they compare several, or compute.</param>
public sealed record LeastChange(IReadOnlyList<ValueChange> Changes, IReadOnlyList<string> Unanswered);

/// <summary>A change of one value.</summary>
/// <param name="Name">What would have to change.</param>
/// <param name="From">What it is.</param>
/// <param name="To">What it would have to be, in words.</param>
/// <param name="Nearest">The nearest value that would do, of its own type; null where it would have to be null or there is no such one, as for any text but some.</param>
public sealed record ValueChange(string Name, string From, Sentence To, object? Nearest)
{
    /// <summary>As <c>customer.Balance: 4200 -> 5000 or more</c>.</summary>
    public Sentence Words => $"{Name}: {From} -> {To}";

    /// <summary>That in English.</summary>
    public override string ToString() => Words.ToString();
}
