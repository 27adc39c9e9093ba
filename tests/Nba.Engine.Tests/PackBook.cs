namespace Nba.Engine.Tests;

/// <summary>The test book with a bundle, <c>pack</c>: what is asked for of funds, loans and cards.</summary>
internal static class PackBook
{
    private static readonly Lazy<RuleBook> OfTwo = new(() => With("""{"zh": "组合", "en": "Pack", "members": ["fund-offer", "loan-talk"], "prices": [{"kind": "fee", "value": 10}]}"""));

    private static readonly Lazy<RuleBook> OfThree = new(() => With("""{"zh": "组合", "en": "Pack", "members": ["fund-offer", "loan-talk", "card-offer"], "min": 2}"""));

    /// <summary>Of a fund and a loan.</summary>
    public static RuleBook Two => OfTwo.Value;

    /// <summary>Of two of fund, loan and card.</summary>
    public static RuleBook Three => OfThree.Value;

    /// <summary>Products with that bundle.</summary>
    public static string Products(string bundle, string id = "pack") => $"{TestBook.Products.TrimEnd()[..^1]}, \"bundles\": {{\"{id}\": {bundle}}}}}";

    public static RuleBook With(string bundle, params (string Path, string Text)[] files) =>
        TestBook.With([("products.json", Products(bundle)), ("texts/pack.json", Texts), .. files]);

    public static string Texts { get; } = TestBook.Texts("pack").Replace("{customer.daysSinceSalary} days", "of two", StringComparison.Ordinal);

    /// <summary>A customer who may be offered all three, and asked about a fund and a loan on 3 March.</summary>
    public static Scene Asked(RuleBook book)
    {
        var scene = new Scene(book).Known("2026-02-20");
        scene.Event("2026-03-01", "risk.assessed", """{"riskClass": "C3"}""");
        scene.Event("2026-03-01", "balance.reported", """{"balance": 100000}""");
        scene.Event("2026-03-01", "product.opened", """{"product": "account"}""");
        scene.Tick("2026-03-02");
        scene.Tick("2026-03-03");
        scene.Event("2026-03-03T09:00", "interest.shown", """{"product": "fund"}""");
        scene.Event("2026-03-03T09:30", "interest.shown", """{"product": "loan"}""");
        return scene;
    }
}
