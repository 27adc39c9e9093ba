using Nba.Engine.Catalogue;
using Nba.House;

namespace Nba.Engine.Tests.Catalogue;

/// <summary>The shipped catalogue's prices: which term a customer gets, how far a manager may go and who decides beyond it.</summary>
[Course(7)]
public sealed class ShippedPricesTests
{
    private const string Day = "2026-03-02";

    [Theory]
    [InlineData("large-cd", """{"kind": "personal", "balance90": 8000000}""", 1.75)]
    [InlineData("large-cd", """{"kind": "personal", "balance90": 800000}""", 1.65)]
    [InlineData("cash-management", """{"kind": "corporate", "annualTurnover": 2000000000}""", 6000)]
    [InlineData("cash-management", """{"kind": "corporate", "annualTurnover": 200000000}""", 12000)]
    public void A_segment_has_its_price(string product, string facts, decimal price) => Assert.Equal(price, Price(product, facts).Value / 10_000m);

    [Theory]
    [InlineData("time-deposit", """{"kind": "personal", "salaries180": 6}""", 1.4)]
    [InlineData("time-deposit", """{"kind": "personal"}""", 1.35)]
    [InlineData("deposit-agreement", """{"kind": "corporate", "products": ["payroll-service"]}""", 0.65)]
    public void A_relationship_has_its_price(string product, string facts, decimal price) => Assert.Equal(price, Price(product, facts).Value / 10_000m);

    [Theory]
    [InlineData("home-insurance", """{"products": ["mortgage"]}""", 260)]
    [InlineData("home-insurance", "{}", 300)]
    [InlineData("foreign-currency", """{"kind": "personal", "products": ["gold-card"]}""", 40)]
    public void A_bundle_has_its_price(string product, string facts, decimal price) => Assert.Equal(price, Price(product, facts).Value / 10_000m);

    [Fact]
    public void A_discount_is_for_those_who_buy_by_the_electronic_channel()
    {
        Assert.Equal(0.24m, Price("bond-fund", """{"products": ["mobile-banking"]}""").Value / 10_000m);
        Assert.Equal(0.3m, Price("bond-fund", "{}").Value / 10_000m);
    }

    [Fact]
    public void A_new_products_price_ends_with_its_last_day()
    {
        Assert.Equal(1.6m, Price("education-savings", "{}", "2026-12-31").Value / 10_000m);
        Assert.Equal(1.5m, Price("education-savings", "{}", "2027-01-01").Value / 10_000m);
    }

    [Theory]
    [InlineData("time-deposit", PriceKind.DepositRate)]
    [InlineData("mortgage", PriceKind.LendingRate)]
    [InlineData("bond-fund", PriceKind.FeeRate)]
    [InlineData("fx-settlement", PriceKind.ExchangeDiscount)]
    [InlineData("gold-card", PriceKind.Fee)]
    [InlineData("travel-insurance", PriceKind.Premium)]
    public void A_price_is_a_rate_a_discount_on_exchange_a_fee_or_a_premium(string product, PriceKind kind) => Assert.Equal(kind, Price(product, "{}").Kind);

    [Fact]
    public void What_an_insurer_takes_is_a_premium_and_nothing_else_is() =>
        Assert.All(Products(), p => Assert.All(p.Prices, t => Assert.Equal(p.Class == "insurance", t.Kind == PriceKind.Premium)));

    [Fact]
    public void A_bundle_with_an_insurance_says_that_a_premium_is_in_its_price_and_room_is_left_in_the_fee_only()
    {
        var prices = ShippedBook.Book.Bundles.Find("trip-pair")!.Prices;
        var premium = ShippedBook.Book.Products.Find("travel-insurance")!.Prices.Single(p => p.Until is not null).Value;
        var fee = ShippedBook.Book.Products.Find("gold-card")!.Prices.Single(p => p.Limit is not null).Limit!.Value;

        Assert.All(prices, t => Assert.Equal(PriceKind.FeeAndPremium, t.Kind));
        Assert.Equal([premium, premium + fee], prices.Select(t => t.Limit ?? t.Value));
    }

    [Fact, Course(16)]
    public void Every_kind_of_price_but_a_premium_has_room_to_concede_and_somebody_who_decides_beyond_it()
    {
        var terms = Products().SelectMany(p => p.Prices).Concat(ShippedBook.Book.Bundles.All.SelectMany(b => b.Prices)).Where(p => p.Limit is not null).ToList();

        // A premium is the insurer's: the bank has nothing to give away there.
        Assert.Equal(Enum.GetValues<PriceKind>().Except([PriceKind.Premium]), terms.Select(t => t.Kind).Distinct().Order());
        Assert.All(terms.Where(t => !PriceTerm.IsAll(t.Kind, t.Limit!.Value)), t => Assert.Contains(t.Approver!, ShippedBook.Book.Products.Approvers.Keys));
        // Whoever pays a depositor more than the list, or takes less from a borrower, gives something away.
        Assert.All(terms, t => Assert.True(t.Kind is PriceKind.DepositRate or PriceKind.ExchangeDiscount ? t.Limit > t.Value : t.Limit < t.Value));
    }

    private static IEnumerable<Product> Products() => ShippedBook.Book.Products.Names.Select(n => ShippedBook.Book.Products.Find(n)!);

    private static PriceTerm Price(string product, string facts, string day = Day) =>
        ShippedBook.Book.Products.Find(product)!.PriceFor(ShippedBook.Customer(facts, day), Scene.Day(day)) ?? throw new InvalidOperationException($"{product} has no price");
}
