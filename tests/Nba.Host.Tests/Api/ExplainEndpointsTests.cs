using System.Text.Json;

namespace Nba.Host.Tests.Api;

/// <summary>Explanations of a running host.</summary>
public sealed class ExplainEndpointsTests
{
    [Fact]
    public async Task A_greatest_value_names_the_activity_that_holds_it()
    {
        await using var bank = new RunningBank();
        BankRules.Write(bank.Rules, "vocabulary.json", BankRules.Vocabulary.Replace("\"facts\": {", """
            "facts": {
            "largest90": {"id": 9, "type": "decimal", "zh": "九十天最大转出", "en": "Largest in 90 days", "fold": {"max": "transfer.out.amount", "window": "90d"}},
            """, StringComparison.Ordinal));
        BankRules.Write(bank.Rules, "care.json", BankRules.Care.Replace("customer.daysSinceTransfer >= 3", "customer.largest90 >= 1000", StringComparison.Ordinal));
        await bank.Run();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("small", "C1", 5), RunningBank.Transfer("great", "C1", 3000), RunningBank.Transfer("late", "C1", 7));
        bank.Clock.Advance(TimeSpan.FromDays(1));
        JsonElement explained = default;
        await RunningBank.Until("it stands", async () => (explained = await Ask(bank, "/customers/C1/explain/follow-up")).ValueKind == JsonValueKind.Object);

        var fact = explained.GetProperty("rules")[0].GetProperty("facts").EnumerateArray().Single(f => f.GetProperty("name").GetString() == "customer.largest90");

        Assert.Equal(["great"], fact.GetProperty("activities").EnumerateArray().Select(a => a.GetProperty("id").GetString()));

        static async Task<JsonElement> Ask(RunningBank bank, string path)
        {
            using var answer = await bank.Client.GetAsync(path);
            return answer.IsSuccessStatusCode ? JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement : default;
        }
    }

    [Fact]
    public async Task A_running_host_explains_customer_action_and_decision()
    {
        await using var bank = await Bank();
        var id = (await bank.Get("/customers/C1/explain")).GetProperty("standing")[0].GetProperty("id").GetString();

        var byId = await bank.Get($"/actions/{id}/explain?lang=en");
        var byName = await bank.Get("/customers/C1/explain/outflow-call?lang=en");
        var decision = await bank.Get("/decisions/C1.1/explain");

        Assert.Equal("t1", byId.GetProperty("raised").GetProperty("activity").GetProperty("id").GetString());
        Assert.Equal("large-transfer", byName.GetProperty("rules")[0].GetProperty("rule").GetString());
        Assert.Equal(1, byName.GetProperty("places")[0].GetProperty("place").GetInt32());
        Assert.Equal("t1", decision.GetProperty("activity").GetProperty("id").GetString());
        Assert.StartsWith("care.json:", decision.GetProperty("places").GetProperty("large-transfer").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_host_answers_for_an_earlier_moment()
    {
        await using var bank = await Bank();
        bank.Clock.Advance(TimeSpan.FromHours(2));
        await bank.Take(RunningBank.Transfer("t2", "C1", 5));

        var then = await bank.Get("/customers/C1/explain?at=2026-03-02T11:00");
        var why = await bank.Get("/customers/C1/why-not/follow-up?at=2026-03-02T11:00");

        Assert.Equal(("2026-03-02 11:00", 2), (then.GetProperty("at").GetString(), then.GetProperty("activities").GetArrayLength()));
        Assert.Equal("2026-03-02 11:00", why.GetProperty("at").GetString());
        Assert.Equal(3, (await bank.Get("/customers/C1/explain")).GetProperty("activities").GetArrayLength());
    }

    [Theory]
    [InlineData("/customers/nobody/explain", 404, "no activity of 'nobody' was ever taken in")]
    [InlineData("/customers/C1/explain/outflow-cal", 404, "did you mean 'outflow-call'?")]
    [InlineData("/actions/00000000000000000000000000000000/explain", 404, "found through its customer")]
    [InlineData("/actions/outflow-call/explain", 400, "32 hexadecimal digits")]
    [InlineData("/actions/00000000000000000000000000000000/explain?at=2026-03-01", 400, "/customers/{id}/explain/{action}")]
    [InlineData("/decisions/C1.99/explain", 404, "only decisions that changed or newly gated something are recorded")]
    [InlineData("/customers/C1/explain?at=noon", 400, "a day, as 2026-02-20")]
    [InlineData("/customers/C1/explain?lookBack=far", 400, "'lookBack' a whole number or all")]
    [InlineData("/customers/C1/explain?at=2026-03-05", 404, "has not come yet")]
    [InlineData("/customers/C1/why-not/follow-up?at=2026-02-20", 404, "lies before the log")]
    [InlineData("/customers/C1/why-not/follow-up?at=noon", 400, "a day, as 2026-02-20")]
    public async Task What_cannot_be_explained_is_told_with_the_remedy(string path, int status, string detail)
    {
        await using var bank = await Bank();
        Assert.Contains(detail, (await bank.Get(path, status)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task<RunningBank> Bank()
    {
        var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("t1", "C1", 250_000));
        return bank;
    }
}
