using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Nba.Host.Api;

namespace Nba.Host.Console;

/// <summary>
/// Tells an open page that something it shows has changed (server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html), and nothing else: the page asks again, at its own
/// address, where it is decided anew who sees what. A stream ends after some minutes and is asked for again, so that it does not outlive anybody's sign-in. Thread-safe.
/// </summary>
internal sealed class LiveStream(ICarrier carrier, Queries queries, TimeProvider time, IHostApplicationLifetime lifetime, DeliveriesEndpoint? deliveries = null)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300), Look = TimeSpan.FromSeconds(1), Life = TimeSpan.FromMinutes(5);

    // Looks between two signs of life, which keep what stands between from closing a quiet stream.
    private const int Quiet = 15;

    /// <summary>Of a list.</summary>
    public Task Queue(HttpContext context)
    {
        var owner = (string)context.Request.RouteValues["owner"]!;
        var seen = queries.Standing() is var (_, book, now) ? book.Directory.HandOver.SeenBy(owner, book.Calendar.DateOf(now)).Select(s => s.Person) : [];
        return Follow(context, [owner, Engine.Routing.Directory.Unassigned, .. seen], Day);
    }

    /// <summary>Of a branch's lists.</summary>
    public Task Branch(HttpContext context)
    {
        var branch = (string)context.Request.RouteValues["branch"]!;
        var directory = queries.Book()?.Directory;
        return Follow(context, [.. directory?.Entries.Where(e => e.Branch == branch).Select(e => e.Id) ?? [], directory?.HeadOf(branch) ?? "", Engine.Routing.Directory.Unassigned], Day);
    }

    /// <summary>Of a customer.</summary>
    public Task Customer(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        return Follow(context, [], () => queries.State(id) is { } state ? $"{Day()} {state.Stamp} {state.Decisions}" : Day());
    }

    /// <summary>Of campaigns.</summary>
    public Task Campaigns(HttpContext context) => Follow(context, [], () => $"{Day()} {string.Join(',', carrier.Control.Campaigns.Changes.Select(c => $"{c.Entry.Number} {c.State}"))}");

    /// <summary>Of deliveries.</summary>
    public Task Deliveries(HttpContext context) => Follow(context, [], () => deliveries?.Mark ?? "");

    // A day that begins and a book that comes into force change every page.
    private string Day() => queries.Standing() is var (head, book, now) ? $"{book.Calendar.DateOf(now):yyyyMMdd} {head.Day} {head.Book} {head.IsSweeping}" : "";

    private async Task Follow(HttpContext context, HashSet<string> owners, Func<string> mark)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var followed = owners.Count == 0 ? null : carrier.Changes.Follow(changed =>
        {
            if (changed.Any(owners.Contains)) changes.Writer.TryWrite(true);
        });
        try
        {
            await Tell(context.Response, changes.Reader, mark, over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // Whoever looked has gone, or the host goes.
        }
    }

    private async Task Tell(HttpResponse response, ChannelReader<bool> changes, Func<string> mark, CancellationToken over)
    {
        var (begun, last) = (time.GetTimestamp(), mark());
        await Send(response, "retry: 2000\nevent: open\ndata:\n\n", over).ConfigureAwait(false);
        using var looks = new PeriodicTimer(Look, time);
        var (look, change) = (looks.WaitForNextTickAsync(over).AsTask(), changes.WaitToReadAsync(over).AsTask());
        for (var quiet = 0; time.GetElapsedTime(begun) < Life;)
        {
            await Task.WhenAny(look, change).ConfigureAwait(false);
            over.ThrowIfCancellationRequested();
            var changed = changes.TryRead(out _);
            if (change.IsCompleted) change = changes.WaitToReadAsync(over).AsTask();
            if (look.IsCompleted)
            {
                quiet++;
                var now = mark();
                (changed, last) = (changed || now != last, now);
                look = looks.WaitForNextTickAsync(over).AsTask();
            }
            if (!changed && quiet < Quiet) continue;
            quiet = 0;
            await Send(response, changed ? "event: changed\ndata:\n\n" : ": here\n\n", over).ConfigureAwait(false);
            // A burst of commits is one change to whoever looks.
            if (changed) await Rest(over).ConfigureAwait(false);
        }
    }

    private async Task Rest(CancellationToken over)
    {
        using var pause = new PeriodicTimer(Pause, time);
        await pause.WaitForNextTickAsync(over).ConfigureAwait(false);
    }

    private static async Task Send(HttpResponse response, string text, CancellationToken over)
    {
        await response.WriteAsync(text, over).ConfigureAwait(false);
        await response.Body.FlushAsync(over).ConfigureAwait(false);
    }
}
