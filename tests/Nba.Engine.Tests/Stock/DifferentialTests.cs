using System.Globalization;

namespace Nba.Engine.Tests.Stock;

/// <summary>Random plain RulesEngine files over random facts: the network finds the rules that RulesEngine finds, no more and no fewer.</summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    // Rules evaluated by both: over a million.
    private const int Worlds = 112;

    // Most worlds are small, where code answers; each eighth is large, where rows of bits do.
    private const int Rules = 60, Inputs = 150;
    private const int ManyRules = 400, InputsOfMany = 50;

    [Fact]
    public async Task Any_rules_over_any_facts_give_RulesEngines_results()
    {
        var (worlds, first, times) = (Asked("NBA_STOCK_WORLDS", Worlds), Asked("NBA_STOCK_FIRST", 1), Asked("NBA_STOCK_TIMES", 1));
        long evaluated = 0, held = 0, failed = 0, alternatives = 0, whole = 0;
        for (var seed = first; seed < first + worlds; seed++)
        {
            var world = new StockWorld(seed);
            var (size, inputs) = seed % 8 == 0 ? (ManyRules, InputsOfMany) : (Rules, Inputs);
            var json = world.Workflow("w", size);
            var rules = RuleBook.FromWorkflows(json, Nba.Engine.Stock.RuleInput.Of<StockCustomer>("customer"), Nba.Engine.Stock.RuleInput.Of<StockEvent>("event"));
            var (matcher, oracle) = (rules.Matcher(), new StockOracle(json, "w"));
            (alternatives, whole) = (alternatives + rules.Figures.Alternatives, whole + rules.Figures.Whole);
            for (var i = 0; i < inputs * times; i++)
            {
                var (customer, happened) = (world.Customer(), world.Event());
                var expected = await oracle.Of(customer, happened);
                var found = matcher.Match(customer, happened).ToArray();
                var again = matcher.Match(matcher.Encode(customer, happened)).ToArray();
                Assert.Equal(rules.Rules.Count, expected.Length);
                var right = Enumerable.Range(0, expected.Length).Where(r => expected[r] == true).ToArray();
                if (!right.SequenceEqual(found) || !right.SequenceEqual(again)) Assert.Fail(Difference(seed, json, rules, right, found, customer, happened));
                (evaluated, held, failed) = (evaluated + expected.Length, held + right.Length, failed + expected.Count(e => e is null));
            }
        }
        var line = string.Create(CultureInfo.InvariantCulture, $"rules evaluated {evaluated} true {100.0 * held / evaluated:F1} % failed {100.0 * failed / evaluated:F1} %; alternatives {alternatives}, conditions not taken apart {whole}");
        output.WriteLine(line);
        Console.WriteLine(line);
        Assert.True(held * 5 >= evaluated, line);
        Assert.True(failed * 10 >= evaluated, line);
        if (worlds >= Worlds) Assert.True(evaluated >= 1_000_000, line);
    }

    private static int Asked(string variable, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : otherwise;

    private static string Difference(int seed, string json, Nba.Engine.Stock.StockRules rules, int[] right, int[] found, StockCustomer customer, StockEvent happened)
    {
        var rule = rules.Rules[right.Except(found).Concat(found.Except(right)).FirstOrDefault()];
        var text = System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("Rules").EnumerateArray().First(r => r.GetProperty("RuleName").GetString() == rule.Name);
        return string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {rule.Name} should{(right.Contains(rule.Number) ? "" : " not")} hold: {text}\n{string.Join(", ", typeof(StockCustomer).GetProperties().Where(p => p.Name != "Pension").Select(p => $"{p.Name}={p.GetValue(customer)}"))} city={customer.Address?.City} zone={customer.Address?.Zone} products={string.Join('+', customer.Products)}\nevent {happened.Type} {happened.Channel} {happened.Amount}");
    }
}
