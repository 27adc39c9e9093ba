using Microsoft.AspNetCore.Http;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Host.Access;
using Nba.Host.Access.Audit;
using Nba.Host.Delivery;
using Nba.Host.Privacy;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Api;

/// <summary>What is asked for.</summary>
/// <param name="Reason">Why; kept with the tombstone.</param>
public sealed record EraseRequest(string? Reason);

/// <summary>Who was erased.</summary>
/// <param name="Customers">The ids of the person.</param>
/// <param name="At">When.</param>
/// <param name="Untold">Subscriptions whose receivers may still show something of them, as they could not be told.</param>
public sealed record EraseAnswer(IReadOnlyList<string> Customers, string At, IReadOnlyList<string> Untold);

/// <summary>
/// What a person may ask of a bank about themselves: <c>GET /customers/{id}/export?lang=…</c>, everything that is held of them, for this machine's own commands, as no role sees a whole person; and
/// <c>POST /customers/{id}/erase</c>, to be forgotten, by a person who operates the host, or at the machine.
/// </summary>
internal sealed class PersonEndpoints(HostSettings settings, Store tables, Queries queries, DeliveryStore? deliveries, ICarrier carrier, TimeProvider time) : IDisposable
{
    private readonly Erasing? _erasing = settings.Kafka.IsOn ? null : new Erasing(tables, queries, deliveries, carrier.Stages[0]) { Telling = settings.Delivery.IsOn ? SimulatedClock.MachineOf(time) : null };

    public async Task Erase(HttpContext context)
    {
        var customer = (string)context.Request.RouteValues["id"]!;
        context.About(customer);
        if (context.Caller().Kind == CallerKind.Machine)
        {
            context.EnterRefused(StatusCodes.Status403Forbidden);
            await context.Problem(403, RequestReasons.NotAllowed, $"a machine erases nobody: come with a person's token, or ask at the host's own machine").ConfigureAwait(false);
            return;
        }
        var (read, request) = await context.Body(ApiJson.Web.EraseRequest, "a reason").ConfigureAwait(false);
        if (!read) return;
        context.About(Past.Family(queries, customer));
        context.Enter();
        if (string.IsNullOrWhiteSpace(request?.Reason)) await context.Problem(400, RequestReasons.BadRequest, $"'reason' is missing: why the customer is erased").ConfigureAwait(false);
        else if (_erasing is null) await context.Problem(409, RequestReasons.BadRequest, $"on a cluster nobody can be erased: customers are sealed in the store of one process alone").ConfigureAwait(false);
        else if (await _erasing.Run(customer, request.Reason).ConfigureAwait(false) is var (erasure, why) && erasure is null) await NotErased(context, customer, why!).ConfigureAwait(false);
        else await context.Json(new EraseAnswer(erasure!.Customers, erasure.At, erasure.Untold ?? []), ApiJson.Web.EraseAnswer).ConfigureAwait(false);
    }

    private Task NotErased(HttpContext context, string customer, Sentence why) =>
        tables.Keys is null ? context.Problem(409, RequestReasons.BadRequest, why)
        : Erasing.Of(tables, customer) is { IsDone: false } ? context.Problem(503, RequestReasons.StoreFailed, why)
        : context.Problem(404, RequestReasons.NotFound, why);

    public void Dispose() => _erasing?.Dispose();

    public async Task Export(HttpContext context)
    {
        var language = context.Request.Query["lang"] is [var given] ? TextBook.Languages.FirstOrDefault(l => l == given) : settings.Host.Language;
        if (language is null)
        {
            await context.Problem(400, RequestReasons.BadRequest, $"'lang' must be one of {string.Join(", ", TextBook.Languages)}").ConfigureAwait(false);
            return;
        }
        if (settings.Kafka.IsOn)
        {
            await context.Problem(404, RequestReasons.NotFound, $"a worker on a cluster has no log of its own, so what is held of a person is not all there: export from a store of one process").ConfigureAwait(false);
            return;
        }
        var customer = (string)context.Request.RouteValues["id"]!;
        // It looks through the whole log: not on a thread that other requests wait for.
        var (document, why) = await Task.Run(() =>
        {
            var made = new PersonExport(tables, queries, deliveries, AuditFolder.In(settings.Host.Data)).Write(customer, language, out var none);
            return (made, none);
        }, context.RequestAborted).ConfigureAwait(false);
        if (document is null)
        {
            await context.Problem(404, RequestReasons.NotFound, why!).ConfigureAwait(false);
            return;
        }
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = document.Length;
        await context.Response.Body.WriteAsync(document, context.RequestAborted).ConfigureAwait(false);
    }
}
