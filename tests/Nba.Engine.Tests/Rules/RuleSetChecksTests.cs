using Nba.Engine.Sources;
using Nba.Engine.Tests.Root;

namespace Nba.Engine.Tests.Rules;

public sealed class RuleSetChecksTests
{
    [Theory]
    [InlineData("""["customer.balance > 100", "customer.balance < 50"]""", ProblemCode.Contradiction, 2, "'customer.balance < 50' contradicts 'customer.balance > 100'")]
    [InlineData("""["customer.kind == \"personal\"", "customer.kind in (\"corporate\", \"prospect\")"]""", ProblemCode.Contradiction, 2, "contradicts")]
    [InlineData("""["customer.daysSinceSalary > param.gapDays", "customer.daysSinceSalary < 40"]""", ProblemCode.Contradiction, 2, "contradicts")]
    [InlineData("""["customer.balance > 100", "customer.balance > 50"]""", ProblemCode.RedundantCondition, 2, "adds nothing")]
    [InlineData("""["customer.balance > 100", "customer.balance < 50 OR customer.salaries > 3"]""", ProblemCode.ImpossibleAlternative, 2, "by way of customer.balance less than 50")]
    [InlineData("""["customer.hasOpenComplaint", "customer.hasOpenComplaint OR NOT customer.hasOpenComplaint"]""", ProblemCode.RedundantCondition, 2, "always holds")]
    public void Lines_that_cannot_be_meant_are_found_at_their_place(string lines, ProblemCode code, int line, string words)
    {
        var found = Assert.Single(Found(Rule("one", lines)));
        Assert.Equal((code, "more.json"), (found.Code, found.File));
        Assert.Contains(words, found.Message, StringComparison.Ordinal);
        Assert.Equal(line, Lines(lines, found.Column));
    }

    [Fact]
    public void A_segment_that_makes_it_possible_is_reason_enough() =>
        Assert.Empty(Found(Rule("one", """["customer.daysSinceSalary >= param.gapDays", "customer.daysSinceSalary < 42"]""")));

    [Fact]
    public void Two_rules_of_one_action_with_the_same_meaning_are_found()
    {
        var found = Assert.Single(Found(Rule("one", "\"customer.balance > 100 AND customer.salaries > 1\"", "act"), Rule("two", "[\"customer.salaries >= 2\", \"100 < customer.balance\"]", "act")));
        Assert.Equal(ProblemCode.DuplicateRule, found.Code);
        Assert.Contains("'two' holds for the same inputs as 'one'", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_within_another_is_found_unless_it_scores_otherwise()
    {
        var wide = Rule("wide", "\"customer.balance > 100\"", "act");
        Assert.Equal(ProblemCode.ShadowedRule, Assert.Single(Found(wide, Rule("narrow", "\"customer.balance > 200\"", "act"))).Code);
        Assert.Empty(Found(wide, Rule("narrow", "\"customer.balance > 200\"", "act", ", \"propensity\": 0.9")));
        Assert.Empty(Found(wide, Rule("narrow", "\"customer.balance > 200\"", "other")));
    }

    [Fact]
    public void A_rule_that_always_loses_its_conflict_is_found_unless_the_other_may_be_stopped_or_score_less()
    {
        IReadOnlyList<RuleFinding> Two(string more, string otherLines = "\"customer.balance > 100\"") =>
            Found(Rule("one", "\"customer.balance > 200\"", "one", ", \"conflict\": \"x\", \"category\": \"c\", \"propensity\": 0.2"), Rule("two", otherLines, "other", $", \"conflict\": \"x\", \"category\": \"c\"{more}"));

        var found = Assert.Single(Two(", \"propensity\": 0.3"));
        Assert.Equal(ProblemCode.AlwaysLoses, found.Code);
        Assert.Contains("whenever the rule 'one' holds, 'two' of the conflict group 'x' does too", found.Message, StringComparison.Ordinal);
        Assert.Empty(Two(", \"propensity\": 0.2"));
        Assert.Empty(Two(", \"propensity\": 0.3, \"value\": \"customer.balance\""));
        Assert.Empty(Two(", \"propensity\": 0.3, \"applicability\": \"customer.salaries > 1\""));
        Assert.Empty(Two(", \"propensity\": 0.3, \"due\": \"2wd\""));
        Assert.Empty(Two(", \"propensity\": 0.3", "\"customer.balance > 300\""));
    }

    [Theory]
    [InlineData("\"keep\": \"customer.balance < 50\"", "could never stand")]
    [InlineData("\"met\": \"customer.balance > 60\"", "is never raised")]
    public void An_action_that_could_never_stand_is_found(string more, string words)
    {
        var found = Assert.Single(Found(Rule("one", "\"customer.balance > 100\"", more: ", " + more)));
        Assert.Equal(ProblemCode.Contradiction, found.Code);
        Assert.Contains(words, found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rules")]
    [InlineData("samples/loan-desk")]
    [InlineData("samples/complaints")]
    public void Nothing_that_is_shipped_is_likely_not_meant(string folder) => Assert.Empty(RuleBook.Load(ShippedRulesTests.Read(folder)).Book!.Check().Select(f => f.ToString()));

    private static string Rule(string name, string lines, string? action = null, string more = "") =>
        $$"""{"RuleName": "{{name}}", "Expression": {{lines}}, "Properties": {"on": "daily", "action": {"id": "{{action ?? name}}", "purpose": "service", "channel": "phone"{{more}}} } }""";

    private static IReadOnlyList<RuleFinding> Found(params string[] rules)
    {
        var load = TestBook.LoadRule(string.Join(',', rules), "one", "act", "other");
        return [.. (load.Book ?? TestBook.LoadRule(string.Join(',', rules), Named(rules)).Book ?? throw new InvalidOperationException(string.Join('\n', load.Problems))).Check().Where(f => f.File == "more.json")];
    }

    private static string[] Named(string[] rules) => [.. new[] { "one", "act", "other" }.Where(a => rules.Any(r => r.Contains($"\"id\": \"{a}\"", StringComparison.Ordinal)))];

    // Which line of the list a column lies in.
    private static int Lines(string lines, int column)
    {
        var start = Rule("one", lines).IndexOf(lines, StringComparison.Ordinal) + """{"WorkflowName": "more", "Rules": [""".Length;
        return lines[..Math.Max(0, column - 1 - start)].Split("\", ").Length;
    }
}
