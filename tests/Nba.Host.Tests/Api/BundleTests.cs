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

    private static async Task<RunningBank> Bundled()
    {
        var bank = new RunningBank();
        const string letter = """
            {"RuleName": "letter", "Expression": ["event.amount >= 100000"], "Properties": {"on": ["transfer.out"],
              "action": {"id": "letter-call", "episode": "month", "purpose": "service", "channel": "mail", "propensity": 0.5, "value": 100}}},
            """;
        BankRules.Write(bank.Rules, "care.json", BankRules.Care.Replace("{\"RuleName\": \"large-transfer\"", letter + "{\"RuleName\": \"large-transfer\"", StringComparison.Ordinal));
        BankRules.Write(bank.Rules, "texts/more.json", $"{{{Text("letter-call")}, {Text("both-calls")}}}");
        BankRules.Write(bank.Rules, "products.json", """{"bundles": {"both-calls": {"zh": "两件", "en": "Both", "members": ["outflow-call", "letter-call"]}}}""");
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
