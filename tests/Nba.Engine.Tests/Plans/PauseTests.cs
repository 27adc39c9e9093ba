using Nba.Engine.Actions;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Plans;

/// <summary>What pauses a plan: its steps wait and their clock stands still.</summary>
[Course(15)]
public sealed class PauseTests
{
    [Fact]
    public void What_the_contact_policy_holds_pauses_a_plan_that_says_nothing_itself()
    {
        using var scene = UnderWay(TestBook.Default);
        scene.Event("2026-03-03", "complaint.received");
        Assert.Equal((ActionStatus.Held, Reason.PlanPaused), (scene.Status("welcome-call"), scene.Open("welcome-call").Why));
        Assert.DoesNotContain("welcome-call", scene.Queue("anna"));

        scene.Ticks("2026-03-03", "2026-03-05");
        scene.Event("2026-03-05", "complaint.closed");
        Assert.Equal(ActionStatus.Live, scene.Status("welcome-call"));
        Assert.Equal(Scene.Day("2026-04-03").DayNumber, scene.Open("welcome-call").Expires);
    }

    [Fact]
    public void The_clock_of_the_next_step_stands_still()
    {
        using var scene = UnderWay(TestBook.Default);
        scene.Answer("2026-03-03", scene.Open("welcome-call"), "done");
        scene.Event("2026-03-05", "complaint.received");
        scene.Ticks("2026-03-05", "2026-03-12");
        Assert.Equal([], scene.Queue("anna").Where(a => a == "follow-up-call"));
        scene.Store();
        scene.Event("2026-03-12", "complaint.closed");
        scene.Ticks("2026-03-12", "2026-03-16");
        Assert.Null(scene.Find("follow-up-call"));
        scene.Tick("2026-03-17");
        Assert.Equal(["follow-up-call"], scene.Queue("anna"));
    }

    [Fact]
    public void A_step_that_falls_due_on_the_day_of_the_pause_waits_and_says_why()
    {
        using var scene = UnderWay(TestBook.Default);
        scene.Answer("2026-03-03", scene.Open("welcome-call"), "done");
        scene.Ticks("2026-03-03", "2026-03-09");
        scene.Event("2026-03-09", "complaint.received");
        scene.Tick("2026-03-10");
        Assert.Null(scene.Find("follow-up-call"));
        scene.Event("2026-03-10", "complaint.closed");
        scene.Tick("2026-03-11");
        Assert.Equal(["follow-up-call"], scene.Queue("anna"));

        using var begun = new Scene();
        begun.Event("2026-03-02T08:00", "complaint.received");
        begun.Event("2026-03-02T09:00", "customer.assigned", """{"a": "anna", "branch": "west"}""");
        begun.Event("2026-03-02T10:00", "registered", """{"name": "Li", "kind": "personal"}""");
        Assert.Equal((null, Reason.PlanPaused), (begun.Find("welcome-call"), begun.Why("welcome-call")));
        Assert.True(begun.Last.IsRecorded);
    }

    [Fact]
    public void A_plan_may_say_when_it_pauses_or_that_it_never_does()
    {
        using var never = UnderWay(Plan("[]"));
        never.Event("2026-03-03", "complaint.received");
        Assert.Contains("welcome-call", never.Queue("anna"));

        using var own = UnderWay(Plan("[\"customer.balance < 100\"]"));
        own.Event("2026-03-03", "complaint.received");
        Assert.Contains("welcome-call", own.Queue("anna"));
        own.Event("2026-03-03T12:00", "balance.reported", """{"balance": 50}""");
        Assert.Equal(ActionStatus.Held, own.Status("welcome-call"));
    }

    [Fact]
    public void A_pause_that_begins_and_ends_between_two_ticks_shows_in_no_order()
    {
        var orders = new[] { ("09:00", "11:00"), ("11:00", "09:00") }.Select(o =>
        {
            using var scene = UnderWay(TestBook.Default);
            scene.Event("2026-03-03T" + o.Item1, "complaint.received", arrival: "2026-03-03T12:00");
            scene.Answer("2026-03-03T10:00", scene.Open("welcome-call"), "done");
            scene.Event("2026-03-03T" + o.Item2, "complaint.closed", arrival: "2026-03-03T12:00");
            scene.Event("2026-03-03T11:30", "complaint.closed", arrival: "2026-03-03T12:00");
            scene.Ticks("2026-03-03", "2026-03-10");
            return string.Join(',', scene.Queue("anna"));
        });
        Assert.Equal(["follow-up-call", "follow-up-call"], orders);
    }

    private static RuleBook Plan(string pausedWhile) => TestBook.With(("plans/welcome.json", TestBook.Plans.Replace("\"en\": \"Welcome\",", $"\"en\": \"Welcome\", \"pausedWhile\": {pausedWhile},", StringComparison.Ordinal)));

    private static Scene UnderWay(RuleBook book)
    {
        var scene = new Scene(book);
        scene.Event("2026-03-02", "customer.assigned", """{"a": "anna", "branch": "west"}""");
        scene.Event("2026-03-02", "registered", """{"name": "Li", "kind": "personal"}""");
        return scene;
    }
}
