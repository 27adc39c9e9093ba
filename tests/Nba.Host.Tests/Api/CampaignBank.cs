using System.Text.Json;
using Nba.Engine.Campaigns;
using Nba.Host.Campaigns;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Tests.Api;

/// <summary>A running bank with one campaign, two product owners, and what tests of them ask again and again.</summary>
internal static class CampaignBank
{
    private const string People = """
        {"people": {"po1": {"name": "甲"}, "po2": {"name": "乙"}, "rm1": {"name": "丙"}}, "branches": {"west": {"name": "西", "head": "rm1"}}, "productOwners": ["po1", "po2"]}
        """;

    // As a host leaves it that is killed right after the entry.
    public static void WriteOff(RunningBank bank) => Write(bank.Settings.Store, new CampaignSetting { Enabled = false });

    public static void Write(StoreOptions place, CampaignSetting set)
    {
        using var store = Store.Open(place);
        var entry = new CampaignEntry(1, CampaignEntryKind.Change, "po1", new(1), "too many calls") { Change = CampaignChangeKind.RollOut, Settings = new Dictionary<string, CampaignSetting> { ["care"] = set } };
        using var batch = store.NewBatch();
        batch.Put(new Keys(0).Number(Table.Control, 1), CampaignJson.Write(entry));
        store.Write(batch);
    }

    public static void AnyFilter(RunningBank bank) => BankRules.Write(
        bank.Rules, "campaigns.json", Campaigns("", """{"name": "Branch", "parameters": {"any": "west"}}, {"name": "Percentage", "parameters": {"value": 10}}""", "\"requirement_type\": \"Any\", "));

    public static async Task FollowUps(RunningBank bank, int customers)
    {
        for (var c = 1; c <= customers; c++) await bank.Take(RunningBank.Registered($"C{c}"), RunningBank.Transfer($"t{c}", $"C{c}", 10));
        // The rule asks three days after the transfer.
        bank.Clock.Advance(TimeSpan.FromDays(4));
        await RunningBank.Until("all are followed up", async () => await Shown(bank) == customers);
    }

    public static async Task<int> Shown(RunningBank bank)
    {
        var queue = await bank.Get("/queues/unassigned");
        return queue.GetProperty("today").GetArrayLength() + queue.GetProperty("withheld").GetInt32();
    }

    public static async Task<JsonElement> Ask(RunningBank bank, string request) => await RunningBank.Json(await bank.Post("/campaigns/changes", request, "application/json"));

    public static async Task<string> Refused(RunningBank bank, string request) => (await RunningBank.Json(await bank.Post("/campaigns/changes", request, "application/json"), 409)).GetProperty("detail").GetString()!;

    // Committed, and every customer decided under it.
    public static Task InForce(RunningBank bank, JsonElement changed) => RunningBank.Until("the book is in force", async () =>
    {
        var queue = await bank.Get("/queues/unassigned");
        return queue.GetProperty("book").GetString() == changed.GetProperty("book").GetString() && !queue.GetProperty("sweeping").GetBoolean();
    });

    public static async Task Replays(RunningBank bank)
    {
        await bank.Stop();
        using var recorded = Store.OpenReadOnly(bank.Settings.Store.Directory);
        using var replayed = Store.Open(new StoreOptions { Directory = Path.Combine(bank.Data, "replayed"), Fsync = false });
        Replay.Run(recorded, replayed, new StageOptions());
        Assert.Null(Replay.Compare(recorded, replayed).First);
    }

    public static async Task<RunningBank> Start(string own = "")
    {
        var bank = new RunningBank();
        BankRules.Write(bank.Rules, "care.json", BankRules.Care.Replace("\"id\": \"follow-up\",", "\"id\": \"follow-up\", \"campaign\": \"care\",", StringComparison.Ordinal));
        BankRules.Write(bank.Rules, "campaigns.json", Campaigns(own));
        BankRules.Write(bank.Rules, "directory.json", People);
        await bank.Run();
        return bank;
    }

    public static string Campaigns(string own, string filters = "", string conditions = "") => $$"""
        {"feature_management": {"feature_flags": [{"id": "care", "enabled": true, "conditions": { {{conditions}}"client_filters": [{{filters}}] } }] },
         "campaigns": {"care": {"zh": "关怀", "en": "Care"{{(own.Length > 0 ? ", " + own : "")}} } } }
        """;
}
