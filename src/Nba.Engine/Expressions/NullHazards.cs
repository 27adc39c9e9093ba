using System.Linq.Expressions;

namespace Nba.Engine.Expressions;

/// <summary>
/// Finds members that may be null under an inequality or a negation, where null would make the condition true: <c>riskClass != "C1"</c> must not hold
/// for a customer who was never assessed. Tests for null do not count.
/// </summary>
internal sealed class NullHazards(ScopeTypes types) : ExpressionVisitor
{
    private readonly SortedSet<(string Root, int Slot, string Name)> _found = [];
    private int _negated;

    /// <summary>Root, slot and name of each member at hazard.</summary>
    public static IReadOnlySet<(string Root, int Slot, string Name)> Of(Expression expression, ScopeTypes types)
    {
        var visitor = new NullHazards(types);
        visitor.Visit(expression);
        return visitor._found;
    }

    protected override Expression VisitUnary(UnaryExpression node)
    {
        if (node.NodeType != ExpressionType.Not) return base.VisitUnary(node);
        _negated++;
        base.VisitUnary(node);
        _negated--;
        return node;
    }

    protected override Expression VisitBinary(BinaryExpression node)
    {
        var nullTest = node.NodeType is ExpressionType.Equal or ExpressionType.NotEqual && (IsNull(node.Left) || IsNull(node.Right));
        if (nullTest) return node;
        // (a > 5) == false holds for null as well; == true does not.
        var equatesTruths = node.NodeType == ExpressionType.Equal && node.Left.Type == typeof(bool) && node.Left is not ConstantExpression { Value: true } && node.Right is not ConstantExpression { Value: true };
        if (node.NodeType != ExpressionType.NotEqual && !equatesTruths) return base.VisitBinary(node);
        _negated++;
        base.VisitBinary(node);
        _negated--;
        return node;
    }

    // What a test that null fails leads to may be true: iif(a > 5, false, true).
    protected override Expression VisitConditional(ConditionalExpression node)
    {
        _negated++;
        Visit(node.Test);
        _negated--;
        Visit(node.IfTrue);
        Visit(node.IfFalse);
        return node;
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        if (_negated > 0 && node.Expression is ParameterExpression root && types.Find(root.Type, node.Member.Name) is { MayBeNull: true } member)
            _found.Add((root.Name!, member.Slot, $"{root.Name}.{member.Name}"));
        return base.VisitMember(node);
    }

    private static bool IsNull(Expression node) => node is ConstantExpression { Value: null } || (node is UnaryExpression { NodeType: ExpressionType.Convert } c && IsNull(c.Operand));
}
