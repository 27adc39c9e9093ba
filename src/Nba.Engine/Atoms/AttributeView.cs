using System.Linq.Expressions;
using Nba.Engine.Network;
using Nba.Engine.Sources;
using NetworkEncoding = Nba.Engine.Network.Encoding;

namespace Nba.Engine.Atoms;

/// <summary>An attribute as people are told of it: its name, and its encoded values in words. Immutable.</summary>
internal sealed class AttributeView
{
    private readonly AtomAttribute _attribute;
    private readonly ValueScale _scale;

    public AttributeView(AtomAttribute attribute, ValueDomain domain)
    {
        (_attribute, _scale) = (attribute, ValueScale.Of(domain, attribute.Type));
        var mayBeNull = !attribute.Value.Type.IsValueType || Nullable.GetUnderlyingType(attribute.Value.Type) is not null;
        Nature = new AttributeNature(mayBeNull ? ValueSet.Union([ValueSet.Null, _scale.Possible]) : _scale.Possible, !attribute.IsSafe);
    }

    /// <summary>What is known of it before any input is.</summary>
    public AttributeNature Nature { get; }

    /// <summary>What it is called.</summary>
    public string Name => NameOf(_attribute.Value);

    /// <summary>Whether somebody could change it: it is read of an input, and not the truth of a whole condition.</summary>
    public bool CanChange => _attribute.Type != typeof(bool) || _attribute.Value is MemberExpression or MethodCallExpression;

    /// <summary>An expression in words.</summary>
    public static string NameOf(Expression value) => value switch
    {
        BlockExpression block => NameOf(block.Expressions[0]),
        TryExpression => "the rule as a whole",
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } convert => NameOf(convert.Operand),
        _ when value.ToString() is var text && value is BinaryExpression && text.StartsWith('(') => text[1..^1],
        _ => value.ToString(),
    };

    /// <summary>Values in words.</summary>
    public Sentence Describe(ValueSet passes)
    {
        var possible = passes.Intersect(Nature.Possible);
        var known = possible.Intersect(_scale.Possible);
        var words = known.IsEmpty ? Sentence.None : _scale.Describe(known);
        return !possible.Contains(NetworkEncoding.Null) ? words : words.IsEmpty ? Sentence.Quoted("null") : Sentence.Of($"{words} or null");
    }

    /// <summary>The nearest change that makes a value pass: what it would have to be in words, and one such value where there is one to be told.</summary>
    /// <param name="passes">What passes.</param>
    /// <param name="code">The value's code.</param>
    /// <param name="value">The value; null where there is none.</param>
    public (Sentence To, object? Nearest) Nearest(ValueSet passes, long code, object? value)
    {
        var all = passes.Intersect(_scale.Possible).Intersect(ValueSet.Between(NetworkEncoding.First, long.MaxValue));
        if (all.IsEmpty) return (Describe(passes), null);
        if (!_scale.IsOrdered)
        {
            var values = Enumerable.Range(0, all.Count).Select(i => _scale.Near(all[i].First, all[i].Last, atLast: false));
            return (Describe(passes), values.FirstOrDefault(v => v is not null && !ReferenceEquals(v, ValueScale.Something)));
        }
        (object? Value, double Distance, ValueSet Interval)? best = null;
        for (var i = 0; i < all.Count; i++)
        {
            var (first, last) = all[i];
            // What is no number is as far from all.
            var atLast = code < NetworkEncoding.First ? first == _scale.Possible[_scale.Possible.Count - 1].First : last < code;
            var near = _scale.Near(first, last, atLast);
            var distance = near is null ? double.MaxValue : Distance(value, near);
            if (best is null || distance <= best.Value.Distance) best = (near, distance, ValueSet.Between(first, last));
        }
        // What is converted before it is compared is of another type.
        return (_scale.Describe(best!.Value.Interval), _attribute.Value.NodeType == ExpressionType.Convert ? null : best.Value.Value);
    }

    private static double Distance(object? from, object to) => from is null ? 0 : Math.Abs(Number(from) - Number(to));

    private static double Number(object value) => value switch
    {
        DateTime moment => moment.Ticks,
        DateTimeOffset moment => moment.UtcTicks,
        DateOnly day => day.DayNumber,
        TimeOnly time => time.Ticks,
        TimeSpan span => span.Ticks,
        char letter => letter,
        _ => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture),
    };
}
