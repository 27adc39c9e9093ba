using Nba.Engine.Actions;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Actions;

/// <summary>The life of an action, from the event or day that raises it to its end and what comes after.</summary>
public sealed class LifeTests
{
    private const string Asked = """{"product": "loan"}""";

    // A customer whose salary stopped on 2026-01-16: on 2026-03-02 it is 45 days.
    private static Scene Stopped(RuleBook? book = null)
    {
        var scene = new Scene(book).Known("2026-01-20");
        foreach (var day in new[] { "2025-09-16", "2025-10-16", "2025-11-16", "2025-12-16", "2026-01-16" }) scene.Event(day, "salary.credited", """{"amount": 8000}""", arrival: "2026-01-21");
        return scene;
    }

    [Fact]
    public void A_daily_rule_raises_on_the_day_its_lines_hold_and_not_the_day_before()
    {
        using var scene = Stopped();
        scene.Tick("2026-03-01");
        Assert.Null(scene.Find("retention-call"));
        scene.Tick("2026-03-02");
        Assert.Equal(["retention-call"], scene.Queue("anna"));
        var record = scene.Records[^1];
        Assert.Equal((Reason.Raised, Scene.Day("2026-03-09").DayNumber), (record.Reason, record.DueOn));
    }

    [Fact]
    public void An_event_raises_at_once_and_a_refused_line_raises_nothing()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-03", "interest.shown", """{"product": "card"}""");
        Assert.Empty(scene.State.Actions.Open);
        scene.Event("2026-03-03", "interest.shown", Asked);
        Assert.Equal(["loan-talk"], scene.Queue("anna"));
    }

    [Fact]
    public void A_refresh_makes_a_version_only_when_what_people_see_changes()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-03", "deposit.opened", """{"deposit": "d1", "amount": 50000, "maturesOn": "2026-03-16"}""");
        scene.Ticks("2026-03-03", "2026-03-04");
        var open = scene.Open("maturity-call");
        var version = open.Version;

        scene.Ticks("2026-03-04", "2026-03-06");
        Assert.Equal(version, open.Version);

        var records = scene.Records.Count;
        scene.Event("2026-03-06", "deposit.opened", """{"deposit": "d1", "amount": 60000, "maturesOn": "2026-03-16"}""");
        Assert.Equal(version, open.Version);
        Assert.Equal((records + 1, false), (scene.Records.Count, scene.Last.IsRecorded));
        Assert.Equal(open.Score, scene.Records[^1].Score);

        scene.Event("2026-03-06", "registered", """{"name": "Li Wei", "kind": "personal"}""");
        Assert.Equal((Reason.Refreshed, true), (scene.Records.Last(r => r.Action == "maturity-call").Reason, open.Version > version));
    }

    [Fact]
    public void Between_ticks_an_action_only_lapses_and_comes_back_when_its_reason_does()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-03T09:00", "complaint.received");
        scene.Event("2026-03-03T10:00", "complaint.closed");
        Assert.Equal(ActionStatus.Lapsed, scene.Status("complaint-call"));
        Assert.Empty(scene.Queue("anna"));

        scene.Event("2026-03-03T11:00", "complaint.received");
        Assert.Equal(ActionStatus.Live, scene.Status("complaint-call"));
        Assert.Equal(["complaint-call"], scene.Queue("anna"));
        Assert.Empty(scene.State.Actions.Ended);
    }

    [Fact]
    public void A_lapse_is_sealed_at_the_next_tick()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-03", "complaint.received");
        scene.Tick("2026-03-04");
        scene.Event("2026-03-04", "complaint.closed");
        scene.Tick("2026-03-05");
        Assert.Null(scene.Find("complaint-call"));
        Assert.Equal(ActionEnd.Withdrawn, Assert.Single(scene.State.Actions.Ended).End);
    }

    [Theory]
    [InlineData("done", "2026-03-12", "2026-03-13")]
    [InlineData("declined", "2026-03-03", "2026-03-04")]
    public void An_ended_action_may_come_back_when_again_says_so(string outcome, string silent, string back)
    {
        using var scene = Stopped(TestBook.With(("book.json", TestBook.Rules.Replace("\"done\": \"90d\"", "\"done\": \"10d\"", StringComparison.Ordinal))));
        scene.Tick("2026-03-02");
        scene.Answer("2026-03-03", scene.Open("retention-call"), outcome);
        Assert.Empty(scene.Queue("anna"));
        if (silent != "2026-03-03") scene.Ticks("2026-03-03", silent);
        Assert.Null(scene.Find("retention-call"));
        scene.Tick(back);
        Assert.Equal(ActionStatus.Live, scene.Status("retention-call"));
    }

    [Fact]
    public void What_the_customer_did_ends_it_as_met()
    {
        using var scene = Stopped();
        scene.Tick("2026-03-02");
        scene.Event("2026-03-03", "salary.credited", """{"amount": 8000}""");
        Assert.Equal((ActionStatus.Lapsed, Reason.Met), (scene.Status("retention-call"), scene.Open("retention-call").Why));
        Assert.Equal(Reason.Met, scene.Records[^1].Reason);
        scene.Tick("2026-03-04");
        Assert.Null(scene.Find("retention-call"));
        Assert.Contains(scene.State.Actions.Ended, e => e.End == ActionEnd.Met);
    }

    [Fact]
    public void Without_an_answer_it_expires_after_its_last_day()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-02", "interest.shown", Asked);
        scene.Ticks("2026-03-02", "2026-04-01");
        Assert.Equal(ActionStatus.Live, scene.Status("loan-talk"));
        scene.Tick("2026-04-02");
        Assert.Null(scene.Find("loan-talk"));
        Assert.Equal(Reason.Expired, scene.Records[^1].Reason);
    }

    [Fact]
    public void An_accepted_action_passes_caps_and_cool_downs()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-02", "interest.shown", Asked);
        scene.Answer("2026-03-02", scene.Open("loan-talk"), "accepted", """ "at": "2026-03-05T10:00:00+08:00" """);
        scene.Contact("2026-03-03", "sales");
        scene.Tick("2026-03-04");
        var open = scene.Open("loan-talk");
        Assert.Equal((ActionStatus.Live, true), (open.Status, open.Accepted));
        Assert.Equal(Scene.At("2026-03-05").UnixMilliseconds, open.AppointmentAt);
    }

    [Fact]
    public void A_refused_consent_withdraws_even_an_accepted_action()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-02", "interest.shown", Asked);
        scene.Answer("2026-03-02", scene.Open("loan-talk"), "accepted");
        scene.Consent("2026-03-03", "sales", "visit", granted: false);
        Assert.Equal((ActionStatus.Lapsed, Reason.ConsentRefused), (scene.Status("loan-talk"), scene.Open("loan-talk").Why));
        Assert.Empty(scene.Queue("anna"));
    }

    [Fact]
    public void A_snoozed_action_leaves_the_queue_until_its_day_and_never_passes_its_last()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-02", "interest.shown", Asked);
        scene.Answer("2026-03-02", scene.Open("loan-talk"), "snoozed", """ "until": "2026-03-05" """);
        Assert.Equal((ActionStatus.Snoozed, 0), (scene.Status("loan-talk"), scene.Queue("anna").Count));
        scene.Ticks("2026-03-02", "2026-03-04");
        Assert.Equal(ActionStatus.Snoozed, scene.Status("loan-talk"));
        scene.Tick("2026-03-05");
        Assert.Equal(["loan-talk"], scene.Queue("anna"));
        Assert.Equal(Reason.Released, scene.Records[^1].Reason);

        scene.Answer("2026-03-05", scene.Open("loan-talk"), "snoozed", """ "until": "2027-01-01" """);
        scene.Ticks("2026-03-05", "2026-03-31");
        Assert.Equal(ActionStatus.Snoozed, scene.Status("loan-talk"));
        scene.Tick("2026-04-01");
        Assert.Equal(ActionStatus.Live, scene.Status("loan-talk"));
    }
}
