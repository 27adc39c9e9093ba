using System.Text.Json;
using Nba.Host.Commands;
using Nba.House;

namespace Nba.Host.Tests.Api;

/// <summary>Absences over HTTP and in the command's print: own queue first, an absent colleague's behind it, never mixed.</summary>
[Course(18)]
public sealed class StandInTests
{
    private const string Directory = """
        {"people": {"anna": {"name": "安娜"}, "bo": {"name": "博"}, "cy": {"name": "西"}},
         "absences": [{"person": "anna", "from": "2026-03-02", "to": "2026-03-06"STAND-IN}]}
        """;

    [Fact]
    public async Task A_named_stand_in_sees_the_whole_queue_behind_the_own_one()
    {
        await using var bank = await Bank(", \"standIn\": \"cy\"");

        var desk = await bank.Get("/queues/cy");

        Assert.Empty(desk.GetProperty("today").EnumerateArray());
        var second = Assert.Single(desk.GetProperty("second").EnumerateArray());
        Assert.Equal(("anna", "安娜", "2026-03-06", true), (second.GetProperty("owner").GetString(), second.GetProperty("name").GetString(), second.GetProperty("until").GetString(), second.GetProperty("whole").GetBoolean()));
        Assert.Equal(["C1", "C2"], Customers(second));
        Assert.False((await bank.Get("/queues/bo")).TryGetProperty("second", out _));
        Assert.Equal(["C1", "C2"], Customers(await bank.Get("/queues/anna")));
    }

    [Fact]
    public async Task Without_one_each_b_role_manager_sees_their_own_customers_until_the_last_day()
    {
        await using var bank = await Bank("");

        var second = Assert.Single((await bank.Get("/queues/bo")).GetProperty("second").EnumerateArray());
        Assert.Equal(["C1"], Customers(second));
        Assert.False(second.GetProperty("whole").GetBoolean());
        Assert.Equal(["C3"], Customers(await bank.Get("/queues/bo")));
        Assert.False((await bank.Get("/queues/cy")).TryGetProperty("second", out _));

        bank.Clock.Advance(TimeSpan.FromDays(5));
        Assert.False((await bank.Get("/queues/bo")).TryGetProperty("second", out _));
    }

    [Fact]
    public async Task The_command_prints_the_second_queue_under_its_own_heading()
    {
        await using var bank = await Bank(", \"standIn\": \"bo\"");
        using var printed = new StringWriter();

        new QueuePrinter(Nba.Engine.Sources.Phrasebook.English, Terminal.Plain, printed).Print(JsonSerializer.Deserialize((await bank.Get("/queues/bo?lang=en")).GetRawText(), Nba.Host.Api.ApiJson.Web.QueueAnswer)!);

        var lines = printed.ToString().ReplaceLineEndings("\n").Split('\n');
        var heading = Array.FindIndex(lines, l => l.StartsWith("Standing in for 安娜 until 2026-03-06 · 2 today", StringComparison.Ordinal));
        Assert.True(heading > 0, printed.ToString());
        Assert.Contains(lines[..heading], l => l.Contains("(C3)", StringComparison.Ordinal));
        Assert.Contains(lines[heading..], l => l.Contains("(C1)", StringComparison.Ordinal));
    }

    private static async Task<RunningBank> Bank(string standIn)
    {
        var bank = new RunningBank();
        BankRules.Write(bank.Rules, "directory.json", Directory.Replace("STAND-IN", standIn, StringComparison.Ordinal));
        await bank.Run();
        foreach (var (customer, a, b) in new[] { ("C1", "anna", "bo"), ("C2", "anna", "dee"), ("C3", "bo", "anna") })
            await bank.Take(RunningBank.Registered(customer), RunningBank.Event("a-" + customer, "customer.assigned", customer, $$"""{"a":"{{a}}","b":"{{b}}"}"""), RunningBank.Transfer("t-" + customer, customer, 200000));
        return bank;
    }

    private static IEnumerable<string> Customers(JsonElement queue) => queue.GetProperty("today").EnumerateArray().Select(e => e.GetProperty("customer").GetString()!).Order(StringComparer.Ordinal);
}
