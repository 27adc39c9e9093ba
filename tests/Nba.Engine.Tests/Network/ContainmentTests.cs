using Nba.Engine.Network;

namespace Nba.Engine.Tests.Network;

/// <summary>What is said of rules without any input, held against looking at every value.</summary>
public sealed class ContainmentTests
{
    private const int Attributes = 4;
    private const int Highest = 6;

    [Fact]
    public void The_index_finds_every_rule_that_lies_within_another_and_no_other()
    {
        var (within, same) = (0, 0);
        for (var seed = 1; seed <= 400; seed++)
        {
            var random = new Random(seed);
            var rules = Enumerable.Range(0, 30).Select(_ => Rule(random)).ToArray();
            var found = Containment.Of(rules).ToDictionary(f => f.Rule);
            for (var rule = 0; rule < rules.Length; rule++)
            {
                var expected = Enumerable.Range(0, rules.Length).Where(o => o != rule && Lies(rules[rule], rules[o])).ToList();
                var isSameBefore = expected.Any(o => o < rule && Lies(rules[o], rules[rule]));
                if (!found.TryGetValue(rule, out var contained))
                {
                    // Of rules that are the same, the first stands for all.
                    Assert.All(expected, o => Assert.True(o > rule && Lies(rules[o], rules[rule]), $"seed {seed}: {rule} lies within {o}"));
                    continue;
                }
                Assert.Contains(contained.Within, expected);
                Assert.Equal(isSameBefore, contained.IsSame);
                Assert.Equal(contained.IsSame, Lies(rules[contained.Within], rules[rule]));
                (within, same) = (within + 1, same + (contained.IsSame ? 1 : 0));
            }
        }
        Assert.True(within > 1000 && same > 100 && within > same, $"{within} within another, {same} the same");
    }

    [Fact]
    public void A_set_lies_within_another_where_the_other_takes_nothing_from_it()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var (a, b) = (Set(random), Set(random));
            Assert.Equal(a.Intersect(b).Equals(a), a.IsWithin(b));
        }
    }

    [Fact]
    public void Both_terms_together_pass_what_each_passes()
    {
        var random = new Random(11);
        for (var i = 0; i < 5_000; i++)
        {
            var (a, b) = (Terms(random, 1)[0], Terms(random, 1)[0]);
            var both = a.And(b);
            var expected = Term.Of(0, [.. a.Literals, .. b.Literals]);
            Assert.Equal(expected?.Literals, both?.Literals);
        }
    }

    [Fact]
    public void Tests_that_every_possible_value_passes_are_left_out_and_what_none_passes_is_gone()
    {
        var truth = ValueSet.Between(0, 1);
        var algebra = new TermAlgebra([new AttributeNature(truth, CanFail: false), new AttributeNature(truth, CanFail: true)]);

        Assert.Empty(Assert.Single(algebra.Of([[new Literal(0, ValueSet.Between(-3, 9))]])).Literals);
        Assert.Equal(ValueSet.Of(1), algebra.Of([[new Literal(0, ValueSet.Of(0).Complement())]])[0].On(0));
        Assert.Empty(algebra.Of([[new Literal(0, ValueSet.Of(7))]]));
        // What may fail to be computed must be asked for even where any value will do.
        Assert.Equal(truth, algebra.Of([[new Literal(1, ValueSet.All)]])[0].On(1));
    }

    // Each alternative within some alternative: what the index promises, found the long way.
    private static bool Lies(IReadOnlyList<Term> rule, IReadOnlyList<Term> other) =>
        rule.All(a => other.Any(b => b.Literals.Count > 0 && b.Literals.All(l => a.On(l.Attribute) is { } own && own.Intersect(l.Passes).Equals(own))));

    private static IReadOnlyList<Term> Rule(Random random) => Terms(random, random.Next(3) == 0 ? random.Next(2, 4) : 1);

    private static IReadOnlyList<Term> Terms(Random random, int count)
    {
        var terms = new List<Term>();
        while (terms.Count < count)
        {
            var attributes = Enumerable.Range(0, random.Next(1, Attributes)).Select(_ => random.Next(Attributes)).Distinct();
            if (Term.Of(0, attributes.Select(a => new Literal(a, Set(random)))) is { } term) terms.Add(term);
        }
        return terms;
    }

    private static ValueSet Set(Random random)
    {
        var set = random.Next(4) switch
        {
            0 => ValueSet.Of(random.Next(Highest)),
            1 => ValueSet.Between(random.Next(Highest), long.MaxValue),
            2 => ValueSet.Between(random.Next(Highest), random.Next(Highest)),
            _ => ValueSet.Union([ValueSet.Of(random.Next(Highest)), ValueSet.Between(random.Next(Highest), random.Next(Highest))]),
        };
        return random.Next(5) == 0 ? set.Complement() : set;
    }
}
