using System.Text.Json;

namespace Nba.Host.Tests.Api;

/// <summary>Claims over HTTP: who has an action, until when, and what the next one is told.</summary>
public sealed class ClaimsTests
{
    [Fact]
    public async Task A_claim_shows_in_the_teams_queue_and_ends_at_its_hour_while_nothing_arrives()
    {
        await using var bank = await Bank();
        var action = (await Queue(bank)).GetProperty("id").GetString()!;

        var first = await Claim(bank, action, "mia", ", \"hours\": 2");
        Assert.Equal(("claimed", "mia", "2026-03-02T04:00:00.000Z"), (first.GetProperty("verdict").GetString(), first.GetProperty("claimedBy").GetString(), first.GetProperty("claimedUntil").GetString()));
        var second = await Claim(bank, action, "noa");
        Assert.Equal(("already-claimed", "mia"), (second.GetProperty("verdict").GetString(), second.GetProperty("claimedBy").GetString()));
        var shown = await Queue(bank);
        Assert.Equal(("mia", "2026-03-02T04:00:00.000Z"), (shown.GetProperty("claimedBy").GetString(), shown.GetProperty("claimedUntil").GetString()));
        Assert.Equal("already-claimed", (await Outcome(bank, action, "accepted", "noa")).GetProperty("verdict").GetString());

        bank.Clock.Advance(TimeSpan.FromHours(2.5));
        await RunningBank.Until("the end of the lease", async () => !(await Queue(bank)).TryGetProperty("claimedBy", out _));
        Assert.Equal("claimed", (await Claim(bank, action, "noa")).GetProperty("verdict").GetString());
        Assert.Equal("claim-ended", (await Claim(bank, action, "noa", ", \"release\": true")).GetProperty("verdict").GetString());
        Assert.Equal("not-of-team", (await Claim(bank, action, "anna")).GetProperty("verdict").GetString());
        Assert.Equal("done", (await Outcome(bank, action, "done", "mia")).GetProperty("verdict").GetString());
        Assert.Equal("gone", (await Claim(bank, action, "mia")).GetProperty("verdict").GetString());
    }

    [Theory]
    [InlineData("{\"action\": \"x\", \"customer\": \"C1\", \"person\": \"mia\"}", 400, "wrong-field-type")]
    [InlineData("{\"action\": \"00000000000000000000000000000001\", \"customer\": \"C1\"}", 400, "missing-field")]
    [InlineData("{\"action\": \"00000000000000000000000000000001\", \"person\": \"mia\"}", 400, "no-subject")]
    [InlineData("{\"action\": \"00000000000000000000000000000001\", \"customer\": \"C1\", \"person\": \"mia\", \"hours\": 0}", 400, "wrong-field-type")]
    [InlineData("{\"action\": \"00000000000000000000000000000001\", \"customer\": \"C9\", \"person\": \"mia\"}", 404, "not-found")]
    [InlineData("[", 400, "not-json")]
    public async Task A_claim_that_says_too_little_is_a_problem_with_a_reason(string body, int status, string reason)
    {
        await using var bank = await Bank();

        Assert.Equal(reason, (await RunningBank.Json(await bank.Post("/claims", body, "application/json"), status)).GetProperty("reason").GetString());
    }

    private static async Task<RunningBank> Bank()
    {
        var bank = new RunningBank();
        BankRules.Write(bank.Rules, "routing.json", """{"WorkflowName": "routing", "Rules": [{"RuleName": "all", "Properties": {"route": {"to": ["team"]}}}]}""");
        BankRules.Write(bank.Rules, "directory.json", """{"people": {"wealth": {"name": "财富", "members": ["mia", "noa"]}}}""");
        await bank.Run();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Event("a", "customer.assigned", "C1", """{"team":"wealth"}"""), RunningBank.Transfer("1", "C1", 200000));
        return bank;
    }

    private static async Task<JsonElement> Queue(RunningBank bank) => (await bank.Get("/queues/wealth")).GetProperty("today")[0].GetProperty("actions")[0];

    private static async Task<JsonElement> Claim(RunningBank bank, string action, string person, string more = "") =>
        await RunningBank.Json(await bank.Post("/claims", $$"""{"action": "{{action}}", "customer": "C1", "person": "{{person}}"{{more}}}""", "application/json"));

    private static async Task<JsonElement> Outcome(RunningBank bank, string action, string outcome, string staff) =>
        await RunningBank.Json(await bank.Post("/outcomes", $$"""{"action": "{{action}}", "customer": "C1", "outcome": "{{outcome}}", "staff": "{{staff}}"}""", "application/json"));
}
