using System.Linq.Expressions;
using Nba.Engine.Atoms;

namespace Nba.Engine.Stock;

/// <summary>Generates the code that reads attributes of a caller's objects as encoded values.</summary>
internal sealed class ValueReader(IReadOnlyList<RuleInput> inputs)
{
    private readonly ParameterExpression _given = Expression.Parameter(typeof(object[]), "inputs");

    /// <summary>Reads one value.</summary>
    public Func<object[], long> One(AtomAttribute attribute, ValueDomain domain) => Expression.Lambda<Func<object[], long>>(Coded(attribute, domain), _given).Compile();

    /// <summary>Reads several values into their places.</summary>
    public Action<object[], long[]> All(IReadOnlyList<(int Place, AtomAttribute Attribute, ValueDomain Domain)> attributes)
    {
        var into = Expression.Parameter(typeof(long[]));
        // Each input is looked at as what it is once.
        var typed = inputs.ToDictionary(i => i.Parameter, i => Expression.Variable(i.Type, i.Name));
        var steps = new List<Expression>();
        steps.AddRange(inputs.Select((input, i) => Expression.Assign(typed[input.Parameter], Given(i, input))));
        var places = new Replaced(inputs.Select(i => (i.Parameter, (Expression)typed[i.Parameter])));
        foreach (var (place, attribute, domain) in attributes)
            steps.Add(Expression.Assign(Expression.ArrayAccess(into, Expression.Constant(place)), ValueCode.Of(places.Visit(attribute.Value), domain)));
        steps.Add(Expression.Empty());
        return Expression.Lambda<Action<object[], long[]>>(Expression.Block(typed.Values, steps), _given, into).Compile();
    }

    /// <summary>Reads a value as it is. Interpreted: most are read once.</summary>
    public Func<object[], object?> Plain(Expression value) =>
        Expression.Lambda<Func<object[], object?>>(Expression.Convert(Typed(value), typeof(object)), _given).Compile(preferInterpretation: true);

    private Expression Coded(AtomAttribute attribute, ValueDomain domain) => ValueCode.Of(Typed(attribute.Value), domain);

    private Expression Typed(Expression value) => new Replaced(inputs.Select((input, i) => (input.Parameter, (Expression)Given(i, input)))).Visit(value);

    private UnaryExpression Given(int index, RuleInput input) => Expression.Convert(Expression.ArrayIndex(_given, Expression.Constant(index)), input.Type);

    private sealed class Replaced(IEnumerable<(ParameterExpression From, Expression To)> pairs) : ExpressionVisitor
    {
        private readonly Dictionary<ParameterExpression, Expression> _pairs = pairs.ToDictionary(p => p.From, p => p.To);

        protected override Expression VisitParameter(ParameterExpression node) => _pairs.GetValueOrDefault(node, node);
    }
}
