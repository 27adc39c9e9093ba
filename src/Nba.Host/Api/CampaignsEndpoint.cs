using Microsoft.AspNetCore.Http;
using Nba.Engine.Calendars;
using Nba.Engine.Sources;
using Nba.Host.Campaigns;

namespace Nba.Host.Api;

/// <summary>
/// Campaigns: <c>GET /campaigns?customer=…&amp;segment=…&amp;branch=…</c> says what is switched on, and for whom; <c>GET /campaigns/{id}</c> one of them with what stands in queues;
/// <c>GET /campaigns/history</c> who changed what; <c>POST /campaigns/changes</c> changes it, and <c>POST /campaigns/dry-run</c> says what that would do.
/// </summary>
internal sealed class CampaignsEndpoint(CampaignQueries campaigns, Queries queries) : IDisposable
{
    /// <summary>Taken while a trial is under way: it decides for every customer, beside those who wait for a decision of their own.</summary>
    public SemaphoreSlim Trial { get; } = new(1);

    public async Task Get(HttpContext context)
    {
        var about = One(context, "customer") is { } customer ? new CampaignContext(customer, One(context, "segment"), One(context, "branch"), new Instant(0)) : null;
        if (await campaigns.All(about).ConfigureAwait(false) is { } answer) await context.Json(answer, ApiJson.Web.CampaignsAnswer).ConfigureAwait(false);
        else await NotReady(context).ConfigureAwait(false);
    }

    public Task Of(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        if (campaigns.One(id) is { } answer) return context.Json(answer, ApiJson.Web.CampaignAnswer);
        return queries.Book() is { } book ? context.Problem(404, RequestReasons.NotFound, $"there is no campaign '{id}' in the rules in force{NearMiss.Hint(id, book.Campaigns.All.Select(c => c.Id))}") : NotReady(context);
    }

    public Task History(HttpContext context) => context.Json(campaigns.History(One(context, "campaign")), ApiJson.Web.CampaignHistoryAnswer);

    public async Task Change(HttpContext context)
    {
        if (await Request(context).ConfigureAwait(false) is not { } request) return;
        context.Enter();
        if (campaigns.Change(request, out var fault) is { } answer) await context.Json(answer, ApiJson.Web.CampaignChangedAnswer).ConfigureAwait(false);
        else await context.Problem(409, RequestReasons.NotChanged, fault!).ConfigureAwait(false);
    }

    public async Task DryRun(HttpContext context)
    {
        if (await Request(context).ConfigureAwait(false) is { } request && await Try(context, request).ConfigureAwait(false) is { } answer) await context.Json(answer, ApiJson.Web.CampaignDryRunAnswer).ConfigureAwait(false);
    }

    /// <summary>What a change would do; null where that cannot be said, which is answered then.</summary>
    public async Task<CampaignDryRunAnswer?> Try(HttpContext context, CampaignRequest request)
    {
        if (!Trial.Wait(0, context.RequestAborted))
        {
            await context.Problem(503, RequestReasons.Busy, $"another trial is under way, and one is made at a time: ask again when it is over").ConfigureAwait(false);
            return null;
        }
        try
        {
            if (campaigns.DryRun(request, Math.Max(1, Environment.ProcessorCount / 2), null, context.RequestAborted, out var fault) is { } answer) return answer;
            await context.Problem(409, RequestReasons.NotChanged, fault!).ConfigureAwait(false);
            return null;
        }
        finally
        {
            Trial.Release();
        }
    }

    public void Dispose() => Trial.Dispose();

    private static async Task<CampaignRequest?> Request(HttpContext context)
    {
        var (read, request) = await context.Body(ApiJson.Web.CampaignRequest, "a change of campaigns").ConfigureAwait(false);
        if (read && request is null) await context.Problem(400, RequestReasons.BadRequest, $"the body must be a change of campaigns, not null").ConfigureAwait(false);
        if (request is null) return null;
        context.AboutSubject(request.Campaign);
        var (allowed, by) = await InName.Of(context, request.By).ConfigureAwait(false);
        return allowed ? request with { By = by } : null;
    }

    private static Task NotReady(HttpContext context) => context.Problem(503, RequestReasons.NotReady, $"the first commit is still to come");

    private static string? One(HttpContext context, string name) => context.Request.Query[name] is [{ Length: > 0 } given] ? given : null;
}
