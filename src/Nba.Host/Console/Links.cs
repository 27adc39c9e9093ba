using Microsoft.AspNetCore.Http;
using Nba.Host.Access;
using Nba.Host.Api;

namespace Nba.Host.Console;

/// <summary>Addresses of the console's pages, and the way back to them from a form.</summary>
internal static class Links
{
    public const string Root = Browsers.Root, Desks = "/console/desks", Customers = "/console/customers", Answers = "/console/answers", Claims = "/console/claims", Campaigns = "/console/campaigns",
        Changes = "/console/campaigns/changes", Report = "/console/report", Deliveries = "/console/deliveries";

    public static string Queue(string owner) => "/console/queues/" + Uri.EscapeDataString(owner);

    public static string Branch(string branch) => "/console/branches/" + Uri.EscapeDataString(branch);

    public static string Customer(string customer) => "/console/customers/" + Uri.EscapeDataString(customer);

    public static string WhyNot(string customer) => Customer(customer) + "/why-not";

    public static string Action(string customer, string action) => Customer(customer) + "/actions/" + Uri.EscapeDataString(action);

    public static string Campaign(string campaign) => "/console/campaigns/" + Uri.EscapeDataString(campaign);

    public static string Redrive(string subscription) => "/console/deliveries/" + Uri.EscapeDataString(subscription) + "/redrive";

    /// <summary>Where a page's changes are told.</summary>
    public static string Live(string page) => page + "/live";

    /// <summary>An address of this console that a form names to come back to; the start for any other.</summary>
    public static string Back(string? given) => given is null ? Root : Browsers.Local(given) ?? Root;

    /// <summary>The same with what is to be said there.</summary>
    public static string Saying(string back, string said) => back + (back.Contains('?', StringComparison.Ordinal) ? '&' : '?') + "said=" + Uri.EscapeDataString(said);

    /// <summary>Leads back to the page that the form stood on, and says there what became of it (RFC 9110, 15.4.4).</summary>
    public static void SeeOther(this HttpContext context, IFormCollection form, string said)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = Saying(Back(form.Given("back")), said);
    }
}
