using System.Linq.Expressions;
using NetworkEncoding = Nba.Engine.Network.Encoding;

namespace Nba.Engine.Atoms;

/// <summary>The code that makes a value the number that a network reads.</summary>
internal static class ValueCode
{
    /// <summary>The code of a value, <see cref="NetworkEncoding.Null"/> where there is none.</summary>
    public static Expression Of(Expression value, ValueDomain domain)
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
}
