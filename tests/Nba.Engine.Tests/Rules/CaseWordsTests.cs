using Nba.Engine.Sources;

namespace Nba.Engine.Tests.Rules;

/// <summary>What is told of a case that fails, beside why it fails.</summary>
public sealed class CaseWordsTests
{
    [Fact]
    public void A_slip_in_a_case_that_fails_is_told_all_the_same()
    {
        var (failure, problems) = Run("""{"name": "rich", "giben": {"balance": 5000}, "at": "2026-03-02", "then": {"raise": "slip-call", "becuase": "line 1"}}""");

        Assert.StartsWith("expected 'slip-call' to be raised; it was stopped by line 1: customer.balance: null -> 1000 or more", failure?.ToString());
        Assert.Equal(["'becuase' is no member of this object; did you mean 'because'?", "'giben' is no member of this object; did you mean 'given'?"], problems.Select(p => p.Message).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_day_that_is_none_is_a_fault_of_the_case()
    {
        var (failure, problems) = Run("""{"name": "rich", "given": {"balance": 5000}, "at": "2026-3-2", "then": {"raise": "slip-call"}}""");

        Assert.Equal(("'at' must be a day, as 2026-03-02", "the case itself is faulty"), (Assert.Single(problems).Message, failure?.ToString()));
    }

    [Theory]
    [InlineData("\"raise\": \"slip-call\", \"due\": \"9.3.2026\"", "'9.3.2026' is no day: write it as 2026-03-09, or never")]
    [InlineData("\"none\": \"slip-call\", \"because\": \"line 9\"", "'line 9' is no reason, nor a line of this rule, as line 1")]
    [InlineData("\"none\": \"slip-call\", \"because\": \"camping-off\"", "did you mean 'campaign-off'?")]
    public void What_a_case_expects_and_nothing_could_be_is_a_fault_of_the_case(string then, string said)
    {
        var (_, problems) = Run($$"""{"name": "rich", "at": "2026-03-02", "then": { {{then}} } }""");

        Assert.Contains(said, Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"raise\": \"slip-call\", \"due\": \"never\"")]
    [InlineData("\"none\": \"slip-call\", \"because\": \"line 1\"")]
    [InlineData("\"none\": \"slip-call\", \"because\": \"nothing\"")]
    public void What_a_case_may_expect_is_no_fault(string then)
    {
        var (_, problems) = Run($$"""{"name": "rich", "at": "2026-03-02", "then": { {{then}} } }""");

        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("35", "'propensity' must be from 0 to 1, as 0.35, not 35")]
    [InlineData("-0.1", "'propensity' must not be below 0")]
    public void A_share_that_is_none_is_a_fault(string propensity, string said)
    {
        var problems = TestBook.LoadRule($$$"""{"RuleName": "slip", "Expression": ["customer.balance >= 1000"], "Properties": {"on": "daily", "for": ["personal"], "action": {"id": "slip-call", "purpose": "service", "channel": "phone", "propensity": {{{propensity}}} } } }""", "slip-call").Problems;

        Assert.Contains(problems, p => p.Message == said);
    }

    [Fact]
    public void A_step_beside_steps_is_no_member()
    {
        var (_, problems) = Run("""{"name": "rich", "given": {"balance": 5000}, "at": "2026-03-02", "steps": [{"at": "2026-03-02", "then": {"raise": "slip-call"}}]}""");

        Assert.Contains("'at' is no member of this object", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Why_it_fails_is_told_in_Chinese()
    {
        var (failure, _) = Run("""{"name": "rich", "at": "2026-03-02", "then": {"raise": "slip-call"}}""");

        Assert.Equal("应提出“slip-call”，但未提出；被 line 1 拦下：customer.balance: null -> 不小于 1000", failure!.In(Phrasebook.Chinese));
    }

    private static (Sentence? Failure, IReadOnlyList<RuleProblem> Problems) Run(string @case)
    {
        var load = TestBook.LoadRule($$$"""{"RuleName": "slip", "Expression": ["customer.balance >= 1000"], "Properties": {"on": "daily", "for": ["personal"], "action": {"id": "slip-call", "purpose": "service", "channel": "phone"}, "cases": [{{{@case}}}]}}""", "slip-call");
        Assert.True(load.Book is not null, string.Join('\n', load.Problems));
        var runner = new CaseRunner(load.Book!);
        var result = Assert.Single(runner.Run(load.Book!.Rules.Find("slip")!));
        return (result.Failure, runner.Problems);
    }
}
