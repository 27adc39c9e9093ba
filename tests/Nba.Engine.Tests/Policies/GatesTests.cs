using Nba.Engine.Actions;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Policies;

/// <summary>Each gate in its turn, asked through decisions: law and consent stop, caps and complaints hold, duty passes caps.</summary>
public sealed class GatesTests : IDisposable
{
    private const string Loan = """{"product": "loan"}""";
    private const string Fund = """{"product": "fund"}""";
    private readonly Scene _scene = new Scene().Known("2026-03-01");

    [Fact]
    [Course(6, 10)]
    public void A_product_above_the_risk_class_or_an_unknown_class_is_not_offered()
    {
        Offered();
        Assert.Equal(Reason.UnknownFact, _scene.Why("fund-offer"));
        Assess("C1");
        _scene.Event("2026-03-03T11:00", "interest.shown", Fund);
        Assert.Equal(Reason.NotSuitable, _scene.Why("fund-offer"));
        Assess("C2");
        Assert.Equal(ActionStatus.Live, _scene.Status("fund-offer"));
    }

    [Fact]
    [Course(10)]
    public void An_assessment_older_than_it_is_fresh_is_none()
    {
        _scene.Event("2025-02-20", "risk.assessed", """{"riskClass": "C3"}""", arrival: "2026-03-01");
        Offered();
        Assert.Equal(Reason.UnknownFact, _scene.Why("fund-offer"));
    }

    [Fact]
    [Course(6, 10)]
    public void What_the_customer_has_or_lacks_the_ground_for_is_not_sold()
    {
        Abroad("2026-03-03");
        Assert.Equal(Reason.MissingPrerequisite, _scene.Why("card-offer"));
        _scene.Event("2026-03-03T11:00", "product.opened", """{"product": "account"}""");
        Assert.Equal(ActionStatus.Live, _scene.Status("card-offer"));
        _scene.Event("2026-03-03T12:00", "product.opened", """{"product": "card"}""");
        Assert.Equal((ActionStatus.Lapsed, Reason.HasProduct), (_scene.Status("card-offer"), _scene.Open("card-offer").Why));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, Reason.ConsentRefused)]
    [InlineData(null, Reason.ConsentUnknown)]
    [Course(8, 10)]
    public void Sales_needs_consent_granted(bool? consent, Reason? why)
    {
        using var scene = new Scene();
        scene.Event("2026-03-01", "customer.assigned", """{"a": "anna"}""");
        if (consent is { } granted) scene.Consent("2026-03-01", "sales", "visit", granted);
        scene.Event("2026-03-03", "interest.shown", Loan);
        Assert.Equal(why ?? Reason.Passed, scene.Why("loan-talk"));
        Assert.Equal(why is null ? ActionStatus.Live : null, scene.Status("loan-talk"));
    }

    [Fact]
    [Course(14)]
    public void Service_needs_no_consent_but_obeys_a_refusal_and_duty_obeys_none()
    {
        var book = TestBook.Default;
        using var scene = new Scene(book);
        Deposit(scene);
        Assert.Equal(ActionStatus.Live, scene.Status("top-up"));
        scene.Consent("2026-03-03T11:00", "service", "phone", granted: false);
        Assert.Equal((ActionStatus.Lapsed, Reason.ConsentRefused), (scene.Status("top-up"), scene.Open("top-up").Why));
        scene.Consent("2026-03-03T11:00", "duty", "phone", granted: false);
        scene.Event("2026-03-03T12:00", "complaint.received");
        Assert.Equal(ActionStatus.Live, scene.Status("complaint-call"));
    }

    [Fact]
    [Course(14)]
    public void Of_two_answers_about_consent_the_later_event_counts_and_a_refusal_at_equal_times()
    {
        _scene.Consent("2026-03-05", "sales", "visit", granted: false);
        _scene.Consent("2026-03-04", "sales", "visit", granted: true);
        Assert.False(_scene.State.Ledger.Consent(3, 1));
        _scene.Consent("2026-03-05", "sales", "visit", granted: true);
        Assert.False(_scene.State.Ledger.Consent(3, 1));
        _scene.Consent("2026-03-06", "sales", "visit", granted: true);
        Assert.True(_scene.State.Ledger.Consent(3, 1));
    }

    [Theory]
    [InlineData("sales", "2026-03-16", "2026-03-17")]
    [InlineData("service", "2026-03-04", "2026-03-05")]
    [InlineData("care", null, "2026-03-04")]
    [Course(12)]
    public void The_cool_down_depends_on_the_last_contacts_purpose_and_the_next_ones(string last, string? held, string free)
    {
        _scene.Contact("2026-03-03", last, channel: "message");
        foreach (var (day, why) in new[] { (held, Reason.CoolDown), (free, Reason.Passed) })
        {
            if (day is null) continue;
            _scene.Event(day, "interest.shown", Loan);
            Assert.Equal(why, _scene.Why("loan-talk"));
        }
    }

    [Fact]
    public void A_sales_call_five_days_ago_holds_sales_and_not_service()
    {
        _scene.Contact("2026-03-03", "sales", channel: "message");
        _scene.Event("2026-03-08", "interest.shown", Loan);
        Deposit(_scene, "2026-03-08");
        Assert.Equal((ActionStatus.Held, ActionStatus.Live), (_scene.Status("loan-talk"), _scene.Status("top-up")));
    }

    [Fact]
    public void A_contact_never_holds_the_actions_of_its_own_day()
    {
        _scene.Contact("2026-03-03", "sales", channel: "message");
        _scene.Event("2026-03-03T12:00", "interest.shown", Loan);
        Assert.Equal(ActionStatus.Live, _scene.Status("loan-talk"));
        _scene.Tick("2026-03-04");
        Assert.Equal(ActionStatus.Held, _scene.Status("loan-talk"));
    }

    [Fact]
    public void A_cap_holds_until_the_oldest_contact_leaves_it_and_one_person_channel_and_day_is_one_contact()
    {
        foreach (var day in new[] { "2026-03-02", "2026-03-02", "2026-03-05" }) _scene.Contact(day, "care");
        Deposit(_scene, "2026-03-06");
        Assert.Equal(ActionStatus.Live, _scene.Status("top-up"));
        _scene.Contact("2026-03-07", "care");
        _scene.Tick("2026-03-08");
        Assert.Equal((ActionStatus.Held, Reason.Cap), (_scene.Status("top-up"), _scene.Open("top-up").Why));
        _scene.Ticks("2026-03-08", "2026-03-31");
        Assert.Equal(ActionStatus.Held, _scene.Status("top-up"));
        _scene.Tick("2026-04-01");
        Assert.Equal(ActionStatus.Live, _scene.Status("top-up"));
    }

    [Fact]
    [Course(10, 14)]
    public void Caps_per_channel_and_category_count_only_their_own()
    {
        _scene.Contact("2026-02-01", "sales", channel: "visit", category: "other");
        _scene.Event("2026-03-20", "interest.shown", Loan);
        Assert.Equal(Reason.Cap, _scene.Why("loan-talk"));
        using var other = new Scene().Known("2026-01-10");
        other.Contact("2026-02-01", "sales", channel: "phone", category: "credit");
        other.Event("2026-03-20", "interest.shown", Loan);
        Assert.Equal(Reason.Cap, other.Why("loan-talk"));
        using var third = new Scene().Known("2026-01-10");
        third.Contact("2026-02-01", "sales", channel: "phone", category: "other");
        third.Event("2026-03-20", "interest.shown", Loan);
        Assert.Equal(ActionStatus.Live, third.Status("loan-talk"));
    }

    [Fact]
    public void Duty_passes_caps_cool_downs_and_holds()
    {
        for (var day = 2; day < 8; day++) _scene.Contact($"2026-03-0{day}", "sales");
        _scene.Event("2026-03-08", "complaint.received");
        Assert.Equal(ActionStatus.Live, _scene.Status("complaint-call"));
    }

    [Fact]
    [Course(12)]
    public void A_bad_time_blocks_the_action_for_two_weeks_and_nothing_else()
    {
        _scene.Event("2026-03-03", "interest.shown", Loan);
        Decline("2026-03-03T11:00", "bad-time", "manager");
        _scene.Event("2026-03-16", "interest.shown", Loan);
        Assert.Equal(Reason.DeclinedBefore, _scene.Why("loan-talk"));
        _scene.Event("2026-03-17", "interest.shown", Loan);
        Assert.Equal(ActionStatus.Live, _scene.Status("loan-talk"));
    }

    [Fact]
    [Course(12)]
    public void Not_interested_doubles_with_every_decline()
    {
        var book = TestBook.With(("policies/contact.json", "{}"));
        using var scene = new Scene(book).Known("2026-01-01");
        foreach (var (on, silent, free) in new[] { ("2026-01-05", "2026-04-04", "2026-04-05"), ("2026-04-05", "2026-10-01", "2026-10-02") })
        {
            if (scene.Find("loan-talk") is null) scene.Event(on, "interest.shown", Loan);
            scene.Answer(on + "T12:00", scene.Open("loan-talk"), "declined", """ "reason": "not-interested", "by": "customer" """);
            scene.Event(silent, "interest.shown", Loan);
            Assert.Equal(Reason.DeclinedBefore, scene.Why("loan-talk"));
            scene.Event(free, "interest.shown", Loan);
            Assert.Equal(ActionStatus.Live, scene.Status("loan-talk"));
        }
    }

    [Fact]
    public void A_manager_who_says_not_interested_blocks_nothing_where_the_table_asks_the_customer()
    {
        _scene.Event("2026-03-03", "interest.shown", Loan);
        Decline("2026-03-03T11:00", "not-interested", "manager");
        _scene.Event("2026-03-04", "interest.shown", Loan);
        Assert.Equal(ActionStatus.Live, _scene.Status("loan-talk"));
    }

    [Fact]
    [Course(12)]
    public void A_decline_without_days_lasts_until_what_revives_it()
    {
        _scene.Event("2026-03-03", "interest.shown", Loan);
        Decline("2026-03-03T11:00", "not-suitable", "manager");
        _scene.Event("2027-03-03", "interest.shown", Loan);
        Assert.Equal(Reason.DeclinedBefore, _scene.Why("loan-talk"));
        _scene.Event("2027-03-04", "risk.assessed", """{"riskClass": "C1"}""");
        _scene.Event("2027-03-05", "interest.shown", Loan);
        Assert.Equal(ActionStatus.Live, _scene.Status("loan-talk"));
    }

    [Fact]
    [Course(10)]
    public void Of_two_offers_in_conflict_the_loser_is_held_until_the_winner_ends()
    {
        Assess("C3");
        _scene.Event("2026-03-02", "product.opened", """{"product": "account"}""");
        Offered();
        Abroad("2026-03-03");
        Assert.Equal((ActionStatus.Held, Reason.LostConflict), (_scene.Status("fund-offer"), _scene.Open("fund-offer").Why));
        _scene.Answer("2026-03-03T12:00", _scene.Open("card-offer"), "done");
        Assert.Equal(ActionStatus.Live, _scene.Status("fund-offer"));
    }

    public void Dispose() => _scene.Dispose();

    private void Offered()
    {
        _scene.Event("2026-03-03", "balance.reported", """{"balance": 5000}""");
        _scene.Event("2026-03-03", "interest.shown", Fund);
    }

    private void Assess(string riskClass) => _scene.Event("2026-03-03T10:30", "risk.assessed", $$"""{"riskClass": "{{riskClass}}"}""", arrival: "2026-03-03T11:00", id: riskClass);

    private void Abroad(string day) => _scene.Event(day, "card.used", """{"amount": 900, "abroad": true}""");

    private void Decline(string time, string reason, string by) => _scene.Answer(time, _scene.Open("loan-talk"), "declined", $$""" "reason": "{{reason}}", "by": "{{by}}" """);

    private static void Deposit(Scene scene, string day = "2026-03-03") =>
        scene.Event(day, "deposit.opened", """{"deposit": "d1", "amount": 200000, "maturesOn": "2027-03-12"}""");
}
