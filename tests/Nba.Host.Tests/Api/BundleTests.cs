using System.Text.Json;

namespace Nba.Host.Tests.Api;

/// <summary>A bundle over HTTP: one action that shows its members, and is answered as a whole or by names.</summary>
public sealed class BundleTests
{
    [Fact]
    public async Task A_queue_shows_a_bundle_with_its_members()
    {
        await using var bank = await Bundled();

        var action = await bank.FirstAction();

        Assert.Equal("both-calls", action.GetProperty("action").GetString());
        Assert.Equal(["letter-call", "outflow-call"], action.GetProperty("members").EnumerateArray().Select(m => m.GetProperty("action").GetString()).Order());
        Assert.All(action.GetProperty("members").EnumerateArray(), m => Assert.Equal(32, m.GetProperty("id").GetString()!.Length));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(""","members":["letter-call"]""", "outflow-call")]
    [InlineData(""","members":["letter-call","outflow-call"]""", null)]
    public async Task An_outcome_answers_the_members_it_names_or_all(string more, string? left)
    {
        await using var bank = await Bundled();
        var id = (await bank.FirstAction()).GetProperty("id").GetString();

        JsonElement answer = await RunningBank.Json(await bank.Post("/outcomes", $$"""{"action":"{{id}}","customer":"C1","outcome":"done"{{more}}}""", "application/json"));

        Assert.Equal("done", answer.GetProperty("verdict").GetString());
        var today = (await bank.Get("/queues/unassigned")).GetProperty("today").EnumerateArray().SelectMany(e => e.GetProperty("actions").EnumerateArray()).Select(a => a.GetProperty("action").GetString());
        Assert.Equal(left is null ? [] : [left], today);
    }

    [Fact]
    public async Task A_receiver_is_told_that_a_bundle_went_with_the_campaign_of_its_members()
    {
        await using var receiver = await Delivery.Receiver.Start();
        await using var bank = await Bundled(b =>
        {
            BankRules.Write(b.Rules, "campaigns.json", """{"feature_management": {"feature_flags": [{"id": "care", "enabled": true}]}, "campaigns": {"care": {"zh": "关怀", "en": "Care"} } }""");
            BankRules.Write(b.Rules, "directory.json", """{"people": {"rm1": {"name": "甲"}}, "productOwners": ["po1"]}""");
            var folder = Directory.CreateDirectory(Path.Combine(b.Data, "..", "subscriptions")).FullName;
            File.WriteAllText(Path.Combine(folder, "crm.json"), $$"""{"to": {"webhook": {"url": "{{receiver.Address}}"} } }""");
            b.Delivery = new Nba.Host.Settings.DeliveryOptions { Folder = folder, Hosts = "127.0.0.1", Networks = "127.0.0.1" };
        });
        await Until(bank, () => receiver.Stands.Count == 1);
        Assert.Equal("both-calls", receiver.Stands.Values.Single().GetProperty("action").GetString());
        // It is decided anew before the receiver is told.
        await receiver.GoAway();

        await RunningBank.Json(await bank.Post("/campaigns/changes", """{"change": "off", "campaign": "care", "by": "po1", "why": "too many calls"}""", "application/json"));
        await RunningBank.Until("it is decided anew", async () => (await bank.Get("/customers/C1/actions")).GetProperty("actions").GetArrayLength() == 0);
        await receiver.Return();
        await Until(bank, () => receiver.Stands.Count == 0);

        Assert.Equal(("gone", "campaign-off"), (receiver.Taken[^1].Kind, receiver.Taken[^1].Data.GetProperty("why").GetString()));
    }

    private static Task Until(RunningBank bank, Func<bool> isSo) => RunningBank.Until("the receiver has it", async () =>
    {
        bank.Clock.Advance(TimeSpan.FromMilliseconds(100));
        await bank.Client.GetStringAsync(new Uri("/health/live", UriKind.Relative));
        return isSo();
    });

    private static async Task<RunningBank> Bundled(Action<RunningBank>? more = null)
    {
        var bank = new RunningBank();
        const string letter = """
            {"RuleName": "letter", "Expression": ["event.amount >= 100000"], "Properties": {"on": ["transfer.out"],
              "action": {"id": "letter-call", "episode": "month", "purpose": "service", "channel": "mail", "propensity": 0.5, "value": 100}}},
            """;
        BankRules.Write(bank.Rules, "care.json", BankRules.Care.Replace("{\"RuleName\": \"large-transfer\"", letter + "{\"RuleName\": \"large-transfer\"", StringComparison.Ordinal));
        BankRules.Write(bank.Rules, "texts/more.json", $"{{{Text("letter-call")}, {Text("both-calls")}}}");
        BankRules.Write(bank.Rules, "products.json", """{"bundles": {"both-calls": {"zh": "两件", "en": "Both", "members": ["outflow-call", "letter-call"]}}}""");
        if (more is not null) BankRules.Write(bank.Rules, "care.json", File.ReadAllText(Path.Combine(bank.Rules, "care.json")).Replace("-call\", \"episode\"", "-call\", \"campaign\": \"care\", \"episode\"", StringComparison.Ordinal));
        more?.Invoke(bank);
        await bank.Run();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("1", "C1", 200000));
        return bank;
    }

    private static string Text(string action)
    {
        const string parts = """{"title": "t", "reason": "r", "appeal": "a", "benefit": "b", "credibility": "c", "question": "q"}""";
        return $"\"{action}\": {{\"zh-CN\": {parts}, \"en\": {parts}}}";
    }
}
