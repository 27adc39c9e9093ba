using Microsoft.AspNetCore.Http;
using Nba.Engine.Rules;
using Nba.Host.Settings;

namespace Nba.Host.Api;

/// <summary>What is counted for product owners: <c>GET /statistics?from=…&amp;to=…&amp;lang=…</c>, and one of them by name behind it.</summary>
internal sealed class StatisticsEndpoint(StatisticsQueries statistics, HostOptions options)
{
    public async Task All(HttpContext context)
    {
        if (await Answer(context).ConfigureAwait(false) is { } answer) await context.Json(answer, ApiJson.Web.StatisticsAnswer).ConfigureAwait(false);
    }

    public async Task One(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        // Before the count, which may take long.
        if (statistics.Objection(name) is { } objection) await context.Problem(404, RequestReasons.NotFound, objection).ConfigureAwait(false);
        else if (await Answer(context).ConfigureAwait(false) is { } answer)
        {
            if (answer.Statistics.FirstOrDefault(s => s.Id == name) is { } one) await context.Json(one, ApiJson.Web.StatisticAnswer).ConfigureAwait(false);
            else await context.Problem(503, RequestReasons.NotReady, $"another rule book came into force meanwhile").ConfigureAwait(false);
        }
    }

    // The first question after a start reads the whole log: not on a thread that other requests wait for.
    private async Task<StatisticsAnswer?> Answer(HttpContext context)
    {
        var language = context.Request.Query["lang"] is [var given] ? TextBook.Languages.FirstOrDefault(l => l == given) : options.Language;
        if (language is null || Period.Read(Query(context, "from"), Query(context, "to")) is not { } period)
        {
            await context.Problem(400, RequestReasons.BadRequest, $"{Period.Rule}; 'lang' must be one of {string.Join(", ", TextBook.Languages)}").ConfigureAwait(false);
            return null;
        }
        var stop = context.RequestAborted;
        var answer = await Task.Run(() => statistics.All(period, language, stop: stop), stop).ConfigureAwait(false);
        if (answer is null) await context.Problem(503, RequestReasons.NotReady, $"the first commit is still to come").ConfigureAwait(false);
        return answer;
    }

    private static string? Query(HttpContext context, string name) => context.Request.Query[name] is [var given] ? given : null;
}
