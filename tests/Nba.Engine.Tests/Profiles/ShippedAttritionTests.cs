using Nba.House;

namespace Nba.Engine.Tests.Profiles;

/// <summary>Signs of leaving by the shipped rules, as of 2 March 2026, each against the customer's own past: one is low, two together are high.</summary>
[Course(2)]
public sealed class ShippedAttritionTests
{
    private const string Saver = "\"kind\": \"personal\", \"balanceBaseline\": 100000, \"balance\": ";
    private const string Earner = "\"kind\": \"personal\", \"salaries180\": 4, \"balanceBaseline\": 50000, \"balance\": ";

    // Half of what used to stand here is gone, and three tenths of it went to accounts elsewhere. It matters from a hundred thousand.
    [Theory]
    [InlineData(Saver + "49999, \"transferOut30\": 30000", "high")]
    [InlineData(Saver + "49999, \"transferOut30\": 29999", "low")]
    [InlineData(Saver + "50000, \"transferOut30\": 30000", "none")]
    [InlineData("\"kind\": \"personal\", \"balanceBaseline\": 99999, \"balance\": 1, \"transferOut30\": 99999", "none")]
    [InlineData("\"kind\": \"corporate\", \"balanceBaseline\": 100000, \"balance\": 49999, \"transferOut30\": 30000", "high")]
    public void Half_of_the_balance_gone_is_one_sign_and_sent_elsewhere_another(string facts, string risk) => Assert.Equal(risk, Risk(facts));

    // 16 January is 45 days ago; a fifth of what used to stand here is gone.
    [Theory]
    [InlineData(Earner + "39999, \"lastSalaryDate\": \"2026-01-16\"", "high")]
    [InlineData(Earner + "40000, \"lastSalaryDate\": \"2026-01-16\"", "low")]
    [InlineData(Earner + "39999, \"lastSalaryDate\": \"2026-01-17\"", "none")]
    public void A_salary_that_stays_away_is_one_sign_and_a_falling_balance_another(string facts, string risk) => Assert.Equal(risk, Risk(facts));

    [Theory]
    [InlineData(Saver + "79999, \"surveyScore\": 6", "high")]
    [InlineData(Saver + "80000, \"surveyScore\": 6", "low")]
    [InlineData(Saver + "79999, \"surveyScore\": 7", "none")]
    [InlineData("\"kind\": \"personal\", \"balanceBaseline\": 99999, \"balance\": 1, \"surveyScore\": 6", "low")]
    public void An_unhappy_customer_is_one_sign_and_a_falling_balance_another(string facts, string risk) => Assert.Equal(risk, Risk(facts));

    [Theory]
    [InlineData("\"kind\": \"personal\", \"lastLoginOn\": \"2025-09-02\"", "low")]
    [InlineData("\"kind\": \"personal\", \"lastLoginOn\": \"2025-09-03\"", "none")]
    [InlineData("\"kind\": \"corporate\", \"settlementBaseline\": 1000000, \"settlementLast\": 499999", "low")]
    [InlineData("\"kind\": \"corporate\", \"settlementBaseline\": 1000000, \"settlementLast\": 500000", "none")]
    public void Sleep_and_half_of_the_settlement_gone_are_each_a_sign(string facts, string risk) => Assert.Equal(risk, Risk(facts));

    private static string? Risk(string facts) => ShippedBook.Fact("attritionRisk", facts);
}
