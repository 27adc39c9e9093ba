using System.Text.Json;
using Nba.Engine.Sources;
using Nba.Engine.Stock;

namespace Nba.Engine.Tests.Stock;

/// <summary>What is said of rules that load and are likely not meant: code, place, words and remedy.</summary>
public sealed class StockFindingsTests
{
    private static readonly JsonSerializerOptions Plainly = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("customer.Age > 65 AND customer.Age < 18",
        "NBA2601 1:1 the rule 'r0' can never hold: 'customer.Age < 18' contradicts 'customer.Age > 65' (1:1); change one of them, or remove the rule", 22)]
    [InlineData("customer.Segment == \"a\" AND customer.Segment == \"b\"",
        "NBA2601 1:1 the rule 'r0' can never hold: 'customer.Segment == \"b\"' contradicts 'customer.Segment == \"a\"' (1:1); change one of them, or remove the rule", 30)]
    [InlineData("customer.IsActive AND !customer.IsActive",
        "NBA2601 1:1 the rule 'r0' can never hold: '!customer.IsActive' contradicts 'customer.IsActive' (1:1); change one of them, or remove the rule", 22)]
    [InlineData("event.Amount > customer.Balance AND NOT (event.Amount > customer.Balance)",
        "NBA2601 1:1 the rule 'r0' can never hold: 'NOT (event.Amount > customer.Balance)' contradicts 'event.Amount > customer.Balance' (1:1); change one of them, or remove the rule", 36)]
    [InlineData("customer.Children == null AND customer.Children > 1",
        "NBA2601 1:1 the rule 'r0' can never hold: 'customer.Children > 1' contradicts 'customer.Children == null' (1:1); change one of them, or remove the rule", 30)]
    [InlineData("(customer.Age > 60 OR customer.IsActive) AND customer.Age < 30",
        "NBA2602 1:1 '(customer.Age > 60 OR customer.IsActive)' can never hold by way of customer.Age 61 or more; remove that alternative, or correct it", 0)]
    [InlineData("customer.Age > 60 AND customer.Age > 50", "NBA2603 1:1 'customer.Age > 50' adds nothing: it follows from 'customer.Age > 60' (1:1); remove it, or correct it", 22)]
    [InlineData("(customer.Age > 5 OR customer.Age <= 5) AND customer.IsActive", "NBA2603 1:1 '(customer.Age > 5 OR customer.Age <= 5)' always holds; remove it, or correct it", 0)]
    [InlineData("customer.Age > 30 AND customer.Age > 30", "NBA2603 1:1 'customer.Age > 30' adds nothing: it follows from 'customer.Age > 30' (1:1); remove it, or correct it", 22)]
    [InlineData("customer.Children != 2", "NBA2611 1:1 'customer.Children != 2': this holds where customer.Children is null; if that is not meant, add customer.Children != null", 0)]
    [InlineData("customer.IsActive AND NOT (customer.Children <= 5)",
        "NBA2611 1:1 'NOT (customer.Children <= 5)': this holds where customer.Children is null; if that is not meant, add customer.Children != null", 27)]
    [InlineData("customer.Segment != \"a\"", "NBA2611 1:1 'customer.Segment != \"a\"': this holds where customer.Segment is null; if that is not meant, add customer.Segment != null", 0)]
    [InlineData("!(customer.Segment in (\"a\", \"b\"))",
        "NBA2611 1:1 '!(customer.Segment in (\"a\", \"b\"))': this holds where customer.Segment is null; if that is not meant, add customer.Segment != null", 2)]
    [InlineData("customer.Rate == 0.1",
        "NBA2612 1:1 'customer.Rate == 0.1': customer.Rate is of type Single and never exactly 0.1, so this holds for no value; write 0.1f, or compare with < and >", 0)]
    [InlineData("customer.Balance == 0.1",
        "NBA2612 1:1 'customer.Balance == 0.1': customer.Balance is a binary number and 0.1 is not: what was computed and prints as 0.1 may differ from it; compare with < and >, or use decimal", 0)]
    [InlineData("customer.Address == customer.Former",
        "NBA2613 1:1 'customer.Address == customer.Former': customer.Address and customer.Former are objects: this asks whether they are one and the same, not whether they are alike; "
            + "compare what tells them apart, such as an id", 0)]
    [InlineData("customer.IsActive OR customer.Age == 44.5",
        "NBA2614 1:1 'customer.IsActive OR customer.Age == 44.5': customer.Age is a whole number and never 44.5, so this holds for no value; "
            + "compare with a whole number, or with < or >", 21, "NBA2602")]
    [InlineData("customer.IsActive OR 3000000000 < customer.Age",
        "NBA2615 1:1 'customer.IsActive OR 3000000000 < customer.Age': customer.Age is of type Int32 and cannot reach 3000000000, so this holds for no value; "
            + "compare with what lies between -2147483648 and 2147483647", 34, "NBA2602")]
    [InlineData("customer.IsActive OR customer.Children > null",
        "NBA2616 1:1 'customer.IsActive OR customer.Children > null': customer.Children is compared by order with null, which is false for every value; "
            + "compare with == null or != null", 21, "NBA2602")]
    public void One_condition_is_found_with_its_place_and_remedy(string expression, string expected, int at, string beside = "")
    {
        var start = Find([expression], out var findings);

        var place = expected.Replace("1:1 ", $"w.json:1:{start[0] + at} ", StringComparison.Ordinal);
        place = place.Replace("(1:1)", $"(1:{start[0]})", StringComparison.Ordinal);
        Assert.Equal(beside, findings.Count == 2 ? findings[0][..7] : "");
        Assert.Equal(place, findings[^1]);
    }

    [Theory]
    [InlineData("customer.Children != null AND customer.Children != 2")]
    [InlineData("customer.Children != null AND customer.Children > 2")]
    [InlineData("customer.Children.HasValue AND NOT (customer.Children <= 5)")]
    [InlineData("customer.Children > 1 AND customer.Children != 3")]
    [InlineData("NOT (customer.Children != 2)")]
    [InlineData("customer.Region != \"A\"")]
    [InlineData("customer.Rate == 0.25 AND customer.Balance == 99.5")]
    [InlineData("customer.Income == 0.1m AND customer.Age > 30.5")]
    [InlineData("(customer.Age > 60 OR customer.IsActive) AND (customer.Age < 30 OR customer.Balance > 10)")]
    [InlineData("customer.Address != null AND customer.Address.Zone == 1")]
    [InlineData("customer.Pension >= 0 OR customer.Pension < 0")]
    [InlineData("true")]
    public void What_is_meant_as_it_stands_is_left_alone(string expression)
    {
        Find([expression], out var findings);

        Assert.Empty(findings);
    }

    [Fact]
    public void Rules_that_are_the_same_or_lie_within_another_are_named_with_the_other()
    {
        Find(["customer.Balance > 100 AND customer.IsActive", "customer.IsActive == true AND 100 < customer.Balance",
            "customer.Balance > 500 AND customer.IsActive AND event.Amount > 1", "customer.Balance > 100 OR customer.IsActive"], out var findings);

        Assert.Equal([
            "NBA2605 w.json:1:30 whenever the rule 'r0' holds, 'r3' (1:293) does too; if only one of them is meant to hold, add to the other what tells them apart",
            "NBA2604 w.json:1:108 the rule 'r1' holds for the same inputs as 'r0' (1:30); keep one of them, or correct the one that was meant otherwise",
            "NBA2605 w.json:1:194 whenever the rule 'r2' holds, 'r0' (1:30) does too; if only one of them is meant to hold, add to the other what tells them apart"], findings);
    }

    [Fact]
    public void Rules_of_other_workflows_and_injected_ones_are_not_held_against_each_other()
    {
        const string json = """
            [{"WorkflowName": "own", "WorkflowsToInject": ["shared"], "Rules": [{"RuleName": "a", "Expression": "customer.Age > 30"}]},
             {"WorkflowName": "shared", "Rules": [{"RuleName": "b", "Expression": "event.Amount > 100"}]},
             {"WorkflowName": "third", "Rules": [{"RuleName": "c", "Expression": "event.Amount > 100"}]}]
            """;

        Assert.Empty(Rules(json).Findings);
    }

    [Fact]
    public void Inside_operators_each_rule_is_looked_at_beside_what_it_stands_with()
    {
        const string json = """
            {"WorkflowName": "w", "Rules": [
              {"RuleName": "both", "Operator": "And", "Rules": [{"RuleName": "old", "Expression": "customer.Age > 65"}, {"RuleName": "young", "Expression": "customer.Age < 18"}]},
              {"RuleName": "off", "Operator": "Or", "Rules": [{"RuleName": "o", "Enabled": false, "Expression": "true"}]},
              {"RuleName": "either", "Operator": "Or", "Rules": [
                {"RuleName": "never", "Expression": "customer.IsActive AND !customer.IsActive"},
                {"RuleName": "rich", "Expression": "customer.Balance > 500"},
                {"RuleName": "richer", "Expression": "customer.Balance > 900"}]},
              {"RuleName": "mixed", "Operator": "And", "Rules": [
                {"RuleName": "gold", "Expression": "customer.Level == \"Gold\""},
                {"RuleName": "one", "Operator": "Or", "Rules": [{"RuleName": "basic", "Expression": "customer.Level == \"Basic\""}, {"RuleName": "busy", "Expression": "event.Amount > 5"}]}]}]}
            """;

        Assert.Equal([
            "NBA2601 w.json:2:109 the rule 'both' can never hold: the rule 'young' contradicts the rule 'old' (2:53); change one of them, or remove the rule",
            "NBA2606 w.json:3:3 the rule 'off' can never hold: none of its rules is enabled; enable one of them, or disable the rule itself",
            "NBA2602 w.json:5:64 the rule 'never' can never hold: '!customer.IsActive' contradicts 'customer.IsActive' (5:42); change one of them, or remove the rule",
            "NBA2603 w.json:7:5 the rule 'richer' adds nothing to 'either': whenever it holds, 'rich' does too; remove it, or correct it",
            "NBA2606 w.json:10:53 the rule 'basic' never matters: what stands beside 'one' in 'mixed' contradicts it; remove it, or correct it"],
            Rules(json).Findings.Select(f => f.ToString()));
    }

    [Fact]
    public void Ten_thousand_rules_that_lie_within_each_other_in_a_row_are_each_named_once()
    {
        Find([.. Enumerable.Range(0, 10_000).Select(i => $"customer.Balance > {i}")], out var findings);

        Assert.Equal(9_999, findings.Count);
        Assert.All(findings, f => Assert.Contains("'r0'", f, StringComparison.Ordinal));
    }

    /// <summary>The rules of a workflow over a customer and what happened.</summary>
    internal static StockRules Rules(string json) => Load(json).Rules!;

    private static StockLoad Load(string json)
    {
        var load = new StockLoader(RuleInput.Of<StockCustomer>("customer"), RuleInput.Of<StockEvent>("event")).Load([new SourceFile("w.json", json)]);
        Assert.Empty(load.Problems);
        return load;
    }

    // Where each expression begins in the file, from 1.
    private static int[] Find(string[] expressions, out IReadOnlyList<string> findings)
    {
        var workflow = new { WorkflowName = "w", Rules = expressions.Select((e, i) => new { RuleName = $"r{i}", Expression = e }) };
        var json = JsonSerializer.Serialize(workflow, Plainly);
        findings = [.. Load(json).Findings.Select(f => f.ToString())];
        return [.. expressions.Take(10).Select(e => json.IndexOf(e.Replace("\"", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal) + 1)];
    }
}
