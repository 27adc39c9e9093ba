using System.Reflection;
using System.Text.RegularExpressions;
using Nba.Engine.Atoms;
using Nba.Engine.Sources;
using Nba.Engine.Stock;

namespace Nba.Engine.Tests.Stock;

/// <summary>Why a rule holds or does not, and what would change that.</summary>
public sealed partial class StockExplanationTests
{
    private const string Offers = """
        {"WorkflowName": "offers", "Rules": [
          {"RuleName": "big", "Expression": "customer.Segment == \"gold\" AND customer.Balance >= 5000 AND customer.Address.Zone == 1"},
          {"RuleName": "any", "Operator": "Or", "Rules": [
            {"RuleName": "wealth", "Expression": "customer.Income > 100.5m AND customer.Level == \"Gold\" AND customer.Since < DateTime(2020, 2, 1)"},
            {"RuleName": "busy", "Expression": "event.Amount > customer.Balance * 2 AND customer.HasProduct(\"card\")"}]}]}
        """;

    [Fact]
    public void Each_condition_says_how_it_came_out_and_on_which_values()
    {
        var explanation = StockFindingsTests.Rules(Offers).Matcher().Explain(0, new StockCustomer { Segment = "gold", Balance = 4200 }, new StockEvent());

        Assert.False(explanation.Holds);
        Assert.Equal([
            "w.json:2:38 customer.Segment == \"gold\" Holds customer.Segment = \"gold\"",
            "w.json:2:71 customer.Balance >= 5000 DoesNotHold customer.Balance = 4200",
            "w.json:2:100 customer.Address.Zone == 1 NotComputed customer.Address.Zone = could not be computed"],
            explanation.Conditions.Select(c => $"{c.Mark} {c.Text} {c.Result} {string.Join(' ', c.Values)}"));
        Assert.StartsWith("NullReferenceException: ", explanation.Conditions[2].Why, StringComparison.Ordinal);
        Assert.Same(explanation.Conditions[1], explanation.FirstFailing);
        Assert.Equal(["customer.Balance: 4200 -> 5000 or more", "customer.Address.Zone: could not be computed -> 1"], explanation.Least!.Changes.Select(c => c.ToString()));
        Assert.Equal([5000.0, 1], explanation.Least.Changes.Select(c => c.Nearest));
        Assert.Empty(explanation.Least.Unanswered);
    }

    [Fact]
    public void A_rule_that_holds_needs_no_change()
    {
        var explanation = StockFindingsTests.Rules(Offers).Matcher().Explain(0, new StockCustomer { Segment = "gold", Balance = 5000, Address = new StockAddress { Zone = 1 } }, new StockEvent());

        Assert.True(explanation.Holds);
        Assert.Null(explanation.FirstFailing);
        Assert.Null(explanation.Least);
    }

    [Fact]
    public void The_alternative_that_lacks_least_is_told_and_before_one_that_nobody_can_answer()
    {
        var explanation = StockFindingsTests.Rules(Offers).Matcher().Explain(1,
            new StockCustomer { Income = 80.25m, Level = StockLevel.Basic, Since = new DateTime(2021, 5, 6), Balance = 10, Products = ["card"] }, new StockEvent { Amount = 3 });

        Assert.Equal(["customer.Income: 80.25 -> more than 100.5", "customer.Level: Basic -> Gold", "customer.Since: 2021-05-06 -> less than 2020-02-01"],
            explanation.Least!.Changes.Select(c => c.ToString()));
        Assert.Equal([100.51m, StockLevel.Gold, new DateTime(2020, 2, 1).AddTicks(-1)], explanation.Least.Changes.Select(c => c.Nearest));
        Assert.Equal(("wealth", "customer.Income > 100.5m"), (explanation.FirstFailing!.Rule, explanation.FirstFailing.Text));
        Assert.Equal(["event.Amount = 3 customer.Balance = 10", "customer.HasProduct(\"card\") = true"], explanation.Conditions.Where(c => c.Rule == "busy").Select(c => string.Join(' ', c.Values)));
    }

    [Theory]
    [InlineData("event.Amount > customer.Balance", "", "event.Amount > customer.Balance")]
    [InlineData("customer.Segment != null AND customer.Segment != \"gold\"", "customer.Segment: null -> anything but \"gold\"", "")]
    [InlineData("customer.Segment in (\"gold\", \"mass\")", "customer.Segment: null -> \"gold\" or \"mass\"", "")]
    [InlineData("customer.Children == null", "customer.Children: 2 -> null", "")]
    [InlineData("customer.Children > 4 OR customer.Children < 1", "customer.Children: 2 -> 0 or less", "")]
    [InlineData("customer.Balance > 10 AND customer.Balance < 20", "customer.Balance: 0 -> more than 10 and less than 20", "")]
    [InlineData("customer.Score >= 0.1 AND customer.Score <= 0.5", "customer.Score: null -> 0.1 to 0.5", "")]
    [InlineData("customer.Age * 2 >= 100", "customer.Age * 2: 66 -> 100 or more", "")]
    [InlineData("customer.IsActive AND customer.Address != null", "customer.IsActive: false -> true, customer.Address: null -> not null", "")]
    [InlineData("customer.Level != \"Basic\"", "customer.Level: Basic -> Gold or Private", "")]
    public void A_change_is_told_in_words(string expression, string changes, string unanswered)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(new { WorkflowName = "w", Rules = new[] { new { RuleName = "r", Expression = expression } } });
        var least = StockFindingsTests.Rules(json).Matcher().Explain(0, new StockCustomer { Age = 33, Children = 2 }, new StockEvent()).Least!;

        Assert.Equal((changes, unanswered), (string.Join(", ", least.Changes), string.Join(", ", least.Unanswered)));
    }

    [Fact]
    public void A_rule_that_can_never_hold_has_no_least_change_and_a_number_without_a_rule_is_refused()
    {
        var matcher = StockFindingsTests.Rules("""{"WorkflowName": "w", "Rules": [{"RuleName": "r", "Expression": "customer.Age > 9 AND customer.Age < 3"}]}""").Matcher();

        Assert.Null(matcher.Explain(0, new StockCustomer(), new StockEvent()).Least);
        Assert.Throws<ArgumentOutOfRangeException>("rule", () => matcher.Explain(1, new StockCustomer(), new StockEvent()));
    }

    [Fact]
    public void Over_any_rules_and_facts_explanations_say_what_decisions_say_and_their_changes_come_true()
    {
        var (explained, failed, changed) = (0, 0, 0);
        for (var seed = 1; seed <= 12; seed++)
        {
            var world = new StockWorld(seed);
            var rules = StockFindingsTests.Rules(world.Workflow("w", 60));
            var matcher = rules.Matcher();
            for (var i = 0; i < 12; i++)
            {
                var (customer, happened) = (world.Customer(), world.Event());
                var held = matcher.Match(customer, happened).ToArray();
                foreach (var rule in rules.Rules)
                {
                    var explanation = matcher.Explain(rule.Number, customer, happened);
                    Assert.True(held.Contains(rule.Number) == explanation.Holds, $"seed {seed}: {rule.Name}");
                    // An operator none of whose rules is enabled fails without a condition.
                    if (explanation.Holds) Assert.True(explanation.FirstFailing is null && explanation.Least is null);
                    else if (explanation.Conditions.Count > 0 && explanation.Conditions.All(c => c.Rule == rule.Name)) Assert.NotEqual(ConditionResult.Holds, explanation.FirstFailing!.Result);
                    (explained, failed) = (explained + 1, failed + explanation.Conditions.Count(c => c.Result == ConditionResult.NotComputed));
                    if (explanation.Least is not { Unanswered: [] } least || !IsPlain(explanation)) continue;
                    var after = matcher.Match(Applied(customer, least, "customer"), Applied(happened, least, "event")).ToArray();
                    Assert.True(after.Contains(rule.Number), $"seed {seed}: {rule.Name} {string.Join(", ", least.Changes)}");
                    changed++;
                }
            }
        }
        Assert.True(explained > 5_000 && failed > 500 && changed > 500, $"{explained} explained, {failed} conditions not computed, {changed} changed");
    }

    [Fact]
    public void Over_any_rules_and_facts_no_decision_says_otherwise_than_the_findings()
    {
        var seen = new Dictionary<ProblemCode, int>();
        for (var seed = 1; seed <= 40; seed++)
        {
            var world = new StockWorld(seed);
            var rules = StockFindingsTests.Rules(world.Workflow("w", 60));
            var matcher = rules.Matcher();
            var numbers = rules.Rules.ToDictionary(r => r.Name, r => r.Number);
            int[] Rules(string message) => [.. Named().Matches(message).Select(m => m.Groups[1].Value).Where(numbers.ContainsKey).Select(n => numbers[n])];
            var claims = rules.Findings.Select(f => (Finding: f, Rules: Rules(f.Message))).ToList();
            for (var i = 0; i < 60; i++)
            {
                var (customer, happened) = (world.Customer(), world.Event());
                var held = matcher.Match(customer, happened).ToArray().ToHashSet();
                foreach (var (finding, named) in claims)
                {
                    var isSo = finding.Code switch
                    {
                        ProblemCode.Contradiction when named.Length > 0 => !held.Contains(named[0]),
                        ProblemCode.DuplicateRule => held.Contains(named[0]) == held.Contains(named[1]),
                        ProblemCode.ShadowedRule => !held.Contains(named[0]) || held.Contains(named[1]),
                        _ => true,
                    };
                    Assert.True(isSo, $"seed {seed}: {finding}");
                    seen[finding.Code] = seen.GetValueOrDefault(finding.Code) + 1;
                }
            }
            foreach (var finding in rules.Findings.Where(f => f.Code == ProblemCode.RedundantCondition)) Assert.True(AddsNothing(world, rules, finding), $"seed {seed}: {finding}");
        }
        ProblemCode[] all =
            [ProblemCode.Contradiction, ProblemCode.DuplicateRule, ProblemCode.ShadowedRule, ProblemCode.RedundantCondition, ProblemCode.ImpossibleAlternative, ProblemCode.TrueForNull];
        Assert.All(all, c => Assert.True(seen.GetValueOrDefault(c) > 60, $"{c}: {seen.GetValueOrDefault(c)}"));
    }

    // Where all other conditions of its rule hold, this one does.
    private static bool AddsNothing(StockWorld world, StockRules rules, RuleFinding finding)
    {
        var matcher = rules.Matcher();
        foreach (var rule in rules.Rules.Where(r => r.Mark.Line < finding.Line || (r.Mark.Line == finding.Line && r.Mark.Column <= finding.Column)).TakeLast(1))
        {
            for (var i = 0; i < 60; i++)
            {
                var explanation = matcher.Explain(rule.Number, world.Customer(), world.Event());
                var own = explanation.Conditions.FirstOrDefault(c => c.Mark.Line == finding.Line && c.Mark.Column == finding.Column);
                if (own is null) return true;
                var beside = explanation.Conditions.Where(c => c.Rule == own.Rule && c != own).ToList();
                if (beside.All(c => c.Result == ConditionResult.Holds) && own.Result != ConditionResult.Holds) return false;
            }
        }
        return true;
    }

    // Nothing that the rule reads is computed from anything else, so that one change does not undo another.
    private static bool IsPlain(StockExplanation explanation) =>
        explanation.Conditions.All(c => c.Values.Count <= 1 && c.Values.All(v => Property().IsMatch(v.Name) && !v.Name.EndsWith("Pension", StringComparison.Ordinal)))
        && explanation.Least!.Changes.All(c => c.Nearest is not null && Property().IsMatch(c.Name));

    private static T Applied<T>(T to, LeastChange least, string input) where T : class
    {
        var copy = (T)typeof(T).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(to, null)!;
        foreach (var change in least.Changes.Where(c => c.Name.StartsWith(input + ".", StringComparison.Ordinal)))
            typeof(T).GetProperty(change.Name[(input.Length + 1)..])!.SetValue(copy, change.Nearest);
        return copy;
    }

    [GeneratedRegex(@"^(customer|event)\.\w+$")]
    private static partial Regex Property();

    [GeneratedRegex(@"'(r\d+)'")]
    private static partial Regex Named();
}
