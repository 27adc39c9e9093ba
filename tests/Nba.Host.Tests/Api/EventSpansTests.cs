using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Transport;

namespace Nba.Host.Tests.Api;

/// <summary>Spans of events that are handed in over HTTP to a host with a log of its own.</summary>
[Collection(WatchedSpans.Collection)]
public sealed class EventSpansTests
{
    [Fact]
    public async Task An_event_goes_on_in_the_trace_of_its_request_and_its_span_has_ended_when_it_is_answered()
    {
        using var watched = new WatchedSpans();
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"));

        await Post(bank, RunningBank.Transfer("t1", "C1", 200000), watched.Parent);

        var span = Assert.Single(watched.Ended);
        Assert.Equal(("process nba.activity", ActivityKind.Consumer, ActivityStatusCode.Unset, watched.Sender), (span.DisplayName, span.Kind, span.Status, span.ParentSpanId));
        Assert.Equal(watched.Sender, Assert.Single(span.Links).Context.SpanId);
        Assert.Equal("""
            messaging.destination.name=nba.activity
            messaging.destination.partition.id=0
            messaging.operation.name=process
            messaging.operation.type=process
            messaging.system=nba
            nba.position=1
            """, WatchedSpans.Tags(span));
    }

    [Fact]
    public async Task An_event_that_names_its_trace_itself_stays_in_that_one()
    {
        using var watched = new WatchedSpans();
        using var other = new WatchedSpans();
        await using var bank = await RunningBank.Start();

        var own = RunningBank.Registered("C1").Replace("\"note\":\"kept\"", $"\"traceparent\":\"{watched.Parent}\"", StringComparison.Ordinal);
        await Post(bank, $"[{own},{RunningBank.Registered("C2")}]", other.Parent, "application/cloudevents-batch+json");

        Assert.Equal(0L, Assert.Single(watched.Ended).GetTagItem("nba.position"));
        Assert.Equal(1L, Assert.Single(other.Ended).GetTagItem("nba.position"));
    }

    [Fact]
    public async Task Where_the_servers_own_span_is_collected_it_stands_between_the_request_and_the_event()
    {
        using var watched = new WatchedSpans(alsoOf: "Microsoft.AspNetCore");
        await using var bank = await RunningBank.Start();

        await Post(bank, RunningBank.Registered("C1"), watched.Parent);
        await RunningBank.Until("the server's span ended", () => Task.FromResult(watched.Ended.Count == 2));

        var server = Assert.Single(watched.Ended, s => s.Kind == ActivityKind.Server);
        Assert.Equal((watched.Sender, server.SpanId), (server.ParentSpanId, Assert.Single(watched.Of("process nba.activity")).ParentSpanId));
    }

    [Fact]
    public async Task A_refused_event_failed_of_its_reason()
    {
        using var watched = new WatchedSpans();
        await using var bank = await RunningBank.Start();

        await Post(bank, RunningBank.Event("e1", "no.such-type", "C1", "{}"), watched.Parent, status: 400);

        var span = Assert.Single(watched.Ended);
        Assert.Equal((ActivityStatusCode.Error, "unknown-type"), (span.Status, span.GetTagItem("error.type")));
    }

    [Theory]
    [InlineData("/outcomes", """{"customer":"C1","action":"ACTION","outcome":"declined","reason":"bad-time","by":"customer"}""")]
    [InlineData("/claims", """{"customer":"C1","action":"ACTION","person":"rm01"}""")]
    public async Task What_a_manager_says_goes_on_in_the_trace_of_the_request(string path, string body)
    {
        using var watched = new WatchedSpans();
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("t1", "C1", 200000));
        var action = (await bank.FirstAction()).GetProperty("id").GetString()!;

        await Post(bank, body.Replace("ACTION", action, StringComparison.Ordinal), watched.Parent, "application/json", path: path);

        Assert.Equal(watched.Sender, Assert.Single(watched.Of("process nba.activity")).ParentSpanId);
    }

    [Fact]
    public async Task A_watched_run_stores_the_same_bytes_as_one_that_nobody_watches_and_replays_to_them()
    {
        using var watched = new WatchedSpans();
        await using var one = await Lived(watched.Parent);
        await using var other = await Lived(null);
        Assert.Equal(13, watched.Ended.Count);

        using var seen = Store.OpenReadOnly(one.Settings.Store.Directory);
        using var unseen = Store.OpenReadOnly(other.Settings.Store.Directory);
        using var replayed = Store.Open(one.Settings.Store.In(Path.Combine(one.Data, "replayed"), fsync: false));
        Replay.Run(seen, replayed, new StageOptions());

        var found = Replay.Compare(seen, replayed);
        Assert.True(found.Decisions > 0);
        Assert.Null(found.First);
        Assert.Null(Replay.Compare(seen, unseen, [Table.Log, Table.Journal, Table.Customers, Table.Actions, Table.Decisions, Table.Spent, Table.DeadLetters]).First);
    }

    private static async Task<RunningBank> Lived(string? trace)
    {
        var bank = await RunningBank.Start();
        for (var day = 0; day < 4; day++)
        {
            for (var c = 0; c < 3; c++) await Post(bank, day == 0 ? RunningBank.Registered($"C{c}") : RunningBank.Transfer($"t{day}", $"C{c}", 200000), trace);
            bank.Clock.Advance(TimeSpan.FromDays(1));
        }
        await Post(bank, RunningBank.Event("e1", "no.such-type", "C1", "{}"), trace, status: 400);
        await bank.Stop();
        return bank;
    }

    private static async Task Post(RunningBank bank, string body, string? trace, string media = "application/cloudevents+json", int status = 200, string path = "/events")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(media);
        if (trace is not null) request.Headers.Add("traceparent", trace);
        await RunningBank.Json(await bank.Client.SendAsync(request, TestContext.Current.CancellationToken), status);
    }
}
