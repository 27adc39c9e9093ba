using Nba.Engine.Expressions;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Rules;

public sealed class RuleMatcherTests
{
    private const string Either = """{"RuleName": "either", "Expression": "customer.salaries > 3 OR customer.hasOpenComplaint", "Properties": {"on": "daily", "action": {"id": "either", "purpose": "service", "channel": "phone"} } }""";

    [Fact]
    public void A_line_that_reads_a_fact_not_known_for_now_does_not_hold_whatever_else_it_says()
    {
        var book = TestBook.LoadRule(Either, "either").Book!;
        var frame = new Frame { Customer = new Row(book.Vocabulary.Facts.Count), Event = new Row(book.Vocabulary.EventSlots), Param = book.Facts.Parameters.Common };
        frame.Customer.Set(book.Vocabulary.Fact("hasOpenComplaint")!.Index, 1);
        var matcher = new RuleMatcher(book.Rules, frame);
        Assert.Contains("either", Due());

        var unknown = new bool[book.Vocabulary.Facts.Count];
        unknown[book.Vocabulary.Fact("salaries")!.Index] = true;
        frame.Customer.Unsettled = new Unsettled(new int[unknown.Length], unknown);
        Assert.DoesNotContain("either", Due());

        IReadOnlyList<string> Due() => [.. matcher.Due(hourly: false, kind: -1).ToArray().Select(i => book.Rules.Daily[i].Name)];
    }

    [Fact]
    public void Every_rule_finds_every_thing_that_it_looks_for()
    {
        string Rule(string name, string line) => $$"""{"RuleName": "{{name}}", "Expression": "{{line}}", "Properties": {"on": "daily", "each": "deposit", "action": {"id": "{{name}}", "purpose": "service", "channel": "phone"} } }""";
        using var scene = new Scene(TestBook.LoadRule(Rule("large", "item.amount >= 100") + "," + Rule("long", "item.daysToMaturity >= 30"), "large", "long").Book!).Known("2026-03-01");
        foreach (var (deposit, amount) in new[] { ("D1", 100), ("D2", 99), ("D3", 101) })
            scene.Event("2026-03-03", "deposit.opened", $$"""{"deposit": "{{deposit}}", "amount": {{amount}}, "maturesOn": "{{(deposit == "D3" ? "2026-03-25" : "2026-09-01")}}"}""");
        scene.Tick("2026-03-04");
        Assert.Equal(["large D1", "large D3", "long D1", "long D2"], scene.State.Actions.Open.Where(o => o.Subject is not null).Select(o => $"{o.Action} {o.Subject}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("D1", true)]
    [InlineData("D2", false)]
    public void A_line_may_compare_the_activity_with_the_thing_that_it_speaks_of(string deposit, bool expected)
    {
        const string rule = """{"RuleName": "one", "Expression": "event.amount >= 50 AND item.daysToMaturity >= 30", "Properties": {"on": "deposit.opened", "each": "deposit", "action": {"id": "one", "purpose": "service", "channel": "phone"} } }""";
        using var scene = new Scene(TestBook.LoadRule(rule, "one").Book!).Known("2026-03-01");
        scene.Event("2026-03-03", "deposit.opened", $$"""{"deposit": "{{deposit}}", "amount": 60, "maturesOn": "{{(deposit == "D1" ? "2026-09-01" : "2026-03-10")}}"}""");
        Assert.Equal(expected, scene.Find("one") is not null);
    }

    [Theory]
    [InlineData("customer.products != null", true)]
    [InlineData("customer.products == null", false)]
    public void A_set_may_be_tested_for_null(string line, bool expected)
    {
        var load = TestBook.LoadRule($$"""{"RuleName": "one", "Expression": "{{line}}", "Properties": {"on": "daily", "action": {"id": "one", "purpose": "service", "channel": "phone"} } }""", "one");
        using var scene = new Scene(load.Book!).Known("2026-03-01");
        scene.Event("2026-03-03", "product.opened", """{"product": "card"}""");
        scene.Tick("2026-03-04");
        Assert.Equal(expected, scene.Find("one") is not null);
    }

    [Theory]
    [InlineData("2026-03-01", "retention-call", 41, 0)]
    [InlineData("2026-03-01", "retention-call", 41, 2_000_000)]
    public void A_parameter_is_the_one_of_the_customers_segment(string day, string action, int daysWithoutSalary, int balance)
    {
        using var scene = new Scene().Known("2025-09-01");
        var last = Scene.Day(day).AddDays(-daysWithoutSalary);
        foreach (var month in Enumerable.Range(0, 6)) scene.Event(last.AddMonths(month - 5).ToString("yyyy-MM-dd", null), "salary.credited", """{"amount": 9000}""");
        scene.Event(Scene.Day(day).AddDays(-1).ToString("yyyy-MM-dd", null), "balance.reported", $$"""{"balance": {{balance}}}""");
        scene.Tick(day);
        Assert.Equal(balance > 1_000_000, scene.Find(action) is not null);
    }
}
