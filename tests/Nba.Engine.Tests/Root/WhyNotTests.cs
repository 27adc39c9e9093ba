using Nba.Engine.Actions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Root;

/// <summary>What is answered of an action that a customer has not: the first gate or line in its way, what that read, and the least change that would let it pass.</summary>
public sealed class WhyNotTests
{
    private const string Gated = """
        {"RuleName": "tried", "Expression": "customer.balance > 100", "Properties": {"on": "daily",
         "action": {"id": "tried", "purpose": "service", "channel": "phone", "episode": "none", "eligibility": ["customer.salaries > 3", "customer.riskClass == \"C2\""]}}}
        """;

    [Fact]
    public void A_gates_line_is_told_with_what_it_read_and_the_least_change()
    {
        using var scene = new Scene(Book()).Known("2026-01-01");
        scene.Event("2026-01-03", "balance.reported", """{"balance": 200}""");
        scene.Event("2026-01-03", "salary.credited", """{"amount": 9000}""");
        var occasion = Assert.Single(Ask(scene, "tried", "2026-01-04").Occasions);
        Assert.Equal((Reason.NotEligible, (ActionStatus?)null, false), (occasion.Verdict.Reason, occasion.Status, occasion.Stands));
        Assert.Equal("customer.salaries = 1", Assert.Single(Assert.Single(occasion.Line!.Lines).Values).ToString());
        Assert.Equal("customer.salaries: 1 -> 4 or more", Assert.Single(occasion.Line.Least!.Changes).ToString());
    }

    [Fact]
    public void A_fact_that_is_not_known_stops_and_is_named()
    {
        using var scene = new Scene(Book()).Known("2026-01-01");
        scene.Event("2026-01-03", "balance.reported", """{"balance": 200}""");
        for (var i = 0; i < 4; i++) scene.Event("2026-01-03", "salary.credited", """{"amount": 9000}""");
        var occasion = Assert.Single(Ask(scene, "tried", "2026-01-04").Occasions);
        Assert.Equal(Reason.UnknownFact, occasion.Verdict.Reason);
        Assert.Equal("customer.riskClass = null", Assert.Single(occasion.Line!.Lines[0].Values).ToString());
    }

    [Fact]
    public void A_rule_that_wants_nothing_is_told_by_its_first_failing_line()
    {
        using var scene = new Scene().Known("2026-01-01");
        for (var month = 1; month <= 6; month++) scene.Event($"2025-{month + 6:00}-15", "salary.credited", """{"amount": 9000}""");
        var found = Ask(scene, "retention-call", "2026-01-20");
        Assert.Empty(found.Occasions);
        var rule = Assert.Single(found.Rules);
        Assert.Equal(("salary-stopped", Reason.LineFailed), (rule.Rule.Name, rule.Reason));
        Assert.Equal("customer.daysSinceSalary: 36 -> 45 or more", Assert.Single(rule.Facts!.Least!.Changes).ToString());
    }

    [Fact]
    public void What_will_be_raised_at_the_next_look_is_coming_and_then_stands()
    {
        using var scene = new Scene().Known("2026-01-01");
        for (var month = 1; month <= 6; month++) scene.Event($"2025-{month + 6:00}-15", "salary.credited", """{"amount": 9000}""");
        var coming = Assert.Single(Ask(scene, "retention-call", "2026-01-29").Occasions);
        Assert.True(coming is { IsLive: true, Stands: false });
        Assert.Null(scene.Status("retention-call"));
        scene.Tick("2026-01-29");
        var stands = Assert.Single(Ask(scene, "retention-call", "2026-01-29").Occasions);
        Assert.True(stands is { IsLive: true, Stands: true });
        Assert.Equal(coming.Id, stands.Id);
    }

    [Fact]
    public void What_its_owner_put_off_is_held_until_that_day()
    {
        using var scene = new Scene().Known("2026-01-01");
        scene.Event("2026-01-03", "complaint.received");
        scene.Answer("2026-01-03", scene.Open("complaint-call"), "snoozed", "\"until\": \"2026-01-09\"");
        var occasion = Assert.Single(Ask(scene, "complaint-call", "2026-01-04").Occasions);
        Assert.Equal((ActionStatus.Snoozed, Reason.Snoozed, (DateOnly?)new DateOnly(2026, 1, 9)), (occasion.Status, occasion.Verdict.Reason, occasion.Verdict.Until));
    }

    [Fact]
    public void What_is_raised_ahead_of_its_first_day_is_in_no_queue_before_that()
    {
        var load = TestBook.LoadRule("""{"RuleName": "tried", "Expression": "item.amount > 50", "Properties": {"on": "daily", "each": "deposit", "action": {"id": "tried", "purpose": "service", "channel": "phone", "episode": "item.maturesOn", "notBefore": "item.maturesOn - 3d"}}}""", "tried");
        using var scene = new Scene(load.Book ?? throw new InvalidOperationException(string.Join('\n', load.Problems))).Known("2026-01-01");
        scene.Event("2026-01-03", "deposit.opened", """{"deposit": "D1", "amount": 100, "maturesOn": "2026-01-20"}""");
        scene.Tick("2026-01-04");
        var early = Assert.Single(Ask(scene, "tried", "2026-01-04").Occasions);
        Assert.Equal((false, true, Reason.NotYet, (DateOnly?)new DateOnly(2026, 1, 17)), (early.IsLive, early.Stands, early.Verdict.Reason, early.Verdict.Until));
        Assert.True(Assert.Single(Ask(scene, "tried", "2026-01-17").Occasions).IsLive);
    }

    [Fact]
    public void A_rule_that_waits_for_an_activity_says_for_which()
    {
        using var scene = new Scene().Known("2026-01-01");
        scene.Event("2026-01-03", "balance.reported", """{"balance": 5000}""");
        var rule = Assert.Single(Ask(scene, "fund-offer", "2026-01-04").Rules);
        Assert.Equal(Reason.NotOn, rule.Reason);
        Assert.True(rule.Facts!.Holds);
        Assert.Equal(["interest.shown"], rule.Rule.Events.Select(e => e.Name));
        Assert.Equal("event.product == \"fund\"", Assert.Single(rule.Asked).Text);
    }

    [Fact]
    public void Of_several_things_the_nearest_is_told_and_having_none_too()
    {
        using var scene = new Scene().Known("2026-01-01");
        Assert.Equal((Reason.LineFailed, null), (Ask(scene, "maturity-call", "2026-01-04").Rules[0].Reason, Ask(scene, "maturity-call", "2026-01-04").Rules[0].Facts));
        scene.Event("2026-01-03", "deposit.opened", """{"deposit": "D1", "amount": 100, "maturesOn": "2026-01-02"}""");
        scene.Event("2026-01-03", "deposit.opened", """{"deposit": "D2", "amount": 100, "maturesOn": "2026-09-10"}""");
        var rule = Assert.Single(Ask(scene, "maturity-call", "2026-01-04").Rules);
        Assert.Equal("D1", rule.Subject);
        Assert.Equal("item.daysToMaturity >= 0", rule.Facts!.FirstFailing!.Text);
    }

    [Fact]
    public void A_rule_for_others_is_told_as_such()
    {
        using var scene = new Scene();
        scene.Event("2026-01-01", "registered", """{"name": "Li", "kind": "corporate"}""");
        var rule = Assert.Single(Ask(scene, "birthday-card", "2026-01-04").Rules);
        Assert.Equal((Reason.OtherKind, null), (rule.Reason, rule.Facts));
    }

    [Fact]
    public void A_missing_consent_stops_without_a_line()
    {
        using var scene = new Scene();
        scene.Event("2026-01-01", "registered", """{"name": "Li", "kind": "personal", "bornOn": "1980-01-05"}""");
        var occasion = Assert.Single(Ask(scene, "birthday-card", "2026-01-04").Occasions);
        Assert.Equal((Reason.ConsentUnknown, null), (occasion.Verdict.Reason, occasion.Line));
    }

    [Fact]
    public void What_its_manager_accepted_stands_although_its_line_holds_no_more()
    {
        using var scene = new Scene().Known("2026-01-01");
        scene.Event("2026-01-03", "complaint.received");
        scene.Answer("2026-01-03", scene.Open("complaint-call"), "accepted", "\"at\": \"2026-01-06T10:00:00+08:00\"");
        scene.Event("2026-01-04", "complaint.closed");
        scene.Tick("2026-01-05");
        Assert.Equal(ActionStatus.Live, scene.Status("complaint-call"));
        Assert.True(Assert.Single(Ask(scene, "complaint-call", "2026-01-05").Occasions) is { IsLive: true, Stands: true });
    }

    [Fact]
    public void What_ends_by_its_last_day_is_told_as_expired()
    {
        using var scene = new Scene().Known("2026-01-01");
        scene.Event("2026-01-03", "balance.reported", """{"balance": 5000}""");
        scene.Event("2026-01-03", "risk.assessed", """{"riskClass": "C3"}""");
        scene.Event("2026-01-04", "interest.shown", """{"product": "fund"}""");
        Assert.Equal(ActionStatus.Live, scene.Status("fund-offer"));
        var occasion = Assert.Single(Ask(scene, "fund-offer", "2026-01-20").Occasions);
        Assert.Equal((Reason.Expired, (ActionStatus?)null), (occasion.Verdict.Reason, occasion.Status));
    }

    [Fact]
    public void A_rule_of_every_hour_is_asked_for_the_hour()
    {
        var load = TestBook.LoadRule("""{"RuleName": "tried", "Expression": "customer.balance > 100", "Properties": {"on": "hourly", "action": {"id": "tried", "purpose": "service", "channel": "phone", "episode": "none"}}}""", "tried");
        using var scene = new Scene(load.Book ?? throw new InvalidOperationException(string.Join('\n', load.Problems))).Known("2026-01-01");
        scene.Event("2026-01-03", "balance.reported", """{"balance": 200}""");
        Assert.True(Assert.Single(Ask(scene, "tried", "2026-01-04").Occasions) is { IsLive: true, Stands: false });
    }

    [Fact]
    public void Before_a_bank_goes_live_nothing_is_raised()
    {
        using var scene = new Scene().Known("2026-01-01");
        var found = Ask(scene, "complaint-call", "2026-01-04", Circumstances.Live with { AwaitsGoLive = true });
        Assert.Equal(Reason.History, found.Nothing?.Reason);
    }

    [Fact]
    public void Of_a_merged_customer_the_one_that_stays_is_named()
    {
        using var scene = new Scene().Known("2026-01-01");
        scene.Event("2026-01-03", "customer.merged", """{"into": "c2"}""");
        var found = Ask(scene, "complaint-call", "2026-01-04");
        Assert.Equal((Reason.Forwarded, "c2"), (found.Nothing?.Reason, found.Nothing?.Detail));
    }

    private static RuleBook Book()
    {
        var load = TestBook.LoadRule(Gated, "tried");
        return load.Book ?? throw new InvalidOperationException(string.Join('\n', load.Problems));
    }

    // Of a copy, as from a store: the scene goes on as if nobody had asked.
    private static WhyNotReport Ask(Scene scene, string action, string day, Circumstances? circumstances = null)
    {
        var state = new CustomerState(scene.Book.Vocabulary);
        state.Reset(scene.State.Customer);
        scene.Book.Codec.Read(scene.Bytes(), state);
        using var inquiry = new WhyNot(scene.Book);
        return inquiry.Ask(state, circumstances ?? scene.Decider.Circumstances, action, Scene.At(day));
    }
}
