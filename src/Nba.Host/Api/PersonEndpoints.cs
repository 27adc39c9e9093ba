using Microsoft.AspNetCore.Http;
using Nba.Engine.Rules;
using Nba.Host.Access.Audit;
using Nba.Host.Delivery;
using Nba.Host.Privacy;
using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Api;

/// <summary>What a person may ask of a bank about themselves: <c>GET /customers/{id}/export?lang=…</c>, everything that is held of them. For this machine's own commands, for no role sees a whole person.</summary>
internal sealed class PersonEndpoints(HostSettings settings, Store tables, Queries queries, DeliveryStore? deliveries)
{
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
