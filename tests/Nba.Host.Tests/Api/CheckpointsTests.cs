using System.Net;
using System.Text.Json;
using Nba.Host.Api;
using Nba.Host.Commands;
using Nba.Host.Previews;

namespace Nba.Host.Tests.Api;

/// <summary>Copies of a running host's store, and a preview over one.</summary>
public sealed class CheckpointsTests
{
    [Fact]
    public async Task A_preview_of_a_running_host_reads_a_copy_and_leaves_none()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("c1"), RunningBank.Transfer("t1", "c1", 20));

        using (var source = await PreviewSource.Open(bank.Settings))
        {
            var run = new PreviewRun(source.Store);
            var raised = Assert.Single(run.Until(run.Day.AddDays(5), null, _ => true, lanes: 1), c => c.Kind == Engine.PreviewKind.Raised);
            Assert.Equal(("follow-up", new DateOnly(2026, 3, 5)), (raised.Action.Action, raised.On));
            Assert.Single(Directory.GetDirectories(Place(bank)));
        }

        Assert.Empty(Directory.GetDirectories(Place(bank)));
        await bank.Take(RunningBank.Registered("c2"));
    }

    [Fact]
    public async Task A_stopped_hosts_store_is_read_as_it_lies()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("c1"));
        await bank.Stop();

        using var source = await PreviewSource.Open(bank.Settings);
        Assert.Equal(1, new PreviewRun(source.Store).Customers());
    }

    [Fact]
    public async Task Copies_that_nobody_removes_are_so_many_at_most_and_gone_with_the_next_start()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("c1"));
        for (var i = 0; i < CheckpointsEndpoint.Most; i++)
        {
            using var made = await bank.Post("/checkpoints", "{}", "application/json");
            Assert.True(Directory.Exists(JsonSerializer.Deserialize(await made.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), ApiJson.Web.CheckpointAnswer)!.Directory));
        }
        using var refused = await bank.Post("/checkpoints", "{}", "application/json");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("remove them", (await Assert.ThrowsAsync<Nba.Host.Settings.CannotStartException>(() => PreviewSource.Open(bank.Settings))).Message, StringComparison.Ordinal);

        await bank.Stop();
        await bank.Run();

        Assert.False(Directory.Exists(Place(bank)));
    }

    [Fact]
    public async Task A_form_of_another_sites_page_makes_none()
    {
        await using var bank = await RunningBank.Start();

        using var refused = await bank.Post("/checkpoints", "{}", "text/plain");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.StatusCode);
        Assert.False(Directory.Exists(Place(bank)));
    }

    private static string Place(RunningBank bank) => Path.Combine(bank.Data, "checkpoints");

}
