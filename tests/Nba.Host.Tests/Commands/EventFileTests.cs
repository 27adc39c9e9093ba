using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Nba.Host.Api;
using Nba.Host.Commands;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Commands;

public sealed class EventFileTests
{
    [Fact]
    public async Task A_file_is_read_once_and_a_second_run_goes_on_behind_its_last_row()
    {
        await using var bank = new RunningBank();
        var file = Path.Combine(bank.Rules, "..", "events.jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Range(1, 2500).Select(i => RunningBank.Registered($"C{i}")).Append("nonsense"));

        await bank.Run(Events(file));
        await RunningBank.Until("2,501 events decided", async () => await Activities(bank) == 2501);
        await RunningBank.Until("the mark behind the last row", () => Task.FromResult(bank.Service<Queries>().Progress("file:" + Path.GetFullPath(file)) == 2501));
        Assert.Equal("not-json", (await bank.Get("/dead-letters")).GetProperty("deadLetters")[0].GetProperty("reason").GetString());
        await bank.Stop();

        await File.AppendAllTextAsync(file, RunningBank.Transfer("t", "C7", 200000) + "\n");
        await bank.Run(Events(file));

        await RunningBank.Until("the action of the one new event", async () => (await bank.Get("/queues/unassigned")).GetProperty("today").GetArrayLength() == 1);
        Assert.Equal(1, await Activities(bank));
        Assert.Equal("C7", (await bank.FirstAction()).GetProperty("customer").GetString());
    }

    private static Action<WebApplicationBuilder> Events(string file) => builder => builder.Services.AddHostedService(s => ActivatorUtilities.CreateInstance<EventFileIntake>(s, file));

    private static async Task<long> Activities(RunningBank bank) => (await bank.Get("/health/ready")).GetProperty("counts").GetProperty("activities").GetInt64();
}
