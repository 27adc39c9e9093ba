using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Nba.Host.Tests.Delivery;

/// <summary>A receiver on this machine: keeps what it is told by idempotency key, and can be away, slow or refuse. What it ends with is what counts.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<Told> _told = new();
    private readonly int _port;
    private WebApplication? _app;

    private Receiver(int port) => _port = port;

    /// <summary>What it answers; 200 unless set.</summary>
    public Func<Told, int> Answers { get; set; } = _ => 200;

    /// <summary>How long it asks to be left alone with each answer that is not 200, in seconds; null for no wish.</summary>
    public int? RetryAfter { get; set; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Everything it was told, in order, repeats included.</summary>
    public IReadOnlyList<Told> All => [.. _told];

    /// <summary>What it took, each key once, in order.</summary>
    public IReadOnlyList<Told> Taken => [.. _told.Where(t => t.Answer < 300).DistinctBy(t => t.Key)];

    /// <summary>What it ends with: actions by owner and id, as they were told last.</summary>
    public IReadOnlyDictionary<(string Owner, string Action), JsonElement> Stands
    {
        get
        {
            var stands = new Dictionary<(string, string), JsonElement>();
            foreach (var told in Taken.Where(t => t.Kind != "digest"))
            {
                var action = told.Data.GetProperty("actions")[0];
                var key = (told.Data.GetProperty("owner").GetString()!, action.GetProperty("id").GetString()!);
                if (told.Kind == "gone") stands.Remove(key);
                else stands[key] = action;
            }
            return stands;
        }
    }

    public static async Task<Receiver> Start(int port = 0)
    {
        var receiver = new Receiver(port);
        await receiver.Return();
        return receiver;
    }

    /// <summary>Goes away: nobody listens at its address.</summary>
    public async Task GoAway()
    {
        if (_app is null) return;
        await _app.StopAsync();
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>Is there again, at the same address.</summary>
    public async Task Return()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, Address?.Port ?? _port));
        _app = builder.Build();
        _app.Run(Take);
        await _app.StartAsync();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async ValueTask DisposeAsync() => await GoAway();

    private async Task Take(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory);
        var told = new Told(context.Request.Headers["webhook-id"].ToString(), context.Request.Headers["webhook-timestamp"].ToString(), context.Request.Headers["webhook-signature"].ToString(), memory.ToArray(), context.Request.ContentType ?? "", 0) { Path = context.Request.Path };
        told = told with { Answer = Answers(told) };
        _told.Enqueue(told);
        context.Response.StatusCode = told.Answer;
        if (told.Answer != 200 && RetryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (told.Answer is >= 300 and < 400) context.Response.Headers.Location = "http://127.0.0.1:1/";
    }
}

/// <summary>One request that a receiver got.</summary>
internal sealed record Told(string Key, string Timestamp, string Signature, byte[] Body, string ContentType, int Answer)
{
    public string Path { get; init; } = "/";

    public JsonElement Event => JsonDocument.Parse(Body).RootElement;

    public string Kind => Event.GetProperty("type").GetString()!["nba.prompt.".Length..];

    public JsonElement Data => Event.GetProperty("data");
}
