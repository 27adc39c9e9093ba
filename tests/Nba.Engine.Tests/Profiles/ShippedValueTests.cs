using Nba.House;

namespace Nba.Engine.Tests.Profiles;

/// <summary>What the shipped rules say a customer is worth: this year, over the years that such a relationship lasts, and what may leave.</summary>
[Course(3)]
public sealed class ShippedValueTests
{
    // 1.2 % a year on the balance, 0.4 % on what is paid by card in four quarters, 0.04 % on what is settled in twelve months, and 60 for any account.
    [Theory]
    [InlineData("\"kind\": \"personal\", \"balance90\": 100000", "1260")]
    [InlineData("\"kind\": \"personal\", \"balance90\": 100000, \"cardSpend90\": 10000", "1420")]
    [InlineData("\"kind\": \"personal\", \"cardSpend90\": 10000", "220")]
    [InlineData("\"kind\": \"corporate\", \"balance90\": 500000, \"settlementBaseline\": 1000000", "10860")]
    [InlineData("\"kind\": \"corporate\", \"balance90\": 500000", "6060")]
    public void A_year_is_worth_the_margins_on_what_is_done_with_us(string facts, string contribution) =>
        Assert.Equal(contribution, ShippedBook.Fact("contributionYear", facts));

    // From 50,000, 10,000 and 1,500 yuan a year.
    [Theory]
    [InlineData("50000", "top")]
    [InlineData("49999.99", "high")]
    [InlineData("10000", "high")]
    [InlineData("9999.99", "medium")]
    [InlineData("1500", "medium")]
    [InlineData("1499.99", "low")]
    public void A_value_tier_is_a_years_contribution(string contribution, string tier) =>
        Assert.Equal(tier, ShippedBook.Fact("valueTier", $"\"kind\": \"personal\", \"contributionYear\": {contribution}"));

    // A fifth, a tenth, a twentieth.
    [Theory]
    [InlineData("high", "200")]
    [InlineData("low", "100")]
    [InlineData("none", "50")]
    public void What_may_leave_is_a_share_of_the_contribution_by_the_signs(string risk, string atRisk) =>
        Assert.Equal(atRisk, ShippedBook.Fact("contributionAtRisk", $"\"kind\": \"personal\", \"contributionYear\": 1000, \"attritionRisk\": \"{risk}\""));

    // Eight, five and three years; the running one for whoever sleeps; half of three years for whoever is unhappy.
    [Theory]
    [InlineData("\"personal\", \"lifeStage\": \"loyal\"", "8000")]
    [InlineData("\"corporate\", \"lifeStage\": \"loyal\"", "8000")]
    [InlineData("\"personal\", \"lifeStage\": \"active\"", "5000")]
    [InlineData("\"corporate\", \"lifeStage\": \"active\"", "5000")]
    [InlineData("\"personal\", \"lifeStage\": \"new\"", "3000")]
    [InlineData("\"personal\", \"lifeStage\": \"dormant\"", "1000")]
    [InlineData("\"personal\", \"lifeStage\": \"loyal\", \"satisfaction\": \"poor\"", "1500")]
    [InlineData("\"personal\", \"lifeStage\": \"loyal\", \"satisfaction\": \"fair\"", "8000")]
    [InlineData("\"prospect\", \"lifeStage\": \"prospect\"", "0")]
    public void A_lifetime_is_worth_the_years_that_such_a_relationship_lasts(string facts, string lifetime) =>
        Assert.Equal(lifetime, ShippedBook.Fact("lifetimeValue", $"\"contributionYear\": 1000, \"kind\": {facts}"));

    [Fact]
    public void Lifetime_follows_from_what_is_known_of_a_customer_of_eight_years_standing()
    {
        const string saver = "\"kind\": \"personal\", \"customerSince\": \"2018-01-05\", \"salaries180\": 6, \"balance90\": 100000";

        Assert.Equal("10080", ShippedBook.Fact("lifetimeValue", saver));
        Assert.Equal("1890", ShippedBook.Fact("lifetimeValue", saver + ", \"surveyScore\": 2"));
    }
}
