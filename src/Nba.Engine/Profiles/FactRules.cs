using Nba.Engine.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Profiles;

/// <summary>A rule that gives a fact, as the rule files write it; compiled here because facts depend on each other.</summary>
/// <param name="Name">Name of the rule.</param>
/// <param name="Fact">The fact given.</param>
/// <param name="Lines">Lines that must all hold; none for a default.</param>
/// <param name="Value">The value: a constant of the fact's type, or an expression over facts.</param>
/// <param name="Kinds">Bits of the customer kinds it is for; all when 0.</param>
/// <param name="Mark">Where it stands.</param>
public sealed record FactRuleSource(string Name, Fact Fact, IReadOnlyList<SourceNode> Lines, SourceNode Value, long Kinds, SourceMark Mark);

/// <summary>A rule that gives a fact, compiled. The first whose lines hold gives the value, in the order written.</summary>
internal sealed record FactRule(string Name, IReadOnlyList<Condition> Conditions, long? Constant, ValueExpression? Computed, long Kinds)
{
    public IEnumerable<int> Reads => Conditions.SelectMany(c => c.Reads.Facts).Concat(Computed?.Reads.Facts ?? []);
}

/// <summary>How the facts of a book come about.</summary>
/// <param name="Order">All facts, each after what it reads.</param>
/// <param name="Rules">The rules of each fact given by rules, by <see cref="Fact.Index"/>.</param>
/// <param name="Aggregates">Each fact over things, by <see cref="Fact.Index"/>.</param>
internal sealed record FactPlan(IReadOnlyList<Fact> Order, FactRule[]?[] Rules, Aggregate?[] Aggregates);

/// <summary>Compiles fact rules and facts over things, and orders all facts so that each is computed after what it reads; a circle is a fault.</summary>
internal sealed class FactOrder(VocabularyBook vocabulary, ExpressionCompiler compiler, ProblemList problems)
{
    /// <summary>Facts in order of computation, and what each is computed from.</summary>
    public FactPlan Compile(IReadOnlyList<FactRuleSource> sources)
    {
        var rules = new FactRule[]?[vocabulary.Facts.Count];
        foreach (var group in sources.GroupBy(s => s.Fact)) rules[group.Key.Index] = [.. group.Select(One)];
        foreach (var fact in vocabulary.Facts.Where(f => f.Origin == FactOrigin.Rule))
        {
            var own = rules[fact.Index];
            if (own is null || (fact.Default is null && !own.Any(r => r.Conditions.Count == 0 && r.Kinds == 0)))
                problems.Add(fact.Mark, ProblemCode.NoDefault, $"'{fact.Name}' is given by rules; add a rule without lines as its default, or a 'default' here");
        }
        var aggregates = new Aggregate?[vocabulary.Facts.Count];
        foreach (var fact in vocabulary.Facts)
        {
            if (fact.Over is { } over) aggregates[fact.Index] = new Aggregate(over, compiler.Conditions(over.Where, new Scope([], over.Entity)));
        }
        return new FactPlan(Order(i => (rules[i] ?? []).SelectMany(r => r.Reads).Concat(aggregates[i]?.Reads ?? [])), rules, aggregates);
    }

    private FactRule One(FactRuleSource source)
    {
        var conditions = compiler.Conditions(source.Lines, Scope.Customer);
        var type = source.Fact.Type;
        if (source.Value.Kind == SourceKind.Text && type.Kind is not (ValueKind.Code or ValueKind.Set or ValueKind.Text))
            return new FactRule(source.Name, conditions, null, compiler.Value(source.Value, Scope.Customer, type.Kind), source.Kinds);
        return new FactRule(source.Name, conditions, TypeNames.Constant(source.Value, type, problems), null, source.Kinds);
    }

    private List<Fact> Order(Func<int, IEnumerable<int>> reads)
    {
        var order = new List<Fact>();
        var state = new int[vocabulary.Facts.Count];
        foreach (var fact in vocabulary.Facts) Visit(fact, reads, state, order, []);
        return order;
    }

    private void Visit(Fact fact, Func<int, IEnumerable<int>> reads, int[] state, List<Fact> order, List<Fact> path)
    {
        if (state[fact.Index] == 2) return;
        if (state[fact.Index] == 1)
        {
            var circle = string.Join(" → ", path.SkipWhile(f => f != fact).Append(fact).Select(f => f.Name));
            problems.Add(fact.Mark, ProblemCode.FactCycle, $"facts depend on each other in a circle: {circle}");
            return;
        }
        state[fact.Index] = 1;
        path.Add(fact);
        if (fact.Of is { } of) Visit(of, reads, state, order, path);
        foreach (var read in reads(fact.Index).Distinct().Order()) Visit(vocabulary.Facts[read], reads, state, order, path);
        path.RemoveAt(path.Count - 1);
        state[fact.Index] = 2;
        order.Add(fact);
    }
}
