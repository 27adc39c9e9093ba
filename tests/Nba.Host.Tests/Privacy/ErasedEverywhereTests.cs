using System.Net.Http.Json;
using System.Text;
using Nba.Host.Api;
using Nba.Host.Archives;
using Nba.Host.Delivery;
using Nba.Host.Delivery.Calendar;
using Nba.Host.Privacy;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.State.Sealing;
using Nba.Host.Tests.Api;
using Nba.Host.Tests.Delivery;

namespace Nba.Host.Tests.Privacy;

/// <summary>A bank in which a person stands in every table: waited for, contacted for a campaign, in a calendar that was fetched, and with a receiver that answers. Nothing is left of them, whatever happens beside it.</summary>
public sealed class ErasedEverywhereTests : WithKeys
{
    private static readonly Table[] Tables = [Table.Log, Table.Customers, Table.Actions, Table.Decisions, Table.DeadLetters, Table.Spent, Table.Waiting, Table.Deliveries, Table.Undelivered, Table.Feeds];

    private Receiver _receiver = null!;
    private Uri _calendar = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_receiver is not null) await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task In_no_table_and_no_file_is_anything_left_and_the_receiver_was_told()
    {
        await Start();
        var export = await _bank.Get("/customers/K-one/export");
        Assert.Equal("K-one", Assert.Single(export.GetProperty("calendar").EnumerateArray()).GetProperty("row").GetProperty("customer").GetString());
        Assert.Equal(("rm1", "outflow"), (Assert.Single(export.GetProperty("spent").EnumerateArray()).GetProperty("owner").GetString(), export.GetProperty("spent")[0].GetProperty("campaign").GetString()));
        Assert.Equal("K-one", Assert.Single(export.GetProperty("waiting").EnumerateArray()).GetProperty("customer").GetString());
        Assert.DoesNotContain("K-two", export.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(3, _receiver.Stands.Count);

        var erased = await RunningBank.Json(await MarkedBank.Erase(_bank, "K-one"));

        Assert.Empty(erased.GetProperty("untold").EnumerateArray());
        Assert.Equal(["K-two", "K-two"], _receiver.Stands.Values.Select(a => a.GetProperty("customer").GetString()!));
        var shown = await _bank.Client.GetStringAsync(_calendar);
        Assert.DoesNotContain("MARK-1", shown, StringComparison.Ordinal);
        Assert.Contains("MARK-2", shown, StringComparison.Ordinal);
        await NothingLeft();
    }

    [Fact]
    public async Task Who_does_not_answer_is_named()
    {
        await Start();
        await _receiver.GoAway();

        var erased = await RunningBank.Json(await MarkedBank.Erase(_bank, "K-one"));

        Assert.Equal(["crm"], erased.GetProperty("untold").EnumerateArray().Select(s => s.GetString()!));
        Assert.Contains("could not be told, and may still show something: crm", (await _bank.Get("/customers/K-one/export", 404)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        await NothingLeft();
    }

    [Fact]
    public async Task What_a_calendar_still_shows_of_an_action_that_is_gone_is_the_customers_too()
    {
        await Start();
        await RunningBank.Json(await _bank.Post("/outcomes", $$"""{"action":"{{await Own("follow-up")}}","customer":"K-one","outcome":"done"}""", "application/json"));
        Assert.Contains("STATUS:CANCELLED", await _bank.Client.GetStringAsync(_calendar), StringComparison.Ordinal);
        Assert.Equal(1, (await _bank.Get("/customers/K-one/export")).GetProperty("calendar").GetArrayLength());

        await RunningBank.Json(await MarkedBank.Erase(_bank, "K-one"));

        Assert.DoesNotContain("MARK-1", await _bank.Client.GetStringAsync(_calendar), StringComparison.Ordinal);
        await NothingLeft();
    }

    [Fact]
    public async Task What_a_fetch_read_before_it_is_not_written_behind_it()
    {
        await Start();
        var rows = new FeedRows(_bank.Service<DeliveryStore>());
        var read = rows.Of("rm1").ToDictionary(r => r.Key, ShownEvent? (r) => r.Value with { Sequence = 7 });
        Assert.Contains(read.Values, s => s?.Customer == "K-one");
        await RunningBank.Json(await MarkedBank.Erase(_bank, "K-one"));

        rows.Put("rm1", new FeedDifference(new Dictionary<UInt128, ShownEvent>(), read));

        Assert.Equal(["K-two", "K-two"], rows.Of("rm1").Values.Select(s => s.Customer!));
        await NothingLeft();
    }

    [Fact]
    public async Task Fetched_between_the_steps_and_beside_what_is_decided_meanwhile_nothing_comes_back()
    {
        await Start();
        var number = 0;
        using var erasing = Erasing(_ =>
        {
            number++;
            _bank.Client.GetStringAsync(_calendar).GetAwaiter().GetResult();
            _bank.Take(RunningBank.Transfer($"beside-{number}", "K-two", 5)).GetAwaiter().GetResult();
            using var own = _bank.Post("/events", RunningBank.Transfer($"own-{number}", "K-one", 5)).GetAwaiter().GetResult();
        });
        using var done = new CancellationTokenSource();
        var beside = Task.Run(async () =>
        {
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                await _bank.Take(RunningBank.Transfer($"while-{i}", "K-two", 6));
                await _bank.Client.GetStringAsync(_calendar);
            }
        });

        // What changes before each look makes it look anew, and the last time while nothing else is decided.
        var (erasure, why) = await erasing.Run("K-one", "asked for");
        await done.CancelAsync();
        await beside;

        Assert.Null(why);
        Assert.Equal(["K-one"], erasure!.Customers);
        await NothingLeft();
    }

    [Fact]
    public async Task Who_is_merged_while_it_is_looked_for_goes_along()
    {
        await Start();
        await _bank.Take(RunningBank.Registered("K-three", "MARK-1-three"), RunningBank.Transfer("t3", "K-three", 300000));
        var looks = 0;
        using var erasing = Erasing(step =>
        {
            if (step == 1 && looks++ == 0) _bank.Take(RunningBank.Event("m3", "customer.merged", "K-three", """{"into":"K-one"}""")).GetAwaiter().GetResult();
        });

        var (erasure, _) = await erasing.Run("K-one", "asked for");

        Assert.Equal(["K-one", "K-three"], erasure!.Customers);
        Assert.Equal(2, looks);
        await NothingLeft("K-three");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Where_a_step_fails_it_says_so_and_is_finished_when_it_is_asked_for_again(int failing)
    {
        await Start();
        using (var erasing = Erasing(step =>
        {
            if (step == failing) throw new StoreUnavailableException($"the disk is full", $"make room");
        }))
        {
            var (none, why) = await erasing.Run("K-one", "asked for");
            Assert.Null(none);
            Assert.Contains("is not finished: the disk is full", why!.ToString(), StringComparison.Ordinal);
        }
        Assert.Contains("is not finished", (await _bank.Get("/customers/K-one/export", 404)).GetProperty("detail").GetString(), StringComparison.Ordinal);

        var erased = await RunningBank.Json(await MarkedBank.Erase(_bank, "K-one"));
        Assert.Equal(["K-one"], erased.GetProperty("customers").EnumerateArray().Select(c => c.GetString()!));
        Assert.True(_bank.Service<ICarrier>().Tables!.Keys!.IsDestroyed(KeyRing.IdOf("K-one"u8)));
        Assert.Contains("was erased at", (await RunningBank.Json(await MarkedBank.Erase(_bank, "K-one"), 404)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        await NothingLeft();
    }

    [Fact]
    public async Task Nobody_is_merged_into_whom_there_is_no_more()
    {
        await Start();
        await RunningBank.Json(await MarkedBank.Erase(_bank, "K-one"));
        var before = (await _bank.Get("/customers/K-two/actions")).GetProperty("actions").GetRawText();

        var refused = await RunningBank.Json(await _bank.Post("/events", RunningBank.Event("m2", "customer.merged", "K-two", """{"into":"K-one"}""")), 400);

        Assert.Equal("erased", refused.GetProperty("reason").GetString());
        Assert.Contains("this one stays as it is", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, (await _bank.Get("/customers/K-two/actions")).GetProperty("actions").GetRawText());
        await _bank.Stop();
        Assert.Equal(0, Verified().Differences);
    }

    [Fact]
    public async Task A_budget_spent_that_is_somebodys_must_be_made_again_and_one_that_nobody_knows_is_passed_over()
    {
        await Start();
        var two = await Own("follow-up", "K-two");
        await RunningBank.Json(await MarkedBank.Erase(_bank, "K-one"));
        await _bank.Stop();
        Spend("00000000000000000000000000000007");
        Assert.Equal((0, true), Verified() is var passed ? (passed.Differences, passed.ErasedActivities > 0) : default);

        Spend(two);
        var strict = Verified();
        Assert.Equal(1, strict.Differences);
        Assert.StartsWith("Spent row", strict.First, StringComparison.Ordinal);
    }

    private async Task Start()
    {
        _receiver = await Receiver.Start();
        _bank.Seal = _keys.Places;
        BankRules.Write(_bank.Rules, "care.json", BankRules.Care.Replace("\"id\": \"outflow-call\",", "\"id\": \"outflow-call\", \"campaign\": \"outflow\",", StringComparison.Ordinal)
            .Replace("customer.daysSinceTransfer >= 3", "event.amount >= 100000", StringComparison.Ordinal).Replace("daily", "transfer.out", StringComparison.Ordinal));
        BankRules.Write(_bank.Rules, "campaigns.json", """{"feature_management": {"feature_flags": [{"id": "outflow", "enabled": true, "conditions": {"client_filters": []}}]}, "campaigns": {"outflow": {"zh": "转出", "en": "Outflow"}}}""");
        BankRules.Write(_bank.Rules, "directory.json", """{"people": {"rm1": {"name": "甲", "branch": "west"}}, "branches": {"west": {"name": "西", "head": "rm1"}}}""");
        var folder = Directory.CreateDirectory(Path.Combine(_bank.Data, "..", "subscriptions")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "crm.json"), $$"""{"to": {"webhook": {"url": "{{_receiver.Address}}"} }, "language": "en"}""");
        _bank.Delivery = new DeliveryOptions { Folder = folder, Hosts = "127.0.0.1", Networks = "127.0.0.0/8", PollMilliseconds = 3_600_000 };
        await _bank.Run();
        foreach (var (customer, mark) in new[] { ("K-one", "MARK-1-name"), ("K-two", "MARK-2-name") })
            await _bank.Take(RunningBank.Registered(customer, mark), RunningBank.Event("a-" + customer, "customer.assigned", customer, """{"a":"rm1"}"""), RunningBank.Transfer("t-" + customer, customer, 200000));
        // One waits for an hour, is then done with, and counts; the other stands.
        var waits = await Own("outflow-call");
        await _bank.Take(RunningBank.Event("o1", "action.outcome", "K-one", $$"""{"action":"{{waits}}","outcome":"snoozed","untilAt":"2026-03-02T15:00:00+08:00"}"""));
        await RunningBank.Json(await _bank.Post("/outcomes", $$"""{"action":"{{waits}}","customer":"K-one","outcome":"done"}""", "application/json"));
        await RunningBank.Until("everything is told", Told);
        var given = await RunningBank.Json(await _bank.Client.PostAsJsonAsync("/calendar-addresses", new { manager = "rm1", language = "en" }));
        _calendar = new Uri("/" + given.GetProperty("path").GetString(), UriKind.Relative);
        Assert.Contains("MARK-1-name", await _bank.Client.GetStringAsync(_calendar), StringComparison.Ordinal);
    }

    private Task<bool> Told()
    {
        _bank.Clock.Advance(TimeSpan.FromMilliseconds(100));
        return Task.FromResult(_receiver.Stands.Count == 3);
    }

    private async Task<string> Own(string action, string customer = "K-one") =>
        (await _bank.Get($"/customers/{customer}/actions")).GetProperty("actions").EnumerateArray().Single(a => a.GetProperty("action").GetString() == action).GetProperty("id").GetString()!;

    private Erasing Erasing(Action<int> between) =>
        new(_bank.Service<ICarrier>().Tables!, _bank.Service<Queries>(), _bank.Service<DeliveryStore>(), _bank.Service<ICarrier>().Stages[0]) { Between = between };

    private async Task NothingLeft(params string[] others)
    {
        await _bank.Stop();
        Assert.Empty(MarkedFiles.Places(_bank.Data, ["MARK-1-name", "MARK-1-three"]));
        using var store = Store.OpenReadOnly(_bank.Settings.Store.Directory);
        using var deliveries = DeliveryStore.OpenReadOnly(_bank.Settings);
        foreach (var customer in others.Append("K-one")) Assert.Empty(Rows(store, customer).Concat(Rows(deliveries!.Rows, customer)));
        var found = Verified();
        Assert.Equal((0, null), (found.Differences, found.First));
    }

    private static IEnumerable<string> Rows(Store store, string customer)
    {
        var id = Encoding.UTF8.GetBytes(customer);
        foreach (var table in Tables)
        {
            using var rows = store.Scan(new Keys(0).Prefix(table));
            while (rows.MoveNext())
            {
                if (rows.Key.IndexOf(id) >= 0 || rows.Value.IndexOf(id) >= 0) yield return $"{table} {Encoding.UTF8.GetString(rows.Value)}";
            }
        }
        using var spent = store.Scan(new Keys(0).Prefix(Table.Spent));
        while (spent.MoveNext()) yield return "Spent";
    }

    private void Spend(string action)
    {
        using var store = Store.Open(_bank.Settings.Store);
        using var batch = store.NewBatch();
        batch.Put(new Keys(0).TextsId(Table.Spent, "rm1", "outflow", UInt128.Parse(action, System.Globalization.NumberStyles.AllowHexSpecifier, null)), [1]);
        store.Write(batch);
    }

    private Verification Verified()
    {
        using var recorded = Store.OpenReadOnly(_bank.Settings.Store.Directory);
        using var replayed = ScratchStore.Empty(recorded);
        Replay.Run(recorded, replayed.Store, new StageOptions());
        return Replay.Compare(recorded, replayed.Store);
    }
}
