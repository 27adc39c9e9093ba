using System.Linq.Expressions;

namespace Nba.Engine.Atoms;

/// <summary>
/// Takes conditions apart into tests of single values. What it cannot take apart is a value itself, computed as a whole: never an answer other than the expression's own. Not thread-safe.
/// </summary>
internal sealed class Classifier(AttributeTable attributes)
{
    private static readonly Dictionary<ExpressionType, Comparison> Comparisons = new()
    {
        [ExpressionType.Equal] = Comparison.Same, [ExpressionType.NotEqual] = Comparison.Same, [ExpressionType.LessThan] = Comparison.Less, [ExpressionType.LessThanOrEqual] = Comparison.AtMost,
        [ExpressionType.GreaterThan] = Comparison.Greater, [ExpressionType.GreaterThanOrEqual] = Comparison.AtLeast,
    };

    private static readonly Dictionary<Comparison, Comparison> Turned = new()
    {
        [Comparison.Same] = Comparison.Same, [Comparison.Less] = Comparison.Greater, [Comparison.AtMost] = Comparison.AtLeast, [Comparison.Greater] = Comparison.Less, [Comparison.AtLeast] = Comparison.AtMost,
    };

    /// <summary>The tests that a condition comes to.</summary>
    public Formula Of(Expression condition) => Parts(condition) ?? Whole(condition);

    /// <summary>A test of the value that an expression computes.</summary>
    public Formula Of(Expression value, ValueTest test) => Formula.Of(attributes.Of(value), test);

    /// <summary>The condition as one value.</summary>
    public Formula Whole(Expression condition) => Formula.Of(attributes.Of(condition), IsTrue);

    private static ValueTest IsTrue => new ValueTest.Compared(Comparison.Same, true);

    private Formula? Parts(Expression condition) => condition switch
    {
        ConstantExpression { Value: bool always } => always ? Formula.Always : Formula.Never,
        UnaryExpression { NodeType: ExpressionType.Not } not when Of(not.Operand) is var inner && (inner.Single is not null || inner.IsSafe) => Formula.Not(inner),
        BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } both when both.Type == typeof(bool) => Formula.And(Of(both.Left), Of(both.Right)),
        BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } either when either.Type == typeof(bool) => Either(Of(either.Left), Of(either.Right)),
        BinaryExpression compared when Comparisons.ContainsKey(compared.NodeType) => Compared(compared),
        MethodCallExpression { Method.Name: nameof(Enumerable.Contains) } call => Listed(call),
        _ => null,
    };

    // Where the first cannot be computed the whole cannot, even if the second holds: such are not taken apart.
    private static Formula? Either(Formula a, Formula b)
    {
        var same = a.Single is { } one && b.Single is { } other && one.Attribute == other.Attribute;
        return same || (a.IsSafe && b.IsSafe) ? Formula.Or(a, b) : null;
    }

    private Formula? Compared(BinaryExpression node)
    {
        var (left, right) = (Folded(node.Left), Folded(node.Right));
        var comparison = Comparisons[node.NodeType];
        if (left is ConstantExpression && right is ConstantExpression) return Folded(node) is ConstantExpression { Value: bool known } ? known ? Formula.Always : Formula.Never : null;
        if (left is ConstantExpression) (left, right, comparison) = (right, left, Turned[comparison]);
        if (right is not ConstantExpression constant) return null;
        var value = Bare(left);
        if (Test(value, comparison, constant.Value) is not { } test) return null;
        var formula = Formula.Of(attributes.Of(value), test);
        return node.NodeType == ExpressionType.NotEqual ? Formula.Not(formula) : formula;
    }

    // x in ("a", "b")
    private Formula? Listed(MethodCallExpression call)
    {
        if (call is not { Object: null, Arguments: [NewArrayExpression list, var tested] } || call.Method.DeclaringType != typeof(Enumerable)) return null;
        var value = Bare(tested);
        var tests = new List<ValueTest>();
        foreach (var item in list.Expressions)
        {
            if (Folded(item) is not ConstantExpression constant || Test(value, Comparison.Same, constant.Value) is not { } test) return null;
            tests.Add(test);
        }
        return Formula.Of(attributes.Of(value), new ValueTest.AnyOf(tests));
    }

    private static ValueTest? Test(Expression value, Comparison comparison, object? constant)
    {
        var type = Nullable.GetUnderlyingType(value.Type) ?? value.Type;
        if (ValueDomain.Of(type, []) is not { } domain || !domain.Takes(comparison, constant)) return null;
        return new ValueTest.Compared(comparison, constant);
    }

    // Without conversions that lose nothing: an age compared with 30.5 is still an age.
    public static Expression Bare(Expression value)
    {
        while (value is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked, Method: null } convert && !FailsForNull(convert) && IsExact(Under(convert.Operand.Type), Under(convert.Type)))
            value = convert.Operand;
        return value;
    }

    private static bool FailsForNull(UnaryExpression convert) => Nullable.GetUnderlyingType(convert.Operand.Type) is not null && Nullable.GetUnderlyingType(convert.Type) is null;

    private static Type Under(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static bool IsExact(Type from, Type to)
    {
        if (from == to) return true;
        if (from.IsEnum) return IsExact(Enum.GetUnderlyingType(from), to);
        var (source, target) = (Type.GetTypeCode(from), to.IsEnum ? TypeCode.Empty : Type.GetTypeCode(to));
        return target switch
        {
            TypeCode.Int16 => source is TypeCode.SByte or TypeCode.Byte,
            TypeCode.UInt16 => source is TypeCode.Byte or TypeCode.Char,
            TypeCode.Int32 => source is TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Char,
            TypeCode.UInt32 => source is TypeCode.Byte or TypeCode.UInt16 or TypeCode.Char,
            TypeCode.Int64 => source is TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Char or TypeCode.Int32 or TypeCode.UInt32,
            TypeCode.Double => source is TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Char or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Single,
            TypeCode.Decimal => source is TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Char or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64,
            _ => false,
        };
    }

    // What reads no input is computed now; what fails then stays as it is, and fails whenever it is asked for.
    private static Expression Folded(Expression value)
    {
        if (value is ConstantExpression || Reads.Any(value)) return value;
        try
        {
            return Expression.Constant(Expression.Lambda<Func<object?>>(Expression.Convert(value, typeof(object))).Compile(preferInterpretation: true)(), value.Type);
        }
        catch (Exception failure) when (failure is ArithmeticException or InvalidOperationException or NullReferenceException or ArgumentException or InvalidCastException or FormatException)
        {
            return value;
        }
    }

    private sealed class Reads : ExpressionVisitor
    {
        private bool _any;

        public static bool Any(Expression expression)
        {
            var reads = new Reads();
            reads.Visit(expression);
            return reads._any;
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            _any = true;
            return node;
        }
    }
}
