using System.Linq.Expressions;
using RulesEngine.ExpressionBuilders;
using RulesEngine.Models;

namespace Nba.Perf.Engines;

/// <summary>A delegate of its own for each rule, made of RulesEngine's own parse, in a loop.</summary>
internal sealed class DelegatesEngine : IEngine
{
    private readonly Func<Customer, Event, bool>[] _rules;
    private readonly Pairs _pairs;

    public DelegatesEngine(IReadOnlyList<string> expressions, Pairs pairs)
    {
        _pairs = pairs;
        var parser = new RuleExpressionParser(new ReSettings { CustomTypes = [typeof(Customer), typeof(Event)] });
        ParameterExpression[] inputs = [Expression.Parameter(typeof(Customer), "customer"), Expression.Parameter(typeof(Event), "event")];
        _rules = [.. expressions.Select(e => Expression.Lambda<Func<Customer, Event, bool>>(parser.Parse(e, inputs, typeof(bool)), inputs).Compile())];
    }

    public string Name => "delegates";

    public int Decide(int pair, int[] into)
    {
        var (customer, happened, count) = (_pairs.Customers[pair], _pairs.Events[pair], 0);
        for (var i = 0; i < _rules.Length; i++)
        {
            if (_rules[i](customer, happened)) into[count++] = i;
        }
        return count;
    }
}
