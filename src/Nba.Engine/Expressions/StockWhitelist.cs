using System.Linq.Expressions;
using System.Reflection;
using Nba.Engine.Sources;

namespace Nba.Engine.Expressions;

/// <summary>
/// What an expression over a caller's own types may do: read their public properties and fields, call the methods of the inputs themselves, and compute with numbers, texts and dates. No way
/// leads to reflection, to <see cref="object"/>, to the clock, to chance, to the machine or to its culture.
/// </summary>
internal sealed class StockWhitelist(IReadOnlySet<Type> inputs) : ExpressionVisitor
{
    private const int MostNodes = 2000;

    private static readonly HashSet<Type> Scalars =
    [
        typeof(bool), typeof(char), typeof(string), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(float),
        typeof(double), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid), typeof(DayOfWeek),
    ];

    private static readonly HashSet<(Type, string)> Forbidden =
    [
        (typeof(DateTime), "Now"), (typeof(DateTime), "UtcNow"), (typeof(DateTime), "Today"), (typeof(DateTimeOffset), "Now"), (typeof(DateTimeOffset), "UtcNow"),
        (typeof(DateTimeOffset), "LocalDateTime"), (typeof(DateTimeOffset), "DateTime"),
    ];

    private static readonly HashSet<string> TextCalls = [nameof(string.Contains), nameof(string.Equals), nameof(string.IsNullOrEmpty), nameof(string.IsNullOrWhiteSpace), nameof(string.Trim),
        nameof(string.TrimStart), nameof(string.TrimEnd), nameof(string.ToUpperInvariant), nameof(string.ToLowerInvariant), nameof(string.Substring), nameof(string.Concat), "get_Chars"];

    private static readonly HashSet<string> DateCalls = ["AddDays", "AddMonths", "AddYears", "AddHours", "AddMinutes", "AddSeconds", "Add", "Subtract", "FromDays", "FromHours", "FromMinutes", "FromSeconds",
        "FromDayNumber", "DaysInMonth", "IsLeapYear", "Negate", "Duration"];

    private static readonly HashSet<string> MathCalls = [nameof(Math.Abs), nameof(Math.Min), nameof(Math.Max), nameof(Math.Round), nameof(Math.Floor), nameof(Math.Ceiling), nameof(Math.Truncate), nameof(Math.Sign)];

    private static readonly HashSet<string> NumberCalls = [nameof(double.IsNaN), nameof(double.IsInfinity), nameof(double.IsFinite), nameof(double.IsPositiveInfinity), nameof(double.IsNegativeInfinity)];

    private static readonly HashSet<string> ListCalls = [nameof(Enumerable.Contains), nameof(Enumerable.Any), nameof(Enumerable.All), nameof(Enumerable.Count), nameof(Enumerable.Sum), nameof(Enumerable.Min),
        nameof(Enumerable.Max), nameof(Enumerable.Where), nameof(Enumerable.First), nameof(Enumerable.FirstOrDefault), nameof(Enumerable.Last), nameof(Enumerable.LastOrDefault)];

    private int _nodes;
    private int _lambdas;
    private Sentence? _refusal;

    /// <summary>Why an expression may not stand in a rule, or null.</summary>
    public static Sentence? Refusal(Expression expression, IReadOnlySet<Type> inputs)
    {
        var whitelist = new StockWhitelist(inputs);
        whitelist.Visit(expression);
        return whitelist._refusal;
    }

    public override Expression? Visit(Expression? node)
    {
        if (node is null || _refusal is not null) return node;
        if (++_nodes > MostNodes) return Refuse(node, $"an expression has at most {MostNodes} parts");
        if (node is not (LambdaExpression or ConstantExpression { Value: null }) && !IsOpen(node.Type)) return Refuse(node, $"a rule may not handle values of type {node.Type.Name}");
        return node switch
        {
            ConstantExpression or ParameterExpression => node,
            BinaryExpression { NodeType: ExpressionType.Assign or ExpressionType.Power } => Refuse(node, $"'{node}' is outside the language of rules"),
            BinaryExpression or ConditionalExpression or MethodCallExpression or MemberExpression or NewExpression or NewArrayExpression or LambdaExpression or IndexExpression => base.Visit(node),
            UnaryExpression { NodeType: ExpressionType.Not or ExpressionType.Negate or ExpressionType.NegateChecked or ExpressionType.Convert or ExpressionType.ConvertChecked or ExpressionType.ArrayLength or ExpressionType.Quote or ExpressionType.UnaryPlus } => base.Visit(node),
            _ => Refuse(node, $"'{node}' is outside the language of rules"),
        };
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        var owner = node.Member.DeclaringType!;
        if (Forbidden.Contains((owner, node.Member.Name))) return Refuse(node, $"'{owner.Name}.{node.Member.Name}' is not the same for every run, so no rule may read it");
        if (node.Expression is null && !Scalars.Contains(owner) && !owner.IsEnum && owner != typeof(Math)) return Refuse(node, $"'{owner.Name}.{node.Member.Name}' may not be read here");
        if (IsOfFramework(owner) && !Scalars.Contains(owner) && !IsNullable(owner) && !IsList(owner)) return Refuse(node, $"'{owner.Name}.{node.Member.Name}' may not be read here");
        return base.VisitMember(node);
    }

    protected override Expression VisitMethodCall(MethodCallExpression node) => MayCall(node) is { } why ? Refuse(node, why) : base.VisitMethodCall(node);

    protected override Expression VisitBinary(BinaryExpression node)
    {
        if (node.Method is { } method && !Scalars.Contains(method.DeclaringType!) && !IsNullable(method.DeclaringType!)) return Refuse(node, $"'{node}' is outside the language of rules");
        return base.VisitBinary(node);
    }

    protected override Expression VisitUnary(UnaryExpression node)
    {
        if (node.Method is { } method && !Scalars.Contains(method.DeclaringType!)) return Refuse(node, $"'{node}' is outside the language of rules");
        return base.VisitUnary(node);
    }

    protected override Expression VisitNew(NewExpression node) =>
        node.Type == typeof(DateTime) || node.Type == typeof(DateOnly) || node.Type == typeof(TimeOnly) || node.Type == typeof(TimeSpan) || node.Type == typeof(decimal) || node.Type == typeof(Guid)
            ? base.VisitNew(node)
            : Refuse(node, $"'new {node.Type.Name}' is outside the language of rules");

    protected override Expression VisitLambda<T>(Expression<T> node)
    {
        if (++_lambdas > 1) return Refuse(node, $"a condition over a list may not hold another");
        Visit(node.Body);
        _lambdas--;
        return node;
    }

    private Sentence? MayCall(MethodCallExpression node)
    {
        var (method, owner) = (node.Method, node.Method.DeclaringType!);
        var name = $"{owner.Name}.{method.Name}";
        if (owner == typeof(object)) return $"'{method.Name}' may not be called";
        if (node.Object is not null && inputs.Contains(owner) && !method.IsVirtualOfObject()) return null;
        if (owner == typeof(string) && TextCalls.Contains(method.Name))
            return method.GetParameters().Any(p => p.ParameterType == typeof(StringComparison) || p.ParameterType == typeof(System.Globalization.CultureInfo)) ? Sentence.Of($"'{name}' with a culture may not be called") : null;
        if (owner == typeof(string)) return $"'{name}' may not be called: it follows the machine's culture, or makes long texts; compare with ==, in or Contains, in ToUpperInvariant() where case must not count";
        if (owner == typeof(Math) && MathCalls.Contains(method.Name)) return null;
        if (owner == typeof(double) && NumberCalls.Contains(method.Name)) return null;
        if (IsNullable(owner) && method.Name == nameof(Nullable<int>.GetValueOrDefault)) return null;
        if ((owner == typeof(DateTime) || owner == typeof(DateTimeOffset) || owner == typeof(DateOnly) || owner == typeof(TimeOnly) || owner == typeof(TimeSpan)) && DateCalls.Contains(method.Name)) return null;
        if (owner == typeof(Enumerable) && ListCalls.Contains(method.Name)) return null;
        if (node.Object is not null && IsList(owner) && method.Name is "Contains" or "ContainsKey" or "get_Item") return null;
        return $"'{name}' may not be called";
    }

    // The types that a value may have: scalars, enumerations, nullable ones, lists of such, and the caller's own.
    private static bool IsOpen(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return IsOpen(inner);
        if (Scalars.Contains(type) || type.IsEnum) return true;
        if (type.IsArray) return IsOpen(type.GetElementType()!);
        if (IsList(type)) return type.GetGenericArguments().All(IsOpen);
        return !IsOfFramework(type) && !typeof(Delegate).IsAssignableFrom(type) && !typeof(MemberInfo).IsAssignableFrom(type);
    }

    private static bool IsOfFramework(Type type) => type.Namespace is { } space && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal) || space.StartsWith("Microsoft.", StringComparison.Ordinal));

    private static bool IsNullable(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Nullable<>);

    private static bool IsList(Type type) => type.IsArray || (type.IsGenericType && type.Namespace is "System.Collections.Generic" or "System.Collections.Immutable" or "System.Collections.Frozen" or "System.Collections.ObjectModel");

    private Expression Refuse(Expression node, Sentence why)
    {
        _refusal ??= why;
        return node;
    }
}

internal static class MethodInfoExtensions
{
    /// <summary>Whether it stands for one of the methods that everything has.</summary>
    public static bool IsVirtualOfObject(this MethodInfo method) => method.GetBaseDefinition().DeclaringType == typeof(object) || method.Name == nameof(GetType);
}
