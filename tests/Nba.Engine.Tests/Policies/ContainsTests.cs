using Nba.Engine.Actions;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Policies;

/// <summary>An offer of several products at once is asked about each that the customer lacks.</summary>
[Course(10)]
public sealed class ContainsTests
{
    private const string NoThanks = """ "reason": "not-interested", "by": "customer" """;

    private static readonly RuleBook Book = TestBook.LoadRule(Pack("\"contains\": [\"fund\", \"loan\"]"), "pack").Book!;

    private static string Pack(string what) => $$"""
        {"RuleName": "pack-asked", "Expression": "event.product == \"account\"", "Properties": {"on": "interest.shown",
          "action": {"id": "pack", "purpose": "sales", "channel": "phone", {{what}}, "episode": "none", "value": 900, "expires": "30d"} } }
        """;

    private static Scene Known(string riskClass = "C2")
    {
        var scene = new Scene(Book).Known("2026-03-01");
        scene.Event("2026-03-01", "risk.assessed", $$"""{"riskClass": "{{riskClass}}"}""");
        return scene;
    }

    private static void Ask(Scene scene, string day, string product) => scene.Event(day, "interest.shown", $$"""{"product": "{{product}}"}""");

    [Fact]
    public void Who_declined_one_of_its_products_is_not_offered_it_with_others()
    {
        using var scene = Known();
        Ask(scene, "2026-03-02", "loan");
        scene.Answer("2026-03-02", scene.Open("loan-talk"), "declined", NoThanks);
        Ask(scene, "2026-03-20", "account");
        Assert.Equal(Reason.DeclinedBefore, scene.Why("pack"));

        // What the customer has by now is not offered with it.
        scene.Event("2026-03-21", "product.opened", """{"product": "loan"}""");
        Ask(scene, "2026-03-21", "account");
        Assert.Equal(["pack"], scene.Queue("anna"));
    }

    [Fact]
    public void Who_declined_it_is_not_offered_its_products_alone_either()
    {
        using var scene = Known();
        Ask(scene, "2026-03-02", "account");
        scene.Answer("2026-03-02", scene.Open("pack"), "declined", NoThanks);
        Ask(scene, "2026-03-25", "loan");
        Assert.Equal(Reason.DeclinedBefore, scene.Why("loan-talk"));
    }

    [Fact]
    public void One_product_of_too_high_a_risk_stops_it_unless_the_customer_has_that_already()
    {
        using var scene = Known("C1");
        Ask(scene, "2026-03-02", "account");
        Assert.Equal(Reason.NotSuitable, scene.Why("pack"));
        scene.Event("2026-03-03", "product.opened", """{"product": "fund"}""");
        Ask(scene, "2026-03-03", "account");
        Assert.Equal(ActionStatus.Live, scene.Status("pack"));
    }

    [Theory]
    [InlineData("\"contains\": [\"fond\", \"loan\"]", "did you mean 'fund'?")]
    [InlineData("\"product\": \"card\", \"contains\": [\"fund\", \"loan\"]", "leave one of the two out")]
    public void A_fault_in_it_is_told(string what, string said) =>
        Assert.Contains(TestBook.LoadRule(Pack(what), "pack").Problems, p => p.File == "more.json" && p.Message.Contains(said, StringComparison.Ordinal));
}
