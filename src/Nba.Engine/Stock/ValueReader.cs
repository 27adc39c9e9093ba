using System.Linq.Expressions;
using NetworkEncoding = Nba.Engine.Network.Encoding;

namespace Nba.Engine.Stock;

/// <summary>Generates the code that reads attributes of a caller's objects as encoded values.</summary>
internal sealed class ValueReader(IReadOnlyList<RuleInput> inputs)
{
    private readonly ParameterExpression _given = Expression.Parameter(typeof(object[]), "inputs");

    /// <summary>Reads one value.</summary>
    public Func<object[], long> One(StockAttribute attribute, ValueDomain domain) => Expression.Lambda<Func<object[], long>>(Coded(attribute, domain), _given).Compile();

    /// <summary>Reads several values into their places.</summary>
    public Action<object[], long[]> All(IReadOnlyList<(int Place, StockAttribute Attribute, ValueDomain Domain)> attributes)
    {
        var into = Expression.Parameter(typeof(long[]));
        // Each input is looked at as what it is once.
        var typed = inputs.ToDictionary(i => i.Parameter, i => Expression.Variable(i.Type, i.Name));
        var steps = new List<Expression>();
        steps.AddRange(inputs.Select((input, i) => Expression.Assign(typed[input.Parameter], Given(i, input))));
        var places = new Replaced(inputs.Select(i => (i.Parameter, (Expression)typed[i.Parameter])));
        foreach (var (place, attribute, domain) in attributes)
            steps.Add(Expression.Assign(Expression.ArrayAccess(into, Expression.Constant(place)), Code(places.Visit(attribute.Value), domain)));
        steps.Add(Expression.Empty());
        return Expression.Lambda<Action<object[], long[]>>(Expression.Block(typed.Values, steps), _given, into).Compile();
    }

    /// <summary>Reads a value as it is. Interpreted: most are read once.</summary>
    public Func<object[], object?> Plain(Expression value) =>
        Expression.Lambda<Func<object[], object?>>(Expression.Convert(Typed(value), typeof(object)), _given).Compile(preferInterpretation: true);

    private Expression Coded(StockAttribute attribute, ValueDomain domain) =>
        Code(Typed(attribute.Value), domain);

    private Expression Typed(Expression value) => new Replaced(inputs.Select((input, i) => (input.Parameter, (Expression)Given(i, input)))).Visit(value);

    private UnaryExpression Given(int index, RuleInput input) => Expression.Convert(Expression.ArrayIndex(_given, Expression.Constant(index)), input.Type);

    /// <summary>The code of a value, <see cref="NetworkEncoding.Null"/> where there is none.</summary>
    public static Expression Code(Expression value, ValueDomain domain)
    {
        if (Nullable.GetUnderlyingType(value.Type) is null) return OfKnown(value, domain);
        var read = Expression.Variable(value.Type);
        return Expression.Block([read], Expression.Assign(read, value),
            Expression.Condition(Expression.Property(read, "HasValue"), OfKnown(Expression.Call(read, "GetValueOrDefault", null), domain), Expression.Constant(NetworkEncoding.Null)));
    }

    private static Expression OfKnown(Expression value, ValueDomain domain)
    {
        var type = value.Type;
        if (domain is ValueDomain.Words or ValueDomain.Decimals or ValueDomain.Names) return Expression.Call(Expression.Constant(domain, domain.GetType()), nameof(ValueDomain.Words.Code), null, value);
        if (domain is ValueDomain.Presence) return Expression.Condition(Expression.ReferenceEqual(value, Expression.Constant(null)), Expression.Constant(NetworkEncoding.Null), Expression.Constant(1L));
        if (type == typeof(bool)) return Expression.Condition(value, Expression.Constant(1L), Expression.Constant(0L));
        if (type == typeof(float)) return Encoded(Expression.Convert(value, typeof(double)));
        if (type == typeof(double) || type == typeof(ulong)) return Encoded(value);
        if (type == typeof(DateTime) || type == typeof(TimeOnly)) return Expression.Property(value, nameof(DateTime.Ticks));
        if (type == typeof(DateTimeOffset)) return Expression.Property(value, nameof(DateTimeOffset.UtcTicks));
        if (type == typeof(TimeSpan)) return Encoded(Expression.Property(value, nameof(TimeSpan.Ticks)));
        if (type == typeof(DateOnly)) return Expression.Convert(Expression.Property(value, nameof(DateOnly.DayNumber)), typeof(long));
        var whole = Expression.Convert(value, typeof(long));
        return type == typeof(long) || type.IsEnum ? Encoded(whole) : whole;
    }

    private static MethodCallExpression Encoded(Expression value) => Expression.Call(typeof(NetworkEncoding), nameof(NetworkEncoding.Of), null, value);

    private sealed class Replaced(IEnumerable<(ParameterExpression From, Expression To)> pairs) : ExpressionVisitor
    {
        private readonly Dictionary<ParameterExpression, Expression> _pairs = pairs.ToDictionary(p => p.From, p => p.To);

        protected override Expression VisitParameter(ParameterExpression node) => _pairs.GetValueOrDefault(node, node);
    }
}
