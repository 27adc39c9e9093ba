using Nba.Engine.Expressions;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Catalogue;

/// <summary>What the catalogue says of products beside their prices: what they go with, step up from, are meant for and are worth.</summary>
[Course(6)]
public sealed class ProductRelationsTests
{
    [Theory]
    [InlineData("bond-fund-offer", OfferKind.Complement, "wealth-steady")]
    [InlineData("wealth-balanced-offer", OfferKind.Upgrade, "wealth-steady")]
    [InlineData("platinum-card-offer", OfferKind.Upgrade, "gold-card")]
    [InlineData("cash-pooling-offer", OfferKind.Upgrade, "cash-management")]
    public void An_offer_asks_for_what_its_product_goes_with_or_steps_up_from(string action, OfferKind offer, string grounds)
    {
        var definition = ShippedBook.Book.Rules.ByAction[action][0].Action;
        var (product, ground) = (definition.Product!, 1L << ShippedBook.Book.Products.Find(grounds)!.Code);

        Assert.Equal(offer, definition.Offer);
        Assert.Equal(ground, offer == OfferKind.Complement ? product.ComplementOf : product.UpgradeOf);
    }

    [Fact]
    public void A_rule_without_a_value_takes_its_products()
    {
        Assert.Equal(1_200 * Scaled.One, ShippedBook.Book.Rules.ByAction["platinum-card-offer"][0].Value.Value(new Frame()));
        Assert.Equal(480 * Scaled.One, ShippedBook.Book.Rules.ByAction["gold-card-offer"][0].Value.Value(new Frame()));
    }

    [Theory]
    [InlineData("\"requires\": \"account\"", "\"complements\": \"acount\"", ProblemCode.UnknownProduct, "did you mean 'account'?")]
    [InlineData("\"requires\": \"account\"", "\"upgrades\": \"none\"", ProblemCode.UnknownProduct, "'none' is no product")]
    [InlineData("\"requires\": \"account\"", "\"upgrades\": \"card\"", ProblemCode.WrongKind, "'card' is the step up from itself")]
    [InlineData("\"requires\": \"account\"", "\"segments\": \"nobody\"", ProblemCode.UnknownCode, "'nobody' is no segment")]
    public void A_fault_of_the_catalogue_is_told(string from, string to, ProblemCode code, string said)
    {
        Assert.Contains(from, TestBook.Products, StringComparison.Ordinal);
        var problems = TestBook.Load(("products.json", TestBook.Products.Replace(from, to, StringComparison.Ordinal))).Problems;

        Assert.Contains(problems, p => p.Code == code && p.File == "products.json" && p.Message.Contains(said, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"product\": \"fund\", \"offer\": \"upgrade\"", ProblemCode.UnknownProduct, "among its 'upgrades'")]
    [InlineData("\"product\": \"fund\", \"offer\": \"complement\"", ProblemCode.UnknownProduct, "among its 'complements'")]
    [InlineData("\"offer\": \"upgrade\"", ProblemCode.MissingMember, "'product' is missing here")]
    public void An_offer_that_can_never_be_made_is_told(string members, ProblemCode code, string said)
    {
        var problems = TestBook.LoadRule($$$"""{"RuleName": "more", "Properties": {"on": "daily", "action": {"id": "more-call", "purpose": "sales", "channel": "phone", {{{members}}} } } }""", "more-call").Problems;

        Assert.Contains(problems, p => p.Code == code && p.Message.Contains(said, StringComparison.Ordinal));
    }
}
