using System.Text.Json;
using Nba.Engine.Campaigns;
using Nba.Host.Api;
using Nba.Host.Campaigns;
using Nba.Host.Commands;
using Nba.Host.RuleFiles;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Tests.Api;

/// <summary>Product owners switch campaigns of a running host: at once, recorded, with a second person where it is asked for, and back again.</summary>
public sealed class CampaignChangesTests
{
    private const string People = """
        {"people": {"po1": {"name": "甲"}, "po2": {"name": "乙"}, "rm1": {"name": "丙"}}, "branches": {"west": {"name": "西", "head": "rm1"}}, "productOwners": ["po1", "po2"]}
        """;

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
        Assert.Empty((await bank.Get("/campaigns/history?campaign=other")).GetProperty("changes").EnumerateArray());
    }

    [Fact]
    public async Task A_trial_says_what_the_change_then_does_and_changes_nothing()
    {
        await using var bank = await Start();
        await FollowUps(bank, 5);
        var book = (await bank.Get("/campaigns")).GetProperty("book").GetString();

        var trial = await RunningBank.Json(await bank.Post("/campaigns/dry-run", """{"change": "off", "campaign": "care"}""", "application/json"));

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
    public async Task What_was_set_outlives_a_restart_and_an_edit_of_the_rule_files()
    {
        await using var bank = await Start();
        await FollowUps(bank, 2);
        var off = await Ask(bank, """{"change": "off", "campaign": "care", "by": "po1", "why": "too many calls"}""");
        await InForce(bank, off);

        await bank.Stop();
        await bank.Run();
        Assert.Equal((off.GetProperty("book").GetString(), 0), ((await bank.Get("/campaigns")).GetProperty("book").GetString(), await Shown(bank)));

        BankRules.Write(bank.Rules, "texts/care.json", BankRules.Texts.Replace("Follow up", "Call again", StringComparison.Ordinal));
        bank.Watcher.Check();
        bank.Watcher.Check();
        await RunningBank.Until("the edit is in force", async () => (await bank.Get("/campaigns")).GetProperty("book").GetString() != off.GetProperty("book").GetString());
        var campaign = await bank.Get("/campaigns/care");
        Assert.Equal(("off", true), (campaign.GetProperty("state").GetString(), campaign.GetProperty("set").GetBoolean()));
        Assert.Equal(0, await Shown(bank));
        // It took effect once, though each later book holds it.
        Assert.Single((await bank.Get("/campaigns/history")).GetProperty("changes")[0].GetProperty("effects").EnumerateArray());
        await Replays(bank);
    }

    [Fact]
    public async Task An_edit_that_does_not_go_with_what_is_set_is_told_and_not_taken()
    {
        await using var bank = await Start();
        await FollowUps(bank, 1);
        var set = await Ask(bank, """{"change": "rollout", "campaign": "care", "percentage": 50, "by": "po1", "why": "first some"}""");
        await InForce(bank, set);

        AnyFilter(bank);
        bank.Watcher.Check();
        Assert.False(bank.Watcher.Check());

        Assert.Contains("would let others in", Assert.Single(bank.Watcher.Status.Problems).Message, StringComparison.Ordinal);
        Assert.Equal(set.GetProperty("book").GetString(), (await bank.Get("/campaigns")).GetProperty("book").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_edit_that_did_not_go_with_what_was_set_is_taken_once_that_is_gone(bool whileStopped)
    {
        await using var bank = await Start();
        await FollowUps(bank, 1);
        var set = await Ask(bank, """{"change": "rollout", "campaign": "care", "percentage": 50, "by": "po1", "why": "first some"}""");
        await InForce(bank, set);
        if (whileStopped) await bank.Stop();
        AnyFilter(bank);
        if (whileStopped) await bank.Run();
        bank.Watcher.Check();
        bank.Watcher.Check();
        Assert.Contains("would let others in", Assert.Single(bank.Watcher.Status.Problems).Message, StringComparison.Ordinal);
        Assert.Equal(set.GetProperty("book").GetString(), (await bank.Get("/campaigns")).GetProperty("book").GetString());

        await InForce(bank, await Ask(bank, """{"change": "rollback", "of": 0, "by": "po1", "why": "as the files say"}"""));
        Assert.True(bank.Watcher.Check());

        Assert.Empty(bank.Watcher.Status.Problems);
        await RunningBank.Until("the edit is in force", async () => (await bank.Get("/campaigns/care")).TryGetProperty("branches", out _));
    }

    [Fact]
    public async Task At_the_start_files_that_do_not_go_with_what_is_set_are_told_at_once()
    {
        await using var bank = await Start();
        await FollowUps(bank, 1);
        await InForce(bank, await Ask(bank, """{"change": "rollout", "campaign": "care", "percentage": 50, "by": "po1", "why": "first some"}"""));
        await bank.Stop();
        AnyFilter(bank);

        await bank.Run();

        Assert.Contains("would let others in", Assert.Single(bank.Watcher.Status.Problems).Message, StringComparison.Ordinal);
        Assert.NotNull(bank.Watcher.Status.FaultySince);
    }

    [Fact]
    public async Task A_simulated_run_that_goes_on_keeps_what_is_set_and_refuses_rules_that_do_not_go_with_it()
    {
        await using var bank = await Start();
        await bank.Stop();
        var (files, place) = (RuleFolder.Load(bank.Rules).Book!, new StoreOptions { Directory = Path.Combine(bank.Data, "simulated"), Fsync = false });
        using (var run = Simulation.Open(place, files, new StageOptions())) run.Finish();
        Write(place, new CampaignSetting { Percentage = 0 });

        using (var run = Simulation.Open(place, files, new StageOptions()))
        {
            run.Finish();
            Assert.Equal(0, BookShelf.Read(run.Store, 0, StageHead.Of(run.Store, 0)!.Book)!.Campaigns.Switches!.Settings["care"].Percentage);
        }

        AnyFilter(bank);
        var refused = Assert.Throws<InvalidDataException>(() => Simulation.Open(place, RuleFolder.Load(bank.Rules).Book!, new StageOptions()));
        Assert.Contains("would let others in", refused.Message, StringComparison.Ordinal);
        using var free = Store.Open(place);
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
    public async Task Whoever_is_killed_between_the_entry_and_its_effect_comes_back_with_both()
    {
        await using var bank = await Start();
        await FollowUps(bank, 2);
        await bank.Stop();
        // The entry is on disk, and nothing has followed from it.
        WriteOff(bank);

        await bank.Run();

        await RunningBank.Until("it is off", async () => (await bank.Get("/campaigns/care")).GetProperty("state").GetString() == "off");
        Assert.Equal(0, await Shown(bank));
        Assert.Single((await bank.Get("/campaigns/history")).GetProperty("changes")[0].GetProperty("effects").EnumerateArray());
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

    [Fact]
    public async Task At_a_stopped_bank_a_change_takes_force_at_once_too()
    {
        await using var bank = await Start();
        await FollowUps(bank, 2);
        await bank.Stop();

        var (answer, fault) = await CampaignDoor.Send(bank.Settings, new CampaignRequest("off", "care", "po1", "too many calls"), isTrial: false);

        Assert.True(answer is not null, fault);
        using (var store = Store.OpenReadOnly(bank.Settings.Store.Directory))
        {
            Assert.Equal(JsonDocument.Parse(answer).RootElement.GetProperty("book").GetString(), StageHead.Of(store, 0)!.Book);
            Assert.Empty(QueueReader.Live(store));
            Assert.NotNull(StoredControl.Read(store).Switches);
        }
        await Replays(bank);
    }

    [Fact]
    public async Task At_a_stopped_bank_a_change_that_was_killed_before_its_effect_takes_force_with_the_next()
    {
        await using var bank = await Start();
        await FollowUps(bank, 2);
        await bank.Stop();
        WriteOff(bank);

        var (answer, fault) = await CampaignDoor.Send(bank.Settings, new CampaignRequest("off", "care", "po1", "again"), isTrial: false);

        Assert.Equal((true, "nothing would change"), (answer is null, fault));
        using var after = Store.OpenReadOnly(bank.Settings.Store.Directory);
        Assert.Empty(QueueReader.Live(after));
    }

    // As a host leaves it that is killed right after the entry.
    private static void WriteOff(RunningBank bank) => Write(bank.Settings.Store, new CampaignSetting { Enabled = false });

    private static void Write(StoreOptions place, CampaignSetting set)
    {
        using var store = Store.Open(place);
        var entry = new CampaignEntry(1, CampaignEntryKind.Change, "po1", new(1), "too many calls") { Change = CampaignChangeKind.RollOut, Settings = new Dictionary<string, CampaignSetting> { ["care"] = set } };
        using var batch = store.NewBatch();
        batch.Put(new Keys(0).Number(Table.Control, 1), CampaignJson.Write(entry));
        store.Write(batch);
    }

    private static void AnyFilter(RunningBank bank) => BankRules.Write(
        bank.Rules, "campaigns.json", Campaigns("", """{"name": "Branch", "parameters": {"any": "west"}}, {"name": "Percentage", "parameters": {"value": 10}}""", "\"requirement_type\": \"Any\", "));

    private static async Task FollowUps(RunningBank bank, int customers)
    {
        for (var c = 1; c <= customers; c++) await bank.Take(RunningBank.Registered($"C{c}"), RunningBank.Transfer($"t{c}", $"C{c}", 10));
        // The rule asks three days after the transfer.
        bank.Clock.Advance(TimeSpan.FromDays(4));
        await RunningBank.Until("all are followed up", async () => await Shown(bank) == customers);
    }

    private static async Task<int> Shown(RunningBank bank)
    {
        var queue = await bank.Get("/queues/unassigned");
        return queue.GetProperty("today").GetArrayLength() + queue.GetProperty("withheld").GetInt32();
    }

    private static async Task<JsonElement> Ask(RunningBank bank, string request) => await RunningBank.Json(await bank.Post("/campaigns/changes", request, "application/json"));

    private static async Task<string> Refused(RunningBank bank, string request) => (await RunningBank.Json(await bank.Post("/campaigns/changes", request, "application/json"), 409)).GetProperty("detail").GetString()!;

    // Committed, and every customer decided under it.
    private static Task InForce(RunningBank bank, JsonElement changed) => RunningBank.Until("the book is in force", async () =>
    {
        var queue = await bank.Get("/queues/unassigned");
        return queue.GetProperty("book").GetString() == changed.GetProperty("book").GetString() && !queue.GetProperty("sweeping").GetBoolean();
    });

    private static async Task Replays(RunningBank bank)
    {
        await bank.Stop();
        using var recorded = Store.OpenReadOnly(bank.Settings.Store.Directory);
        using var replayed = Store.Open(new StoreOptions { Directory = Path.Combine(bank.Data, "replayed"), Fsync = false });
        Replay.Run(recorded, replayed, new StageOptions());
        Assert.Null(Replay.Compare(recorded, replayed).First);
    }

    private static async Task<RunningBank> Start(string own = "")
    {
        var bank = new RunningBank();
        BankRules.Write(bank.Rules, "care.json", BankRules.Care.Replace("\"id\": \"follow-up\",", "\"id\": \"follow-up\", \"campaign\": \"care\",", StringComparison.Ordinal));
        BankRules.Write(bank.Rules, "campaigns.json", Campaigns(own));
        BankRules.Write(bank.Rules, "directory.json", People);
        await bank.Run();
        return bank;
    }

    private static string Campaigns(string own, string filters = "", string conditions = "") => $$"""
        {"feature_management": {"feature_flags": [{"id": "care", "enabled": true, "conditions": { {{conditions}}"client_filters": [{{filters}}] } }] },
         "campaigns": {"care": {"zh": "关怀", "en": "Care"{{(own.Length > 0 ? ", " + own : "")}} } } }
        """;
}
