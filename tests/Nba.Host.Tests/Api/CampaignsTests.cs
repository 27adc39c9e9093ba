using System.Text.Json;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Tests.Api;

/// <summary>Campaigns as a running host shows them: who is in, and how a budget is spent and kept over a restart.</summary>
public sealed class CampaignsTests
{
    private const string Limited = """, "campaigns": {"outflow": {"zh": "流出", "en": "Outflow", "budget": {"contacts": 1, "perOwner": {"unassigned": 1}}}}""";

    [Fact]
    public async Task Whoever_asks_about_a_customer_is_told_which_flags_are_on()
    {
        await using var bank = await Start("", """{"name": "Branch", "parameters": {"any": "west"}}""");

        static bool? On(JsonElement answer) => answer.GetProperty("campaigns")[0].TryGetProperty("on", out var on) ? on.GetBoolean() : null;

        Assert.Null(On(await bank.Get("/campaigns")));
        Assert.True(On(await bank.Get("/campaigns?customer=C1&branch=west")));
        Assert.False(On(await bank.Get("/campaigns?customer=C1&branch=east")));
    }

    [Fact]
    public async Task A_queue_shows_what_the_share_has_left_and_what_was_spent_stays_spent()
    {
        await using var bank = await Start(Limited);
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Registered("C2"), RunningBank.Transfer("1", "C1", 200000), RunningBank.Transfer("2", "C2", 200000));
        Assert.Equal((1, 1), Size(await bank.Get("/queues/unassigned")));

        var action = await bank.FirstAction();
        var (id, customer) = (action.GetProperty("id").GetString(), action.GetProperty("customer").GetString());
        var verdict = await RunningBank.Json(await bank.Post("/outcomes", $$"""{"action": "{{id}}", "customer": "{{customer}}", "outcome": "done"}""", "application/json"));
        Assert.Equal("done", verdict.GetProperty("verdict").GetString());
        Assert.Equal((0, 1), Size(await bank.Get("/queues/unassigned")));

        await bank.Stop();
        await bank.Run();
        Assert.Equal((0, 1), Size(await bank.Get("/queues/unassigned")));

        await bank.Stop();
        using var recorded = Store.OpenReadOnly(bank.Settings.Store.Directory);
        using var replayed = Store.Open(new StoreOptions { Directory = Path.Combine(bank.Data, "replayed"), Fsync = false });
        Replay.Run(recorded, replayed, new StageOptions());
        Assert.Null(Replay.Compare(recorded, replayed).First);
        Assert.Equal(1, Rows(replayed));
    }

    private static (int Today, int Withheld) Size(JsonElement queue) => (queue.GetProperty("today").GetArrayLength(), queue.GetProperty("withheld").GetInt32());

    private static int Rows(Store store)
    {
        using var rows = store.Scan(new Keys(0).Prefix(Table.Spent));
        var count = 0;
        while (rows.MoveNext()) count++;
        return count;
    }

    private static async Task<RunningBank> Start(string own, string filter = "")
    {
        var bank = new RunningBank();
        BankRules.Write(bank.Rules, "care.json", BankRules.Care.Replace("\"id\": \"outflow-call\",", "\"id\": \"outflow-call\", \"campaign\": \"outflow\",", StringComparison.Ordinal));
        BankRules.Write(bank.Rules, "campaigns.json", $$"""{"feature_management": {"feature_flags": [{"id": "outflow", "enabled": true, "conditions": {"client_filters": [{{filter}}] } }] }{{own}} }""");
        await bank.Run();
        return bank;
    }
}
