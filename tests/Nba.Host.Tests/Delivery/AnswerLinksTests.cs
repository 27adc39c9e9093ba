using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nba.Host.Delivery;
using Nba.Host.Settings;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Delivery;

/// <summary>A prompt is answered by the link that came with it: asked once, taken once.</summary>
public sealed class AnswerLinksTests : IAsyncDisposable
{
    private readonly RunningBank _bank = new();
    private Receiver _receiver = null!;

    public async ValueTask DisposeAsync()
    {
        await _bank.DisposeAsync();
        if (_receiver is not null) await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_only_opens_a_link_changes_nothing_and_whoever_sends_its_form_answers_once()
    {
        var link = await Link("done");
        foreach (var _ in new[] { 1, 2, 3 }) Assert.Contains("<form method=\"post\">", await Page(await _bank.Client.GetAsync(link)), StringComparison.Ordinal);
        using (var head = await _bank.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, link)))
        {
            Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8", ""), (head.StatusCode, head.Content.Headers.ContentType?.ToString(), await head.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        }
        Assert.Single((await _bank.Get("/queues/rm1")).GetProperty("today").EnumerateArray());

        Assert.Contains("Thank you: Done.", await Page(await Send(link)), StringComparison.Ordinal);
        Assert.Empty((await _bank.Get("/queues/rm1")).GetProperty("today").EnumerateArray());
        await Until(() => _receiver.Stands.Count == 0);

        Assert.Contains("This link is used up", await Page(await Send(link)), StringComparison.Ordinal);
        Assert.Contains("This link is used up", await Page(await _bank.Client.GetAsync(link)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_counts_whether_or_not_its_length_is_said_and_one_that_is_too_long_is_refused_as_such()
    {
        var link = await Link("done");

        using var tooLong = await Chunked(link, new string('x', 70_000));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLong.StatusCode);
        Assert.Contains("Thank you: Done.", await Page(await Chunked(link, "note=x")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_is_used_up_over_a_restart_too()
    {
        var link = await Link("done");
        await Page(await Send(link));
        await _bank.Stop();
        await _bank.Run();

        Assert.Contains("This link is used up", await Page(await _bank.Client.GetAsync(link)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_answer_the_first_counts_and_the_second_is_told()
    {
        var (link, action) = (await Link("declined"), _receiver.All[0].Data.GetProperty("actions")[0].GetProperty("id").GetString());
        await RunningBank.Json(await _bank.Post("/outcomes", $$"""{"action": "{{action}}", "customer": "C1", "outcome": "done", "staff": "rm2"}""", "application/json"));

        Assert.Contains("This prompt no longer stands", await Page(await _bank.Client.GetAsync(link)), StringComparison.Ordinal);
        Assert.Contains("The prompt had ended before; your answer is kept", await Page(await Send(link, ("reason", "bad-time"), ("by", "customer"))), StringComparison.Ordinal);
        var ended = (await _bank.Get("/customers/C1/actions")).GetProperty("ended")[0];
        Assert.Equal("done", ended.GetProperty("end").GetString());
    }

    [Theory]
    [InlineData("declined", "reason", "no-such-reason", 400)]
    [InlineData("declined", "reason", "not-interested", 200)]
    [InlineData("snoozed", "until", "2026-03-04", 200)]
    [InlineData("snoozed", "until", "the day after", 400)]
    [InlineData("accepted", "at", "2026-03-04T10:30", 200)]
    public async Task What_a_form_cannot_say_is_told_and_may_be_said_again(string outcome, string field, string value, int status)
    {
        var link = await Link(outcome);

        var response = await Send(link, (field, value), ("by", "customer"));
        Assert.Equal(status, (int)response.StatusCode);
        var page = await Page(response);
        if (status == 200) return;
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Send(link, (field, outcome == "snoozed" ? "2026-03-04" : "bad-time"), ("by", "customer"))).StatusCode);
    }

    [Fact]
    public async Task An_appointment_is_in_the_banks_zone()
    {
        await Page(await Send(await Link("accepted"), ("at", "2026-03-04T10:30")));

        var action = (await _bank.Get("/customers/C1/actions")).GetProperty("actions")[0];
        Assert.Equal((true, "2026-03-04T02:30:00.000Z"), (action.GetProperty("accepted").GetBoolean(), action.GetProperty("appointmentAt").GetString()));
    }

    [Fact]
    public async Task A_link_that_was_made_up_or_changed_or_is_too_old_leads_nowhere()
    {
        var link = await Link("done");
        var changed = link[..^3] + (link[^3] == 'A' ? 'B' : 'A') + link[^2..];
        foreach (var wrong in new[] { changed, link + "=", link + "%20", link[..^10], "/answer/" + new string('A', 80), "/answer/x" }) Assert.Equal(HttpStatusCode.NotFound, (await _bank.Client.GetAsync(wrong)).StatusCode);

        _bank.Clock.Advance(TimeSpan.FromDays(31));
        await RunningBank.Until("the day has come", async () => (await _bank.Client.GetAsync(link)).StatusCode == HttpStatusCode.Gone);
        Assert.Equal(HttpStatusCode.Gone, (await Send(link)).StatusCode);
    }

    [Fact]
    public async Task A_link_does_not_outlive_the_customers_manager()
    {
        var link = await Link("done");
        await _bank.Take(RunningBank.Event("a2", "customer.assigned", "C1", """{"a":"rm2"}"""));
        await RunningBank.Until("it is another's", async () => (await _bank.Get("/queues/rm2")).GetProperty("today").GetArrayLength() == 1);

        using var response = await _bank.Client.GetAsync(link);
        Assert.Equal(HttpStatusCode.Gone, response.StatusCode);
        Assert.DoesNotContain("张三", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await Send(link)).StatusCode);
    }

    [Fact]
    public async Task The_page_loads_nothing_runs_nothing_and_shows_a_hostile_name_as_it_is()
    {
        var link = await Link("done", "<script>alert(1)</script>\"'");
        using var response = await _bank.Client.GetAsync(link);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        var style = Regex.Match(page, "<style>(.*)</style>", RegexOptions.Singleline).Groups[1].Value;
        Assert.Contains($"'sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)))}'", policy, StringComparison.Ordinal);
        Assert.Equal(("no-referrer", "DENY"), (response.Headers.GetValues("Referrer-Policy").Single(), response.Headers.GetValues("X-Frame-Options").Single()));
    }

    [Fact]
    public void A_link_names_nobody_who_can_be_read_from_it_and_is_the_same_whenever_it_is_made()
    {
        var tokens = new AnswerTokens(new byte[AnswerTokens.KeyBytes]);
        var token = new AnswerToken("declined", 17, 3, "K0000042", "rm1", "zh-CN", 740000);

        var text = tokens.Seal(token);

        Assert.Equal((text, token), (tokens.Seal(token), tokens.Open(text)));
        Assert.DoesNotContain("K0000042", System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(text)), StringComparison.Ordinal);
        Assert.Null(new AnswerTokens([.. Enumerable.Repeat((byte)1, AnswerTokens.KeyBytes)]).Open(text));
    }

    private async Task<string> Link(string outcome, string name = "张三")
    {
        _receiver = await Receiver.Start();
        BankRules.Write(_bank.Rules, "directory.json", """{"people": {"rm1": {"name": "甲"}, "rm2": {"name": "乙"}}}""");
        var folder = Directory.CreateDirectory(Path.Combine(_bank.Data, "..", "subscriptions")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "crm.json"), $$"""{"to": {"webhook": {"url": "{{_receiver.Address}}"} }, "language": "en"}""");
        _bank.Delivery = new DeliveryOptions { Folder = folder, Hosts = "127.0.0.1", Networks = "127.0.0.1", PollMilliseconds = 3_600_000, Links = "https://nba.bank.example" };
        await _bank.Run();
        await _bank.Take(
            RunningBank.Registered("C1", JsonEncodedText.Encode(name).ToString()), RunningBank.Event("a1", "customer.assigned", "C1", """{"a":"rm1"}"""), RunningBank.Transfer("t1", "C1", 200000));
        await Until(() => _receiver.All.Count == 1);
        var data = _receiver.All[0].Data;
        var links = data.GetProperty("links").GetProperty(data.GetProperty("actions")[0].GetProperty("id").GetString()!);
        var link = links.GetProperty(outcome switch { "accepted" => "accept", "declined" => "decline", "snoozed" => "snooze", _ => outcome }).GetString()!;
        Assert.StartsWith("https://nba.bank.example/answer/", link, StringComparison.Ordinal);
        return link["https://nba.bank.example".Length..];
    }

    private Task<HttpResponseMessage> Send(string link, params (string Name, string Value)[] form) =>
        _bank.Client.PostAsync(link, new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    // As a proxy does that does not say how long a body is.
    private async Task<HttpResponseMessage> Chunked(string link, string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, link) { Content = new StringContent(form, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded")) };
        request.Headers.TransferEncodingChunked = true;
        return await _bank.Client.SendAsync(request);
    }

    private static async Task<string> Page(HttpResponseMessage response)
    {
        using (response) return await response.Content.ReadAsStringAsync();
    }

    private Task Until(Func<bool> isSo) => RunningBank.Until("the receiver has it", async () =>
    {
        await _bank.Client.GetStringAsync(new Uri("/health/live", UriKind.Relative));
        return isSo();
    });
}
