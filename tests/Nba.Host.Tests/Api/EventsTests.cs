using System.Net.Http.Headers;
using System.Text;
using Nba.Host.Api;
using Nba.House;

namespace Nba.Host.Tests.Api;

[Course(14)]
public sealed class EventsTests
{
    [Fact]
    public async Task A_single_event_is_durable_when_it_is_answered_and_keeps_its_extension_attributes()
    {
        await using var bank = await RunningBank.Start();
        var sent = RunningBank.Registered("C1");

        var answer = await RunningBank.Json(await bank.Post("/events", sent));

        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(sent, Encoding.UTF8.GetString(bank.Service<Queries>().Event(0)!));
    }

    [Fact]
    public async Task A_refused_single_event_is_a_problem_with_its_reason_and_the_near_miss()
    {
        await using var bank = await RunningBank.Start();

        using var response = await bank.Post("/events", RunningBank.Event("1", "transfer.off", "C1", "{}"));
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await RunningBank.Json(response, 400);

        Assert.Equal("unknown-type", problem.GetProperty("reason").GetString());
        Assert.Contains("did you mean 'transfer.out'?", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_batch_says_which_of_its_events_were_refused_and_the_others_count()
    {
        await using var bank = await RunningBank.Start();

        var answer = await RunningBank.Json(await bank.Post("/events", $"[{RunningBank.Registered("C1")}, 7, {RunningBank.Transfer("2", "C1", 5)}]", "application/cloudevents-batch+json"));

        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
        var refused = Assert.Single(answer.GetProperty("refused").EnumerateArray());
        Assert.Equal((1, "not-cloud-events"), (refused.GetProperty("index").GetInt32(), refused.GetProperty("reason").GetString()));
        var letter = Assert.Single((await bank.Get("/dead-letters")).GetProperty("deadLetters").EnumerateArray());
        Assert.Equal((1, "not-cloud-events"), (letter.GetProperty("position").GetInt32(), letter.GetProperty("reason").GetString()));
        Assert.Equal("7", await bank.Client.GetStringAsync("/dead-letters/1"));
    }

    [Fact]
    public async Task An_event_in_binary_mode_is_put_together_from_headers_and_body()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("客户1"));

        var answer = await RunningBank.Json(await Binary(bank, """{"amount": 200000}"""));

        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        Assert.Equal("outflow-call", (await bank.FirstAction()).GetProperty("action").GetString());
        Assert.Contains("\"note\":\"kept\"", Encoding.UTF8.GetString(bank.Service<Queries>().Event(1)!));
    }

    [Fact]
    public async Task A_body_in_binary_mode_cannot_add_attributes()
    {
        await using var bank = await RunningBank.Start();

        var problem = await RunningBank.Json(await Binary(bank, """{"amount": 1}, "subject": "C2" """), 400);

        Assert.Equal("not-json", problem.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("text/xml", "<a/>", 415, "wrong-media-type")]
    [InlineData("application/cloudevents+xml", "<a/>", 415, "wrong-media-type")]
    [InlineData("application/json", "{}", 415, "wrong-media-type")]
    [InlineData("application/cloudevents+json; charset=gbk", "{}", 415, "wrong-media-type")]
    [InlineData("application/cloudevents+json", "", 400, "not-json")]
    [InlineData("application/cloudevents-batch+json", "{}", 400, "not-cloud-events")]
    [InlineData("application/cloudevents-batch+json", "[1,", 400, "not-json")]
    [InlineData("application/cloudevents-batch+json", "[1] 2", 400, "not-json")]
    public async Task What_holds_no_events_is_refused_with_a_reason(string media, string body, int status, string reason)
    {
        await using var bank = await RunningBank.Start();

        Assert.Equal(reason, (await RunningBank.Json(await bank.Post("/events", body, media), status)).GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("application/cloudevents+json", 65537)]
    [InlineData("application/cloudevents-batch+json", 8 * 1024 * 1024 + 1)]
    public async Task Too_large_a_body_is_refused_and_nothing_of_it_kept(string media, int bytes)
    {
        await using var bank = await RunningBank.Start();

        var problem = await RunningBank.Json(await bank.Post("/events", new string(' ', bytes), media), 413);

        Assert.Equal("oversize", problem.GetProperty("reason").GetString());
        Assert.Null(bank.Service<Queries>().Event(0));
    }

    [Fact]
    public async Task An_event_sent_twice_is_applied_once()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("t", "C1", 200000), RunningBank.Transfer("t", "C1", 200000));

        // Nothing but a duplicate, at an unmoved clock: whoever waits is told all the same.
        await bank.Take(RunningBank.Transfer("t", "C1", 200000));

        Assert.Equal(2, (await bank.Get("/health/ready")).GetProperty("counts").GetProperty("duplicates").GetInt32());
    }

    [Fact]
    public async Task Requests_under_another_hosts_name_are_refused()
    {
        await using var bank = await RunningBank.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Host = "bank.example";

        Assert.Equal("not-this-host", (await RunningBank.Json(await bank.Client.SendAsync(request), 421)).GetProperty("reason").GetString());
    }

    private static async Task<HttpResponseMessage> Binary(RunningBank bank, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/events") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        foreach (var (name, value) in new[] { ("specversion", "1.0"), ("id", "b1"), ("source", "test"), ("type", "transfer.out"), ("subject", "%E5%AE%A2%E6%88%B71"), ("note", "kept") })
            request.Headers.Add("ce-" + name, value);
        return await bank.Client.SendAsync(request);
    }
}
