using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Nba.Host.Stages;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Stages;

public sealed class StageMeterTests
{
    [Fact]
    public async Task Each_counter_says_what_the_page_of_health_says()
    {
        var measured = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        await using var bank = new RunningBank();
        // Hosts of other tests have meters of that name too; only what one flow of control publishes while it opens a host is this one's.
        var opening = new AsyncLocal<bool> { Value = true };
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (opening.Value && instrument.Meter.Name == StageMeter.Name) l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => measured.AddOrUpdate(instrument.Name, value, (_, _) => value));
        opening.Value = false;
        listener.Start();
        opening.Value = true;
        await bank.Run();
        await bank.Take([RunningBank.Registered("C1"), .. Enumerable.Range(0, 10).Select(i => RunningBank.Transfer($"t{i}", "C1", 200000))]);
        await bank.Take(RunningBank.Transfer("t1", "C1", 200000));
        await RunningBank.Json(await bank.Post("/events", "7"), 400);

        listener.RecordObservableInstruments();

        var health = await bank.Get("/health/ready");
        var counts = health.GetProperty("counts");
        foreach (var (name, figure) in new[] { ("nba.activities", "activities"), ("nba.activities.duplicate", "duplicates"), ("nba.activities.refused", "refused"), ("nba.decisions", "decisions"), ("nba.changes", "changes") })
        {
            Assert.True(measured.TryGetValue(name, out var value) && value > 0, $"{name} was not measured");
            Assert.True(counts.GetProperty(figure).GetInt64() == value, $"{name} is {value}, and {figure} {counts.GetProperty(figure)}");
        }
        Assert.True(measured.ContainsKey("nba.customers.swept"));
        Assert.False(health.TryGetProperty("slots", out _));
    }
}
