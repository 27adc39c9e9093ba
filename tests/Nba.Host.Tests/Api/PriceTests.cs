using System.Text.Json;
using Nba.Host.Commands;
using Nba.House;

namespace Nba.Host.Tests.Api;

/// <summary>An offer's price and how far the manager may go from it: two places, so that whoever hands the price on hands nothing else on.</summary>
[Course(7)]
public sealed class PriceTests
{
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("en", "deposit rate 1.45% a year", "(internal: up to 1.55%; above that, ask the branch head)")]
    [InlineData("zh-CN", "存款利率年1.45%", "（内部：最高可至1.55%，更高须报支行行长审批）")]
    public async Task What_may_be_granted_stands_apart_from_the_price_in_answers_and_in_print(string language, string price, string room)
    {
        await using var bank = await Pricing(""" "value": 1.45, "limit": 1.55, "approver": "branch-head" """);

        foreach (var action in new[] { await bank.FirstAction("?lang=" + language), (await bank.Get("/customers/C1/actions?lang=" + language)).GetProperty("actions")[0] })
        {
            Assert.Equal($$"""{"kind":"deposit-rate","value":1.4500,"text":"{{price}}"}""", Plain(action.GetProperty("price")));
            Assert.Equal($$"""{"limit":1.5500,"approver":"branch-head","text":"{{room}}"}""", Plain(action.GetProperty("internalRoom")));
            Assert.DoesNotContain(room, Plain(action.GetProperty("talkingPoints")), StringComparison.Ordinal);
        }
        using var printed = new StringWriter();
        new QueuePrinter(Nba.Engine.Sources.Phrasebook.English, Terminal.Plain, printed).Print(JsonSerializer.Deserialize((await bank.Get("/queues/unassigned?lang=" + language)).GetRawText(), Host.Api.ApiJson.Web.QueueAnswer)!);
        Assert.Contains($"       $ {price}\n         {room}\n", printed.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fixed_price_says_so_to_the_manager_alone()
    {
        await using var bank = await Pricing(""" "value": 1.45, "until": "2026-12-31" """);

        var action = await bank.FirstAction("?lang=en");

        Assert.Equal("""{"kind":"deposit-rate","value":1.4500,"until":"2026-12-31","text":"deposit rate 1.45% a year (until 2026-12-31)"}""", Plain(action.GetProperty("price")));
        Assert.Equal("""{"text":"(internal: fixed, nothing to concede)"}""", Plain(action.GetProperty("internalRoom")));
    }

    [Fact]
    public async Task Where_nothing_is_sold_neither_is_told()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("1", "C1", 200000));

        var action = await bank.FirstAction();

        Assert.False(action.TryGetProperty("price", out _));
        Assert.False(action.TryGetProperty("internalRoom", out _));
    }

    private static async Task<RunningBank> Pricing(string price)
    {
        var bank = new RunningBank();
        BankRules.Write(bank.Rules, "vocabulary.json", BankRules.Vocabulary.Replace("\"codes\": {", "\"codes\": {\"product\": [\"saving\"], ", StringComparison.Ordinal));
        BankRules.Write(bank.Rules, "products.json", $$$"""
            {"approvers": {"branch-head": {"zh": "支行行长", "en": "the branch head"}},
             "saving": {"class": "deposit", "zh": "存款", "en": "saving", "prices": [{"kind": "deposit-rate", {{{price}}} }]}}
            """);
        BankRules.Write(bank.Rules, "care.json", BankRules.Care.Replace("\"id\": \"outflow-call\",", "\"id\": \"outflow-call\", \"product\": \"saving\",", StringComparison.Ordinal));
        await bank.Run();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("1", "C1", 200000));
        return bank;
    }

    private static string Plain(JsonElement element) => JsonSerializer.Serialize(element, Unescaped);
}
