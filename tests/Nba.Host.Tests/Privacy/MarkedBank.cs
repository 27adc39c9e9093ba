using Nba.Host.Delivery;
using Nba.Host.Settings;
using Nba.Host.State;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Privacy;

/// <summary>
/// A bank with two customers whose data are marked, each mark in one place alone: in what is folded, in what nothing reads, in what was refused, in what is no JSON. The first was once known as another
/// (K-old), and has an action that a receiver could not be told of.
/// </summary>
internal static class MarkedBank
{
    /// <summary>The marks of the first customer.</summary>
    public static readonly IReadOnlyList<string> OfOne = ["MARK-1-name", "MARK-1-note", "MARK-1-phone", "MARK-1-refused", "MARK-1-broken", "MARK-1-old"];

    /// <summary>Runs it until the first customer's action stands and its delivery was tried.</summary>
    public static async Task Run(RunningBank bank, string name = "MARK-1-name")
    {
        Set(bank);
        await bank.Run();
        await Fill(bank, name);
    }

    /// <summary>Its directory and subscription.</summary>
    public static void Set(RunningBank bank)
    {
        var folder = Directory.CreateDirectory(Path.Combine(bank.Data, "..", "subscriptions")).FullName;
        File.WriteAllText(Path.Combine(folder, "crm.json"), """{"to": {"webhook": {"url": "http://127.0.0.1:9/"}}, "language": "en", "tries": 1}""");
        bank.Delivery = new DeliveryOptions { Folder = folder, Hosts = "127.0.0.1", Networks = "127.0.0.1", PollMilliseconds = 20 };
        BankRules.Write(bank.Rules, "directory.json", """{"people": {"rm1": {"name": "甲", "branch": "west"}}, "branches": {"west": {"name": "西", "head": "rm1"}}}""");
    }

    /// <summary>Asks that a customer be erased, while the clock of waits moves on.</summary>
    public static async Task<HttpResponseMessage> Erase(RunningBank bank, string customer)
    {
        var asked = bank.Post($"/customers/{customer}/erase", """{"reason":"asked for"}""", "application/json");
        while (!asked.IsCompleted)
        {
            bank.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(asked, bank.Client.GetStringAsync(new Uri("/health/live", UriKind.Relative)));
        }
        return await asked;
    }

    /// <summary>Hands its events in.</summary>
    public static async Task Fill(RunningBank bank, string name = "MARK-1-name")
    {
        await bank.Take(
            RunningBank.Registered("K-old", "MARK-1-old"), RunningBank.Registered("K-one", name), RunningBank.Registered("K-two", "MARK-2-name"),
            RunningBank.Event("a1", "customer.assigned", "K-one", """{"a":"rm1"}"""), RunningBank.Event("a2", "customer.assigned", "K-two", """{"a":"rm1"}"""),
            RunningBank.Event("m1", "customer.merged", "K-old", """{"into":"K-one"}"""),
            RunningBank.Transfer("t1", "K-one", 200000).Replace("\"kept\"", "\"MARK-1-note\"", StringComparison.Ordinal).Replace("{\"amount\"", "{\"phone\":\"MARK-1-phone\",\"amount\"", StringComparison.Ordinal));
        using var refused = await bank.Post("/events", RunningBank.Event("w1", "transfer.out", "K-one", """{"amount":"MARK-1-refused"}"""));
        using var broken = await bank.Post("/events", """{"subject":"K-one", MARK-1-broken""");
        Assert.Equal((400, 400), ((int)refused.StatusCode, (int)broken.StatusCode));
        await RunningBank.Until("its delivery was tried", () =>
        {
            bank.Clock.Advance(TimeSpan.FromMilliseconds(200));
            using var rows = bank.Service<DeliveryStore>().Rows.Scan(new Keys(0).Prefix(Table.Deliveries));
            return Task.FromResult(rows.MoveNext());
        });
        await bank.Take(RunningBank.Transfer("t2", "K-two", 300000).Replace("\"kept\"", "\"MARK-2-note\"", StringComparison.Ordinal));
    }
}
