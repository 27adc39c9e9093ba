using System.Linq.Expressions;
using Nba.Engine.Atoms;
using Nba.Engine.Expressions;
using Nba.Engine.Sources;

namespace Nba.Engine.Stock;

/// <summary>
/// Gives rules their formulas, as RulesEngine evaluates them: named expressions stand for themselves, an operator's rules fail each for itself. What was parsed once is kept, so that a set of
/// rules that is loaded again costs only what is new in it. Not thread-safe.
/// </summary>
internal sealed class StockCompiler
{
    private readonly IReadOnlyList<RuleInput> _inputs;
    private readonly StockParser _parser;
    private readonly AttributeTable _attributes = new(AttributeTable.IsField);
    private readonly Classifier _classifier;
    private readonly Dictionary<string, StockLine> _parsed = new(StringComparer.Ordinal);
    private readonly Dictionary<AtomAttribute, StockLine> _guards = [];

    public StockCompiler(IReadOnlyList<RuleInput> inputs)
    {
        (_inputs, _parser) = (inputs, new StockParser([.. inputs.Select(i => i.Parameter)]));
        _classifier = new Classifier(_attributes);
    }

    /// <summary>The formula of a rule, and what was written; reports what is wrong with it, and answers one that never holds then.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="globals">Named expressions of its workflow.</param>
    /// <param name="problems">Where faults go.</param>
    public (Formula Formula, StockWritten Written) Rule(StockRuleSource rule, IReadOnlyList<StockParam> globals, ProblemList problems)
    {
        var scope = new NameScope([], [], []);
        foreach (var param in globals) scope = With(scope, param, problems);
        var (formula, written) = Holds(rule, scope, [], problems);
        return (formula ?? Formula.Never, written);
    }

    private (Formula? Formula, StockWritten Written) Holds(StockRuleSource rule, NameScope outer, IReadOnlyList<Expression> said, ProblemList problems)
    {
        var scope = outer;
        foreach (var param in rule.Locals) scope = With(scope, param, problems);
        var guards = Guards(scope, said);
        if (rule.Operator is null)
        {
            var (formula, lines) = Leaf(rule.Expression!, scope, problems);
            return (Guarded(formula, scope), new StockWritten(rule.Name, rule.Mark, IsAny: false, [.. guards, .. lines], null));
        }
        var (joined, parts) = Nested(rule, scope, problems);
        return (Guarded(joined, scope), new StockWritten(rule.Name, rule.Mark, rule.Operator is "Or" or "OrElse", guards, parts));
    }

    // A rule without any enabled part never holds.
    private (Formula? Formula, IReadOnlyList<StockWritten> Written) Nested(StockRuleSource rule, NameScope scope, ProblemList problems)
    {
        var all = rule.Operator is "And" or "AndAlso";
        var held = rule.Rules.Where(r => r.Enabled).Select(r => Holds(r, scope, scope.Own, problems)).ToList();
        if (held.Count == 0) return (Formula.Never, []);
        var parts = held.Select(h => h.Formula).ToList();
        var formula = parts[0];
        foreach (var part in parts.Skip(1)) formula = formula is null || part is null ? null : all ? Formula.And(formula, part) : Formula.Or(formula, part);
        // Too many alternatives: the rule is one value, computed as a whole.
        if (formula is null && parts.All(p => p is not null)) formula = Formula.Of(_attributes.Alone(Contained(rule, scope, new ProblemList())), new ValueTest.Compared(Comparison.Same, true));
        return (formula, [.. held.Select(h => h.Written)]);
    }

    // What each part of the rule says, where a part that fails does not hold.
    private Expression Contained(StockRuleSource rule, NameScope scope, ProblemList problems)
    {
        foreach (var param in rule.Locals) scope = With(scope, param, problems);
        var parts = rule.Rules.Where(r => r.Enabled).Select(r => Contained(r, scope, problems)).ToList();
        Expression body = rule.Operator switch
        {
            null => Conjuncts.Of(rule.Expression!.Text).Select(c => Part(c.Text, scope).Tree!).Aggregate(Expression.AndAlso),
            _ when parts.Count == 0 => Expression.Constant(false),
            "And" or "AndAlso" => parts.Aggregate(Expression.AndAlso),
            _ => parts.Aggregate(Expression.OrElse),
        };
        return Expression.TryCatch(Expression.Block(typeof(bool), [.. scope.Own, body]), Expression.Catch(typeof(Exception), Expression.Constant(false)));
    }

    private (Formula? Formula, IReadOnlyList<StockConjunct> Lines) Leaf(SourceNode expression, NameScope scope, ProblemList problems)
    {
        if (expression.Kind != SourceKind.Text)
        {
            problems.Add(expression.Mark, ProblemCode.WrongKind, $"an expression must be a text, not {expression.Describe()}");
            return (null, []);
        }
        var lines = new List<StockConjunct>();
        var failed = false;
        foreach (var (text, at) in Conjuncts.Of(expression.Text))
        {
            var line = Part(text, scope);
            if (line.Refusal is not null) Report(expression, at, line.Refusal, problems);
            failed |= line.Refusal is not null;
            lines.Add(new StockConjunct(line, expression, at + text.Length - text.TrimStart().Length));
        }
        return failed ? (null, []) : (Conjunction([.. lines.Select(l => (l.Line.Formula!, l.Line.Tree!))]), lines);
    }

    // Where the alternatives of all parts multiply to too many, those with most of them stay whole.
    private Formula Conjunction(List<(Formula Formula, Expression Tree)> parts)
    {
        while (true)
        {
            var formula = parts.Aggregate((Formula?)Formula.Always, (all, part) => all is null ? null : Formula.And(all, part.Formula));
            if (formula is not null) return formula;
            var most = parts.MaxBy(p => p.Formula.Terms.Count);
            parts[parts.IndexOf(most)] = (_classifier.Whole(most.Tree), most.Tree);
        }
    }

    private StockLine Part(string text, NameScope scope)
    {
        var known = scope.Names.Count == 0;
        var key = text.Trim();
        if (known && _parsed.TryGetValue(key, out var before)) return before;
        var tree = _parser.Parse(text, scope.Names, typeof(bool), out var refusal);
        if (tree is not null && !known) tree = scope.Inline(tree);
        var part = new StockLine(key, tree, tree is null ? null : _classifier.Of(tree), refusal);
        if (known) _parsed[key] = part;
        return part;
    }

    // Named expressions are computed before the rule, whether it reads them or not: where one fails, the rule does.
    private Formula? Guarded(Formula? formula, NameScope scope)
    {
        foreach (var value in scope.Own)
        {
            if (_attributes.Computes(value) is { } computes) formula = formula is null ? null : Formula.And(formula, Formula.Of(computes, new ValueTest.Compared(Comparison.Same, true)));
        }
        return formula;
    }

    // The named expressions as lines, but for those that were said further out.
    private StockConjunct[] Guards(NameScope scope, IReadOnlyList<Expression> said)
    {
        if (scope.Own.Count == said.Count) return [];
        var lines = new List<StockConjunct>();
        for (var i = said.Count; i < scope.Own.Count; i++)
        {
            if (_attributes.Computes(scope.Own[i]) is not { } computes) continue;
            if (!_guards.TryGetValue(computes, out var line))
                _guards[computes] = line = new StockLine(scope.Params[i].Expression.Text.Trim(), computes.Value, Formula.Of(computes, new ValueTest.Compared(Comparison.Same, true)), null);
            lines.Add(new StockConjunct(line, scope.Params[i].Expression, 0));
        }
        return [.. lines];
    }

    private NameScope With(NameScope scope, StockParam param, ProblemList problems)
    {
        if (param.Expression.Kind != SourceKind.Text)
        {
            problems.Add(param.Expression.Mark, ProblemCode.WrongKind, $"an expression must be a text, not {param.Expression.Describe()}");
            return scope;
        }
        if (_inputs.Any(i => i.Name == param.Name) || scope.Names.Any(n => n.Name == param.Name))
        {
            problems.Add(param.Expression.Mark, ProblemCode.DuplicateName, $"'{param.Name}' is the name of something else already");
            return scope;
        }
        if (_parser.Parse(param.Expression.Text, scope.Names, null, out var refusal) is { } tree) return scope.And(param, scope.Inline(tree));
        Report(param.Expression, 0, refusal!, problems);
        return scope;
    }

    private static void Report(SourceNode node, int at, StockRefusal refusal, ProblemList problems) =>
        problems.Add(node.MarkAt(at + refusal.At), refusal.Fault switch
        {
            StockFault.Oversize => ProblemCode.OversizeExpression,
            StockFault.Forbidden => ProblemCode.ForbiddenExpression,
            _ => ProblemCode.BadExpression,
        }, refusal.Why);

    /// <summary>Named expressions that may be read at some place, and what they stand for.</summary>
    private sealed record NameScope(IReadOnlyList<ParameterExpression> Names, IReadOnlyList<Expression> Own, IReadOnlyList<StockParam> Params)
    {
        public NameScope And(StockParam param, Expression value) => new([.. Names, Expression.Parameter(value.Type, param.Name)], [.. Own, value], [.. Params, param]);

        public Expression Inline(Expression tree) => Names.Count == 0 ? tree : new Inliner(this).Visit(tree);

        private sealed class Inliner(NameScope scope) : ExpressionVisitor
        {
            protected override Expression VisitParameter(ParameterExpression node)
            {
                for (var i = 0; i < scope.Names.Count; i++)
                {
                    if (scope.Names[i] == node) return scope.Own[i];
                }
                return node;
            }
        }
    }
}
