using Nba.Host.Delivery;
using Nba.Host.Settings;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Delivery;

/// <summary>When a receiver is told: urgent ones at once, the rest with the morning's list, nothing in quiet hours, and not too much in an hour.</summary>
public sealed class DeliveryPaceTests : IAsyncDisposable
{
    private readonly RunningBank _bank = new();
    private Receiver _receiver = null!;

    public async ValueTask DisposeAsync()
    {
        await _bank.DisposeAsync();
        if (_receiver is not null) await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task The_morning_brings_the_days_list_once_and_what_is_due_comes_at_once()
    {
        await Start(""", "pace": "urgent-and-digest", "digestHour": 9""");
        await Outflow("C1", "C2");

        // Monday at ten: the list of the day is due already. Both calls are due in two working days.
        await Until(() => _receiver.All.Count == 1);
        Assert.Equal(("digest", 2), (_receiver.All[0].Kind, _receiver.All[0].Data.GetProperty("actions").GetArrayLength()));

        _bank.Clock.Advance(TimeSpan.FromHours(22));
        await Until(() => _receiver.All.Count(t => t.Kind == "digest") == 1 && Waits);
        _bank.Clock.Advance(TimeSpan.FromHours(2));
        await Until(() => _receiver.All.Count(t => t.Kind == "digest") == 2);
        Assert.DoesNotContain(_receiver.All, t => t.Kind == "raised");

        // Wednesday is the day on which they are due.
        _bank.Clock.Advance(TimeSpan.FromHours(24));
        await Until(() => _receiver.All.Count(t => t.Kind == "raised") == 2);
        Assert.Equal(_receiver.All.Count, _receiver.All.Select(t => t.Key).Distinct().Count());
    }

    [Fact]
    public async Task A_list_that_was_refused_comes_when_it_is_asked_for_again()
    {
        await Start(""", "pace": "digest", "digestHour": 9""");
        _receiver.Answers = _ => 400;
        await Outflow("C1");
        var deliveries = _bank.Service<Deliveries>();
        await Until(() => deliveries.SetAside("crm").Count == 1);

        _receiver.Answers = _ => 200;
        Assert.Equal(1, deliveries.Redrive("crm", null));

        await Until(() => _receiver.Taken.Count == 1);
        Assert.Equal("digest", _receiver.Taken[0].Kind);
    }

    [Fact]
    public async Task On_a_day_off_no_list_comes()
    {
        await Start(""", "pace": "digest", "digestHour": 9""");
        await Outflow("C1");
        await Until(() => _receiver.Taken.Count == 1);

        // From Monday over Saturday and Sunday, hour by hour once the list of a working day is there: a day that nobody saw would have none.
        for (var hour = 1; hour <= 24 * 6; hour++)
        {
            _bank.Clock.Advance(TimeSpan.FromHours(1));
            var lists = Math.Min(1 + ((hour + 1) / 24), 5);
            await Until(() => _receiver.Taken.Count >= lists && Waits);
        }

        Assert.Equal(["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"], _receiver.Taken.Select(t => t.Data.GetProperty("date").GetString()));
    }

    [Fact]
    public async Task In_quiet_hours_nothing_is_sent_and_after_them_what_stands_then()
    {
        await Start(""", "quiet": {"from": 10, "until": 13}""");
        await Outflow("C1");
        await Outflow("C2");
        await Until(() => Waits);
        Assert.Empty(_receiver.All);
        await Done("C1");

        _bank.Clock.Advance(TimeSpan.FromHours(3));

        await Until(() => _receiver.Stands.Count == 1);
        Assert.Equal("C2", Assert.Single(_receiver.All).Data.GetProperty("actions")[0].GetProperty("customer").GetString());
    }

    [Fact]
    public async Task What_is_too_much_in_an_hour_waits_for_the_next()
    {
        await Start(""", "mostInHour": 2""");
        for (var c = 1; c <= 5; c++) await Outflow($"C{c}");
        await Until(() => _receiver.All.Count == 2 && Waits);

        _bank.Clock.Advance(TimeSpan.FromMinutes(61));
        await Until(() => _receiver.All.Count == 4 && Waits);
        _bank.Clock.Advance(TimeSpan.FromMinutes(61));
        await Until(() => _receiver.All.Count == 5);
    }

    private bool Waits => _bank.Service<Deliveries>().Figures.Single() is { Owners: 0, Waiting: > 0 };

    private async Task Start(string more)
    {
        _receiver = await Receiver.Start();
        BankRules.Write(_bank.Rules, "directory.json", """{"people": {"rm1": {"name": "甲"}}}""");
        var folder = Directory.CreateDirectory(Path.Combine(_bank.Data, "..", "subscriptions")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "crm.json"), $$"""{"to": {"webhook": {"url": "{{_receiver.Address}}"} }, "language": "en", "timeoutSeconds": 120{{more}} }""");
        _bank.Delivery = new DeliveryOptions { Folder = folder, Hosts = "127.0.0.1", Networks = "127.0.0.1", PollMilliseconds = 3_600_000 };
        await _bank.Run();
    }

    private Task Outflow(params string[] customers) => _bank.Take(
        [.. customers.SelectMany(c => new[] { RunningBank.Registered(c), RunningBank.Event("a" + c, "customer.assigned", c, """{"a":"rm1"}"""), RunningBank.Transfer("t" + c, c, 200000) })]);

    private async Task Done(string customer)
    {
        var action = (await _bank.Get($"/customers/{customer}/actions")).GetProperty("actions")[0].GetProperty("id").GetString();
        await RunningBank.Json(await _bank.Post("/outcomes", $$"""{"action": "{{action}}", "customer": "{{customer}}", "outcome": "done"}""", "application/json"));
    }

    // Time all but stands still: a run looks again by itself after a second.
    private Task Until(Func<bool> isSo) => RunningBank.Until("it is so", async () =>
    {
        _bank.Clock.Advance(TimeSpan.FromMilliseconds(50));
        await _bank.Client.GetStringAsync(new Uri("/health/live", UriKind.Relative));
        return isSo();
    });
}
