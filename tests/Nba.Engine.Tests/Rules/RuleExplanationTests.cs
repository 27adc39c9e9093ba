using Nba.Engine.Atoms;
using Nba.Engine.Rules;

namespace Nba.Engine.Tests.Rules;

public sealed class RuleExplanationTests
{
    [Fact]
    public void It_names_the_first_line_that_fails_what_it_read_and_the_least_change()
    {
        using var scene = new Scene().Known("2026-01-01");
        for (var month = 1; month <= 6; month++) scene.Event($"2025-{month + 6:00}-15", "salary.credited", """{"amount": 9000}""");
        var why = Explain(scene, "salary-stopped", "2026-01-20");
        Assert.False(why.Holds);
        Assert.Equal("customer.daysSinceSalary >= param.gapDays", why.FirstFailing!.Text);
        Assert.Equal("customer.daysSinceSalary = 36", Assert.Single(why.FirstFailing.Values).ToString());
        Assert.Equal("customer.daysSinceSalary: 36 -> 45 or more", Assert.Single(why.Least!.Changes).ToString());
        Assert.Equal([ConditionResult.DoesNotHold, ConditionResult.Holds], why.Lines.Select(l => l.Result));
        Assert.True(Explain(scene, "salary-stopped", "2026-01-29").Holds);
    }

    [Theory]
    [InlineData("customer.balance > 5000", "customer.balance: 100 -> more than 5000")]
    [InlineData("customer.kind == \\\"corporate\\\"", "customer.kind: \"personal\" -> \"corporate\"")]
    [InlineData("customer.products.Contains(\\\"card\\\")", "customer.products.Contains(\"card\"): false -> true")]
    [InlineData("customer.balance > 5000 OR customer.salaries > 3 AND customer.hasOpenComplaint", "customer.balance: 100 -> more than 5000")]
    [InlineData("customer.riskClass == \\\"C2\\\"", "customer.riskClass: null -> \"C2\"")]
    [InlineData("customer.bornOn > DateOnly(1990,1,1)", null)]
    public void A_change_is_told_in_the_words_of_its_type(string line, string? change)
    {
        var load = TestBook.LoadRule($$"""{"RuleName": "tried", "Expression": "{{line}}", "Properties": {"on": "daily", "action": {"id": "tried", "purpose": "service", "channel": "phone"} } }""", "tried");
        if (change is null)
        {
            Assert.Null(load.Book);
            return;
        }
        using var scene = new Scene(load.Book).Known("2026-01-01");
        scene.Event("2026-01-03", "balance.reported", """{"balance": 100}""");
        Assert.Equal(change, Assert.Single(Explain(scene, "tried", "2026-01-04").Least!.Changes).ToString());
    }

    [Fact]
    public void What_compares_several_facts_is_named_as_unanswered_with_what_went_into_it()
    {
        var load = TestBook.LoadRule("""{"RuleName": "tried", "Expression": "customer.balance > customer.contribution * 200", "Properties": {"on": "daily", "action": {"id": "tried", "purpose": "service", "channel": "phone"} } }""", "tried");
        using var scene = new Scene(load.Book).Known("2026-01-01");
        scene.Event("2026-01-03", "balance.reported", """{"balance": 100}""");
        var why = Explain(scene, "tried", "2026-01-04");
        Assert.Equal(["customer.balance = 100", "customer.contribution = 1"], why.FirstFailing!.Values.Select(v => v.ToString()));
        Assert.Empty(why.Least!.Changes);
        Assert.Single(why.Least.Unanswered);
    }

    [Fact]
    public void A_rule_that_looks_at_things_is_explained_for_the_one_that_is_named()
    {
        using var scene = new Scene().Known("2026-01-01");
        scene.Event("2026-01-03", "deposit.opened", """{"deposit": "D1", "amount": 100, "maturesOn": "2026-01-10"}""");
        scene.Event("2026-01-03", "deposit.opened", """{"deposit": "D2", "amount": 100, "maturesOn": "2026-09-10"}""");
        Assert.True(Explain(scene, "deposit-maturing", "2026-01-04", "D1").Holds);
        Assert.Equal("item.daysToMaturity: 249 -> 0 to 14", Explain(scene, "deposit-maturing", "2026-01-04", "D2").Least!.Changes[0].ToString());
    }

    private static RuleExplanation Explain(Scene scene, string rule, string day, string? subject = null) =>
        scene.Decider.Explain(scene.State, scene.Book.Rules.Find(rule)!, Scene.At(day), subject);
}
