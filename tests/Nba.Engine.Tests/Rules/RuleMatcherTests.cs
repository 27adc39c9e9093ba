using Nba.Engine.Expressions;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Rules;

public sealed class RuleMatcherTests
{
    private const string Either = """{"RuleName": "either", "Expression": "customer.salaries > 3 OR customer.hasOpenComplaint", "Properties": {"on": "daily", "action": {"id": "either", "purpose": "service", "channel": "phone"}}}""";

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
