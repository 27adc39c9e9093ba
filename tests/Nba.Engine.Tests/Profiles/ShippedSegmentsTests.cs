using Nba.House;

namespace Nba.Engine.Tests.Profiles;

/// <summary>The shipped table of segments: companies by turnover, persons by what stands with us, and no one by the other's measure.</summary>
[Course(4)]
public sealed class ShippedSegmentsTests
{
    // A thousand million, a hundred million and twenty million yuan a year.
    [Theory]
    [InlineData(1_000_000_000, "large")]
    [InlineData(999_999_999, "mid")]
    [InlineData(100_000_000, "mid")]
    [InlineData(99_999_999, "potential")]
    [InlineData(20_000_000, "potential")]
    [InlineData(19_999_999, "general")]
    public void A_companys_class_follows_its_turnover(int turnover, string segment) =>
        Assert.Equal(segment, ShippedBook.Fact("segment", $""" "kind": "corporate", "annualTurnover": {turnover} """));

    [Fact]
    public void A_company_of_unknown_turnover_is_general_however_much_stands_in_its_account() =>
        Assert.Equal("general", ShippedBook.Fact("segment", """ "kind": "corporate", "balance90": 8000000 """));

    // Six million and half a million yuan on average over ninety days.
    [Theory]
    [InlineData(6_000_000, "private")]
    [InlineData(5_999_999, "affluent")]
    [InlineData(500_000, "affluent")]
    [InlineData(499_999, "mass")]
    public void A_persons_tier_follows_the_average_balance(int balance, string segment) =>
        Assert.Equal(segment, ShippedBook.Fact("segment", $""" "kind": "personal", "balance90": {balance} """));

    [Fact]
    public void It_is_the_average_that_counts_and_not_todays_balance() =>
        Assert.Equal("mass", ShippedBook.Fact("segment", """ "kind": "personal", "balance": 9000000, "balance90": 100000 """));

    [Theory]
    [InlineData(""" "kind": "personal" """)]
    [InlineData(""" "kind": "prospect" """)]
    public void Who_has_no_balance_with_us_is_one_of_the_many(string facts) => Assert.Equal("mass", ShippedBook.Fact("segment", facts));
}
