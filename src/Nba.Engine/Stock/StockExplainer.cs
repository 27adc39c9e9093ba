using System.Collections.Concurrent;
using System.Linq.Expressions;
using Nba.Engine.Atoms;
using Nba.Engine.Network;

namespace Nba.Engine.Stock;

/// <summary>Explains single rules: computes each of their conditions for itself, which a decision never does. Keeps what it generated. Safe for any thread.</summary>
internal sealed class StockExplainer(
    IReadOnlyList<RuleInput> inputs, IReadOnlyList<StockRule> rules, IReadOnlyList<Formula> formulas, IReadOnlyList<StockWritten> written, IReadOnlyDictionary<AtomAttribute, int> places,
    IReadOnlyList<ValueDomain> domains)
{
    private const string Unknown = "could not be computed";

    private readonly ConcurrentDictionary<Expression, Func<object[], object?>> _computed = [];
    private readonly AtomAttribute[] _attributes = [.. places.OrderBy(p => p.Value).Select(p => p.Key)];

    /// <summary>Explains a rule.</summary>
    /// <param name="rule">Its number.</param>
    /// <param name="given">The inputs.</param>
    /// <param name="code">The encoded value of an attribute for them.</param>
    public StockExplanation Explain(int rule, object[] given, Func<int, long> code)
    {
        var outcomes = new List<ExplainedCondition>();
        var (holds, failing) = Outcome(written[rule], given, outcomes);
        return new StockExplanation(rules[rule], holds, outcomes, failing, holds ? null : Least(rule, given, code));
    }

    private (bool Holds, ExplainedCondition? Failing) Outcome(StockWritten rule, object[] given, List<ExplainedCondition> outcomes)
    {
        ExplainedCondition? failing = null;
        foreach (var conjunct in rule.Lines)
        {
            var outcome = Outcome(rule.Name, conjunct, given);
            outcomes.Add(outcome);
            if (outcome.Result != ConditionResult.Holds) failing ??= outcome;
        }
        if (rule.Rules is not { } parts) return (failing is null, failing);
        var (any, all, first) = (false, parts.Count > 0, (ExplainedCondition?)null);
        foreach (var part in parts)
        {
            var (holds, inside) = Outcome(part, given, outcomes);
            (any, all) = (any || holds, all && holds);
            first ??= inside;
        }
        var joined = rule.IsAny ? any : all;
        return (failing is null && joined, failing ?? (joined ? null : first));
    }

    private ExplainedCondition Outcome(string rule, StockConjunct conjunct, object[] given)
    {
        var line = conjunct.Line;
        var (value, why) = Compute(line.Tree!, given);
        var values = line.Formula!.Terms.SelectMany(t => t).Select(l => l.Attribute.Value).DefaultIfEmpty(line.Tree!).Distinct().SelectMany(Readable.Of).DistinctBy(AttributeView.NameOf)
            .Select(e => new ValueRead(AttributeView.NameOf(e), Compute(e, given) is (var read, null) ? ValueText.Of(read) : Unknown));
        var result = why is not null ? ConditionResult.NotComputed : value is true ? ConditionResult.Holds : ConditionResult.DoesNotHold;
        return new ExplainedCondition(rule, line.Text, conjunct.Mark, result, why, [.. values]);
    }

    private LeastChange? Least(int rule, object[] given, Func<int, long> code)
    {
        var views = new Dictionary<int, AttributeView>();
        AttributeView View(int place) => views.TryGetValue(place, out var view) ? view : views[place] = new AttributeView(_attributes[place], domains[place]);
        Literal Coded(Atom literal) => View(places[literal.Attribute]).Nature.Narrow(new Literal(places[literal.Attribute], literal.Test.In(domains[places[literal.Attribute]])));
        var terms = formulas[rule].Terms.Select(t => Term.Of(rule, t.Select(Coded))).OfType<Term>();
        if (Shortfall.Least(terms, code, a => View(a).CanChange) is not { } shortfall) return null;
        var (changes, unanswered) = (new List<ValueChange>(), new List<string>());
        foreach (var (place, passes) in shortfall.Failing)
        {
            var view = View(place);
            if (!view.CanChange)
            {
                unanswered.Add(view.Name);
                continue;
            }
            var (value, why) = Compute(_attributes[place].Value, given);
            var (to, nearest) = view.Nearest(passes, code(place), value);
            changes.Add(new ValueChange(view.Name, why is null ? ValueText.Of(value) : Unknown, to, nearest));
        }
        return new LeastChange(changes, unanswered);
    }

    private (object? Value, string? Why) Compute(Expression expression, object[] given)
    {
        try
        {
            return (_computed.GetOrAdd(expression, Generate)(given), null);
        }
        catch (Exception failure) when (failure is not (OutOfMemoryException or InsufficientExecutionStackException))
        {
            return (null, $"{failure.GetType().Name}: {failure.Message}");
        }
    }

    private Func<object[], object?> Generate(Expression expression) => new ValueReader(inputs).Plain(expression);

    /// <summary>What of an expression is worth showing: itself where it is read of an input or computed, and of a truth that is put together what goes into it.</summary>
    private sealed class Readable : ExpressionVisitor
    {
        private readonly List<Expression> _found = [];

        public static IReadOnlyList<Expression> Of(Expression value)
        {
            if (value is BlockExpression block) return Of(block.Expressions[0]);
            if (value.Type != typeof(bool) || value is MemberExpression or MethodCallExpression) return value is ConstantExpression ? [] : [value];
            var readable = new Readable();
            readable.Visit(value);
            return readable._found;
        }

        protected override Expression VisitLambda<T>(Expression<T> node) => node;

        protected override Expression VisitMember(MemberExpression node)
        {
            _found.Add(node);
            return node;
        }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            if (node.Type == typeof(bool) && node.Object is ParameterExpression) _found.Add(node);
            else base.VisitMethodCall(node);
            return node;
        }
    }
}
