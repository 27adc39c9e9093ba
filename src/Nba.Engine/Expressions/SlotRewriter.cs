using System.Linq.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Expressions;

/// <summary>
/// The whitelist and the rewriting in one pass: members of the roots become slot reads, codes are compared as stored, and everything that is not
/// comparison, logic or arithmetic over them is refused.
/// </summary>
internal sealed class SlotRewriter(ScopeTypes types, IReadOnlyDictionary<ParameterExpression, Expression> rows) : ExpressionVisitor
{
    private readonly SortedSet<(string Root, int Slot)> _reads = [];
    private readonly SortedSet<(string Root, int Slot)> _nullable = [];
    private readonly SortedSet<(string Root, int Slot)> _tested = [];

    /// <summary>Why the expression is refused, or null.</summary>
    public Sentence? Refusal { get; private set; }

    /// <summary>Whether the refusal is a code that its list does not have.</summary>
    public bool UnknownCode { get; private set; }

    /// <summary>What was read.</summary>
    public IReadOnlySet<(string Root, int Slot)> Reads => _reads;

    /// <summary>What was read and may be null.</summary>
    public IReadOnlySet<(string Root, int Slot)> Nullable => _nullable;

    /// <summary>What is tested for being not null.</summary>
    public IReadOnlySet<(string Root, int Slot)> NullTested => _tested;

    public override Expression? Visit(Expression? node)
    {
        if (Refusal is not null || node is null) return node;
        if (node.Type == typeof(double) || node.Type == typeof(double?) || node.Type == typeof(float)) return Refuse(node, $"fractions are computed as decimals; write 1.5m");
        return node switch
        {
            ConstantExpression or BinaryExpression or ConditionalExpression or MethodCallExpression or MemberExpression => base.Visit(node),
            UnaryExpression { NodeType: ExpressionType.Not or ExpressionType.Negate or ExpressionType.NegateChecked or ExpressionType.Convert or ExpressionType.ConvertChecked } => base.Visit(node),
            ParameterExpression parameter when !rows.ContainsKey(parameter) => node,
            _ => Refuse(node, $"'{node}' is outside the language of rules"),
        };
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        if (Member(node) is not { } found) return Refuse(node, $"'{node.Member.Name}' may not be read here");
        if (found.Member.Type.Kind is ValueKind.Code) return Refuse(node, $"'{found.Member.Name}' is a code: compare it with ==, != or in");
        if (found.Member.Type.Kind is ValueKind.Set) return Refuse(node, $"'{found.Member.Name}' is a set: ask it with .Contains(\"…\")");
        Note(node, found.Member);
        return SlotReads.Read(found.Row, found.Member);
    }

    protected override Expression VisitBinary(BinaryExpression node)
    {
        if (node.NodeType is ExpressionType.Equal or ExpressionType.NotEqual)
        {
            var rewritten = NullTest(node) ?? CodeTest(node);
            if (Refusal is not null) return node;
            if (rewritten is not null) return rewritten;
        }
        if (node.Method is { } method && method.DeclaringType != typeof(decimal) && method.DeclaringType != typeof(DateOnly) && method.DeclaringType != typeof(string))
            return Refuse(node, $"'{node}' is outside the language of rules");
        if (node.NodeType is ExpressionType.ArrayIndex or ExpressionType.Assign or ExpressionType.Coalesce or ExpressionType.Power)
            return Refuse(node, $"'{node}' is outside the language of rules");
        return base.VisitBinary(node);
    }

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        // customer.products.Contains("card") or .Contains(event.product); the parser takes it for LINQ's extension method
        var (collection, wanted) = node.Object is null && node.Arguments.Count == 2 ? (node.Arguments[0], node.Arguments[1]) : (node.Object, node.Arguments.FirstOrDefault());
        if (node.Method.Name == "Contains" && collection is MemberExpression set && Member(set) is { Member.Type.Kind: ValueKind.Set } found)
            return InSet(node, set, found, wanted!);
        // customer.segment in ("a", "b")
        if (node.Object is null && node.Method.DeclaringType == typeof(Enumerable) && node.Method.Name == "Contains" && node.Arguments is [NewArrayExpression array, var tested])
            return InList(node, array, tested);
        return Refuse(node, $"'{node.Method.Name}' may not be called; the language has comparison, logic, arithmetic, in and set.Contains");
    }

    private Expression InSet(MethodCallExpression node, MemberExpression set, (Expression Row, ScopeMember Member) found, Expression wanted)
    {
        Note(set, found.Member);
        var slot = Expression.Constant(found.Member.Slot);
        if (wanted is ConstantExpression { Value: string word })
            return Code(found.Member, word, node) is { } bit ? SlotReads.Call(nameof(SlotReads.Contains), found.Row, slot, Expression.Constant(1L << (int)bit)) : node;
        if (wanted is not MemberExpression other || Member(other) is not { Member.Type.Kind: ValueKind.Code } code || code.Member.Type.Codes != found.Member.Type.Codes)
            return Refuse(node, $"'{found.Member.Name}' can be asked for a word of its list, or for a code of the same list");
        Note(other, code.Member);
        return SlotReads.Call(nameof(SlotReads.ContainsCode), found.Row, slot, code.Row, Expression.Constant(code.Member.Slot));
    }

    private Expression InList(MethodCallExpression node, NewArrayExpression array, Expression tested)
    {
        if (tested is MemberExpression access && Member(access) is { Member.Type.Kind: ValueKind.Code } found)
        {
            Note(access, found.Member);
            var codes = new List<long>();
            foreach (var item in array.Expressions)
            {
                if (item is not ConstantExpression { Value: string word }) return Refuse(node, $"the words of an in-list must be constants");
                if (Code(found.Member, word, node) is not { } code) return node;
                codes.Add(code);
            }
            return SlotReads.Call(nameof(SlotReads.CodeIn), found.Row, Expression.Constant(found.Member.Slot), Expression.Constant(codes.ToArray()));
        }
        Expression any = Expression.Constant(false);
        var value = Visit(tested)!;
        if (Refusal is not null) return node;
        foreach (var item in array.Expressions) any = Expression.OrElse(any, Expression.Equal(value, Expression.Convert(Visit(item)!, value.Type)));
        return any;
    }

    private Expression? NullTest(BinaryExpression node)
    {
        var other = IsNull(node.Right) ? node.Left : IsNull(node.Left) ? node.Right : null;
        if (other is null) return null;
        while (other is UnaryExpression { NodeType: ExpressionType.Convert } convert) other = convert.Operand;
        if (other is not MemberExpression access || Member(access) is not { } found) return Refuse(node, $"only a fact or field can be tested for null");
        _reads.Add((Root(access), found.Member.Slot));
        _tested.Add((Root(access), found.Member.Slot));
        var has = SlotReads.Call(nameof(SlotReads.Has), found.Row, Expression.Constant(found.Member.Slot));
        return node.NodeType == ExpressionType.NotEqual ? has : Expression.Not(has);
    }

    private Expression? CodeTest(BinaryExpression node)
    {
        var (left, right) = (AsCode(node.Left), AsCode(node.Right));
        if (left is null && right is null) return null;
        Expression same;
        if (left is { } a && right is { } b)
        {
            if (a.Member.Type.Codes != b.Member.Type.Codes) return Refuse(node, $"'{a.Member.Name}' and '{b.Member.Name}' have different code lists and are never equal");
            same = SlotReads.Call(nameof(SlotReads.SameCode), a.Row, Expression.Constant(a.Member.Slot), b.Row, Expression.Constant(b.Member.Slot));
        }
        else
        {
            var (code, other) = left is { } l ? (l, node.Right) : (right!.Value, node.Left);
            if (other is not ConstantExpression { Value: string word }) return Refuse(node, $"'{code.Member.Name}' is a code: compare it with one of its words");
            if (Code(code.Member, word, node) is not { } stored) return node;
            same = SlotReads.Call(nameof(SlotReads.CodeIs), code.Row, Expression.Constant(code.Member.Slot), Expression.Constant(stored));
        }
        return node.NodeType == ExpressionType.Equal ? same : Expression.Not(same);
    }

    private (Expression Row, ScopeMember Member)? AsCode(Expression node)
    {
        if (node is not MemberExpression access || Member(access) is not { Member.Type.Kind: ValueKind.Code } found) return null;
        Note(access, found.Member);
        return found;
    }

    private (Expression Row, ScopeMember Member)? Member(MemberExpression node) =>
        node.Expression is ParameterExpression root && rows.TryGetValue(root, out var row) && types.Find(root.Type, node.Member.Name) is { } member ? (row, member) : null;

    private long? Code(ScopeMember member, string word, Expression at)
    {
        var code = member.Type.Codes!.IndexOf(word);
        if (code >= 0) return code;
        UnknownCode = true;
        Refuse(at, $"'{word}' is no word of '{member.Type.Codes.Name}', so this never holds{NearMiss.Hint(word, member.Type.Codes.Values)}");
        return null;
    }

    private void Note(MemberExpression node, ScopeMember member)
    {
        _reads.Add((Root(node), member.Slot));
        if (member.MayBeNull) _nullable.Add((Root(node), member.Slot));
    }

    private static string Root(MemberExpression node) => ((ParameterExpression)node.Expression!).Name!;

    private static bool IsNull(Expression node) => node is ConstantExpression { Value: null } || (node is UnaryExpression { NodeType: ExpressionType.Convert } c && IsNull(c.Operand));

    private Expression Refuse(Expression node, Sentence why)
    {
        Refusal ??= why;
        return node;
    }
}
