using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Nba.Host.Api;

/// <summary>What came of rules and campaigns: <c>GET /reports?from=…&amp;to=…&amp;careDays=…</c>.</summary>
internal sealed class ReportsEndpoint(ReportQueries reports, Queries queries)
{
    public async Task Get(HttpContext context)
    {
        if (await Read(context).ConfigureAwait(false) is { } answer) await context.Json(Shown.To(context, queries, answer), ApiJson.Web.ReportAnswer).ConfigureAwait(false);
    }

    /// <summary>The report that a request asks for; null where there is none, which is answered then.</summary>
    public async Task<ReportAnswer?> Read(HttpContext context)
    {
        if (Period.Read(Query(context, "from"), Query(context, "to")) is not { } period) await context.Problem(400, RequestReasons.BadRequest, Period.Rule).ConfigureAwait(false);
        else if (CareDays(Query(context, "careDays")) is not { } careDays) await context.Problem(400, RequestReasons.BadRequest, ReportQueries.CareRule).ConfigureAwait(false);
        else if (reports.Objection(period) is { } objection) await context.Problem(404, RequestReasons.NotFound, objection).ConfigureAwait(false);
        else
        {
            // It reads the whole log: not on a thread that other requests wait for.
            var stop = context.RequestAborted;
            if (await Task.Run(() => reports.Of(period, careDays, stop: stop), stop).ConfigureAwait(false) is { } answer) return answer;
            await context.Problem(503, RequestReasons.NotReady, $"the first commit is still to come").ConfigureAwait(false);
        }
        return null;
    }

    private static int? CareDays(string? given) =>
        given is null ? ReportQueries.CareDays : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= ReportQueries.MostCareDays ? days : null;

    private static string? Query(HttpContext context, string name) => context.Request.Query[name] is [var given] ? given : null;
}
