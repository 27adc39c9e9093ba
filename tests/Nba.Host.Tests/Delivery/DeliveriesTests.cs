using Nba.Host.Delivery;
using Nba.Host.Settings;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Delivery;

/// <summary>A running bank and a receiver that comes and goes: it ends with exactly what stands.</summary>
public sealed class DeliveriesTests : IAsyncDisposable
{
    private readonly RunningBank _bank = new();
    private Receiver _receiver = null!;

    private string Folder => Path.Combine(_bank.Data, "..", "subscriptions");

    public async ValueTask DisposeAsync()
    {
        await _bank.DisposeAsync();
        if (_receiver is not null) await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task What_stands_is_told_with_its_words_and_a_key()
    {
        await Start();
        await Outflow("C1", "rm1");

        await Told(1);

        var told = Assert.Single(_receiver.All);
        Assert.Equal(("raised", "rm1", "application/cloudevents+json; charset=utf-8"), (told.Kind, told.Data.GetProperty("owner").GetString(), told.ContentType));
        var action = told.Data.GetProperty("actions")[0];
        Assert.Equal("outflow-call", action.GetProperty("action").GetString());
        Assert.NotEqual("", action.GetProperty("title").GetString());
        Assert.StartsWith(action.GetProperty("id").GetString() + "_" + action.GetProperty("version").GetInt32(), told.Key, StringComparison.Ordinal);
        Assert.Equal(told.Key, told.Event.GetProperty("id").GetString());
    }

    [Fact]
    public async Task What_goes_is_struck_out_with_why()
    {
        await Start();
        await Outflow("C1", "rm1");
        await Told(1);
        var id = _receiver.All[0].Data.GetProperty("actions")[0].GetProperty("id").GetString();

        await RunningBank.Json(await _bank.Post("/outcomes", $$"""{"action": "{{id}}", "customer": "C1", "outcome": "done"}""", "application/json"));
        await Told(2);

        Assert.Equal(("gone", "done"), (_receiver.All[1].Kind, _receiver.All[1].Data.GetProperty("why").GetString()));
        Assert.Empty(_receiver.Stands);
    }

    [Fact]
    public async Task A_receiver_that_was_away_while_a_campaign_went_off_and_a_customer_moved_ends_with_exactly_what_stands()
    {
        await Start(campaign: true);
        foreach (var customer in new[] { "C1", "C2" }) await Outflow(customer, "rm1");
        await _bank.Take(RunningBank.Registered("C3"), RunningBank.Transfer("t3", "C3", 10), Assigned("C3", "rm1"));
        _bank.Clock.Advance(TimeSpan.FromDays(4));
        await Until(() => _receiver.Stands.Count == 5);

        await _receiver.GoAway();
        await _bank.Take(Assigned("C2", "rm2"), RunningBank.Registered("C4"), Assigned("C4", "rm2"), RunningBank.Transfer("t4", "C4", 200000));
        await RunningBank.Json(await _bank.Post("/campaigns/changes", """{"change": "off", "campaign": "care", "by": "po1", "why": "too many calls"}""", "application/json"));
        await RunningBank.Until("it is off", async () => (await _bank.Get("/campaigns/care")).GetProperty("state").GetString() == "off");
        var before = _receiver.All.Count;
        await Until(() => Figures.Failures > 0);
        await _receiver.Return();

        var stands = await Standing();
        await Until(() => stands.SetEquals(_receiver.Stands.Keys));
        Assert.Equal(["outflow-call", "outflow-call", "outflow-call"], _receiver.Stands.Values.Select(a => a.GetProperty("action").GetString()));
        // Nothing that was withdrawn meanwhile was told first.
        Assert.DoesNotContain(_receiver.All.Skip(before), t => t.Kind == "raised" && !_receiver.Stands.ContainsKey((t.Data.GetProperty("owner").GetString()!, t.Data.GetProperty("actions")[0].GetProperty("id").GetString()!)));
        Assert.Contains(_receiver.All.Skip(before), t => t.Kind == "gone" && t.Data.GetProperty("why").GetString() == "reassigned");
        Assert.Contains(_receiver.All.Skip(before), t => t.Kind == "gone" && t.Data.GetProperty("why").GetString() == "campaign-off");
    }

    [Fact]
    public async Task After_a_restart_nothing_is_told_twice_and_what_changed_meanwhile_is()
    {
        await Start();
        await Outflow("C1", "rm1");
        await Outflow("C2", "rm1");
        // Written down too: what a host is stopped before it has noted is told again, under the same key.
        await Until(() => _receiver.Stands.Count == 2 && Figures.Delivered == 2);

        await _bank.Stop();
        await Run();
        await Outflow("C3", "rm1");
        await Until(() => _receiver.Stands.Count == 3);

        Assert.Equal(3, _receiver.All.Count);
        Assert.Equal(3, _receiver.All.Select(t => t.Key).Distinct().Count());
    }

    [Fact]
    public async Task However_long_a_receiver_asks_to_be_left_alone_it_is_asked_again_after_a_day()
    {
        await Start();
        (_receiver.Answers, _receiver.RetryAfter) = (_ => 503, 400_000);
        await Outflow("C1", "rm1");
        await Until(() => Figures.Failures == 1);

        (_receiver.Answers, _receiver.RetryAfter) = (_ => 200, null);
        _bank.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Empty(_receiver.Taken);
        _bank.Clock.Advance(TimeSpan.FromHours(2));
        await Until(() => _receiver.Stands.Count == 1);
    }

    [Fact]
    public async Task What_was_set_aside_is_off_the_list_once_another_version_was_told()
    {
        await Start();
        _receiver.Answers = _ => 400;
        await Outflow("C1", "rm1");
        await Until(() => Deliveries.SetAside("crm").Count == 1);

        _receiver.Answers = _ => 200;
        await _bank.Take(RunningBank.Transfer("again", "C1", 300000));
        await Until(() => _receiver.Stands.Count == 1);

        await Until(() => Deliveries.SetAside("crm").Count == 0);
    }

    [Fact]
    public async Task What_a_receiver_refuses_is_set_aside_with_why_and_sent_again_when_asked_for()
    {
        await Start(more: ", \"tries\": 3");
        _receiver.Answers = t => t.Data.GetProperty("actions")[0].GetProperty("customer").GetString() == "C1" ? 500 : 200;
        await Outflow("C1", "rm1");
        await Outflow("C2", "rm1");

        await Until(() => Deliveries.SetAside("crm").Count == 1 && _receiver.Stands.Count == 1);
        var letter = Assert.Single(Deliveries.SetAside("crm"));
        Assert.Equal(("rm1", 3, "the receiver answers 500"), (letter.Owner, letter.Tries, letter.Reason));

        _receiver.Answers = _ => 200;
        Assert.Equal(1, Deliveries.Redrive("crm", letter.Key));
        await Until(() => _receiver.Stands.Count == 2);
        Assert.Empty(Deliveries.SetAside("crm"));
    }

    [Fact]
    public async Task A_slow_receiver_keeps_nobody_else_waiting()
    {
        await using var slow = await Receiver.Start();
        using var answers = new ManualResetEventSlim();
        slow.Answers = _ =>
        {
            answers.Wait(TimeSpan.FromSeconds(30));
            return 200;
        };
        await Start();
        await File.WriteAllTextAsync(Path.Combine(Folder, "slow.json"), $$"""{"to": {"webhook": {"url": "{{slow.Address}}"} } }""", TestContext.Current.CancellationToken);
        Deliveries.Look();

        for (var c = 1; c <= 5; c++) await Outflow($"C{c}", "rm1");
        await Until(() => _receiver.Stands.Count == 5);

        Assert.Empty(slow.All);
        answers.Set();
        await Until(() => slow.Stands.Count == 5);
    }

    [Fact]
    public async Task An_owner_who_gets_an_address_later_is_told_what_stands_then()
    {
        await Start();
        var file = Path.Combine(Folder, "crm.json");
        await File.WriteAllTextAsync(file, $$"""{"to": {"webhook": {"urls": {"rm1": "{{_receiver.Address}}"} } } }""", TestContext.Current.CancellationToken);
        Deliveries.Look();
        await Outflow("C1", "rm1");
        await Outflow("C2", "rm2");
        await Until(() => _receiver.Stands.Count == 1 && Figures.Owners == 0);

        await File.WriteAllTextAsync(file, $$"""{"to": {"webhook": {"urls": {"rm1": "{{_receiver.Address}}", "rm2": "{{_receiver.Address}}"} } } }""", TestContext.Current.CancellationToken);
        Deliveries.Look();
        await Until(() => _receiver.Stands.Count == 2);
    }

    [Fact]
    public async Task A_faulty_file_keeps_what_was_in_force_and_the_others_are_followed()
    {
        await using var other = await Receiver.Start();
        await Start();
        await File.WriteAllTextAsync(Path.Combine(Folder, "crm.json"), "{", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Folder, "other.json"), $$"""{"to": {"webhook": {"url": "{{other.Address}}"} } }""", TestContext.Current.CancellationToken);
        Deliveries.Look();
        Assert.Equal("crm.json", Assert.Single(Deliveries.Problems).File);

        await Outflow("C1", "rm1");
        await Until(() => _receiver.Stands.Count == 1 && other.Stands.Count == 1);
        // Each message of each subscription is another one.
        Assert.NotEqual(_receiver.All[0].Key, other.All[0].Key);
    }

    [Theory]
    [InlineData("", "rm1 rm2")]
    [InlineData(", \"wants\": {\"owners\": [\"rm2\"]}", "rm2")]
    [InlineData(", \"wants\": {\"purposes\": [\"sales\"]}", "")]
    [InlineData(", \"wants\": {\"actions\": [\"outflow-call\"], \"branches\": [\"west\"]}", "rm1")]
    public async Task A_receiver_is_told_what_it_wants(string wants, string owners)
    {
        await Start(more: wants);
        await Outflow("C1", "rm1");
        await Outflow("C2", "rm2");

        await Until(() => Figures is { Owners: 0, Position: > 0 } && _receiver.Stands.Count == owners.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(owners, string.Join(' ', _receiver.Stands.Keys.Select(k => k.Owner).Order()));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_an_address_that_is_not_listed_not_connected_to()
    {
        await Start();
        _receiver.Answers = _ => 302;
        await Outflow("C1", "rm1");
        await Until(() => Deliveries.SetAside("crm").Count == 1);
        Assert.Contains("no redirect is followed", Deliveries.SetAside("crm")[0].Reason, StringComparison.Ordinal);

        var asked = _receiver.All.Count;
        await _bank.Stop();
        _networks = "10.0.0.0/8";
        await Run();
        Deliveries.Redrive("crm", null);
        await Until(() => Deliveries.SetAside("crm") is [var letter] && letter.Reason.Contains("Nba:Delivery:Networks", StringComparison.Ordinal));
        Assert.Equal(asked, _receiver.All.Count);
    }

    private string _networks = "127.0.0.0/8";

    private Deliveries Deliveries => _bank.Service<Deliveries>();

    private SubscriptionFigures Figures => Deliveries.Figures.Single(f => f.Name == "crm");

    private async Task Start(string more = "", bool campaign = false)
    {
        _receiver = await Receiver.Start();
        if (campaign) BankRules.Write(_bank.Rules, "care.json", BankRules.Care.Replace("\"id\": \"follow-up\",", "\"id\": \"follow-up\", \"campaign\": \"care\",", StringComparison.Ordinal));
        if (campaign) BankRules.Write(_bank.Rules, "campaigns.json", """{"feature_management": {"feature_flags": [{"id": "care", "enabled": true}]}, "campaigns": {"care": {"zh": "关怀", "en": "Care"} } }""");
        BankRules.Write(_bank.Rules, "directory.json", """{"people": {"rm1": {"name": "甲", "branch": "west"}, "rm2": {"name": "乙", "branch": "east"}}, "branches": {"west": {"name": "西", "head": "rm1"}, "east": {"name": "东", "head": "rm2"}}, "productOwners": ["po1"]}""");
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "crm.json"), $$"""{"to": {"webhook": {"url": "{{_receiver.Address}}"} }, "language": "en", "timeoutSeconds": 120{{more}} }""");
        await Run();
    }

    private Task Run()
    {
        _bank.Delivery = new DeliveryOptions { Folder = Folder, Hosts = "127.0.0.1", Networks = _networks, PollMilliseconds = 3_600_000 };
        return _bank.Run();
    }

    private async Task Outflow(string customer, string manager) => await _bank.Take(RunningBank.Registered(customer), Assigned(customer, manager), RunningBank.Transfer("t" + customer, customer, 200000));

    private static string Assigned(string customer, string manager) => RunningBank.Event($"a-{customer}-{manager}", "customer.assigned", customer, $$"""{"a":"{{manager}}"}""");

    // By the bank's own pages: what each owner's queue shows.
    private async Task<HashSet<(string Owner, string Action)>> Standing()
    {
        var all = new HashSet<(string, string)>();
        foreach (var owner in new[] { "rm1", "rm2", "unassigned" })
        {
            var queue = await _bank.Get($"/queues/{owner}");
            foreach (var action in queue.GetProperty("today").EnumerateArray().SelectMany(e => e.GetProperty("actions").EnumerateArray())) all.Add((owner, action.GetProperty("id").GetString()!));
        }
        return all;
    }

    private Task Told(int count) => Until(() => _receiver.All.Count >= count);

    // The clock of waits and time-outs is the test's: it moves on with each look, and far slower than answers come.
    private Task Until(Func<bool> isSo) => RunningBank.Until("the receiver has it", async () =>
    {
        if (isSo()) return true;
        _bank.Clock.Advance(TimeSpan.FromMilliseconds(100));
        await _bank.Client.GetStringAsync(new Uri("/health/live", UriKind.Relative));
        return isSo();
    });
}
