using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nba.Host.Settings;
using Nba.Host.Tests.Transport;

namespace Nba.Host.Tests.Api;

/// <summary>Whatever is asked of a host, rightly or wrongly: no customer's id or data stands in what it logs, measures or traces, and no data in what it refuses with.</summary>
[Collection(WatchedSpans.Collection)]
public sealed class PersonalDataTests : IAsyncDisposable
{
    // What marks a customer wherever it turns up: in ids, and in what events say of people.
    private const string Id = "MARKED-ID", Data = "MARKED-DATA";

    private readonly RunningBank _bank = new();
    private readonly Overheard _overheard = new(spans: true);
    private readonly List<string> _asked = [];
    private readonly List<string> _refusals = [];

    public async ValueTask DisposeAsync()
    {
        await _bank.DisposeAsync();
        _overheard.Dispose();
    }

    [Fact]
    public async Task It_stands_in_answers_alone()
    {
        await Start();
        await Events();
        var action = await Action();
        await Read(action);
        await Look(action);
        await Change(action);
        await Deliver();
        await _bank.Stop();

        Assert.Contains(_overheard.Said, s => s.StartsWith("log Nba.Host.Api.BankHost Listening", StringComparison.Ordinal));
        Assert.DoesNotContain(_overheard.Said, s => s.Contains("MARKED", StringComparison.Ordinal));
        Assert.NotEmpty(_refusals);
        Assert.DoesNotContain(_refusals, r => r.Contains(Data, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_address_of_the_host_was_asked()
    {
        await It_stands_in_answers_alone();
        await _bank.Run();

        var all = _bank.Host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(m => (Method: m, Route: e.RoutePattern))).Where(e => e.Method != "HEAD").ToList();

        Assert.NotEmpty(all);
        Assert.Empty(all.Where(e => !_asked.Any(a => Matches(a, e.Method, e.Route.RawText!))).Select(e => $"{e.Method} {e.Route.RawText}"));
    }

    [Fact]
    public async Task Every_answer_may_be_framed_sniffed_and_kept_by_nobody()
    {
        await Start();
        foreach (var path in new[] { "/health/live", "/queues/nobody-at-all", "/nothing", "/customers/x/actions", "/answer/none", "/console/desks", "/console/nothing" })
        {
            using var response = await _bank.Client.GetAsync(path);
            string Header(string name) => string.Join(' ', response.Headers.TryGetValues(name, out var values) ? values : []);

            Assert.Equal(("nosniff", "DENY", "no-referrer", "same-origin", "no-store"), (Header("X-Content-Type-Options"), Header("X-Frame-Options"), Header("Referrer-Policy"), Header("Cross-Origin-Resource-Policy"), Header("Cache-Control")));
            Assert.Contains("default-src 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
        }
    }

    private async Task Start()
    {
        _bank.Logging = logging => logging.AddProvider(_overheard).SetMinimumLevel(LogLevel.Trace);
        var folder = Path.Combine(_bank.Data, "..", "subscriptions");
        Directory.CreateDirectory(folder);
        // A receiver that nobody is: what it should have been told is tried again and again.
        await File.WriteAllTextAsync(Path.Combine(folder, "crm.json"), """{"to": {"webhook": {"url": "http://127.0.0.1:9/"}}, "language": "en", "tries": 1}""");
        _bank.Delivery = new DeliveryOptions { Folder = folder, Hosts = "127.0.0.1", Networks = "127.0.0.1", Links = "http://127.0.0.1:1/", PollMilliseconds = 20 };
        BankRules.Write(_bank.Rules, "directory.json", """{"people": {"rm1": {"name": "甲", "branch": "west"}}, "branches": {"west": {"name": "西", "head": "rm1"}}, "productOwners": ["rm1"]}""");
        await _bank.Run();
    }

    private async Task Events()
    {
        await _bank.Take(RunningBank.Registered(Id, Data), RunningBank.Event("a1", "customer.assigned", Id, """{"a":"rm1"}"""), RunningBank.Transfer("t1", Id, 200000));
        // Refused for what they are: unknown types and fields, wrong kinds, texts that are no JSON, ids too long.
        await Post("/events", RunningBank.Event("w1", "customer.nobody", Id, $$"""{"name":"{{Data}}"}"""));
        await Post("/events", RunningBank.Event("w2", "transfer.out", Id, $$"""{"amount":"{{Data}}"}"""));
        await Post("/events", RunningBank.Event("w3", "customer.registered", Id, $$"""{"name":"{{Data}}","kind":"{{Data}}"}"""));
        await Post("/events", $$"""{"specversion":"1.0","subject":"{{Id}}", "{{Data}}"}""");
        await Post("/events", RunningBank.Event("w4", "transfer.out", new string('x', 200) + Id, """{"amount":1}"""));
        await Post("/events", $"[{RunningBank.Transfer("w5", Id, 1)}, 5]", "application/cloudevents-batch+json");
        await Post("/events", "{}", "text/plain");
    }

    private async Task<string> Action()
    {
        string? id = null;
        await RunningBank.Until("an action stands", async () =>
        {
            var actions = (await _bank.Get($"/customers/{Id}/actions")).GetProperty("actions");
            id = actions.GetArrayLength() > 0 ? actions[0].GetProperty("id").GetString() : null;
            return id is not null;
        });
        return id!;
    }

    private async Task Read(string action)
    {
        foreach (var path in new[]
        {
            "/health/live", "/health/ready", "/queues/rm1", "/queues/" + Id, $"/customers/{Id}/actions", $"/customers/{Id}-2/actions", $"/customers/{Id}/decisions", $"/customers/{Id}/decisions?limit=x", $"/customers/{Id}/why-not/outflow-call",
            $"/customers/{Id}/why-not/{Data}", $"/customers/{Id}/why-not/outflow-call?at=2020-01-01", $"/decisions/{Id}.1", $"/decisions/{Id}.99", $"/customers/{Id}/explain", $"/customers/{Id}-2/explain", $"/customers/{Id}/explain/outflow-call",
            $"/customers/{Id}/explain/{Data}", $"/customers/{Id}/export", $"/actions/{action}/explain", "/actions/x/explain", $"/decisions/{Id}.1/explain", "/dead-letters", "/dead-letters/2", "/dead-letters/999", "/campaigns", $"/campaigns?customer={Id}", "/campaigns/history", "/campaigns/none",
            "/deliveries", "/deliveries/set-aside", "/subscriptions/crm", "/subscriptions/none", "/answer/" + Id, "/reports", "/statistics", "/statistics/none", $"/calendar/{Id}.ics", "/calendar-addresses", "/nothing/" + Id, "/console/sign-in?to=/console/" + Id, $"/console/signed-in?state={Id}&error={Data}", "/console/signed-out",
        }) await Ask(HttpMethod.Get, path, null);
    }

    private async Task Look(string action)
    {
        foreach (var path in new[]
        {
            "/", "/console", "/console/assets/none", "/console/desks", "/console/queues/rm1", "/console/queues/" + Id, "/console/branches/west", "/console/branches/" + Id, $"/console/customers?id={Id}", $"/console/customers/{Id}",
            $"/console/customers/{Id}-2", $"/console/customers/{Id}/actions/{action}", $"/console/customers/{Id}/actions/{Data}", $"/console/customers/{Id}/why-not?action=outflow-call", $"/console/customers/{Id}/why-not?action={Data}",
            "/console/campaigns", "/console/campaigns/none", "/console/report", "/console/report?from=2020-01-01&to=2020-01-02", "/console/deliveries",
            "/console/queues/rm1/live", "/console/branches/west/live", $"/console/customers/{Id}/live", "/console/campaigns/live", "/console/campaigns/none/live", "/console/deliveries/live",
        }) await Ask(HttpMethod.Get, path, null);
        const string form = "application/x-www-form-urlencoded";
        await Post("/console/answers", $"customer={Id}&action={action}&answer={Data}", form);
        await Post("/console/answers", $"customer={Id}&action={action}&answer=snoozed:", form);
        await Post("/console/claims", $"customer={Id}&action={action}&person=rm1", form);
        await Post("/console/campaigns/changes", $"change=off&campaign={Id}&by=rm1&why=x", form);
        await Post("/console/campaigns/dry-run", $"change=off&campaign={Id}", form);
        await Post("/console/deliveries/crm/redrive", "", form);
        await Post("/console/deliveries/none/redrive", "", form);
    }

    private async Task Change(string action)
    {
        await Post("/outcomes", $$"""{"action":"{{action}}","customer":"{{Id}}","outcome":"done","note":"{{Data}}"}""", "application/json");
        await Post("/outcomes", $$"""{"action":"{{action}}","customer":"{{Id}}","outcome":"{{Data}}"}""", "application/json");
        await Post("/claims", $$"""{"action":"{{action}}","customer":"{{Id}}","person":"rm1"}""", "application/json");
        await Post("/campaigns/changes", $$"""{"change":"off","campaign":"{{Id}}","by":"rm1","why":"x"}""", "application/json");
        await Post("/campaigns/dry-run", $$"""{"change":"off","campaign":"{{Id}}"}""", "application/json");
        await Post($"/customers/{Id}/erase", $$"""{"reason":"{{Data}}"}""", "application/json");
        await Post("/checkpoints", "{}", "application/json");
        await Post("/calendar-addresses", """{"manager":"rm1","language":"en"}""", "application/json");
        await Ask(HttpMethod.Delete, "/calendar-addresses/rm1", null);
        await Post("/console/sign-out", Id, "text/plain");
        await Post("/answer/" + Id, "", "application/x-www-form-urlencoded");
    }

    private async Task Deliver()
    {
        await Post("/deliveries/crm/redrive", "{}", "application/json");
        await Ask(HttpMethod.Put, "/subscriptions/second", new StringContent("""{"to": "x"}"""));
        await Ask(HttpMethod.Delete, "/subscriptions/second", null);
        await RunningBank.Until("a delivery failed", async () =>
        {
            _bank.Clock.Advance(TimeSpan.FromMilliseconds(200));
            var deliveries = await _bank.Get("/deliveries");
            return deliveries.GetProperty("subscriptions")[0].GetProperty("failures").GetInt64() > 0;
        });
    }

    private Task Post(string path, string body, string media = "application/cloudevents+json") => Ask(HttpMethod.Post, path, new StringContent(body, System.Net.Http.Headers.MediaTypeHeaderValue.Parse(media)));

    private async Task Ask(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await _bank.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        // A stream of changes has no end to wait for.
        var body = response.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await response.Content.ReadAsStringAsync();
        _asked.Add($"{method} {path.Split('?')[0]}");
        if (!response.IsSuccessStatusCode) _refusals.Add($"{method} {path.Replace(Data, "…", StringComparison.Ordinal)} {(path.Contains(Data, StringComparison.Ordinal) ? body.Replace(Data, "…", StringComparison.Ordinal) : body)}");
    }

    // A route's parts are as many, and those without a value are the same.
    private static bool Matches(string asked, string method, string route)
    {
        var (parts, wanted) = (asked.Split(' ')[1].Split('/'), route.Split('/'));
        return asked.StartsWith(method + " ", StringComparison.Ordinal) && parts.Length == wanted.Length && parts.Zip(wanted).All(p => p.Second.Contains('{', StringComparison.Ordinal) || p.First == p.Second);
    }
}
