using System.Text.Json;
using Nba.Host.Commands;
using Nba.House;

namespace Nba.Host.Tests.Api;

/// <summary>Customers without a manager: a branch head sees who they are until each is assigned.</summary>
[Course(18)]
public sealed class UnassignedTests
{
    [Fact]
    public async Task A_branch_head_sees_the_customers_without_a_manager_until_none_is_left()
    {
        await using var bank = new RunningBank();
        BankRules.Write(bank.Rules, "directory.json", """{"people": {"hu": {"name": "胡"}}, "branches": {"west": {"name": "西", "head": "hu"}, "east": {"name": "东", "head": "dong"}}}""");
        await bank.Run();
        await bank.Take(RunningBank.Registered("C1"), Assigned("1", "C1", "\"branch\":\"west\""), RunningBank.Transfer("1", "C1", 200000));
        await bank.Take(RunningBank.Registered("C2", "李四"), RunningBank.Transfer("2", "C2", 300000));

        var head = await bank.Get("/queues/hu?lang=en");
        Assert.Equal(["C1"], Customers(head));
        var list = head.GetProperty("unassigned");
        Assert.Equal(2, list.GetProperty("waiting").GetInt32());
        Assert.Equal(["C1 张三 1 2026-03-02", "C2 李四 1 2026-03-02"], list.GetProperty("customers").EnumerateArray().Select(c => $"{c.GetProperty("customer")} {c.GetProperty("name")} {c.GetProperty("actions")} {c.GetProperty("since")}"));
        Assert.Equal(["C2"], Customers(list));
        Assert.Equal(["C2"], Customers(await bank.Get("/queues/unassigned")));
        Assert.Equal(1, (await bank.Get("/queues/dong")).GetProperty("unassigned").GetProperty("waiting").GetInt32());
        using var printed = new StringWriter();
        new QueuePrinter(Nba.Engine.Sources.Phrasebook.English, Terminal.Plain, printed).Print(JsonSerializer.Deserialize(head.GetRawText(), Nba.Host.Api.ApiJson.Web.QueueAnswer)!);
        Assert.Contains("2 customers without a manager have actions waiting:", printed.ToString(), StringComparison.Ordinal);

        await bank.Take(Assigned("2", "C1", "\"a\":\"anna\""), Assigned("3", "C2", "\"a\":\"anna\""));

        Assert.Equal(["C1", "C2"], Customers(await bank.Get("/queues/anna")));
        Assert.Empty(Customers(await bank.Get("/queues/unassigned")));
        head = await bank.Get("/queues/hu");
        Assert.Empty(Customers(head));
        Assert.False(head.TryGetProperty("unassigned", out _));
    }

    private static string Assigned(string id, string customer, string data) => RunningBank.Event("a" + id, "customer.assigned", customer, $"{{{data}}}");

    private static IEnumerable<string> Customers(JsonElement queue) => queue.GetProperty("today").EnumerateArray().Select(e => e.GetProperty("customer").GetString()!).Order(StringComparer.Ordinal);
}
