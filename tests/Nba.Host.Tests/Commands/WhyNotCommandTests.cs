using Nba.Engine.Vocabulary;
using Nba.Host.Api;
using Nba.Host.Commands;

namespace Nba.Host.Tests.Commands;

/// <summary>How <c>nba why-not</c> tells what stands in an action's way, in both languages.</summary>
public sealed class WhyNotCommandTests
{
    private static readonly WhyNotAnswer Answer = new(
        "C1", "gold-card-offer", "2026-03-02T02:00:00.000Z", "b1", "stopped",
        [new OccasionAnswer("00", "K7", ["heavy-traveller", "asked"], null, "not-eligible", "2026-03-09", "customer.age >= 18", new ReadLineAnswer("customer.age >= 18", "up-sell.json:43:28", ["customer.age = 16"], null), [new ChangeAnswer("customer.age", "16", "18 or more")])],
        [
            new SilentRuleAnswer("after-a-trip", "up-sell.json:60:5", "line-failed", null, null, new ReadLineAnswer("customer.trips / customer.months > 1", "up-sell.json:61:20", ["customer.months = 0"], "a division by zero"), 2, null, ["customer.trips / customer.months > 1"], null, null),
            new SilentRuleAnswer("asked-at-the-counter", "up-sell.json:70:5", "not-on", null, null, null, 0, null, null, ["interest.shown"], ["event.product == \"gold-card\""]),
            new SilentRuleAnswer("card-expiring", "up-sell.json:80:5", "line-failed", null, "card", null, 0, null, null, null, null),
        ]);

    [Fact]
    public void In_English() => Assert.Equal("""
        gold-card-offer · C1: wanted, and stopped
          heavy-traveller + asked [K7]: an eligibility line does not hold (not-eligible), until 2026-03-09
            customer.age >= 18   [up-sell.json:43:28]
              customer.age = 16
            would hold with customer.age: 16 -> 18 or more
          after-a-trip: a line of the rule does not hold (line-failed)
            customer.trips / customer.months > 1   [up-sell.json:61:20]
              customer.months = 0 (a division by zero)
            2 lines in all do not hold
            and would need customer.trips / customer.months > 1
          asked-at-the-counter: what it waits for has not come (not-on)
            waits for interest.shown: event.product == "gold-card"
          card-expiring: a line of the rule does not hold (line-failed)
            the customer has no card

        """, Printed(zh: false), ignoreLineEndingDifferences: true);

    [Fact]
    public void In_Chinese()
    {
        var printed = Printed(zh: true);
        Assert.StartsWith("gold-card-offer · C1: 符合规则，但被拦下", printed, StringComparison.Ordinal);
        foreach (var words in (string[])["资格条件不满足 (not-eligible)，至 2026-03-09", "若 customer.age 由 16 变为不小于 18，则满足", "共有 2 行不满足", "等待事件 interest.shown", "客户没有 card", "等待的事件尚未发生 (not-on)"]) Assert.Contains(words, printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("45 or more", "不小于 45")]
    [InlineData("more than 5000 or less than 3", "大于 5000 或小于 3")]
    [InlineData("more than 5000 and 7000 or less", "大于 5000 且不大于 7000")]
    [InlineData("0 to 14 or null", "0 至 14 或 null")]
    [InlineData("\"or more\" or \"spring\"", "\"or more\" 或 \"spring\"")]
    [InlineData("anything but \"a to b\"", "除此以外：\"a to b\"")]
    [InlineData("any", "任意值")]
    public void A_change_is_told_in_Chinese(string english, string chinese) => Assert.Equal(chinese, ChangeWords.InChinese(english));

    [Fact]
    public void Every_reason_that_stops_or_holds_an_action_has_words_in_both_languages()
    {
        var reasons = Enum.GetValues<Reason>().Where(r => (int)r is (> 300 and < 400) or 413 or 415 or 416 or 501 or 502 or 505).Select(ReasonNames.Of).ToList();
        Assert.True(reasons.Count > 25, $"only {reasons.Count} reasons");
        Assert.Empty(reasons.Where(r => ReasonWords.Of(r, zh: false) == r || ReasonWords.Of(r, zh: true) == r));
    }

    private static string Printed(bool zh)
    {
        using var to = new StringWriter();
        WhyNotCommand.Print(Answer, zh, to);
        return to.ToString();
    }
}
