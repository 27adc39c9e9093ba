using Nba.Engine.Actions;

namespace Nba.Engine.Tests.Root;

/// <summary>A fact's change is looked at where something that stands depends on it, and nowhere else.</summary>
public sealed class RelevanceTests
{
    [Fact]
    public void A_change_that_nothing_standing_reads_is_not_looked_at()
    {
        using var scene = Standing();
        scene.Event("2026-03-03T11:00", "card.used", """{"amount": 10, "abroad": false}""");
        Assert.Empty(scene.Decider.LastWanted);
    }

    [Fact]
    public void A_change_of_what_its_text_shows_is_looked_at_once()
    {
        using var scene = Standing();
        var version = scene.Open("loan-talk").Version;
        scene.Event("2026-03-03T11:00", "salary.credited", """{"amount": 10}""");
        Assert.NotEmpty(scene.Decider.LastWanted);
        Assert.Equal(version + 1, scene.Open("loan-talk").Version);
        scene.Event("2026-03-03T11:01", "card.used", """{"amount": 10, "abroad": false}""");
        Assert.Empty(scene.Decider.LastWanted);
    }

    [Fact]
    public void What_keeps_an_action_is_looked_at()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-03T10:00", "complaint.received");
        Assert.Equal(ActionStatus.Live, scene.Status("complaint-call"));
        scene.Event("2026-03-03T11:00", "complaint.closed");
        Assert.Equal(ActionStatus.Lapsed, scene.Status("complaint-call"));
    }

    [Fact]
    public void Who_has_nothing_standing_is_not_looked_at()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-03T10:00", "balance.reported", """{"balance": 10}""");
        scene.Event("2026-03-03T11:00", "balance.reported", """{"balance": 2000000}""");
        Assert.Empty(scene.Decider.LastWanted);
    }

    [Fact]
    public void A_snoozed_action_wakes_with_any_change_after_its_hour()
    {
        using var scene = Standing();
        scene.Answer("2026-03-03T11:00", scene.Open("loan-talk"), "snoozed", "\"untilAt\": \"2026-03-03T13:00:00+08:00\"");
        Assert.Equal(ActionStatus.Snoozed, scene.Status("loan-talk"));
        scene.Event("2026-03-03T14:00", "card.used", """{"amount": 10, "abroad": false}""");
        Assert.Equal(ActionStatus.Live, scene.Status("loan-talk"));
    }

    // One action, raised and looked at on that day.
    private static Scene Standing()
    {
        var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-03T10:00", "interest.shown", """{"product": "loan"}""");
        Assert.Equal(ActionStatus.Live, scene.Status("loan-talk"));
        return scene;
    }
}
