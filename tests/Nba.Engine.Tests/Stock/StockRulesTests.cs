using Nba.Engine.Sources;
using Nba.Engine.Stock;

namespace Nba.Engine.Tests.Stock;

/// <summary>What a plain RulesEngine file means here, and what is said of a faulty one.</summary>
public sealed class StockRulesTests
{
    private const string Injecting = """
        [{"WorkflowName": "own", "WorkflowsToInject": ["shared"], "Rules": [{"RuleName": "a", "Expression": "customer.Age > 30"}]},
         {"WorkflowName": "shared", "Rules": [{"RuleName": "b", "Expression": "event.Amount > 100"}, {"RuleName": "off", "Enabled": false, "Expression": "true"}]}]
        """;

    [Fact]
    public void A_users_file_is_taken_up_in_five_lines()
    {
        const string json = """{"WorkflowName": "offers", "Rules": [{"RuleName": "big", "Expression": "event.Amount > 1000 AND customer.Segment == \"gold\"", "SuccessEvent": "10", "ErrorMessage": "no"}]}""";

        var rules = RuleBook.FromWorkflows(json, RuleInput.Of<StockCustomer>("customer"), RuleInput.Of<StockEvent>("event"));
        var matcher = rules.Matcher();
        var held = matcher.Match(new StockCustomer { Segment = "gold" }, new StockEvent { Amount = 5000 });

        Assert.Equal("big", rules.Rules[Assert.Single(held.ToArray())].Name);
        Assert.Empty(matcher.Match(new StockCustomer { Segment = "mass" }, new StockEvent { Amount = 5000 }).ToArray());
    }

    [Theory]
    [InlineData("customer.Age == -1e30")]
    [InlineData("customer.Age != -1e30")]
    [InlineData("customer.Age > -1e30")]
    [InlineData("customer.Points <= 9223372036854775807m")]
    [InlineData("customer.Points >= 9223372036854775807m")]
    [InlineData("customer.Points < -9223372036854775799.5m")]
    [InlineData("int(customer.Children) != 5")]
    [InlineData("!(int(customer.Children) > 5)")]
    [InlineData("int(customer.Children) > 5 || customer.Age > 0")]
    public async Task Bounds_of_types_and_conversions_of_null_are_RulesEngines(string expression)
    {
        var json = $$"""{"WorkflowName": "w", "Rules": [{"RuleName": "r", "Expression": "{{expression}}"}]}""";
        var rules = RuleBook.FromWorkflows(json, RuleInput.Of<StockCustomer>("customer"), RuleInput.Of<StockEvent>("event"));
        foreach (var customer in new StockCustomer[] { new() { Age = 40, Points = long.MaxValue }, new() { Age = 40, Points = long.MinValue, Children = 7 }, new() { Points = 3, Children = 5 } })
        {
            var expected = (await new StockOracle(json, "w").Of(customer, new StockEvent()))[0] == true;
            Assert.Equal(expected, rules.Matcher().Match(customer, new StockEvent()).Length == 1);
        }
    }

    [Fact]
    public void Injected_workflows_add_their_rules_and_stand_for_themselves_too()
    {
        var rules = RuleBook.FromWorkflows(Injecting, RuleInput.Of<StockCustomer>("customer"), RuleInput.Of<StockEvent>("event"));

        Assert.Equal(["own a", "own b", "shared b"], rules.Rules.Select(r => $"{r.Workflow} {r.Name}"));
        Assert.Equal([1, 2], rules.Matcher().Match(new StockCustomer { Age = 20 }, new StockEvent { Amount = 200 }).ToArray());
    }

    [Fact]
    public void More_thresholds_and_conditions_than_a_row_of_bits_has_places_are_told_apart_exactly()
    {
        var expressions = Enumerable.Range(0, 3000).Select(i => $"customer.Balance > {i} AND customer.Age != {i % 90} AND event.Amount + {i % 100} > customer.Balance").ToArray();
        var json = System.Text.Json.JsonSerializer.Serialize(new { WorkflowName = "w", Rules = expressions.Select((e, i) => new { RuleName = $"r{i}", Expression = e }) });
        var rules = RuleBook.FromWorkflows(json, RuleInput.Of<StockCustomer>("customer"), RuleInput.Of<StockEvent>("event"));
        var matcher = rules.Matcher();
        foreach (var (balance, age, amount) in (ReadOnlySpan<(double, int, double)>)[(0, 20, 0), (1, 20, 0), (1.5, 89, 1), (2999, 30, 2980), (2999.5, 45, 2950), (5000, 50, 4999), (double.NaN, 30, 5), (-1, 30, 5)])
        {
            var expected = Enumerable.Range(0, 3000).Where(i => balance > i && age != i % 90 && amount + (i % 100) > balance);
            Assert.Equal(expected, matcher.Match(new StockCustomer { Balance = balance, Age = age }, new StockEvent { Amount = amount }).ToArray());
        }
    }

    [Fact]
    public void A_decision_allocates_nothing()
    {
        var world = new StockWorld(3);
        var rules = RuleBook.FromWorkflows(world.Workflow("w", 200), RuleInput.Of<StockCustomer>("customer"), RuleInput.Of<StockEvent>("event"));
        var (matcher, customer, happened) = (rules.Matcher(), new StockCustomer { Segment = "gold", Region = "", Age = 50, Address = new StockAddress { City = "a" }, Limit = 1m, Score = 0.2, Children = 1, LastSeen = default(DateTime) }, new StockEvent { Type = "login", Amount = 7 });
        var encoded = matcher.Encode(customer, happened);
        for (var i = 0; i < 1000; i++)
        {
            matcher.Match(customer, happened);
            matcher.Match(encoded);
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            matcher.Match(customer, happened);
            matcher.Match(encoded);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("""{"WorkflowName": "w", "Rules": [{"RuleName": "r", "Expresion": "true"}]}""", "NBA1003 w.json:1:51 'Expresion' is no member of this object; did you mean 'Expression'?")]
    [InlineData("""{"WorkflowName": "w", "Rules": [{"RuleName": "r", "Operator": "and", "Rules": [{"RuleName": "s", "Expression": "true"}]}]}""", "NBA2201 w.json:1:63 'and' is not one of And, AndAlso, Or, OrElse; did you mean 'And'?")]
    [InlineData("""{"WorkflowName": "w", "Rules": [{"RuleName": "r", "Expression": "true"}, {"RuleName": "r", "Expression": "true"}]}""", "NBA2009 w.json:1:74 the workflow 'w' has two rules 'r'; RulesEngine fails on all of its rules then")]
    [InlineData("""{"WorkflowName": "w", "Rules": [{"RuleName": "r"}]}""", "NBA2203 w.json:1:33 the rule 'r' has neither an Expression nor an Operator with Rules")]
    [InlineData("""{"WorkflowName": "w", "WorkflowsToInject": ["w"], "Rules": []}""", "NBA2011 w.json:1:45 workflows inject each other in a circle: w → w")]
    [InlineData("""{"WorkflowName": "w", "WorkflowsToInject": ["v"], "Rules": []}""", "NBA2208 w.json:1:45 'v' is no workflow of these files; did you mean 'w'?")]
    [InlineData("""{"WorkflowName": "w", "Rules": [{"RuleName": "r", "Expression": "customer.segment == \"a\""}]}""", "NBA2101 w.json:1:75 this cannot be parsed: No property or field 'segment' exists in type 'StockCustomer'")]
    public void What_RulesEngine_takes_and_never_matches_is_named_with_its_place(string json, string expected)
    {
        var load = new StockLoader(RuleInput.Of<StockCustomer>("customer"), RuleInput.Of<StockEvent>("event")).Load([new SourceFile("w.json", json)]);

        Assert.Equal([expected], load.Problems.Select(p => p.ToString()));
    }

    [Fact]
    public void A_loader_parses_again_only_what_it_did_not_see()
    {
        var loader = new StockLoader(RuleInput.Of<StockCustomer>("customer"), RuleInput.Of<StockEvent>("event"));
        static SourceFile File(int bound) => new("w.json", $$"""{"WorkflowName": "w", "Rules": [{"RuleName": "r", "Expression": "customer.Age > 30 AND event.Amount > {{bound}}"}]}""");
        var (before, after) = (loader.Load([File(1)]).Rules!, loader.Load([File(2)]).Rules!);
        var (customer, happened) = (new StockCustomer { Age = 40 }, new StockEvent { Amount = 1.5 });

        Assert.Equal([0], before.Matcher().Match(customer, happened).ToArray());
        Assert.Empty(after.Matcher().Match(customer, happened).ToArray());
    }
}
