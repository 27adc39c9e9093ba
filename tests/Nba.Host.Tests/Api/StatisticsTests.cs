using System.Text.Json;
using Nba.Host.Tests.Readme;
using Nba.House;

namespace Nba.Host.Tests.Api;

/// <summary>Statistics over HTTP, of a bank that declares to count something else than complaints: they are what its file says.</summary>
[Course(11)]
public sealed class StatisticsTests
{
    private const string Declared = """{"newcomers": {"zh": "新客户", "en": "Newcomers", "event": "customer.registered", "class": "kind", "repeatDays": 30, "note": {"zh": "每人一次", "en": "Each once"}, "names": {"personal": {"zh": "个人", "en": "People"}}}}""";

    [Fact]
    public async Task They_are_counted_on_as_events_come_and_refused_ones_never()
    {
        await using var bank = await Bank();
        await bank.Take(RunningBank.Registered("K1"), RunningBank.Registered("K2"), RunningBank.Transfer("t", "K1", 5), RunningBank.Registered("K1"));
        using (await bank.Post("/events", Nobody("r-K3"))) { }

        Assert.Equal((2, "People", "2026-03"), Figures(await bank.Get("/statistics/newcomers?lang=en")));

        await bank.Take(RunningBank.Registered("K4"));
        bank.Clock.Advance(TimeSpan.FromDays(40));
        await bank.Take(RunningBank.Registered("K5"));

        Assert.Equal((4, "个人", "2026-03"), Figures(await bank.Get("/statistics/newcomers?lang=zh-CN")));
        Assert.Equal((1, "个人", "2026-04"), Figures((await bank.Get("/statistics?from=2026-03-03&to=2026-04-30")).GetProperty("statistics")[0]));
        Assert.Equal("每人一次", (await bank.Get("/statistics/newcomers?lang=zh-CN")).GetProperty("note").GetString());
        Assert.Equal("Each once", (await bank.Get("/statistics?lang=en")).GetProperty("statistics")[0].GetProperty("note").GetString());
        Assert.Equal("2026-04-11", (await bank.Get("/statistics/newcomers")).GetProperty("today").GetString());
    }

    [Fact]
    public async Task After_a_restart_they_are_the_same_and_what_was_refused_then_stays_so_under_a_book_that_knows_its_word()
    {
        await using var bank = await Bank();
        await bank.Take(RunningBank.Registered("K1"), RunningBank.Registered("K2"));
        using (await bank.Post("/events", Nobody("r-K3"))) { }
        var before = Figures(await bank.Get("/statistics/newcomers"));
        await bank.Stop();
        BankRules.Write(bank.Rules, "vocabulary.json", BankRules.Vocabulary.Replace("\"prospect\"]", "\"prospect\", \"nobody\"]", StringComparison.Ordinal));
        await bank.Run();

        Assert.Equal(before, Figures(await bank.Get("/statistics/newcomers")));
        await bank.Take(Nobody("again-K3"));
        Assert.Equal(3, Figures(await bank.Get("/statistics/newcomers")).Received);
    }

    [Theory]
    [InlineData("/statistics/newcomer", 404, "did you mean 'newcomers'?")]
    [InlineData("/statistics/newcomers?from=2026-03-32", 400, "'from' and 'to' must be days as 2026-03-02")]
    [InlineData("/statistics?from=2026-03-02&to=2026-03-01", 400, "the first not after the last")]
    [InlineData("/statistics?lang=fr", 400, "'lang' must be one of zh-CN, en")]
    public async Task What_cannot_be_answered_is_told(string address, int status, string detail)
    {
        await using var bank = await Bank();

        Assert.Contains(detail, (await bank.Get(address, status)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_asks_a_running_host_and_passes_on_what_it_refuses()
    {
        await using var bank = await Bank();
        await bank.Take(RunningBank.Registered("K1"));

        Assert.Contains("People         1", await NbaProcess.Run("statistics", "newcomers", "--data", bank.Data, "--lang", "en"), StringComparison.Ordinal);
        var (code, _, errors) = await NbaProcess.End("statistics", "newcomer", "--data", bank.Data);
        Assert.Equal((2, "the rule book in force declares no statistic 'newcomer'; did you mean 'newcomers'?\n"), (code, errors));
    }

    private static string Nobody(string id) => RunningBank.Event(id, "customer.registered", "K3", """{"name":"x","kind":"nobody"}""");

    private static async Task<RunningBank> Bank()
    {
        var bank = new RunningBank();
        BankRules.Write(bank.Rules, "statistics.json", Declared);
        await bank.Run();
        return bank;
    }

    private static (int Received, string? Name, string? Month) Figures(JsonElement statistic) => (
        statistic.GetProperty("total").GetProperty("received").GetInt32(), statistic.GetProperty("classes")[0].GetProperty("name").GetString(), statistic.GetProperty("months")[0].GetProperty("month").GetString());
}
