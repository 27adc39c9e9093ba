using System.Linq.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Expressions;

/// <summary>
/// A line that compares one whole number of a customer or a thing with a constant or a parameter: <c>customer.daysSinceSalary >= param.salaryGapDays</c>.
/// Where the number counts days, it can be told when the line changes though nothing happens.
/// </summary>
/// <param name="OfItem">Whether the number is the thing's.</param>
/// <param name="Slot">Its slot.</param>
/// <param name="Comparison">One of the six comparisons, with the number on its left.</param>
/// <param name="Bound">The constant; not used where there is a parameter.</param>
/// <param name="Param">Slot of the parameter; -1 for none.</param>
internal sealed record DayCountTest(bool OfItem, int Slot, ExpressionType Comparison, long Bound, int Param)
{
    /// <summary>The number of steps after which the outcome may differ, no value being skipped; <see cref="int.MaxValue"/> for never.</summary>
    /// <param name="value">The number today.</param>
    /// <param name="bound">What it is compared with.</param>
    /// <param name="rises">Whether it grows by at most one a day, rather than falls by one.</param>
    public int StepsToChange(long value, long bound, bool rises)
    {
        var (v, b, comparison) = rises ? (value, bound, Comparison) : (-value, -bound, Mirrored(Comparison));
        var steps = comparison switch
        {
            ExpressionType.GreaterThanOrEqual => v >= b ? long.MaxValue : b - v,
            ExpressionType.GreaterThan => v > b ? long.MaxValue : b + 1 - v,
            ExpressionType.LessThanOrEqual => v <= b ? b + 1 - v : long.MaxValue,
            ExpressionType.LessThan => v < b ? b - v : long.MaxValue,
            _ => v == b ? 1 : v < b ? b - v : long.MaxValue,
        };
        return (int)Math.Clamp(steps, 1, int.MaxValue);
    }

    /// <summary>The line as such a test, or null when it is another kind of line.</summary>
    internal static DayCountTest? Of(Expression line, ScopeTypes types)
    {
        if (Bare(line) is not BinaryExpression { NodeType: ExpressionType.Equal or ExpressionType.NotEqual or ExpressionType.LessThan or ExpressionType.LessThanOrEqual or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual } test) return null;
        if (Number(test.Left, types) is { Root: "customer" or "item" } left && Side(test.Right, types) is { } right) return new DayCountTest(left.Root == "item", left.Slot, test.NodeType, right.Bound, right.Param);
        return Number(test.Right, types) is { Root: "customer" or "item" } other && Side(test.Left, types) is { } bound ? new DayCountTest(other.Root == "item", other.Slot, Mirrored(test.NodeType), bound.Bound, bound.Param) : null;
    }

    private static (long Bound, int Param)? Side(Expression side, ScopeTypes types) => Bare(side) switch
    {
        ConstantExpression { Value: int whole } => (whole, -1),
        ConstantExpression { Value: long whole } => (whole, -1),
        _ => Number(side, types) is { Root: "param" } parameter ? (0, parameter.Slot) : null,
    };

    private static (string Root, int Slot)? Number(Expression side, ScopeTypes types) =>
        Bare(side) is MemberExpression { Expression: ParameterExpression root } access && types.Find(root.Type, access.Member.Name) is { Type.Kind: ValueKind.Integer } member ? (root.Name!, member.Slot) : null;

    // Lifting to nullable wraps sides and line in conversions, and tests the line for being true.
    private static Expression Bare(Expression node) => node switch
    {
        UnaryExpression { NodeType: ExpressionType.Convert } convert => Bare(convert.Operand),
        BinaryExpression { NodeType: ExpressionType.Equal, Right: ConstantExpression { Value: true } } isTrue => Bare(isTrue.Left),
        _ => node,
    };

    private static ExpressionType Mirrored(ExpressionType comparison) => comparison switch
    {
        ExpressionType.GreaterThanOrEqual => ExpressionType.LessThanOrEqual,
        ExpressionType.GreaterThan => ExpressionType.LessThan,
        ExpressionType.LessThanOrEqual => ExpressionType.GreaterThanOrEqual,
        ExpressionType.LessThan => ExpressionType.GreaterThan,
        _ => comparison,
    };
}
