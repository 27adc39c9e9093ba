using System.Linq.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Expressions;

/// <summary>
/// What the trees of conditions mean of a frame: which slots they read, what they are under given parameters, and their code. Belongs to one compiler; safe for any thread once that has
/// compiled its last line.
/// </summary>
internal sealed class FrameTrees(ScopeTypes types, ParameterExpression frame, ParameterExpression customer)
{
    /// <summary>The frame that compiled trees take.</summary>
    public ParameterExpression Frame => frame;

    /// <summary>The tree that reads a fact of the customer.</summary>
    public Expression Fact(string name) => Expression.Property(customer, name);

    /// <summary>The slot that an expression reads and does nothing else with; null for all other expressions, and for texts.</summary>
    public FrameSlot? SlotOf(Expression value)
    {
        if (value is MethodCallExpression { Method.Name: "Contains" } call && InSet(call) is { } word) return word;
        return Member(value) is { Type.Kind: not ValueKind.Text } member && RowOf(value) is { } row ? new FrameSlot(row, member.Slot, member.Type) : null;
    }

    /// <summary>The tree with what the parameters are in a row of them.</summary>
    public Expression Under(Row parameters, Expression tree) => new Settled(this, parameters).Visit(tree);

    /// <summary>Slots of the parameters that a tree reads.</summary>
    public IReadOnlyCollection<int> Parameters(Expression tree)
    {
        var found = new Roots(types);
        found.Visit(tree);
        return found.Parameters;
    }

    /// <summary>The tree as code over <see cref="Frame"/>.</summary>
    public Expression Code(Expression tree)
    {
        var roots = new Roots(types);
        roots.Visit(tree);
        var rewriter = new SlotRewriter(types, roots.Found.ToDictionary(r => r, RowIn));
        var code = rewriter.Visit(tree)!;
        return rewriter.Refusal is null ? code : throw new InvalidOperationException($"'{tree}' is no part of a line: {rewriter.Refusal}");
    }

    /// <summary>The row of a frame that a root stands for.</summary>
    public Expression RowIn(ParameterExpression root) => Expression.Property(frame, char.ToUpperInvariant(root.Name![0]) + root.Name[1..]);

    private FrameSlot? InSet(MethodCallExpression call)
    {
        var (set, wanted) = call.Object is null && call.Arguments.Count == 2 ? (call.Arguments[0], call.Arguments[1]) : (call.Object, call.Arguments.FirstOrDefault());
        if (set is null || wanted is not ConstantExpression { Value: string word } || Member(set) is not { Type.Kind: ValueKind.Set } member || RowOf(set) is not { } row) return null;
        return member.Type.Codes!.IndexOf(word) is var bit and >= 0 ? new FrameSlot(row, member.Slot, member.Type, bit) : null;
    }

    private ScopeMember? Member(Expression? value) => value is MemberExpression { Expression: ParameterExpression root, Member.Name: var name } ? types.Find(root.Type, name) : null;

    private static FrameRow? RowOf(Expression value) => value is MemberExpression { Expression: ParameterExpression { Name: var root } } ? root switch
    {
        "customer" => FrameRow.Customer,
        "event" => FrameRow.Event,
        "item" => FrameRow.Item,
        "today" => FrameRow.Today,
        _ => null,
    }
    : null;

    private sealed class Roots(ScopeTypes types) : ExpressionVisitor
    {
        public HashSet<ParameterExpression> Found { get; } = [];

        public HashSet<int> Parameters { get; } = [];

        protected override Expression VisitMember(MemberExpression node)
        {
            if (node.Expression is not ParameterExpression root) return base.VisitMember(node);
            Found.Add(root);
            if (root.Name == "param" && types.Find(root.Type, node.Member.Name) is { } member) Parameters.Add(member.Slot);
            return node;
        }
    }

    private sealed class Settled(FrameTrees trees, Row parameters) : ExpressionVisitor
    {
        protected override Expression VisitMember(MemberExpression node) =>
            node.Expression is ParameterExpression { Name: "param" } && trees.Member(node) is { } member && parameters.Has(member.Slot) && Constant(member) is { } value
                ? Expression.Constant(value, node.Type)
                : node;

        private object? Constant(ScopeMember member)
        {
            var stored = parameters.Value(member.Slot);
            return member.Type.Kind switch
            {
                ValueKind.Boolean => stored != 0,
                ValueKind.Integer or ValueKind.Instant => stored,
                ValueKind.Decimal => Scaled.ToDecimal(stored),
                ValueKind.Date => DateOnly.FromDayNumber((int)stored),
                ValueKind.Code => member.Type.Codes!.Values[(int)stored],
                _ => null,
            };
        }
    }
}
