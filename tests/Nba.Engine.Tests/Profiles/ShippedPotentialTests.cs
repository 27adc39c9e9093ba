using Nba.House;

namespace Nba.Engine.Tests.Profiles;

/// <summary>How much of a customer's business the shipped rules suppose elsewhere: by the share of settlement, by salary and kinds of product.</summary>
[Course(3)]
public sealed class ShippedPotentialTests
{
    private const string Mid = "\"kind\": \"corporate\", \"annualTurnover\": 120000000, \"settlementBaseline\": ";
    private const string Person = "\"kind\": \"personal\", \"products\": ";
    private const string Three = "[\"current-account\", \"time-deposit\", \"large-cd\", \"credit-card\"], ";
    private const string Four = "[\"current-account\", \"time-deposit\", \"credit-card\", \"mobile-banking\"], ";

    // Products of one line are one kind.
    private static readonly string[][] Personal =
    [
        ["current-account"], ["time-deposit", "large-cd", "structured-deposit", "education-savings"], ["wealth-steady", "wealth-balanced", "bond-fund"],
        ["credit-card", "gold-card", "platinum-card"], ["consumer-loan", "mortgage"], ["travel-insurance", "home-insurance", "family-insurance"],
        ["pension-account"], ["mobile-banking"],
    ];

    private static readonly string[][] Corporate =
    [
        ["current-account"], ["payroll-service"], ["cash-management", "cash-pooling"], ["e-banking"], ["working-capital-loan", "supply-chain-loan"],
        ["fx-settlement"], ["corporate-card"], ["deposit-agreement", "time-deposit", "large-cd", "structured-deposit"],
    ];

    // Two million a month are a fifth of the turnover, five million a half.
    [Theory]
    [InlineData(Mid + "1999900", "high")]
    [InlineData(Mid + "2000000", "medium")]
    [InlineData(Mid + "4999900", "medium")]
    [InlineData(Mid + "5000000", "low")]
    [InlineData("\"kind\": \"corporate\", \"annualTurnover\": 1200000000, \"settlementBaseline\": 19999000", "high")]
    [InlineData("\"kind\": \"corporate\", \"annualTurnover\": 60000000, \"settlementBaseline\": 900000", "medium")]
    [InlineData("\"kind\": \"corporate\", \"annualTurnover\": 120000000", "low")]
    public void A_companys_potential_is_what_it_settles_elsewhere_and_high_from_the_mid_class_on(string facts, string potential) =>
        Assert.Equal(potential, ShippedBook.Fact("potential", facts));

    [Theory]
    [InlineData("\"kind\": \"corporate\", \"annualTurnover\": 60000000, \"settlementBaseline\": 1000000", "20")]
    [InlineData("\"kind\": \"corporate\", \"annualTurnover\": 60000000", "100")]
    [InlineData("\"kind\": \"corporate\", \"annualTurnover\": 0, \"settlementBaseline\": 1000000", "100")]
    public void Settlement_that_is_not_known_is_supposed_to_be_with_us(string facts, string share) =>
        Assert.Equal(share, ShippedBook.Fact("settlementShare", facts));

    // A salary of twenty thousand a month, or any salary, or fifty thousand sent to accounts elsewhere; and three kinds of product at most.
    [Theory]
    [InlineData(Person + Three + "\"salaryBaseline\": 20000, \"salaries180\": 6", "high")]
    [InlineData(Person + Four + "\"salaryBaseline\": 20000, \"salaries180\": 6", "low")]
    [InlineData(Person + Three + "\"salaryBaseline\": 19999.99, \"salaries180\": 6", "medium")]
    [InlineData(Person + Three + "\"salaries180\": 2", "low")]
    [InlineData(Person + Three + "\"transferOut30\": 50000", "medium")]
    [InlineData(Person + Three + "\"transferOut30\": 49999.99", "low")]
    [InlineData(Person + Four + "\"transferOut30\": 50000", "low")]
    public void A_persons_potential_is_money_seen_with_few_kinds_of_product(string facts, string potential) =>
        Assert.Equal(potential, ShippedBook.Fact("potential", facts));

    [Theory]
    [InlineData("2026-03-01", "medium")]
    [InlineData("2026-02-01", "low")]
    public void A_prospects_potential_is_that_they_ask_again_and_again(string asked, string potential) =>
        Assert.Equal(potential, ShippedBook.Fact("potential", $"\"kind\": \"prospect\", \"lastInterestOn\": \"{asked}\", \"interests90\": 2"));

    [Fact]
    public void Kinds_of_product_are_counted_and_not_products()
    {
        Kinds("personal", Personal);
        Kinds("corporate", Corporate);
    }

    private static void Kinds(string kind, string[][] lines)
    {
        string? Count(IEnumerable<string> products) =>
            ShippedBook.Fact("productClasses", $"\"kind\": \"{kind}\", \"products\": [{string.Join(',', products.Select(TestBook.Quote))}]");

        Assert.Equal("0", Count(["private-banking"]));
        Assert.All(lines, line => Assert.Equal("1", Count(line)));
        Assert.All(lines.SelectMany(l => l), product => Assert.Equal("1", Count([product])));
        Assert.Equal("8", Count(lines.SelectMany(l => l)));
    }
}
