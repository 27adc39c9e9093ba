using System.Globalization;
using Microsoft.AspNetCore.Http;
using Nba.Host.Access;
using Nba.Host.Api;
using Nba.Host.Campaigns;
using Nba.Host.Console.Pages;

namespace Nba.Host.Console;

/// <summary>Campaigns for product owners: what is on and for whom, what a change would do, the change itself and everything that was ever changed. Thread-safe.</summary>
internal sealed class CampaignPages(ConsolePages pages, CampaignsEndpoint endpoint, CampaignQueries campaigns, Queries queries)
{
    /// <summary>All campaigns.</summary>
    public async Task All(HttpContext context)
    {
        var frame = pages.Frame(context, queries);
        if (await campaigns.All(null).ConfigureAwait(false) is not { } answer) await context.Problem(503, RequestReasons.NotReady, $"the first commit is still to come").ConfigureAwait(false);
        else await pages.Write<CampaignsPage>(context, frame, new Dictionary<string, object?> { [nameof(CampaignsPage.Campaigns)] = answer.Campaigns }).ConfigureAwait(false);
    }

    /// <summary>One campaign.</summary>
    public Task One(HttpContext context)
    {
        var (frame, id) = (pages.Frame(context, queries), (string)context.Request.RouteValues["id"]!);
        // Who changed what, and why, is told to those who may ask for it elsewhere.
        var history = context.Caller().Has(Roles.ProductOwner | Roles.Analyst) ? campaigns.History(id).Changes : null;
        return campaigns.One(id) is { } campaign
            ? pages.Write<CampaignPage>(context, frame, new Dictionary<string, object?> { [nameof(CampaignPage.Campaign)] = campaign, [nameof(CampaignPage.History)] = history })
            : context.Problem(404, RequestReasons.NotFound, $"there is no campaign '{id}' in the rules in force");
    }

    /// <summary>Changes one.</summary>
    public async Task Change(HttpContext context)
    {
        if (await context.Form().ConfigureAwait(false) is not { } form || await Request(context, form).ConfigureAwait(false) is not { } request) return;
        context.Enter();
        if (campaigns.Change(request, out var fault) is { } answer) context.SeeOther(form, answer.Change.State == "waiting" ? "waits" : "changed");
        else await context.Problem(409, RequestReasons.NotChanged, fault!).ConfigureAwait(false);
    }

    /// <summary>Says what a change would do.</summary>
    public async Task DryRun(HttpContext context)
    {
        var frame = pages.Frame(context, queries);
        if (await context.Form().ConfigureAwait(false) is not { } form || await Request(context, form).ConfigureAwait(false) is not { } request) return;
        if (await endpoint.Try(context, request).ConfigureAwait(false) is not { } effects) return;
        await pages.Write<DryRunPage>(context, frame with { Path = Links.Back(form.Given("back")) }, new Dictionary<string, object?> { [nameof(DryRunPage.Effects)] = effects, [nameof(DryRunPage.Request)] = request }).ConfigureAwait(false);
    }

    private static async Task<CampaignRequest?> Request(HttpContext context, IFormCollection form)
    {
        context.AboutSubject(form.Given("campaign"));
        var (allowed, by) = await InName.Of(context, form.Given("by")).ConfigureAwait(false);
        if (!allowed) return null;
        var change = form.Given("change");
        return new CampaignRequest(change, form.Given("campaign"), by, form.Given("why"))
        {
            From = change == "schedule" ? form.Given("from") : null,
            To = change == "schedule" ? form.Given("to") : null,
            Percentage = change == "rollout" && int.TryParse(form.Given("percentage"), NumberStyles.None, CultureInfo.InvariantCulture, out var share) ? share : null,
            // None chosen is all of them.
            Branches = change == "rollout" ? form.All("branch") : null,
            Segments = change == "rollout" ? form.All("segment") : null,
            Lever = change == "lever" && decimal.TryParse(form.Given("lever"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var lever) ? lever : null,
            Of = long.TryParse(form.Given("of"), NumberStyles.None, CultureInfo.InvariantCulture, out var of) ? of : null,
        };
    }
}
