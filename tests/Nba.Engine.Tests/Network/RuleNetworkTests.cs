using Nba.Engine.Network;
using Encoding = Nba.Engine.Network.Encoding;

namespace Nba.Engine.Tests.Network;

/// <summary>Networks of random terms, in code and as rows of bits, held against asking every term.</summary>
public sealed class RuleNetworkTests
{
    // Attributes of few values and of many; and the same of those that are computed only when asked for.
    private const int Few = 3, Many = 3, LazyFew = 4, LazyMany = 2;
    private const int Eager = Few + Many;
    private const int Attributes = Eager + LazyFew + LazyMany;
    private const int Large = 100_000;

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
                Same(expected, into[..network.Match(input.Of(values), into)], seed, i);
                // The same where all values are known before.
                Same(expected, into[..network.Match(new EncodedInput(input, Attributes), into)], seed, i);
                (held, possible) = (held + expected.Length, possible + rules);
            }
        }
        Assert.InRange(held, possible / 50, possible / 2);
    }

    [Theory]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    public void Room_for_all_rules_is_room_enough_where_all_hold(int rules)
    {
        var terms = Enumerable.Range(0, rules).Select(rule => Term.Of(rule, [new Literal(0, ValueSet.Between(0, 1 + (rule % 40)))])!);
        var (network, into) = (RuleNetwork.Build(rules, terms, World.Asked), new int[rules]);
        Assert.Equal(rules, network.Match(new Input().Of(new long[Attributes]), into));
        Assert.Equal(Enumerable.Range(0, rules), into);
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
        var terms = Enumerable.Range(0, 200).Select(rule => Term.Of(rule, [new Literal(0, ValueSet.Of(rule % 2)), new Literal(Eager, ValueSet.Of(1))])!);
        var (network, input, into) = (RuleNetwork.Build(200, terms, World.Asked), new Input(), new int[200]);
        var values = new long[Attributes];
        values[0] = 5;
        Assert.Equal(0, network.Match(input.Of(values), into));
        Assert.Equal(0, input.Computed);
        (values[0], values[Eager]) = (1, 1);
        Assert.Equal(100, network.Match(input.Of(values), into));
        Assert.Equal(1, input.Computed);
    }

    private static void Same(int[] expected, int[] found, int seed, int input) =>
        Assert.True(expected.AsSpan().SequenceEqual(found), $"seed {seed}, input {input}: missing {string.Join(' ', expected.Except(found))}, too many {string.Join(' ', found.Except(expected))}");

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

        public static Attributes Asked { get; } = new([.. Enumerable.Range(0, Attributes).Select(i => i >= Eager)]);

        public IReadOnlyList<Term> Terms { get; }

        public long[] Values() => [.. Enumerable.Range(0, Attributes).Select(Value)];

        public int[] Holding(long[] values) => [.. Terms.Where(t => t.Literals.All(l => l.Passes.Contains(values[l.Attribute]))).Select(t => t.Rule).Distinct().Order()];

        private static bool IsMany(int attribute) => attribute is >= Few and < Eager or >= Eager + LazyFew;

        private long Value(int attribute) => _random.Next(20) == 0 ? Encoding.Failed + _random.Next(3) : _random.Next(IsMany(attribute) ? Large : attribute < Few ? 4 : 3);

        // A rule is a conjunction; one with alternatives, each a test or several, beside what all of them share; or alternatives alone.
        private IEnumerable<Term?> OfRule(int rule)
        {
            Literal[] shared = _random.Next(10) == 0 ? [] : [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Test())];
            var alternatives = _random.Next(3) == 0 ? _random.Next(2, 5) : 1;
            var (most, among) = _random.Next(3) == 0 ? (3, Attributes) : (2, Eager);
            for (var i = 0; i < alternatives; i++) yield return Term.Of(rule, alternatives == 1 ? shared : [.. shared, .. Enumerable.Range(0, _random.Next(1, most)).Select(_ => Test(among))]);
        }

        private Literal Test(int among = Attributes)
        {
            var attribute = _random.Next(among);
            if (IsMany(attribute)) return new Literal(attribute, _random.Next(4) switch { 0 => ValueSet.Union([Range(), Range(), Range()]), 1 => Range().Complement(), _ => Range() });
            if (attribute >= Eager) return new Literal(attribute, ValueSet.Between(_random.Next(3), 2));
            return new Literal(attribute, _random.Next(4) == 0 ? ValueSet.Of(_random.Next(4)).Complement() : ValueSet.Of(_random.Next(4)));
        }

        // A band, narrow or wide; what lies below a bound, or from one upwards.
        private ValueSet Range()
        {
            var bound = _random.Next(Large);
            return _random.Next(4) switch
            {
                0 => ValueSet.Between(bound, bound + _random.Next(300)),
                1 => ValueSet.Between(bound, bound + _random.Next(30_000)),
                2 => ValueSet.Between(Encoding.First, bound),
                _ => ValueSet.Between(bound, long.MaxValue),
            };
        }
    }
}
