using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Actions;

/// <summary>An action of a team is one member's for some hours; the queue shows whose, and the next one is told.</summary>
[Course(5)]
public sealed class ClaimTests
{
    private const string Routing = """{"WorkflowName": "routing", "Rules": [{"RuleName": "all", "Properties": {"route": {"to": ["team"]}}}]}""";

    private static readonly Lazy<RuleBook> Book = new(() => TestBook.With(("routing.json", Routing), ("directory.json", """
        {"people": {"wealth": {"name": "Wealth", "members": ["mia", "noa"]}}, "branches": {"west": {"name": "West", "head": "head-west"}}}
        """)));

    [Fact]
    public void The_first_claim_counts_and_the_second_is_told()
    {
        using var scene = Asked();
        Assert.Contains(Reason.Claimed, Reasons(Claim(scene, "2026-03-02T11:20", "mia", ", \"hours\": 2")));
        var record = scene.Records[^1];
        Assert.Equal(("wealth", "mia", Scene.At("2026-03-02T14:00").UnixMilliseconds), (record.Owner, record.ClaimedBy, record.ClaimedUntil!.Value));
        Assert.Equal(Scene.At("2026-03-02T14:00").UnixMilliseconds, scene.Last.StatedHour);

        Assert.Equal([Reason.AlreadyClaimed], Reasons(Claim(scene, "2026-03-02T11:30", "noa")));
        Assert.Null(scene.Last.StatedHour);
        Assert.Equal("mia", scene.Open("loan-talk").ClaimedBy);
    }

    [Fact]
    public void It_ends_at_its_hour_and_is_free_again()
    {
        using var scene = Asked();
        Claim(scene, "2026-03-02T11:20", "mia");
        scene.Store();
        scene.Entry(JournalKind.Hour, Scene.At("2026-03-02T15:00"));
        Assert.Equal("mia", scene.Open("loan-talk").ClaimedBy);

        var reasons = Reasons(scene.Entry(JournalKind.Hour, Scene.At("2026-03-02T16:00")));
        Assert.Contains(Reason.ClaimEnded, reasons);
        Assert.Null(scene.Records[^1].ClaimedBy);
        Assert.Contains(Reason.Claimed, Reasons(Claim(scene, "2026-03-02T16:10", "noa")));
    }

    [Fact]
    public void The_holder_prolongs_it_or_gives_it_back_and_nobody_else_does()
    {
        using var scene = Asked();
        Claim(scene, "2026-03-02T11:20", "mia");
        Claim(scene, "2026-03-02T12:20", "mia", ", \"hours\": 24");
        Assert.Equal(Scene.At("2026-03-03T13:00").UnixMilliseconds, scene.Open("loan-talk").ClaimedUntil);
        Assert.Equal([Reason.AlreadyClaimed], Reasons(Claim(scene, "2026-03-02T13:00", "noa", type: "action.released")));
        Assert.Contains(Reason.ClaimEnded, Reasons(Claim(scene, "2026-03-02T13:10", "mia", type: "action.released")));
        Assert.Null(scene.Records[^1].ClaimedBy);
    }

    [Fact]
    public void Only_members_claim_only_what_a_team_has_and_only_while_it_stands()
    {
        using var scene = Asked();
        Assert.Equal([Reason.NotOfTeam], Reasons(Claim(scene, "2026-03-02T11:00", "anna")));
        scene.Event("2026-03-02T11:10", "complaint.received");
        Assert.Equal([Reason.NotClaimable], Reasons(Claim(scene, "2026-03-02T11:20", "mia")));
        var id = scene.Open("loan-talk").Id;
        scene.Answer("2026-03-02T11:30", id, "declined");
        Assert.Contains(Reason.Gone, Reasons(Claim(scene, "2026-03-02T11:40", "mia", id: id)));

        using var managed = new Scene().Known("2026-03-01");
        managed.Event("2026-03-02", "interest.shown", """{"product": "loan"}""");
        Assert.Equal([Reason.NotClaimable], Reasons(Claim(managed, "2026-03-02T11:20", "mia")));
    }

    [Fact]
    public void What_the_holder_accepts_stays_theirs_and_what_they_put_off_is_free()
    {
        using var scene = Asked();
        Claim(scene, "2026-03-02T11:20", "mia");
        Assert.Contains(Reason.AlreadyClaimed, Reasons(scene.Answer("2026-03-02T11:30", scene.Open("loan-talk"), "accepted", "\"staff\": \"noa\"")));
        Assert.False(scene.Open("loan-talk").Accepted);

        scene.Answer("2026-03-02T11:40", scene.Open("loan-talk"), "accepted", "\"staff\": \"mia\"");
        scene.Entry(JournalKind.Hour, Scene.At("2026-03-02T16:00"));
        var open = scene.Open("loan-talk");
        Assert.Equal((true, "mia", null), (open.Accepted, open.ClaimedBy, open.ClaimedUntil));

        scene.Answer("2026-03-02T17:00", open, "snoozed", "\"staff\": \"mia\"");
        Assert.Null(scene.Open("loan-talk").ClaimedBy);
    }

    [Fact]
    public void Done_is_done_by_whomever_and_ends_it()
    {
        using var scene = Asked();
        Claim(scene, "2026-03-02T11:20", "mia");
        scene.Answer("2026-03-02T11:30", scene.Open("loan-talk"), "done", "\"staff\": \"noa\"");
        Assert.Null(scene.Find("loan-talk"));
        Assert.Empty(scene.Queue("wealth"));
    }

    [Fact]
    public void A_customer_who_leaves_the_team_leaves_the_claim()
    {
        using var scene = Asked();
        Claim(scene, "2026-03-02T11:20", "mia");
        scene.Event("2026-03-02T12:00", "customer.assigned", """{"team": "outlet"}""");
        Assert.Equal(("outlet", null), (scene.Records[^1].Owner, scene.Records[^1].ClaimedBy));

        using var home = new Scene().Known("2026-03-01");
        home.Event("2026-03-02", "interest.shown", """{"product": "loan"}""");
        home.Open("loan-talk").ClaimedBy = "mia";
        home.Event("2026-03-02T12:00", "customer.assigned", """{"a": "bo"}""");
        Assert.Null(home.Records[^1].ClaimedBy);
    }

    [Fact]
    public void A_snooze_until_an_hour_ends_at_the_full_hour()
    {
        using var scene = Asked();
        scene.Answer("2026-03-02T11:20", scene.Open("loan-talk"), "snoozed", "\"untilAt\": \"2026-03-02T14:10:00+08:00\"");
        Assert.Equal((ActionStatus.Snoozed, Scene.At("2026-03-02T15:00").UnixMilliseconds), (scene.Status("loan-talk"), scene.Last.StatedHour));
        scene.Store();
        scene.Event("2026-03-02T14:30", "probe");
        Assert.Empty(scene.Queue("wealth"));
        scene.Entry(JournalKind.Hour, Scene.At("2026-03-02T15:00"));
        Assert.Equal(["loan-talk"], scene.Queue("wealth"));
        Assert.Null(scene.Open("loan-talk").SnoozedUntilAt);
    }

    [Theory]
    [InlineData("2026-03-02T14:00:00.000Z", "2026-03-02T14:00:00.000Z")]
    [InlineData("2026-03-02T14:00:00.001Z", "2026-03-02T15:00:00.000Z")]
    [InlineData("2026-03-02T15:59:59.999Z", "2026-03-02T16:00:00.000Z")]
    public void A_stated_time_is_rounded_up_to_the_hour(string stated, string hour)
    {
        Assert.True(Instant.TryParse(stated, out var moment));
        Assert.Equal(hour, Claims.HourFrom(TestBook.Default.Calendar, moment).ToString());
    }

    private static Scene Asked()
    {
        var scene = new Scene(Book.Value);
        scene.Event("2026-03-01", "registered", """{"name": "Li", "kind": "corporate"}""");
        scene.Event("2026-03-01", "customer.assigned", """{"team": "wealth", "branch": "west"}""");
        scene.Consent("2026-03-01", "sales", "visit", granted: true);
        scene.Event("2026-03-02", "interest.shown", """{"product": "loan"}""");
        Assert.Equal(["loan-talk"], scene.Queue("wealth"));
        return scene;
    }

    private static Decision Claim(Scene scene, string time, string person, string more = "", string type = "action.claimed", UInt128? id = null) =>
        scene.Event(time, type, $$"""{"action": "{{ActionIdentity.Format(id ?? scene.Open("loan-talk").Id)}}", "person": "{{person}}"{{more}}}""");

    private static List<Reason> Reasons(Decision decision)
    {
        if (!decision.IsRecorded) return [];
        using var json = System.Text.Json.JsonDocument.Parse(decision.Record);
        return [.. json.RootElement.GetProperty("changes").EnumerateArray().Select(c => ReasonNames.Find(c.GetProperty("reason").GetString()!)!.Value).Distinct()];
    }
}
