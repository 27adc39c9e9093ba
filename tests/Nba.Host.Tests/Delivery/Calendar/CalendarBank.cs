using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Ical.Net.CalendarComponents;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Delivery.Calendar;

/// <summary>A running bank with two managers, whose large transfers belong to a campaign.</summary>
internal sealed class CalendarBank : IAsyncDisposable
{
    private CalendarBank(RunningBank bank) => Bank = bank;

    public RunningBank Bank { get; }

    public static async Task<CalendarBank> Start(string absences = "", Func<string, string>? rule = null)
    {
        var bank = new RunningBank();
        var care = BankRules.Care.Replace("\"id\": \"outflow-call\",", "\"id\": \"outflow-call\", \"campaign\": \"care\",", StringComparison.Ordinal);
        BankRules.Write(bank.Rules, "care.json", rule is null ? care : rule(care));
        BankRules.Write(bank.Rules, "campaigns.json", """
            {"feature_management": {"feature_flags": [{"id": "care", "enabled": true, "conditions": {"client_filters": []}}]}, "campaigns": {"care": {"zh": "关怀", "en": "Care"}}}
            """);
        BankRules.Write(bank.Rules, "directory.json", $$"""{"people": {"anna": {"name": "安娜"}, "bo": {"name": "博"}, "po1": {"name": "甲"} }, "absences": [{{absences}}], "productOwners": ["po1"]}""");
        await bank.Run();
        return new CalendarBank(bank);
    }

    /// <summary>A customer of a manager who moves a large sum away: an action that is due on 4 March.</summary>
    public async Task Transfer(string customer, string manager, string name = "张三") =>
        await Bank.Take(RunningBank.Event("r-" + customer, "customer.registered", customer, $$"""{"name":{{JsonSerializer.Serialize(name)}},"kind":"personal"}"""), Assignment(customer, manager), RunningBank.Transfer("t-" + customer, customer, 200000));

    public Task Assign(string customer, string manager, bool again = false) => Bank.Take(Assignment(customer, manager, again ? "-again" : ""));

    /// <summary>The manager answers the first action of their queue.</summary>
    public async Task Answer(string manager, string outcome, string more = "")
    {
        var action = (await Bank.Get("/queues/" + manager)).GetProperty("today")[0].GetProperty("actions")[0];
        var (id, customer) = (action.GetProperty("id").GetString(), action.GetProperty("customer").GetString());
        await RunningBank.Json(await Bank.Post("/outcomes", $$"""{"action":"{{id}}","customer":"{{customer}}","outcome":"{{outcome}}"{{more}}}""", "application/json"));
    }

    public async Task Switch(string change)
    {
        var changed = await RunningBank.Json(await Bank.Post("/campaigns/changes", $$"""{"change":"{{change}}","campaign":"care","by":"po1","why":"test"}""", "application/json"));
        await RunningBank.Until("the book is in force", async () => (await Bank.Get("/queues/anna")) is var queue && queue.GetProperty("book").GetString() == changed.GetProperty("book").GetString() && !queue.GetProperty("sweeping").GetBoolean());
    }

    public async Task<string> Address(string manager, string language = "zh-CN")
    {
        var given = await RunningBank.Json(await Bank.Client.PostAsJsonAsync("/calendar-addresses", new { manager, language }));
        return "/" + given.GetProperty("path").GetString();
    }

    public async Task<string> Text(string address) => Encoding.UTF8.GetString(await Bank.Client.GetByteArrayAsync(address));

    public async Task<Ical.Net.Calendar> Read(string address) => Ical.Net.Calendar.Load(await Text(address))!;

    public async Task<CalendarEvent> One(string address) => Assert.Single((await Read(address)).Events);

    public ValueTask DisposeAsync() => Bank.DisposeAsync();

    private static string Assignment(string customer, string manager, string again = "") => RunningBank.Event($"a-{customer}-{manager}{again}", "customer.assigned", customer, $$"""{"a":"{{manager}}"}""");
}
