using System.Linq.Expressions;
using System.Reflection;

namespace Nba.Engine.Network;

/// <summary>A few rules, as generated code: for so few, tests in a row cost less than rows of bits.</summary>
internal static class CodePartition
{
    private static readonly PropertyInfo Item = typeof(NetworkInput).GetProperty("Item")!;
    private static readonly PropertyInfo Values = typeof(NetworkInput).GetProperty(nameof(NetworkInput.Values), BindingFlags.Instance | BindingFlags.NonPublic)!;

    /// <summary>Generates the tests of rules, which are in their order.</summary>
    public static RulePartition Compile(IReadOnlyList<Demand> rules, Attributes attributes)
    {
        var (input, into, values, count) = (Expression.Parameter(typeof(NetworkInput)), Expression.Parameter(typeof(int[])), Expression.Variable(typeof(long[])), Expression.Variable(typeof(int)));
        var steps = new List<Expression> { Expression.Assign(values, Expression.Property(input, Values)), Expression.Assign(count, Expression.Constant(0)) };
        foreach (var demand in rules)
        {
            var (all, either) = (demand.All, demand.Either);
            // What all alternatives demand is asked once, and what costs something last.
            var (free, costly) = (all.Where(l => !attributes.IsLazy(l.Attribute)), all.Where(l => attributes.IsLazy(l.Attribute)));
            var isEitherFree = either.All(e => e.All(l => !attributes.IsLazy(l.Attribute)));
            var holds = All(free, attributes, input, values);
            if (!isEitherFree) holds = And(holds, All(costly, attributes, input, values));
            if (either.Count > 0) holds = And(holds, either.Select(e => All(e, attributes, input, values)).Aggregate(Expression.OrElse));
            if (isEitherFree) holds = And(holds, All(costly, attributes, input, values));
            steps.Add(Expression.IfThen(holds, Expression.Block(
                Expression.Assign(Expression.ArrayAccess(into, count), Expression.Constant(demand.Rule)), Expression.PreIncrementAssign(count))));
        }
        steps.Add(count);
        return Expression.Lambda<RulePartition>(Expression.Block([values, count], steps), input, into).Compile();
    }

    // What costs nothing is asked first.
    private static Expression All(IEnumerable<Literal> literals, Attributes attributes, Expression input, Expression values)
    {
        Expression holds = Expression.Constant(true);
        foreach (var (attribute, passes) in literals.OrderBy(l => attributes.IsLazy(l.Attribute)).ThenBy(l => l.Attribute))
        {
            Expression value = attributes.IsLazy(attribute)
                ? Expression.Property(input, Item, Expression.Constant(attribute))
                : Expression.ArrayIndex(values, Expression.Constant(attribute));
            holds = And(holds, Passes(value, passes));
        }
        return holds;
    }

    private static Expression And(Expression holds, Expression and) => holds is ConstantExpression ? and : and is ConstantExpression ? holds : Expression.AndAlso(holds, and);

    private static Expression Passes(Expression value, ValueSet set)
    {
        if (set.Count == 1) return Within(value, set[0]);
        var read = Expression.Variable(typeof(long));
        var any = Enumerable.Range(0, set.Count).Select(i => Within(read, set[i])).Aggregate(Expression.OrElse);
        return Expression.Block([read], Expression.Assign(read, value), any);
    }

    private static Expression Within(Expression value, (long First, long Last) interval)
    {
        if (interval.First == interval.Last) return Expression.Equal(value, Expression.Constant(interval.First));
        if (interval.Last == long.MaxValue) return Expression.GreaterThanOrEqual(value, Expression.Constant(interval.First));
        // One comparison for both ends.
        return Expression.LessThanOrEqual(
            Expression.Convert(Expression.Subtract(value, Expression.Constant(interval.First)), typeof(ulong)), Expression.Constant(unchecked((ulong)(interval.Last - interval.First))));
    }
}
