using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Nba.Host.Api;

/// <summary>What came of rules and campaigns: <c>GET /reports?from=…&amp;to=…&amp;careDays=…</c>.</summary>
internal sealed class ReportsEndpoint(ReportQueries reports, Queries queries)
{
    public async Task Get(HttpContext context)
    {
        if (Period.Read(Query(context, "from"), Query(context, "to")) is not { } period)
        {
            await context.Problem(400, RequestReasons.BadRequest, Period.Rule).ConfigureAwait(false);
            return;
        }
        if (CareDays(Query(context, "careDays")) is not { } careDays)
        {
            await context.Problem(400, RequestReasons.BadRequest, ReportQueries.CareRule).ConfigureAwait(false);
            return;
        }
        if (reports.Objection(period) is { } objection)
        {
            await context.Problem(404, RequestReasons.NotFound, objection).ConfigureAwait(false);
            return;
        }
        // It reads the whole log: not on a thread that other requests wait for.
        var stop = context.RequestAborted;
        var answer = await Task.Run(() => reports.Of(period, careDays, stop: stop), stop).ConfigureAwait(false);
        if (answer is null) await context.Problem(503, RequestReasons.NotReady, $"the first commit is still to come").ConfigureAwait(false);
        else await context.Json(Shown.To(context, queries, answer), ApiJson.Web.ReportAnswer).ConfigureAwait(false);
    }

    private static int? CareDays(string? given) =>
        given is null ? ReportQueries.CareDays : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= ReportQueries.MostCareDays ? days : null;

    private static string? Query(HttpContext context, string name) => context.Request.Query[name] is [var given] ? given : null;
}
