using Microsoft.AspNetCore.Builder;
using Nba.Host.Delivery;
using Nba.Host.Settings;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Delivery;

/// <summary>A running bank that delivers to a receiver by the subscription 'crm', and to whatever else a test writes into its folder.</summary>
internal sealed class DeliveringBank : IAsyncDisposable
{
    public RunningBank Bank { get; } = new();

    public Receiver Receiver { get; private set; } = null!;

    public string Folder => Path.Combine(Bank.Data, "..", "subscriptions");

    public Deliveries Deliveries => Bank.Service<Deliveries>();

    public SubscriptionFigures Figures => Deliveries.Figures.Single(f => f.Name == "crm");

    /// <summary>Starts both, with more members in the subscription's file.</summary>
    public async Task Start(string more = "", Action<WebApplicationBuilder>? services = null)
    {
        Receiver = await Receiver.Start();
        BankRules.Write(Bank.Rules, "directory.json", """{"people": {"rm1": {"name": "甲", "branch": "west"}, "rm2": {"name": "乙", "branch": "east"}}, "branches": {"west": {"name": "西", "head": "rm1"}, "east": {"name": "东", "head": "rm2"}}}""");
        Directory.CreateDirectory(Folder);
        Write("crm", Receiver.Address, more);
        await Run(services);
    }

    public Task Run(Action<WebApplicationBuilder>? services = null)
    {
        Bank.Delivery = new DeliveryOptions { Folder = Folder, Hosts = "127.0.0.1", Networks = "127.0.0.0/8", PollMilliseconds = 3_600_000 };
        return Bank.Run(services);
    }

    /// <summary>Writes a subscription over HTTP; it is followed with the next look at the folder.</summary>
    public void Write(string name, Uri to, string more = "") => Write(name, $$"""{"webhook": {"url": "{{to}}"} }""", more);

    public void Write(string name, string to, string more = "") => File.WriteAllText(PathOf(name), $$"""{"to": {{to}}, "language": "en", "timeoutSeconds": 120{{more}} }""");

    public string PathOf(string name) => Path.Combine(Folder, name + ".json");

    /// <summary>Something to tell a manager of a customer.</summary>
    public Task Outflow(string customer, string manager = "rm1") => Bank.Take(
        RunningBank.Registered(customer), RunningBank.Event($"a-{customer}-{manager}", "customer.assigned", customer, $$"""{"a":"{{manager}}"}"""), RunningBank.Transfer("t" + customer, customer, 200000));

    /// <summary>Asks again until it is so; the clock of waits and time-outs moves on with each look, and far slower than answers come.</summary>
    public Task Until(string signal, Func<bool> isSo) => RunningBank.Until(signal, async () =>
    {
        if (isSo()) return true;
        Bank.Clock.Advance(TimeSpan.FromMilliseconds(100));
        await Bank.Client.GetStringAsync(new Uri("/health/live", UriKind.Relative));
        return isSo();
    });

    public async ValueTask DisposeAsync()
    {
        await Bank.DisposeAsync();
        if (Receiver is not null) await Receiver.DisposeAsync();
    }
}
