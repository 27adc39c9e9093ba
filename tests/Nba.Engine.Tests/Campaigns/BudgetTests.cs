using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Campaigns;

/// <summary>What spends a campaign's budget: contacts made, each action once, whatever the version of the campaign.</summary>
[Course(13)]
public sealed class BudgetTests
{
    private const string Budget = ", \"budget\": {\"contacts\": 5, \"perOwner\": {\"anna\": 1, \"bo\": 4}}";

    [Theory]
    [InlineData("done", "", 1)]
    [InlineData("declined", """ "reason": "bad-time", "by": "customer" """, 1)]
    [InlineData("declined", """ "reason": "bad-time", "by": "manager" """, 0)]
    [InlineData("declined", "", 0)]
    [InlineData("accepted", "", 0)]
    [InlineData("snoozed", """ "until": "2026-03-07" """, 0)]
    public void A_contact_spends_and_nothing_else_does(string outcome, string more, int spent)
    {
        using var scene = CampaignFiles.Talking(CampaignFiles.Book(Budget));
        scene.Answer("2026-03-05T11:00", scene.Open(CampaignFiles.Talk), outcome, more);
        Assert.Equal(spent, Anna(scene).Spent("spring"));
    }

    [Fact]
    public void What_is_withdrawn_or_belongs_to_no_campaign_spends_nothing()
    {
        using var scene = CampaignFiles.Talking(CampaignFiles.Book(Budget));
        scene.Event("2026-03-06", "complaint.received");
        scene.Answer("2026-03-06T11:00", scene.Open("complaint-call"), "done");
        scene.Ticks("2026-03-06", "2026-03-12");
        Assert.Null(scene.Find(CampaignFiles.Talk));
        Assert.Equal(0, Anna(scene).Spent("spring"));
        Assert.DoesNotContain(scene.Records, r => r.ContactMade);
    }

    [Fact]
    public void A_contact_told_after_the_end_spends_too_and_twice_told_spends_once()
    {
        using var scene = CampaignFiles.Talking(CampaignFiles.Book(Budget, filters: ""));
        var id = scene.Open(CampaignFiles.Talk).Id;
        scene.Ticks("2026-03-05", "2026-04-06");
        Assert.Equal(Reason.Expired, scene.Records[^1].Reason);
        for (var i = 0; i < 2; i++)
        {
            scene.Answer("2026-04-06T11:00", id, "done");
            Assert.Equal(1, Anna(scene).Spent("spring"));
            Assert.Equal((Reason.Done, true, "spring"), (scene.Records[^1].Reason, scene.Records[^1].ContactMade, scene.Records[^1].Campaign));
        }
    }

    [Fact]
    public void A_contact_over_an_action_that_no_queue_shows_spends()
    {
        using var scene = CampaignFiles.Talking(CampaignFiles.Book(Budget));
        scene.Answer("2026-03-05T11:00", scene.Open(CampaignFiles.Talk), "snoozed", """ "until": "2026-03-08" """);
        Assert.Empty(scene.Queue("anna"));
        scene.Answer("2026-03-06", scene.Open(CampaignFiles.Talk), "done");
        Assert.Equal(1, Anna(scene).Spent("spring"));
    }

    [Fact]
    public void A_contact_is_the_owners_who_had_the_action_when_it_was_made()
    {
        using var scene = CampaignFiles.Talking(CampaignFiles.Book(Budget));
        scene.Event("2026-03-06", "customer.assigned", """{"a": "bo", "branch": "west"}""");
        scene.Answer("2026-03-07", scene.Open(CampaignFiles.Talk), "done");
        Assert.Equal((0, 1), (Anna(scene).Spent("spring"), scene.Queues.Single(q => q.Owner == "bo").Spent("spring")));
    }

    [Fact]
    public void What_was_spent_counts_under_the_next_version_of_the_campaign()
    {
        using var scene = CampaignFiles.Talking(CampaignFiles.Book(Budget));
        scene.Answer("2026-03-05T11:00", scene.Open(CampaignFiles.Talk), "done");
        var more = CampaignFiles.Book(Budget.Replace("\"anna\": 1", "\"anna\": 2", StringComparison.Ordinal).Replace("\"contacts\": 5", "\"contacts\": 6", StringComparison.Ordinal));
        using var next = scene.Under(more);
        next.Entry(JournalKind.Book, Scene.At("2026-03-06T12:00"));
        foreach (var day in new[] { "2026-03-06", "2026-03-07" }) next.Event(day + "T13:00", "interest.shown", CampaignFiles.Asked);
        Assert.Equal((1, 1, 0), (Anna(next).Spent("spring"), Shown(next, more), Shown(next, scene.Book)));
    }

    private static int Shown(Scene scene, RuleBook book)
    {
        var view = Anna(scene).View(Scene.Day("2026-03-07").DayNumber, Scene.At("2026-03-07T14:00").UnixMilliseconds, 10, book.Policies.ReservedPlaces, campaigns: book.Campaigns);
        return view.Today.SelectMany(e => e.Actions).Count(a => a.Record.Action == CampaignFiles.Talk);
    }

    private static Nba.Engine.Queues.ManagerQueue Anna(Scene scene) => scene.Queues.Single(q => q.Owner == "anna");
}
