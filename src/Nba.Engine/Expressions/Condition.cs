using System.Linq.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Expressions;

/// <summary>What came of testing a condition.</summary>
public enum ConditionOutcome
{
    /// <summary>It does not hold.</summary>
    No,
    /// <summary>It holds.</summary>
    Yes,
    /// <summary>It could not be computed (a division by zero, an overflow, a conversion of null); counts as not holding.</summary>
    Failed,
}

/// <summary>What an expression reads.</summary>
/// <param name="Facts">Indexes of customer facts, ascending.</param>
/// <param name="ItemFacts">Indexes of the item's facts, ascending.</param>
/// <param name="EventSlots">Slots of <c>event</c>, ascending.</param>
/// <param name="Today">Whether the day is read.</param>
/// <param name="NullableFacts">Those of <paramref name="Facts"/> that may be null and are not null-tested in the expression itself.</param>
public sealed record ExpressionReads(IReadOnlyList<int> Facts, IReadOnlyList<int> ItemFacts, IReadOnlyList<int> EventSlots, bool Today, IReadOnlyList<int> NullableFacts)
{
    /// <summary>Those of <see cref="Facts"/> that are declared never to be null.</summary>
    internal IReadOnlyList<int> SureFacts { get; init; } = [];

    /// <summary>Those of <see cref="ItemFacts"/> that are declared never to be null.</summary>
    internal IReadOnlyList<int> SureItemFacts { get; init; } = [];
}

/// <summary>One line of a rule, checked; its code is made when it is first tested by itself. Its answers never change; testing it is safe from any thread that owns its frame.</summary>
public sealed class Condition
{
    private readonly Expression<Func<Frame, bool>> _code;
    private Func<Frame, bool>? _test;
    private readonly int[] _sure;
    private readonly int[] _sureItem;

    internal Condition(string text, SourceMark mark, ExpressionReads reads, Expression tree, Expression<Func<Frame, bool>> code)
    {
        (Text, Mark, Reads, Tree, _code) = (text, mark, reads, tree, code);
        (_sure, _sureItem) = ([.. reads.SureFacts], [.. reads.SureItemFacts]);
    }

    /// <summary>The line as written.</summary>
    public string Text { get; }

    /// <summary>Where it stands.</summary>
    public SourceMark Mark { get; }

    /// <summary>What it reads.</summary>
    public ExpressionReads Reads { get; }

    /// <summary>What it says, over the types of its scope (<see cref="FrameTrees"/>).</summary>
    internal Expression Tree { get; }

    /// <summary>Whether it reads the activity.</summary>
    public bool ReadsEvent => Reads.EventSlots.Count > 0;

    /// <summary>Tests it; never throws for what an expression of the language can do.</summary>
    public ConditionOutcome Test(Frame frame)
    {
        if (AnyUnknown(frame.Customer, _sure) || AnyUnknown(frame.Item, _sureItem)) return ConditionOutcome.No;
        try
        {
            // Two threads may both make it: either is as good.
            return (_test ??= _code.Compile())(frame) ? ConditionOutcome.Yes : ConditionOutcome.No;
        }
        catch (Exception failure) when (failure is ArithmeticException or InvalidOperationException)
        {
            return ConditionOutcome.Failed;
        }
    }

    private static bool AnyUnknown(Row row, int[] sure)
    {
        if (row.Unsettled is not { } unsettled) return false;
        foreach (var slot in sure)
        {
            if (unsettled.Unknown[slot]) return true;
        }
        return false;
    }

    /// <summary>Whether it holds.</summary>
    public bool Holds(Frame frame) => Test(frame) == ConditionOutcome.Yes;
}

/// <summary>An expression that gives a value in stored form, checked; its code is made when it is first asked for one. Null where it cannot be computed.</summary>
public sealed class ValueExpression
{
    private readonly Expression<Func<Frame, long?>>? _code;
    private Func<Frame, long?>? _value;

    internal ValueExpression(string text, SourceMark mark, ValueKind kind, ExpressionReads reads, Expression<Func<Frame, long?>> code) =>
        (Text, Mark, Kind, Reads, _code) = (text, mark, kind, reads, code);

    private ValueExpression(string text, SourceMark mark, ValueKind kind, Func<Frame, long?> value) => (Text, Mark, Kind, Reads, _value) = (text, mark, kind, new ExpressionReads([], [], [], false, []), value);

    /// <summary>The expression as written.</summary>
    public string Text { get; }

    /// <summary>Where it stands.</summary>
    public SourceMark Mark { get; }

    /// <summary>Kind of the value it gives.</summary>
    public ValueKind Kind { get; }

    /// <summary>What it reads.</summary>
    public ExpressionReads Reads { get; }

    /// <summary>A constant.</summary>
    public static ValueExpression Constant(long value, ValueKind kind, SourceMark mark) =>
        new($"{value}", mark, kind, _ => value);

    /// <summary>The value in stored form; null when something it needs is null or it cannot be computed.</summary>
    public long? Value(Frame frame)
    {
        try
        {
            return (_value ??= _code!.Compile())(frame);
        }
        catch (Exception failure) when (failure is ArithmeticException or InvalidOperationException)
        {
            return null;
        }
    }
}
