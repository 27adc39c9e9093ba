using Nba.Engine.Rules;

namespace Nba.Engine.Tests.Rules;

/// <summary>What cases touch of a rule, and what none of them does.</summary>
public sealed class CoverageTests
{
    [Theory]
    [InlineData("customer.a > 1", "customer.a > 1")]
    [InlineData("customer.a > 1 OR customer.b > 2", "customer.a > 1|customer.b > 2")]
    [InlineData("customer.a > 1 || customer.b > 2 OrElse customer.c", "customer.a > 1|customer.b > 2|customer.c")]
    [InlineData("(customer.a OR customer.b) AND customer.c", "(customer.a OR customer.b) AND customer.c")]
    [InlineData("customer.word == \"this OR that\" OR customer.c", "customer.word == \"this OR that\"|customer.c")]
    [InlineData("customer.ORder > 1", "customer.ORder > 1")]
    public void Alternatives_are_what_stands_between_an_or(string line, string alternatives) => Assert.Equal(alternatives.Split('|'), LineText.Alternatives(line));

    [Fact]
    public void A_line_that_cases_saw_hold_and_fail_is_whole_and_each_alternative_is_seen_for_itself()
    {
        var rule = Covered("""
            {"name": "much", "given": {"kind": "personal", "balance": 6000}, "at": "2026-03-02", "then": {"raise": "tried"}},
            {"name": "little", "given": {"kind": "personal", "balance": 100}, "at": "2026-03-02", "then": {"none": "tried"}}
            """);

        var line = rule.Lines[0];
        Assert.Equal((1, 1, true), (line.Held, line.Failed, line.IsWhole));
        Assert.Equal([("customer.balance > 5000", 1), ("customer.salaries > 3", 0)], line.Alternatives.Select(a => (a.Text, a.Held)));
        Assert.Equal([(CoverageGapKind.NeverHolds, "customer.salaries > 3"), (CoverageGapKind.NeverFails, "customer.kind == \"personal\"")], rule.Lines.SelectMany(l => l.Gaps).Select(g => (g.Kind, g.Text)));
    }

    [Fact]
    public void A_gates_line_is_asked_only_where_the_rules_own_lines_hold()
    {
        var rule = Covered("""{"name": "little", "given": {"kind": "corporate", "balance": 100}, "at": "2026-03-02", "then": {"none": "tried"}}""");

        Assert.Equal([(false, 0, 1), (true, 0, 0)], rule.Lines.Select(l => (l.IsGate, l.Held, l.Failed)));
    }

    [Fact]
    public void A_rule_without_cases_is_one_gap()
    {
        var gap = Assert.Single(CoverageSummary.Of([Covered("")]).Gaps);
        Assert.Equal((CoverageGapKind.NoCase, "tried"), (gap.Gap.Kind, gap.Gap.Text));
    }

    [Fact]
    public void A_line_that_rules_share_is_seen_where_a_case_of_any_sees_it()
    {
        var (much, little) = (
            Covered("""{"name": "much", "given": {"kind": "personal", "balance": 6000}, "at": "2026-03-02", "then": {"raise": "tried"}}"""),
            Covered("""{"name": "little", "given": {"kind": "personal", "balance": 100}, "at": "2026-03-02", "then": {"none": "tried"}}"""));

        var (rules, line) = CoverageSummary.Of([much, little]).Lines[0];
        Assert.Equal((2, true), (rules.Count, line.IsWhole));
        Assert.False(CoverageSummary.Of([much]).Lines[0].Seen.IsWhole);
    }

    private static RuleCoverage Covered(string cases)
    {
        var load = TestBook.LoadRule($$$"""
            {"RuleName": "tried", "Expression": "customer.balance > 5000 OR customer.salaries > 3", "Properties": {"on": "daily",
             "action": {"id": "tried", "purpose": "service", "channel": "phone", "applicability": ["customer.kind == \"personal\""]}, "cases": [{{{cases}}}]}}
            """, "tried");
        var runner = new CaseRunner(load.Book ?? throw new InvalidOperationException(string.Join('\n', load.Problems)));
        Assert.All(runner.RunAll(), r => Assert.Null(r.Failure));
        return runner.Coverage.Single(c => c.Rule.Name == "tried");
    }
}
