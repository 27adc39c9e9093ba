using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Nba.Engine.Atoms;

/// <summary>All values that conditions ask for, each once however often it is asked for. Not thread-safe.</summary>
/// <param name="isPlain">Whether reading a value can neither fail nor cost anything.</param>
internal sealed class AttributeTable(Func<Expression, bool> isPlain)
{
    private readonly Dictionary<string, AtomAttribute> _known = new(StringComparer.Ordinal);
    private int _alone;

    /// <summary>The attribute that an expression computes.</summary>
    public AtomAttribute Of(Expression value)
    {
        var key = KeyOf(value);
        if (_known.TryGetValue(key, out var attribute)) return attribute;
        var plain = isPlain(value);
        return _known[key] = new AtomAttribute(key, value, isSafe: plain, plain);
    }

    /// <summary>The attribute that is true where an expression can be computed, and fails where it cannot; null for what never fails.</summary>
    public AtomAttribute? Computes(Expression value)
    {
        if (isPlain(value) || value is ConstantExpression) return null;
        var key = $"computes {KeyOf(value)}";
        return _known.TryGetValue(key, out var attribute) ? attribute : _known[key] = new AtomAttribute(key, Expression.Block(value, Expression.Constant(true)), isSafe: false, isPlain: false);
    }

    /// <summary>An attribute for an expression whose text does not say all of it: nobody else's, however alike.</summary>
    public AtomAttribute Alone(Expression value)
    {
        return new AtomAttribute(string.Create(CultureInfo.InvariantCulture, $"alone {_alone++}"), value, isSafe: false, isPlain: false);
    }

    /// <summary>Whether an expression reads a field, or a property that the compiler wrote.</summary>
    public static bool IsField(Expression value) => value is MemberExpression { Expression: ParameterExpression, Member: var member }
        && (member is FieldInfo || (member is PropertyInfo { GetMethod: { } getter } && getter.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)));

    // The text of an expression does not tell 1 from 1.0 or 1m.
    private static string KeyOf(Expression value)
    {
        var constants = new Constants();
        constants.Visit(value);
        return $"{value} : {value.Type}{constants.Text}";
    }

    private sealed class Constants : ExpressionVisitor
    {
        public StringBuilder Text { get; } = new();

        protected override Expression VisitConstant(ConstantExpression node)
        {
            var value = node.Value is IFormattable formattable ? formattable.ToString(node.Value is DateTime or DateTimeOffset or DateOnly or TimeOnly ? "O" : null, CultureInfo.InvariantCulture) : node.Value?.ToString();
            Text.Append(CultureInfo.InvariantCulture, $" {node.Type}({value})");
            return node;
        }
    }
}
