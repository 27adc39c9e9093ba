using System.Globalization;
using System.Text.Json;

namespace Nba.Perf;

/// <summary>A condition in the two languages it is needed in: RulesEngine's, and C# over <see cref="Encoded"/>.</summary>
internal sealed record Test(string Expression, string Code);

/// <summary>A rule: tests that must all hold.</summary>
/// <param name="Type">Index of the event type that it asks for; -1 for any.</param>
/// <param name="Segment">Segment that it asks for; null for any.</param>
/// <param name="Tests">All tests, those two among them.</param>
internal sealed record RuleSpec(int Type, string? Segment, IReadOnlyList<Test> Tests)
{
    /// <summary>All tests as one expression.</summary>
    public string Expression => string.Join(" AND ", Tests.Select(t => t.Expression));
}

/// <summary>
/// Sets of rules from a seed: 85 % ask for an event type, the others for a channel; then two to four of segment, balance, age, a product that is not there, amount. Thresholds are round numbers,
/// or all different; in other variants many rules have alternatives, or conditions that no index can hold.
/// </summary>
internal static class RuleSets
{
    public const string Round = "round", Unique = "unique", OrHeavy = "or-heavy", OpaqueHeavy = "opaque-heavy";

    public static readonly string[] Variants = [Round, Unique, OrHeavy, OpaqueHeavy];

    /// <summary>So many rules of a variant.</summary>
    public static IReadOnlyList<RuleSpec> Make(int count, string variant, int seed = 777)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => One(random, variant))];
    }

    /// <summary>The rules as a plain RulesEngine workflow.</summary>
    public static string Json(IEnumerable<RuleSpec> rules, string name = "workflow") => JsonSerializer.Serialize(new
    {
        WorkflowName = name,
        Rules = rules.Select((r, i) => new { RuleName = string.Create(CultureInfo.InvariantCulture, $"rule{i}"), r.Expression }),
    });

    /// <summary>
    /// A set with one rule edited, and which: it asks for one balance that no edit before asked for, and nothing else; after an odd edit it holds for everybody, after an even one for nobody.
    /// </summary>
    public static (IReadOnlyList<RuleSpec> Rules, int At) Edited(IReadOnlyList<RuleSpec> rules, int edit)
    {
        var (at, edited) = (rules.Count / 2, rules.ToArray());
        edited[at] = new RuleSpec(-1, null, [Above("customer.Balance", "f.Balance", edit % 2 == 1 ? -edit : 2_000_000 + edit)]);
        return (edited, at);
    }

    private static RuleSpec One(Random random, string variant)
    {
        var tests = new List<Test>();
        var type = random.Next(100) < 85 ? random.Next(Pairs.Types.Length) : -1;
        tests.Add(type >= 0 ? Same("event.Type", Pairs.Types[type], $"f.Type == {type}") : Channel(random));
        string? segment = null;
        foreach (var kind in Kinds(random))
        {
            switch (kind)
            {
                case 0:
                    segment = Pairs.Segment(random.Next(100));
                    tests.Add(Same("customer.Segment", segment, $"f.Segment == {Encoded.Code(segment)}"));
                    break;
                case 1: tests.Add(Above("customer.Balance", "f.Balance", variant == Unique ? Math.Round(random.NextDouble() * 1_000_000, 2) : 50_000 * random.Next(1, 20))); break;
                case 2: tests.Add(Age(random)); break;
                case 3: tests.Add(Without(random)); break;
                default: tests.Add(Above("event.Amount", "f.Amount", variant == Unique ? Math.Round(random.NextDouble() * 50_000, 2) : 5_000 * random.Next(1, 10))); break;
            }
        }
        if (variant == OrHeavy) tests.Add(Either(random));
        if (variant == OpaqueHeavy && random.Next(2) == 0) tests.Add(Opaque(random));
        return new RuleSpec(type, segment, tests);
    }

    private static IEnumerable<int> Kinds(Random random)
    {
        var kinds = new[] { 0, 1, 2, 3, 4 };
        random.Shuffle(kinds);
        return kinds.Take(random.Next(2, 5)).Order();
    }

    private static Test Same(string name, string word, string code) => new($"{name} == \"{word}\"", code);

    private static Test Channel(Random random)
    {
        var channel = random.Next(Pairs.Channels.Length);
        return Same("event.Channel", Pairs.Channels[channel], string.Create(CultureInfo.InvariantCulture, $"f.Channel == {channel}"));
    }

    private static Test Above(string name, string field, double bound)
    {
        var number = bound.ToString("R", CultureInfo.InvariantCulture);
        return new Test($"{name} > {number}", $"{field} > {number}d");
    }

    private static Test Age(Random random)
    {
        var from = 18 + (5 * random.Next(10));
        var to = from + (5 * random.Next(1, 5));
        return new Test(string.Create(CultureInfo.InvariantCulture, $"customer.Age >= {from} AND customer.Age <= {to}"), string.Create(CultureInfo.InvariantCulture, $"f.Age >= {from} && f.Age <= {to}"));
    }

    private static Test Without(Random random)
    {
        var product = random.Next(Pairs.AllProducts.Length);
        return new Test($"NOT customer.HasProduct(\"{Pairs.AllProducts[product]}\")", string.Create(CultureInfo.InvariantCulture, $"(f.Products & {1 << product}) == 0"));
    }

    private static Test Either(Random random)
    {
        var (segment, above, months) = (Pairs.Segment(random.Next(100)), Above("customer.Income", "f.Income", 10_000 * random.Next(2, 6)), random.Next(1, 20) * 12);
        return new Test(string.Create(CultureInfo.InvariantCulture, $"(customer.Segment == \"{segment}\" OR {above.Expression} OR customer.TenureMonths < {months})"),
            string.Create(CultureInfo.InvariantCulture, $"(f.Segment == {Encoded.Code(segment)} || {above.Code} || f.TenureMonths < {months})"));
    }

    private static Test Opaque(Random random)
    {
        var share = random.Next(1, 40) * 0.01;
        var number = share.ToString("R", CultureInfo.InvariantCulture);
        return new Test($"event.Amount > customer.Income * {number}", $"f.Amount > f.Income * {number}d");
    }
}

/// <summary>Facts as a profile may store them: codes for words, a bit for each product.</summary>
public readonly record struct Encoded(int Type, int Channel, int Segment, double Balance, double Amount, double Income, int Age, int TenureMonths, int Products)
{
    private static readonly string[] Segments = ["mass", "affluent", "private", "corporate"];

    /// <summary>The code of a segment.</summary>
    public static int Code(string segment) => Array.IndexOf(Segments, segment);

    /// <summary>The facts of a pair.</summary>
    public static Encoded Of(Customer customer, Event happened) => new(
        Array.IndexOf(Pairs.Types, happened.Type), Array.IndexOf(Pairs.Channels, happened.Channel), Code(customer.Segment), customer.Balance, happened.Amount, customer.Income, customer.Age, customer.TenureMonths,
        customer.Products.Sum(p => 1 << Array.IndexOf(Pairs.AllProducts, p)));
}
