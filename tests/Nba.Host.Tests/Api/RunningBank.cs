using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Nba.Host.Api;
using Nba.Host.RuleFiles;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.State.Sealing;

namespace Nba.Host.Tests.Api;

/// <summary>A whole host in this process: its own folder, a free port, a clock that only the test moves.</summary>
internal sealed class RunningBank : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-host-");
    private BankHost? _host;
    private HttpClient? _client;

    public RunningBank() => BankRules.Write(Rules);

    /// <summary>Ten in the morning at the bank, on a Monday.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8)));

    public string Rules => Path.Combine(_folder.FullName, "rules");

    public string Data => Path.Combine(_folder.FullName, "data");

    public BankHost Host => _host ?? throw new InvalidOperationException("the host is not running");

    public bool IsRunning => _host is not null;

    public HttpClient Client => _client!;

    public RuleFolderWatcher Watcher => Service<RuleFolderWatcher>();

    public HostSettings Settings => new(
        new HostOptions { Rules = Rules, Data = Data, Listen = "127.0.0.1:0", RulesPollMilliseconds = 3_600_000 },
        new StoreOptions { Directory = Path.Combine(Data, "store"), WriteBufferMiB = 1, BlockCacheMiB = 4, Seal = Seal },
        new StageOptions { IdleMilliseconds = 5 },
        new KafkaOptions())
    {
        Delivery = Delivery,
        Access = Access,
    };

    /// <summary>Where the keys lie with which customers' data are sealed; in clear unless set.</summary>
    internal SealPlaces? Seal { get; set; }

    /// <summary>Who is let in; everybody unless set.</summary>
    public AccessOptions Access { get; set; } = new();

    /// <summary>Where prompts are delivered to; nowhere unless set.</summary>
    public DeliveryOptions Delivery { get; set; } = new();

    /// <summary>Where is said what happens; nowhere unless set.</summary>
    public Action<ILoggingBuilder>? Logging { get; set; }

    /// <summary>Serves what only a test asks for; nothing unless set.</summary>
    public Action<WebApplication>? Map { get; set; }

    public static async Task<RunningBank> Start()
    {
        var bank = new RunningBank();
        await bank.Run();
        return bank;
    }

    public T Service<T>() where T : notnull => Host.App.Services.GetRequiredService<T>();

    public async Task Run(Action<WebApplicationBuilder>? more = null)
    {
        _host = BankHost.Open(Settings, Clock, more, Logging);
        Map?.Invoke(_host.App);
        await _host.StartAsync().WaitAsync(Patience);
        // Where an address leads is part of its answer.
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _host.Address, Timeout = Patience };
    }

    public async Task Stop()
    {
        _client?.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        _host = null;
    }

    /// <summary>An event of source "test".</summary>
    public static string Event(string id, string type, string customer, string data) =>
        $$"""{"specversion":"1.0","id":"{{id}}","source":"test","type":"{{type}}","subject":"{{customer}}","note":"kept","data":{{data}}}""";

    public static string Registered(string customer, string name = "张三") => Event("r-" + customer, "customer.registered", customer, $$"""{"name":"{{name}}","kind":"personal"}""");

    public static string Transfer(string id, string customer, decimal amount) => Event(id, "transfer.out", customer, $$"""{"amount":{{amount}}}""");

    public async Task<HttpResponseMessage> Post(string path, string body, string media = "application/cloudevents+json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(media);
        // A body that is refused by its length alone is not sent at all.
        request.Headers.ExpectContinue = body.Length > 1_000_000;
        return await Client.SendAsync(request);
    }

    /// <summary>Hands events in as one batch; all must be accepted.</summary>
    public async Task Take(params string[] events)
    {
        using var response = await Post("/events", $"[{string.Join(',', events)}]", "application/cloudevents-batch+json");
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal($$"""{"accepted":{{events.Length}},"refused":[]}""", text);
    }

    public async Task<JsonElement> Get(string path, int status = 200) => await Json(await Client.GetAsync(path), status);

    public static async Task<JsonElement> Json(HttpResponseMessage response, int status = 200)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.True((int)response.StatusCode == status, $"expected {status}, not {(int)response.StatusCode}: {text}");
            return JsonDocument.Parse(text).RootElement;
        }
    }

    /// <summary>The one action of the queue's first entry.</summary>
    public async Task<JsonElement> FirstAction(string query = "") => (await Get("/queues/unassigned" + query)).GetProperty("today")[0].GetProperty("actions")[0];

    /// <summary>Asks again until it is so; each question is a request that the host answers, so nothing sleeps.</summary>
    public static async Task Until(string signal, Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            Assert.False(limit.IsCancellationRequested, $"the signal did not come within {Patience.TotalSeconds:0} s: {signal}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _folder.Delete(recursive: true);
    }
}
