using System.Text.Json;
using Nba.Engine.Campaigns;
using Nba.Host.Campaigns;
using Nba.Host.Commands;
using Nba.Host.RuleFiles;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;
using static Nba.Host.Tests.Api.CampaignBank;

namespace Nba.Host.Tests.Api;

/// <summary>What is set for campaigns outlives restarts, edits of rule files, a kill and a stopped host.</summary>
public sealed class SwitchedFilesTests
{
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
    public async Task At_a_stopped_bank_a_change_takes_force_at_once_too()
    {
        await using var bank = await Start();
        await FollowUps(bank, 2);
        await bank.Stop();

        var (answer, fault) = await CampaignDoor.Send(bank.Settings, new CampaignRequest("off", "care", "po1", "too many calls"), isTrial: false);

        Assert.True(answer is not null, fault?.ToString());
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

        Assert.Equal((true, "nothing would change"), (answer is null, fault?.ToString()));
        using var after = Store.OpenReadOnly(bank.Settings.Store.Directory);
        Assert.Empty(QueueReader.Live(after));
    }
}
