using Nba.Engine.Actions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Actions;

/// <summary>What an action that its manager accepted outlives, what holds it, and what ends it all the same.</summary>
public sealed class AcceptedTests
{
    // A fund was asked for, suits the customer, and the manager has accepted to talk about it.
    private static Scene Accepted(RuleBook? book = null)
    {
        var scene = new Scene(book).Known("2026-03-01");
        scene.Event("2026-03-01", "risk.assessed", """{"riskClass": "C2"}""");
        scene.Event("2026-03-01", "balance.reported", """{"balance": 50000}""");
        scene.Event("2026-03-02T09:00", "interest.shown", """{"product": "fund"}""");
        scene.Answer("2026-03-02T10:00", scene.Open("fund-offer"), "accepted");
        return scene;
    }

    [Fact]
    public void What_no_longer_suits_stays_until_a_complaint_holds_it_and_comes_back_when_that_is_closed()
    {
        using var scene = Accepted();
        scene.Event("2026-03-03", "risk.assessed", """{"riskClass": "C1"}""");
        Assert.Equal(["fund-offer"], scene.Queue("anna"));

        scene.Event("2026-03-04", "complaint.received");
        Assert.Equal((ActionStatus.Held, Reason.HeldByPolicy), (scene.Status("fund-offer"), scene.Open("fund-offer").Why));
        Assert.Equal(["complaint-call"], scene.Queue("anna"));
        scene.Tick("2026-03-05");
        Assert.Equal(["complaint-call"], scene.Queue("anna"));

        scene.Event("2026-03-05", "complaint.closed");
        Assert.Equal((ActionStatus.Live, true), (scene.Status("fund-offer"), scene.Open("fund-offer").Accepted));
    }

    [Fact]
    public void A_refused_consent_ends_it_when_its_lines_hold_no_longer_too()
    {
        using var scene = Accepted();
        scene.Event("2026-03-03T09:00", "balance.reported", """{"balance": 500}""");
        Assert.Equal(["fund-offer"], scene.Queue("anna"));
        scene.Consent("2026-03-03T10:00", "sales", "phone", granted: false);
        Assert.Equal((ActionStatus.Lapsed, Reason.ConsentRefused), (scene.Status("fund-offer"), scene.Open("fund-offer").Why));
        Assert.Empty(scene.Queue("anna"));
    }

    [Fact]
    public void A_refused_consent_ends_it_when_an_earlier_gate_stopped_it_too()
    {
        using var scene = Accepted();
        scene.Event("2026-03-03T09:00", "risk.assessed", """{"riskClass": "C1"}""");
        scene.Consent("2026-03-03T10:00", "sales", "phone", granted: false);
        Assert.Equal((ActionStatus.Lapsed, Reason.ConsentRefused), (scene.Status("fund-offer"), scene.Open("fund-offer").Why));
        Assert.Empty(scene.Queue("anna"));
    }

    [Fact]
    public void What_the_customer_did_ends_it_while_a_complaint_is_open()
    {
        var rules = TestBook.Rules.Replace("\"product\": \"fund\", ", "\"product\": \"fund\", \"met\": \"customer.balance < 1000\", ", StringComparison.Ordinal);
        using var scene = Accepted(TestBook.With(("book.json", rules)));
        scene.Event("2026-03-03", "complaint.received");
        Assert.Equal(ActionStatus.Held, scene.Status("fund-offer"));
        scene.Event("2026-03-04", "balance.reported", """{"balance": 500}""");
        Assert.Equal((ActionStatus.Lapsed, Reason.Met), (scene.Status("fund-offer"), scene.Open("fund-offer").Why));
        scene.Tick("2026-03-05");
        Assert.Null(scene.Find("fund-offer"));
    }
}
