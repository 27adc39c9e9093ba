using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Nba.Engine.Calendars;
using Nba.Engine.Campaigns;
using Nba.Host.Campaigns;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Readme;

namespace Nba.Host.Tests.Commands;

/// <summary>A simulated bank lives on under <c>nba run</c>, by its own clock, and can be replayed as a whole afterwards.</summary>
public sealed class RunSimulatedTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _data = Directory.CreateTempSubdirectory("nba-live-on-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task It_goes_on_from_where_its_clock_stood()
    {
        await NbaProcess.Run("simulate", "--events", "samples/first-event/events.jsonl", "--data", _data);
        var before = await NbaProcess.Run("queue", "rm01", "--data", _data);
        using var host = NbaProcess.Start("run", "--data", _data, "--listen", "127.0.0.1:0", "--lang", "en");
        try
        {
            using var client = new HttpClient { BaseAddress = await Listening(host) };
            var queue = await client.GetFromJsonAsync<JsonElement>("queues/rm01?lang=en");

            Assert.Equal("2026-03-03", queue.GetProperty("date").GetString());
            Assert.StartsWith(before.Split('\n')[0].Split(" · book")[0], $"rm01 · {queue.GetProperty("date")} · {queue.GetProperty("today").GetArrayLength()} today, {queue.GetProperty("withheld")} more");
            using var taken = await client.PostAsync("events", JsonContent.Create(new { specversion = "1.0", id = "live-1", source = "try", type = "customer.registered", subject = "chen-yu", data = new { name = "陈雨", kind = "personal" } }, new MediaTypeHeaderValue("application/cloudevents+json"), (JsonSerializerOptions?)null));
            Assert.True(taken.IsSuccessStatusCode, await taken.Content.ReadAsStringAsync());
        }
        finally
        {
            // As a power cut would.
            host.Kill();
            await host.WaitForExitAsync();
        }
        Assert.Equal(9, Activities());
        Assert.Contains("identical", await NbaProcess.Run("replay", "--verify", "--data", _data));
    }

    [Fact]
    public async Task What_was_put_in_force_while_it_stood_still_is_what_it_goes_on_with()
    {
        var (rules, edited) = (Path.Combine(_data, "rules"), Path.Combine(_data, "edited"));
        await NbaProcess.Run("simulate", "--events", "samples/first-event/events.jsonl", "--data", _data);
        await NbaProcess.Run("rules", "pull", rules, "--data", _data);
        await NbaProcess.Run("rules", "pull", edited, "--data", _data);
        var file = Path.Combine(edited, "parameters.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"documentNoticeDays\": {\"type\": \"integer\", \"value\": 60", "\"documentNoticeDays\": {\"type\": \"integer\", \"value\": 31", StringComparison.Ordinal));
        Assert.NotEqual(File.ReadAllText(Path.Combine(rules, "parameters.json")), File.ReadAllText(file));

        await NbaProcess.Run("rules", "apply", edited, "--data", _data);

        Assert.Equal(File.ReadAllText(file), File.ReadAllText(Path.Combine(rules, "parameters.json")));
    }

    [Fact]
    public void The_clock_goes_as_fast_as_the_machines()
    {
        var machine = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
        using (var run = Simulation.Open(new StoreOptions { Directory = _data }, Stages.SimulatedBank.Rules(), new StageOptions()))
        {
            run.Feed("""{"specversion":"1.0","id":"1","source":"t","type":"customer.registered","subject":"a","data":{"name":"A","kind":"personal"}}"""u8, new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds());
            run.Finish();
        }

        var clock = SimulatedClock.Of(_data, machine)!;
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero), clock.GetUtcNow());
        machine.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 2, 7, 0, TimeSpan.Zero), clock.GetUtcNow());
        Assert.Null(SimulatedClock.Of(Path.Combine(_data, "nothing"), machine));

        // What was set for campaigns later than any event is not to come again.
        using (var store = Store.Open(new StoreOptions { Directory = _data }))
        using (var batch = store.NewBatch())
        {
            var change = new CampaignEntry(1, CampaignEntryKind.Change, "po1", new Instant(new DateTimeOffset(2026, 3, 2, 2, 9, 0, TimeSpan.Zero).ToUnixTimeMilliseconds()), "late");
            batch.Put(new Keys(0).Number(Table.Control, 1), CampaignJson.Write(change));
            store.Write(batch);
        }
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 2, 9, 0, TimeSpan.Zero), SimulatedClock.Of(_data, machine)!.GetUtcNow());
    }

    private static async Task<Uri> Listening(Process host)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await host.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Split("Listening on ") is [_, var where]) return new Uri(where.Split(' ')[0]);
        }
        throw new InvalidOperationException(await host.StandardError.ReadToEndAsync(limit.Token));
    }

    private long Activities()
    {
        using var store = Store.OpenReadOnly(_data);
        return StageHead.Of(store, 0)!.NextPosition;
    }
}
