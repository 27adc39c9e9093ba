using System.Text.Json;
using Nba.Engine.Calendars;
using Nba.Host.Api;
using Nba.Host.Tests.Stages;
using static Nba.Host.Tests.Api.CampaignBank;

namespace Nba.Host.Tests.Api;

/// <summary>Product owners switch campaigns of a running host: at once, recorded, with a second person where it is asked for, and back again.</summary>
public sealed class CampaignChangesTests
{
    [Fact]
    public async Task Switched_off_nothing_of_it_is_in_any_queue_and_switched_on_it_is_there_again_before_the_next_day()
    {
        await using var bank = await Start();
        await FollowUps(bank, 3);
        Assert.Equal(3, await Shown(bank));

        var off = await Ask(bank, """{"change": "off", "campaign": "care", "by": "po1", "why": "too many calls"}""");
        Assert.Equal(("off", "in-force"), (off.GetProperty("change").GetProperty("change").GetString(), off.GetProperty("change").GetProperty("state").GetString()));
        await InForce(bank, off);
        Assert.Equal(0, await Shown(bank));

        await InForce(bank, await Ask(bank, """{"change": "on", "campaign": "care", "by": "po2", "why": "calls are few again"}"""));
        Assert.Equal(3, await Shown(bank));
        await Replays(bank);
    }

    [Fact]
    public async Task What_left_with_a_campaign_is_told_among_what_ended_lately_with_the_decision()
    {
        await using var bank = await Start();
        await FollowUps(bank, 1);
        var customer = (await bank.Get("/queues/unassigned")).GetProperty("today")[0].GetProperty("customer").GetString();
        Assert.Empty((await bank.Get($"/customers/{customer}/explain")).GetProperty("ended").EnumerateArray());

        await InForce(bank, await Ask(bank, """{"change": "off", "campaign": "care", "by": "po1", "why": "too many calls"}"""));
        JsonElement ended = default;
        await RunningBank.Until("it is swept", async () => (ended = (await bank.Get($"/customers/{customer}/explain")).GetProperty("ended")).GetArrayLength() == 1);

        Assert.Equal(("follow-up", "withdrawn", "campaign-off"), (ended[0].GetProperty("action").GetString(), ended[0].GetProperty("end").GetString(), ended[0].GetProperty("reason").GetString()));
        Assert.StartsWith(customer + ".", ended[0].GetProperty("decision").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_tells_who_when_and_why_and_from_which_position_on()
    {
        await using var bank = await Start();
        await FollowUps(bank, 2);
        await InForce(bank, await Ask(bank, """{"change": "rollout", "campaign": "care", "percentage": 0, "by": "po1", "why": "pause"}"""));
        await InForce(bank, await Ask(bank, """{"change": "schedule", "campaign": "care", "to": "2026-12-31", "by": "po2", "why": "year end"}"""));

        var changes = (await bank.Get("/campaigns/history?campaign=care")).GetProperty("changes");

        Assert.Equal([2, 1], changes.EnumerateArray().Select(c => c.GetProperty("number").GetInt64()));
        var first = changes[1];
        Assert.Equal(("roll-out", "po1", "pause", """{"percentage":0}"""), (first.GetProperty("change").GetString(), first.GetProperty("by").GetString(), first.GetProperty("why").GetString(), first.GetProperty("settings").GetProperty("care").GetRawText()));
        Assert.Equal("""{"days":{"to":"2026-12-31"},"percentage":0}""", changes[0].GetProperty("settings").GetProperty("care").GetRawText());
        var effect = Assert.Single(first.GetProperty("effects").EnumerateArray());
        Assert.Equal(4, effect.GetProperty("position").GetInt64());
        foreach (var dated in (JsonElement[])[first, effect])
        {
            Assert.True(Instant.TryParse(dated.GetProperty("at").GetString()!, out var at));
            Assert.Equal(Moment.Local(at, SimulatedBank.Rules().Calendar), dated.GetProperty("atOn").GetString());
        }
        Assert.Empty((await bank.Get("/campaigns/history?campaign=other")).GetProperty("changes").EnumerateArray());
    }

    [Fact]
    public async Task Between_two_changes_of_an_idle_bank_it_was_as_the_first_one_left_it()
    {
        await using var bank = await Start();
        await FollowUps(bank, 1);
        var off = bank.Clock.GetUtcNow().UtcDateTime;
        await InForce(bank, await Ask(bank, """{"change": "off", "campaign": "care", "by": "po1", "why": "a"}"""));
        bank.Clock.Advance(TimeSpan.FromMinutes(20));
        await InForce(bank, await Ask(bank, """{"change": "on", "campaign": "care", "by": "po2", "why": "b"}"""));

        var between = await bank.Get($"/customers/C1/why-not/follow-up?at={off.AddHours(8).AddMinutes(10):yyyy-MM-ddTHH:mm}");
        var changes = (await bank.Get("/campaigns/history")).GetProperty("changes");

        Assert.Contains("campaign-off", between.GetRawText(), StringComparison.Ordinal);
        // One clock: what is asked for and what follows from it are told with the same minute.
        foreach (var change in changes.EnumerateArray()) Assert.Equal(change.GetProperty("atOn").GetString(), Assert.Single(change.GetProperty("effects").EnumerateArray()).GetProperty("atOn").GetString());
        await Replays(bank);
    }

    [Fact]
    public async Task A_trial_says_what_the_change_then_does_and_changes_nothing()
    {
        await using var bank = await Start();
        await FollowUps(bank, 5);
        var book = (await bank.Get("/campaigns")).GetProperty("book").GetString();

        var trial = await RunningBank.Json(await bank.Post("/campaigns/dry-run", """{"change": "off", "campaign": "care"}""", "application/json"));

        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d$", trial.GetProperty("asOfOn").GetString());
        Assert.Equal((0, 5), (trial.GetProperty("comes").GetInt64(), trial.GetProperty("goes").GetInt64()));
        Assert.Equal("unassigned", Assert.Single(trial.GetProperty("queues").EnumerateArray()).GetProperty("owner").GetString());
        Assert.Equal((book, 5), ((await bank.Get("/campaigns")).GetProperty("book").GetString(), await Shown(bank)));
        Assert.Empty((await bank.Get("/campaigns/history")).GetProperty("changes").EnumerateArray());

        await InForce(bank, await Ask(bank, """{"change": "rollout", "campaign": "care", "percentage": 40, "by": "po1", "why": "first some"}"""));
        var few = await Shown(bank);
        Assert.InRange(few, 0, 4);
        var back = await RunningBank.Json(await bank.Post("/campaigns/dry-run", """{"change": "rollout", "campaign": "care", "percentage": 100}""", "application/json"));
        await InForce(bank, await Ask(bank, """{"change": "rollout", "campaign": "care", "percentage": 100, "by": "po1", "why": "now all"}"""));
        Assert.Equal(await Shown(bank) - few, back.GetProperty("comes").GetInt64());

        var lever = await RunningBank.Json(await bank.Post("/campaigns/dry-run", """{"change": "lever", "campaign": "care", "lever": 2.5}""", "application/json"));
        Assert.Equal((0, 0, 5), (lever.GetProperty("comes").GetInt64(), lever.GetProperty("goes").GetInt64(), lever.GetProperty("moves").GetInt64()));
    }

    [Fact]
    public async Task A_campaign_that_asks_for_a_second_person_waits_for_one()
    {
        await using var bank = await Start("\"approval\": true");
        await FollowUps(bank, 1);

        var asked = await Ask(bank, """{"change": "off", "campaign": "care", "by": "po1", "why": "too many calls"}""");
        Assert.Equal("waiting", asked.GetProperty("change").GetProperty("state").GetString());
        Assert.Contains("somebody other than 'po1'", await Refused(bank, """{"change": "approve", "of": 1, "by": "po1", "why": "fine"}"""), StringComparison.Ordinal);
        Assert.Equal(1, await Shown(bank));

        await InForce(bank, await Ask(bank, """{"change": "approve", "of": 1, "by": "po2", "why": "seen"}"""));
        Assert.Equal(0, await Shown(bank));
        var verdict = (await bank.Get("/campaigns/history")).GetProperty("changes")[0].GetProperty("verdict");
        Assert.Equal(("approved", "po2", "seen"), (verdict.GetProperty("verdict").GetString(), verdict.GetProperty("by").GetString(), verdict.GetProperty("why").GetString()));
    }

    [Fact]
    public async Task One_trial_is_made_at_a_time()
    {
        await using var bank = await Start();
        await FollowUps(bank, 1);
        var trial = bank.Service<CampaignsEndpoint>().Trial;
        await trial.WaitAsync(TestContext.Current.CancellationToken);

        var busy = await RunningBank.Json(await bank.Post("/campaigns/dry-run", """{"change": "off", "campaign": "care"}""", "application/json"), 503);
        Assert.Equal("busy", busy.GetProperty("reason").GetString());

        trial.Release();
        await RunningBank.Json(await bank.Post("/campaigns/dry-run", """{"change": "off", "campaign": "care"}""", "application/json"));
        await RunningBank.Json(await bank.Post("/campaigns/dry-run", """{"change": "off", "campaign": "care"}""", "application/json"));
    }

    [Fact]
    public async Task Rolled_back_it_is_as_it_was_after_that_change_or_as_the_files_say()
    {
        await using var bank = await Start();
        await FollowUps(bank, 2);
        await Ask(bank, """{"change": "lever", "campaign": "care", "lever": 2, "by": "po1", "why": "a"}""");
        await Ask(bank, """{"change": "rollout", "campaign": "care", "percentage": 0, "by": "po1", "why": "b"}""");
        await Ask(bank, """{"change": "off", "campaign": "care", "by": "po1", "why": "c"}""");

        await InForce(bank, await Ask(bank, """{"change": "rollback", "of": 1, "by": "po2", "why": "a was right"}"""));
        var campaign = await bank.Get("/campaigns/care");
        Assert.Equal(("on", 2, false), (campaign.GetProperty("state").GetString(), campaign.GetProperty("lever").GetDecimal(), campaign.TryGetProperty("percentage", out _)));
        Assert.Equal(2, await Shown(bank));

        await InForce(bank, await Ask(bank, """{"change": "rollback", "campaign": "care", "of": 0, "by": "po2", "why": "all of it was wrong"}"""));
        campaign = await bank.Get("/campaigns/care");
        Assert.Equal((1, false), (campaign.GetProperty("lever").GetDecimal(), campaign.GetProperty("set").GetBoolean()));
        Assert.Contains("nothing would change", await Refused(bank, """{"change": "rollback", "of": 0, "by": "po2", "why": "again"}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"change": "of", "campaign": "care", "by": "po1", "why": "x"}""", "did you mean 'off'")]
    [InlineData("""{"change": "off", "campaign": "cares", "by": "po1", "why": "x"}""", "did you mean 'care'")]
    [InlineData("""{"change": "off", "campaign": "care", "by": "rm1", "why": "x"}""", "'rm1' is not among those")]
    [InlineData("""{"change": "off", "campaign": "care", "why": "x"}""", "say who asks")]
    [InlineData("""{"change": "off", "campaign": "care", "by": "po1"}""", "say why")]
    [InlineData("""{"change": "on", "campaign": "care", "by": "po1", "why": "x"}""", "nothing would change")]
    [InlineData("""{"change": "rollout", "campaign": "care", "percentage": 101, "by": "po1", "why": "x"}""", "0 to 100")]
    [InlineData("""{"change": "rollout", "campaign": "care", "branches": ["wset"], "by": "po1", "why": "x"}""", "did you mean 'west'")]
    [InlineData("""{"change": "rollout", "campaign": "care", "by": "po1", "why": "x"}""", "say to whom")]
    [InlineData("""{"change": "schedule", "campaign": "care", "from": "2026-13-01", "by": "po1", "why": "x"}""", "'2026-13-01' is no day")]
    [InlineData("""{"change": "schedule", "campaign": "care", "from": "2026-03-02", "to": "2026-03-01", "by": "po1", "why": "x"}""", "comes before the first")]
    [InlineData("""{"change": "lever", "campaign": "care", "lever": -1, "by": "po1", "why": "x"}""", "0 to 100")]
    [InlineData("""{"change": "rollback", "campaign": "care", "of": 9, "by": "po1", "why": "x"}""", "change 9 never took force")]
    [InlineData("""{"change": "approve", "of": 9, "by": "po1", "why": "x"}""", "there is no change 9")]
    public async Task What_cannot_be_is_refused_with_what_would_do(string request, string fault)
    {
        await using var bank = await Start();
        await FollowUps(bank, 1);

        Assert.Contains(fault, await Refused(bank, request), StringComparison.Ordinal);
        Assert.Empty((await bank.Get("/campaigns/history")).GetProperty("changes").EnumerateArray());
    }
}
