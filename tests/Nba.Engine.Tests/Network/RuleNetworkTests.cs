using Nba.Engine.Network;
using Encoding = Nba.Engine.Network.Encoding;

namespace Nba.Engine.Tests.Network;

/// <summary>Networks of random terms, in code and as rows of bits, held against asking every term.</summary>
public sealed class RuleNetworkTests
{
    // Attributes of few values, of many, and such as are computed only when asked for.
    private const int Few = 3, Many = 3, Lazy = 4;
    private const int Attributes = Few + Many + Lazy;

    [Theory]
    [InlineData(1, 400, 20)]
    [InlineData(20, 120, 40)]
    [InlineData(300, 25, 80)]
    [InlineData(3000, 5, 120)]
    public void A_network_finds_the_rules_that_a_term_of_passes_and_no_others(int rules, int worlds, int inputs)
    {
        var (held, possible) = (0L, 0L);
        for (var seed = 1; seed <= worlds; seed++)
        {
            var world = new World(seed, rules);
            var (network, input, into) = (RuleNetwork.Build(rules, world.Terms, World.Asked), new Input(), new int[rules]);
            for (var i = 0; i < inputs; i++)
            {
                var values = world.Values();
                var expected = world.Holding(values);
                Assert.Equal(expected, into[..network.Match(input.Of(values), into)]);
                // The same where all values are known before.
                Assert.Equal(expected, into[..network.Match(new EncodedInput(input, Attributes), into)]);
                (held, possible) = (held + expected.Length, possible + rules);
            }
        }
        Assert.InRange(held, possible / 50, possible / 2);
    }

    [Theory]
    [InlineData(1, 9, 100)]
    [InlineData(0, 1, 50)]
    [InlineData(0, 9, 0)]
    public void Rules_of_nothing_but_alternatives_need_one_of_them(long first, long second, int expected)
    {
        var terms = Enumerable.Range(0, 100).SelectMany(rule => new[] { Term.Of(rule, [new Literal(0, ValueSet.Of(1))])!, Term.Of(rule, [new Literal(1, ValueSet.Of(rule % 2))])! });
        var (values, into) = (new long[Attributes], new int[100]);
        (values[0], values[1]) = (first, second);
        Assert.Equal(expected, RuleNetwork.Build(100, terms, World.Asked).Match(new Input().Of(values), into));
    }

    [Fact]
    public void What_costs_something_is_computed_only_where_something_asks_for_it()
    {
        var terms = Enumerable.Range(0, 200).Select(rule => Term.Of(rule, [new Literal(0, ValueSet.Of(rule % 2)), new Literal(Few + Many, ValueSet.Of(1))])!);
        var (network, input, into) = (RuleNetwork.Build(200, terms, World.Asked), new Input(), new int[200]);
        var values = new long[Attributes];
        values[0] = 5;
        Assert.Equal(0, network.Match(input.Of(values), into));
        Assert.Equal(0, input.Computed);
        (values[0], values[Few + Many]) = (1, 1);
        Assert.Equal(100, network.Match(input.Of(values), into));
        Assert.Equal(1, input.Computed);
    }

    [Fact]
    public void A_value_is_in_the_segment_that_begins_at_or_before_it()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var bounds = Enumerable.Range(0, random.Next(200)).Select(_ => Wide(random)).ToArray();
            var segments = Segments.Of(bounds.Select(b => ValueSet.Between(b, long.MaxValue)));
            var starts = bounds.Append(long.MinValue).Distinct().Order().ToArray();
            Assert.Equal(starts.Length, segments.Count);
            foreach (var value in bounds.SelectMany(b => new[] { b, b - 1, unchecked(b + 1) }).Concat(Enumerable.Range(0, 50).Select(_ => Wide(random))).Concat([Encoding.Null, Encoding.First, 0, long.MaxValue]))
                Assert.Equal(starts.Count(s => s <= value) - 1, segments.At(value));
        }
    }

    private static long Wide(Random random) => random.Next(4) switch
    {
        0 => random.Next(-5, 30),
        1 => Encoding.Of((random.NextDouble() - 0.3) * 1_000_000),
        2 => random.NextInt64(long.MinValue + 1, long.MaxValue),
        _ => random.Next(2) == 0 ? Encoding.NaN : long.MaxValue,
    };

    private sealed class Input() : NetworkInput(Attributes)
    {
        private long[] _values = [];

        public int Computed { get; private set; }

        public Input Of(long[] values)
        {
            Forget();
            _values = values;
            for (var i = 0; i < Attributes; i++) Values[i] = World.Asked.IsLazy(i) ? Encoding.Unread : values[i];
            return this;
        }

        protected override long Compute(int attribute)
        {
            Computed++;
            return _values[attribute];
        }
    }

    private sealed class World
    {
        private readonly Random _random;

        public World(int seed, int rules)
        {
            _random = new Random(seed);
            Terms = [.. Enumerable.Range(0, rules).SelectMany(OfRule).OfType<Term>()];
        }

        public static Attributes Asked { get; } = new([.. Enumerable.Range(0, Attributes).Select(i => i >= Few + Many)]);

        public IReadOnlyList<Term> Terms { get; }

        public long[] Values() => [.. Enumerable.Range(0, Attributes).Select(i => _random.Next(20) == 0 ? Encoding.Failed + _random.Next(3) : i < Few ? _random.Next(4) : i < Few + Many ? _random.Next(100_000) : _random.Next(3))];

        public int[] Holding(long[] values) => [.. Terms.Where(t => t.Literals.All(l => l.Passes.Contains(values[l.Attribute]))).Select(t => t.Rule).Distinct().Order()];

        // A rule is a conjunction; one with alternatives, each a test or several, beside what all of them share; or alternatives alone.
        private IEnumerable<Term?> OfRule(int rule)
        {
            Literal[] shared = _random.Next(10) == 0 ? [] : [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Test())];
            var alternatives = _random.Next(3) == 0 ? _random.Next(2, 5) : 1;
            var (most, among) = _random.Next(3) == 0 ? (3, Attributes) : (2, Few + Many);
            for (var i = 0; i < alternatives; i++) yield return Term.Of(rule, alternatives == 1 ? shared : [.. shared, .. Enumerable.Range(0, _random.Next(1, most)).Select(_ => Test(among))]);
        }

        private Literal Test(int among = Attributes)
        {
            var attribute = _random.Next(among);
            if (attribute < Few) return new Literal(attribute, _random.Next(4) == 0 ? ValueSet.Of(_random.Next(4)).Complement() : ValueSet.Of(_random.Next(4)));
            if (attribute >= Few + Many) return new Literal(attribute, ValueSet.Between(_random.Next(3), 2));
            var bound = _random.Next(100_000);
            return new Literal(attribute, _random.Next(3) switch { 0 => ValueSet.Between(bound, bound + _random.Next(30_000)), 1 => ValueSet.Between(Encoding.First, bound), _ => ValueSet.Between(bound, long.MaxValue) });
        }
    }
}
