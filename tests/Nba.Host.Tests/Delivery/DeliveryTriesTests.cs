using System.Text.Json;
using Nba.Host.Delivery;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Delivery;

/// <summary>How long a message is tried, and what an answer says: of the message, of who asks, or of one address.</summary>
public sealed class DeliveryTriesTests : IAsyncDisposable
{
    private readonly DeliveringBank _bank = new();

    public ValueTask DisposeAsync() => _bank.DisposeAsync();

    [Fact]
    public async Task An_outage_of_hours_costs_no_message_and_one_that_is_longer_is_told()
    {
        await _bank.Start(", \"giveUpHours\": 3");
        _bank.Receiver.Answers = _ => 503;
        await _bank.Outflow("C1");
        await Tries(8);
        Assert.Empty(_bank.Deliveries.SetAside("crm"));
        _bank.Receiver.Answers = _ => 200;
        _bank.Bank.Clock.Advance(Longest);
        await _bank.Until("it is told", () => _bank.Receiver.Stands.Count == 1);

        _bank.Receiver.Answers = _ => 503;
        await _bank.Outflow("C2");
        await Tries(12);
        await _bank.Until("it is set aside", () => _bank.Deliveries.SetAside("crm").Count == 1);
        Assert.InRange(_bank.Deliveries.SetAside("crm")[0].Tries, 10, 13);
    }

    [Theory]
    [InlineData(401, "it does not know who asks")]
    [InlineData(403, "who asks may not do this")]
    [InlineData(404, "there is nothing at this address")]
    public async Task An_answer_about_who_asks_or_the_address_sets_nothing_aside_and_is_told(int status, string words)
    {
        await _bank.Start(", \"tries\": 2");
        _bank.Receiver.Answers = _ => status;
        for (var c = 1; c <= 3; c++) await _bank.Outflow("C" + c, c == 3 ? "rm2" : "rm1");
        await _bank.Until("it is tried now and again", () => _bank.Receiver.All.Count == 4 && _bank.Figures.Owners == 0);

        Assert.Empty(_bank.Deliveries.SetAside("crm"));
        var crm = await Crm();
        Assert.Equal("to-mend", crm.GetProperty("state").GetString());
        var told = Assert.Single(crm.GetProperty("toMend").EnumerateArray()).GetString();
        Assert.StartsWith("NBA1005 crm.json:1:28 '127.0.0.1' answers " + status, told, StringComparison.Ordinal);
        Assert.Contains(words, told, StringComparison.Ordinal);
        _bank.Receiver.Answers = _ => 200;
        Assert.Equal(0, _bank.Deliveries.Redrive("crm", null));
        // Without a wait: one tries for all.
        await RunningBank.Until("one is told", () => Task.FromResult(_bank.Receiver.Stands.Count > 0));
        await _bank.Until("all are told", () => _bank.Receiver.Stands.Count == 3);
        Assert.NotEqual("to-mend", (await Crm()).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData(401, "", "Away")]
    [InlineData(404, "", "Away")]
    [InlineData(410, "", "Away")]
    [InlineData(401, "/tasks(1)", "Away")]
    [InlineData(404, "/tasks(1)", "TryAgain")]
    [InlineData(410, "/tasks(1)", "Never")]
    [InlineData(400, "", "Never")]
    [InlineData(413, "", "Never")]
    [InlineData(422, "", "Never")]
    [InlineData(409, "", "TryAgain")]
    public async Task What_is_not_at_the_actions_own_path_speaks_of_the_action(int status, string path, string result)
    {
        await using var receiver = await Receiver.Start();
        receiver.Answers = _ => status;
        using var destination = Destination(receiver.Address, new AddressSlots(8), path);

        Assert.Equal(result, (await destination.Send(Message("rm1"), TestContext.Current.CancellationToken)).Result.ToString());
    }

    [Fact]
    public async Task The_dead_address_of_one_manager_rests_nobody_else()
    {
        await using var dead = await Receiver.Start();
        dead.Answers = _ => 500;
        await _bank.Start();
        _bank.Write("crm", $$"""{"webhook": {"url": "{{_bank.Receiver.Address}}in/{owner}", "urls": {"rm1": "{{dead.Address}}"} } }""");
        _bank.Deliveries.Look();
        await _bank.Outflow("C1");
        await _bank.Until("the address of one rests", () => _bank.Figures.ToMend.Count == 1);
        Assert.Contains("'127.0.0.1' failed too often at the address of rm1, and rests", (await Crm()).GetProperty("toMend")[0].GetString(), StringComparison.Ordinal);

        await _bank.Outflow("C2", "rm2");
        // Without a wait.
        await RunningBank.Until("the other is told", () => Task.FromResult(_bank.Receiver.Stands.Count == 1));
        Assert.Equal("/in/rm2", _bank.Receiver.All[0].Path);
    }

    [Fact]
    public void Of_many_addresses_the_latest_are_known()
    {
        var ways = new HttpWays(TimeSpan.FromSeconds(1), TimeProvider.System, most: 2);
        Uri a = new("https://a.example"), b = new("https://b.example"), c = new("https://c.example");
        var first = ways.Of(a, "rm1");
        ways.Of(b, "rm2");
        Assert.Same(first, ways.Of(a, "rm1"));
        ways.Of(c, "rm3");

        Assert.Equal(["a.example", "c.example"], ways.All.Select(w => w.Host).Order());
        Assert.Same(first, ways.Of(a, "rm1"));
    }

    [Fact]
    public async Task However_many_subscriptions_lead_to_an_address_few_requests_are_under_way_there()
    {
        var (beside, most, slots) = (0, 0, new AddressSlots(2));
        await using var receiver = await Receiver.Start();
        receiver.Answers = _ =>
        {
            lock (slots) most = Math.Max(most, ++beside);
            SpinWait.SpinUntil(() => Volatile.Read(ref beside) > 2, TimeSpan.FromMilliseconds(50));
            lock (slots) beside--;
            return 200;
        };
        using var one = Destination(receiver.Address, slots);
        using var other = Destination(new Uri(receiver.Address, "other"), slots);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? one : other).Send(Message("rm" + i), TestContext.Current.CancellationToken)));

        Assert.All(answers, a => Assert.Equal(DeliveryResult.Delivered, a.Result));
        Assert.InRange(most, 1, 2);
    }

    private static HttpDestination Destination(Uri address, AddressSlots slots, string path = "") => new(
        new Subscription { Name = "crm", File = new Nba.Engine.Sources.SourceFile("crm.json", ""), Language = "en", To = new HttpAddress(address, new Dictionary<string, Uri>(), [], new Dictionary<string, string>()) },
        _ => new RenderedMessage("POST", path, "application/json", "{}"u8.ToArray()), ReachableHosts.Parse("127.0.0.1", "127.0.0.1", out _)!, slots, TimeProvider.System);

    private static DeliveryMessage Message(string owner) =>
        new(owner, "key-" + owner, new DeliveryContent { Kind = DeliveryKind.Raised, Owner = owner, Language = "en", AsOf = "", Date = "", Actions = [] }, () => true);

    private async Task<JsonElement> Crm() => (await _bank.Bank.Get("/deliveries")).GetProperty("subscriptions").EnumerateArray().Single(s => s.GetProperty("name").GetString() == "crm");

    // So many tries of what is refused, each as late as it may be.
    private async Task Tries(int count)
    {
        for (var tries = 0; tries < count && _bank.Deliveries.SetAside("crm").Count == 0; tries++)
        {
            var before = _bank.Receiver.All.Count;
            _bank.Bank.Clock.Advance(Longest);
            await _bank.Until("it was tried", () => _bank.Receiver.All.Count > before && _bank.Figures.Owners == 0);
        }
    }

    // A quarter of an hour, and as much more as keeps those that failed together apart.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(18);
}
