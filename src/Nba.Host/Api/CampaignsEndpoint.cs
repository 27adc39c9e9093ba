using Microsoft.AspNetCore.Http;
using Nba.Engine.Calendars;
using Nba.Host.Campaigns;

namespace Nba.Host.Api;

/// <summary>The campaigns in force.</summary>
/// <param name="AsOf">The moment asked about.</param>
/// <param name="Book">Version of the rule book in force.</param>
/// <param name="Campaigns">The campaigns, by id.</param>
public sealed record CampaignsAnswer(string AsOf, string Book, IReadOnlyList<CampaignAnswer> Campaigns);

/// <summary>One campaign.</summary>
/// <param name="Id">Its id: the name of its flag.</param>
/// <param name="Enabled">Whether the switch is on.</param>
/// <param name="On">Whether its flag is on for the customer asked about, hold-outs apart; null when none was.</param>
public sealed record CampaignAnswer(string Id, bool Enabled, bool? On);

/// <summary>What is switched on, and for whom: <c>GET /campaigns?customer=…&amp;segment=…&amp;branch=…</c>.</summary>
internal sealed class CampaignsEndpoint(Queries queries, TimeProvider time)
{
    public async Task Get(HttpContext context)
    {
        if (queries.Book() is not { } book)
        {
            await context.Problem(503, RequestReasons.NotReady, "the first commit is still to come").ConfigureAwait(false);
            return;
        }
        var (flags, now) = (new CampaignFlags(book), new Instant(time.GetUtcNow().ToUnixTimeMilliseconds()));
        var about = One(context, "customer") is { } customer ? new CampaignContext(customer, One(context, "segment"), One(context, "branch"), now) : null;
        var answers = new List<CampaignAnswer>();
        foreach (var campaign in book.Campaigns.All)
            answers.Add(new CampaignAnswer(campaign.Id, campaign.Enabled, about is null ? null : await flags.IsOn(campaign.Id, about).ConfigureAwait(false)));
        await context.Json(new CampaignsAnswer(now.ToString(), book.Version, answers), ApiJson.Web.CampaignsAnswer).ConfigureAwait(false);
    }

    private static string? One(HttpContext context, string name) => context.Request.Query[name] is [{ Length: > 0 } given] ? given : null;
}
