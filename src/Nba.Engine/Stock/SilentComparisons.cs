using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using Nba.Engine.Atoms;
using Nba.Engine.Sources;

namespace Nba.Engine.Stock;

/// <summary>A comparison that gives an answer other than its words suggest.</summary>
/// <param name="Code">Of which kind.</param>
/// <param name="Member">What is compared, in words.</param>
/// <param name="Words">What the matter is.</param>
/// <param name="Advice">What to write instead.</param>
internal sealed record SilentComparison(ProblemCode Code, string Member, Sentence Words, Sentence Advice);

/// <summary>
/// Finds comparisons that are silently true or false: of null, of fractions with binary or whole numbers, of objects, and of what lies outside of a type. Members count as nullable where their
/// type or its annotation says so. Looks at one line.
/// </summary>
internal sealed class SilentComparisons : ExpressionVisitor
{
    private readonly List<SilentComparison> _found = [];
    private readonly HashSet<string> _proven = new(StringComparer.Ordinal);
    private readonly NullabilityInfoContext _nullability = new();
    private bool _isNegated;
    private bool _isCertain = true;

    /// <summary>What was found, with every null hazard even where another line rules it out.</summary>
    public IReadOnlyList<SilentComparison> Found => _found;

    /// <summary>What is not null where the line holds, or was tested for null with it.</summary>
    public IReadOnlySet<string> Proven => _proven;

    /// <summary>Looks at a line's expression.</summary>
    public static SilentComparisons Of(Expression line)
    {
        var visitor = new SilentComparisons();
        visitor.Visit(line);
        return visitor;
    }

    protected override Expression VisitUnary(UnaryExpression node) => node.NodeType == ExpressionType.Not ? Turned(node, () => base.VisitUnary(node)) : base.VisitUnary(node);

    protected override Expression VisitConditional(ConditionalExpression node) => Uncertain(node, () =>
    {
        // Its test leads to either.
        Visit(node.Test);
        Turned(node, () => Visit(node.Test)!);
        Visit(node.IfTrue);
        Visit(node.IfFalse);
    });

    protected override Expression VisitLambda<T>(Expression<T> node) => Uncertain(node, () => base.VisitLambda(node));

    protected override Expression VisitMember(MemberExpression node)
    {
        if (node is { Member.Name: "HasValue", Expression: { } tested }) _proven.Add(AttributeView.NameOf(tested));
        return base.VisitMember(node);
    }

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        if (node.Method.Name is nameof(string.IsNullOrEmpty) or nameof(string.IsNullOrWhiteSpace) && node.Arguments.Count == 1) _proven.Add(AttributeView.NameOf(node.Arguments[0]));
        if (node is { Object: null, Method.Name: nameof(Enumerable.Contains), Arguments: [NewArrayExpression list, var value] })
        {
            foreach (var item in list.Expressions) Compared(ExpressionType.Equal, value, item);
            Nulls(value, isTrueForNull: _isNegated);
            return node;
        }
        return base.VisitMethodCall(node);
    }

    protected override Expression VisitBinary(BinaryExpression node)
    {
        switch (node.NodeType)
        {
            case ExpressionType.OrElse or ExpressionType.Or when !_isNegated:
            case ExpressionType.AndAlso or ExpressionType.And when _isNegated:
                return Uncertain(node, () => base.VisitBinary(node));
            case ExpressionType.Coalesce:
                return Uncertain(node, () => Visit(node.Right));
            case ExpressionType.Equal or ExpressionType.NotEqual when IsTruth(node.Left, node.Right, out var condition, out var truth):
                return truth == (node.NodeType == ExpressionType.Equal) ? Visit(condition)! : Turned(node, () => Visit(condition)!);
            case ExpressionType.Equal or ExpressionType.NotEqual or ExpressionType.LessThan or ExpressionType.LessThanOrEqual or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual:
                var (left, right, type) = Constant(node.Left, out _) ? (node.Right, node.Left, Mirrored(node.NodeType)) : (node.Left, node.Right, node.NodeType);
                if (!IsNull(right)) BothNulls(node, left, right);
                Compared(type, left, right);
                return base.VisitBinary(node);
            default:
                return base.VisitBinary(node);
        }
    }

    private void BothNulls(BinaryExpression node, Expression left, Expression right)
    {
        var isTrueForNull = (node.NodeType == ExpressionType.NotEqual) != _isNegated;
        Nulls(left, isTrueForNull);
        Nulls(right, isTrueForNull);
    }

    private void Nulls(Expression value, bool isTrueForNull)
    {
        foreach (var member in Nullables(value))
        {
            var name = AttributeView.NameOf(member);
            if (isTrueForNull) Add(ProblemCode.TrueForNull, name, $"this holds where {name} is null", $"if that is not meant, add {name} != null");
            else if (_isCertain) _proven.Add(name);
        }
    }

    private void Compared(ExpressionType type, Expression left, Expression right)
    {
        var value = Classifier.Bare(left);
        var (name, isEquality) = (AttributeView.NameOf(value), type is ExpressionType.Equal or ExpressionType.NotEqual);
        if (IsNull(right))
        {
            if (isEquality) _proven.Add(name);
            else Add(ProblemCode.OrderedNull, name, $"{name} is compared by order with null, which is false for every value", $"compare with == null or != null");
            return;
        }
        if (!Constant(right, out var constant))
        {
            if (!isEquality || !IsObject(left.Type) || !IsObject(right.Type)) return;
            Add(ProblemCode.ObjectEquality, name, $"{name} and {AttributeView.NameOf(right)} are objects: this asks whether they are one and the same, not whether they are alike",
                $"compare what tells them apart, such as an id");
            return;
        }
        var under = Nullable.GetUnderlyingType(value.Type) ?? value.Type;
        if (under.IsEnum || Number(constant!) is not { } number) return;
        if (under == typeof(float) || under == typeof(double)) Inexact(type, name, isEquality, under == typeof(float), constant!);
        else if (Range(under) is not var (least, most)) return;
        else if (isEquality && decimal.Truncate(number) != number)
            Add(ProblemCode.FractionOfWhole, name, $"{name} is a whole number and never {ValueText.Of(constant)}, so this {Verdict(type == ExpressionType.NotEqual)}",
                $"compare with a whole number, or with < or >");
        else if (number < least || number > most)
        {
            var always = type == ExpressionType.NotEqual || (type != ExpressionType.Equal && (number > most) == type is ExpressionType.LessThan or ExpressionType.LessThanOrEqual);
            Add(ProblemCode.OutOfTypeRange, name, $"{name} is of type {under.Name} and cannot reach {ValueText.Of(constant)}, so this {Verdict(always)}",
                $"compare with what lies between {ValueText.Of(least)} and {ValueText.Of(most)}");
        }
    }

    private void Inexact(ExpressionType type, string name, bool isEquality, bool isShort, object constant)
    {
        if (!isEquality || constant is decimal) return;
        var text = ValueText.Of(constant);
        if (isShort && constant is double real && (float)real != real)
            Add(ProblemCode.InexactFraction, name, $"{name} is of type Single and never exactly {text}, so this {Verdict(type == ExpressionType.NotEqual)}", $"write {text}f, or compare with < and >");
        else if (!IsBinary(text))
            Add(ProblemCode.InexactFraction, name, $"{name} is a binary number and {text} is not: what was computed and prints as {text} may differ from it", $"compare with < and >, or use decimal");
    }

    private void Add(ProblemCode code, string member, Sentence words, Sentence advice) => _found.Add(new SilentComparison(code, member, words, advice));

    private Sentence Verdict(bool always) => always == _isNegated ? Sentence.Of($"holds for no value") : Sentence.Of($"holds for every value");

    // A fraction of n places is a binary one where the five that divides its tens cancels out.
    private static bool IsBinary(string text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return true;
        for (var i = 0; i < 30 && decimal.Truncate(number) != number; i++)
        {
            if (Math.Abs(number) > decimal.MaxValue / 4) return true;
            number *= 2;
        }
        return decimal.Truncate(number) == number;
    }

    private static (decimal Least, decimal Most)? Range(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.SByte => (sbyte.MinValue, sbyte.MaxValue),
        TypeCode.Byte => (byte.MinValue, byte.MaxValue),
        TypeCode.Int16 => (short.MinValue, short.MaxValue),
        TypeCode.UInt16 => (ushort.MinValue, ushort.MaxValue),
        TypeCode.Int32 => (int.MinValue, int.MaxValue),
        TypeCode.UInt32 => (uint.MinValue, uint.MaxValue),
        TypeCode.Int64 => (long.MinValue, long.MaxValue),
        TypeCode.UInt64 => (ulong.MinValue, ulong.MaxValue),
        _ => null,
    };

    private static decimal? Number(object constant) => constant switch
    {
        double real => Math.Abs(real) < 1e28 ? (decimal)real : double.IsNaN(real) ? null : real > 0 ? decimal.MaxValue : decimal.MinValue,
        float real => Number((double)real),
        decimal or sbyte or byte or short or ushort or int or uint or long or ulong => Convert.ToDecimal(constant, CultureInfo.InvariantCulture),
        _ => null,
    };

    // What is null where the value is: a member, or numbers computed with it.
    private IEnumerable<MemberExpression> Nullables(Expression value) => value switch
    {
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked or ExpressionType.Negate or ExpressionType.NegateChecked } unary => Nullables(unary.Operand),
        BinaryExpression { Type: var type } binary when Nullable.GetUnderlyingType(type) is not null => Nullables(binary.Left).Concat(Nullables(binary.Right)),
        MemberExpression { Expression: not null } member when MayBeNull(member) => [member],
        _ => [],
    };

    private bool MayBeNull(MemberExpression member) => Nullable.GetUnderlyingType(member.Type) is not null || (!member.Type.IsValueType && member.Member switch
    {
        PropertyInfo property => _nullability.Create(property).ReadState == NullabilityState.Nullable,
        FieldInfo field => _nullability.Create(field).ReadState == NullabilityState.Nullable,
        _ => false,
    });

    private static bool IsObject(Type type) => !type.IsValueType && type != typeof(string);

    private static bool IsNull(Expression node) => Constant(node, out var value) && value is null;

    private static bool Constant(Expression node, out object? value)
    {
        while (node is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } convert) node = convert.Operand;
        value = (node as ConstantExpression)?.Value;
        return node is ConstantExpression;
    }

    private static bool IsTruth(Expression left, Expression right, out Expression condition, out bool truth)
    {
        (condition, var other) = Constant(left, out _) ? (right, left) : (left, right);
        truth = Constant(other, out var value) && value is true;
        return value is bool && condition is not MemberExpression && condition.Type == typeof(bool);
    }

    private static ExpressionType Mirrored(ExpressionType type) => type switch
    {
        ExpressionType.LessThan => ExpressionType.GreaterThan,
        ExpressionType.LessThanOrEqual => ExpressionType.GreaterThanOrEqual,
        ExpressionType.GreaterThan => ExpressionType.LessThan,
        ExpressionType.GreaterThanOrEqual => ExpressionType.LessThanOrEqual,
        _ => type,
    };

    private Expression Turned(Expression node, Func<Expression> visit)
    {
        _isNegated = !_isNegated;
        visit();
        _isNegated = !_isNegated;
        return node;
    }

    private Expression Uncertain(Expression node, Action visit)
    {
        var before = _isCertain;
        _isCertain = false;
        visit();
        _isCertain = before;
        return node;
    }
}
