using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Nba.Host.Access;
using Nba.Host.Console;
using Nba.Host.Delivery.Calendar;

namespace Nba.Host.Api;

/// <summary>Every address of the host, and who may ask there: nothing is served that does not stand here.</summary>
internal static class Addresses
{
    private const Roles People = Roles.Manager | Roles.BranchHead, Desks = People | Roles.Integration, Explained = Desks | Roles.Analyst, Owners = Roles.ProductOwner | Roles.Analyst;

    private static readonly Permission Anybody = new(Roles.None) { Open = true, Audited = false };
    private static readonly Permission ByItsSecret = new(Roles.None) { Open = true, Audited = false };
    private static readonly Permission Operators = new(Roles.Operator) { Audited = false };

    /// <summary>Serves them.</summary>
    /// <param name="app">The application.</param>
    /// <param name="hasPages">Whether there are committed rows to answer from.</param>
    public static void Map(WebApplication app, bool hasPages)
    {
        var services = app.Services;
        Get(app, "/health/live", HealthEndpoints.Live, Anybody);
        Get(app, "/health/ready", services.GetRequiredService<HealthEndpoints>().Ready, Anybody);
        if (!hasPages) return;
        Activities(app, services);
        Customers(app, services, services.GetRequiredService<ReadEndpoints>(), services.GetRequiredService<ExplainEndpoints>());
        Campaigns(app, services.GetRequiredService<CampaignsEndpoint>());
        if (services.GetService<DeliveriesEndpoint>() is { } deliveries) Deliveries(app, deliveries, services.GetService<AnswerLinksEndpoint>());
        Figures(app, services);
        Calendars(app, services.GetRequiredService<CalendarEndpoint>());
        Console(app, services);
        SignIns(app, services.GetRequiredService<SignInEndpoint>());
    }

    private static void Activities(WebApplication app, IServiceProvider services)
    {
        Post(app, "/events", services.GetRequiredService<EventsEndpoint>().Post, new(Roles.Source));
        Post(app, "/outcomes", services.GetRequiredService<OutcomesEndpoint>().Post, new(Desks, Subject.SentCustomer) { Audited = false });
        Post(app, "/claims", services.GetRequiredService<ClaimsEndpoint>().Post, new(Desks, Subject.SentCustomer) { Audited = false });
    }

    private static void Customers(WebApplication app, IServiceProvider services, ReadEndpoints read, ExplainEndpoints explain)
    {
        Get(app, "/queues/{owner}", read.Queue, new(Desks, Subject.Queue));
        Get(app, "/customers/{id}/actions", read.Actions, new(Desks, Subject.Customer));
        Get(app, "/customers/{id}/decisions", read.Decisions, new(Explained, Subject.Customer) { Masks = true });
        Get(app, "/customers/{id}/why-not/{action}", read.WhyNot, new(Explained, Subject.Customer) { Masks = true, Looks = true });
        Get(app, "/decisions/{id}", read.Decision, new(Desks, Subject.Decision));
        Get(app, "/customers/{id}/explain", explain.Customer, new(Explained, Subject.Customer) { Masks = true, Looks = true });
        Get(app, "/customers/{id}/explain/{action}", explain.ActionOf, new(Explained, Subject.Customer) { Masks = true, Looks = true });
        Get(app, "/actions/{id}/explain", explain.Action, new(Explained, Subject.Action) { Masks = true, Looks = true });
        Get(app, "/decisions/{id}/explain", explain.Decision, new(Explained, Subject.Decision) { Masks = true });
        Get(app, "/customers/{id}/export", services.GetRequiredService<PersonEndpoints>().Export, new(Roles.None, Subject.Customer) { Looks = true });
        Post(app, "/customers/{id}/erase", services.GetRequiredService<PersonEndpoints>().Erase, new(Roles.Operator) { Audited = false, Slow = true });
        Get(app, "/dead-letters", read.DeadLetters, Operators);
        Get(app, "/dead-letters/{position}", read.DeadLetter, new(Roles.None));
    }

    private static void Campaigns(WebApplication app, CampaignsEndpoint campaigns)
    {
        Get(app, "/campaigns", campaigns.Get, new(Owners | Desks, Subject.AskedCustomer) { Masks = true });
        Get(app, "/campaigns/history", campaigns.History, new(Owners) { Audited = false });
        Post(app, "/campaigns/changes", campaigns.Change, new(Roles.ProductOwner) { PersonOnly = true, Audited = false });
        Post(app, "/campaigns/dry-run", campaigns.DryRun, new(Owners) { Slow = true, Audited = false });
        Get(app, "/campaigns/{id}", campaigns.Of, new(Owners | Desks) { Audited = false });
    }

    private static void Deliveries(WebApplication app, DeliveriesEndpoint deliveries, AnswerLinksEndpoint? links)
    {
        Get(app, "/deliveries", deliveries.Get, Operators);
        Get(app, "/deliveries/set-aside", deliveries.SetAside, Operators);
        Post(app, "/deliveries/{subscription}/redrive", deliveries.Redrive, new(Roles.Operator));
        Get(app, "/subscriptions/{name}", deliveries.Subscription, Operators);
        With(app.MapPut("/subscriptions/{name}", deliveries.Put), new(Roles.Operator));
        With(app.MapDelete("/subscriptions/{name}", deliveries.Delete), new(Roles.Operator));
        if (links is null) return;
        With(app.MapMethods("/answer/{token}", [HttpMethods.Get, HttpMethods.Head], links.Ask), ByItsSecret);
        Post(app, "/answer/{token}", links.Take, ByItsSecret);
    }

    private static void Figures(WebApplication app, IServiceProvider services)
    {
        Post(app, "/checkpoints", services.GetRequiredService<CheckpointsEndpoint>().Post, new(Roles.Operator));
        Get(app, "/reports", services.GetRequiredService<ReportsEndpoint>().Get, new(Owners) { Slow = true });
        Get(app, "/statistics", services.GetRequiredService<StatisticsEndpoint>().All, new(Owners) { Slow = true, Audited = false });
        Get(app, "/statistics/{name}", services.GetRequiredService<StatisticsEndpoint>().One, new(Owners) { Slow = true, Audited = false });
    }

    private static void Calendars(WebApplication app, CalendarEndpoint calendars)
    {
        With(app.MapMethods("/calendar/{secret}.ics", [HttpMethods.Get, HttpMethods.Head], calendars.Feed), ByItsSecret);
        Get(app, "/calendar-addresses", calendars.All, Operators);
        Post(app, "/calendar-addresses", calendars.Give, new(People, Subject.SentPerson) { Audited = false });
        With(app.MapDelete("/calendar-addresses/{manager}", calendars.Revoke), new(People | Roles.Operator, Subject.Person));
    }

    private static void Console(WebApplication app, IServiceProvider services)
    {
        const Roles seers = People | Roles.Analyst;
        var (live, desks, customers) = (services.GetRequiredService<LiveStream>(), services.GetRequiredService<DeskPages>(), services.GetRequiredService<CustomerPages>());
        var (answers, campaigns, deliveries) = (services.GetRequiredService<AnswerForms>(), services.GetRequiredService<CampaignPages>(), services.GetRequiredService<DeliveryPages>());
        Get(app, "/", Forward, Anybody);
        Get(app, "/console", desks.Start, new(People | Owners | Roles.Operator) { Audited = false });
        Get(app, "/console/assets/{name}", ConsoleFiles.Get, Anybody);
        Get(app, "/console/desks", desks.Desks, new(People) { Audited = false });
        Followed(app, "/console/queues/{owner}", desks.Queue, live.Queue, new(People, Subject.Queue));
        Followed(app, "/console/branches/{branch}", desks.Branch, live.Branch, new(Roles.BranchHead, Subject.Branch));
        Get(app, "/console/customers", customers.Find, new(seers) { Audited = false });
        Followed(app, "/console/customers/{id}", customers.Customer, live.Customer, new(seers, Subject.Customer) { Masks = true, Looks = true });
        Get(app, "/console/customers/{id}/actions/{action}", customers.Action, new(seers, Subject.Customer) { Masks = true, Looks = true });
        Get(app, "/console/customers/{id}/why-not", customers.WhyNot, new(seers, Subject.Customer) { Masks = true, Looks = true });
        Post(app, "/console/answers", answers.Answer, new(People, Subject.SentCustomer) { Audited = false });
        Post(app, "/console/claims", answers.Claim, new(People, Subject.SentCustomer) { Audited = false });
        Followed(app, "/console/campaigns", campaigns.All, live.Campaigns, new(Owners | People) { Audited = false });
        Followed(app, "/console/campaigns/{id}", campaigns.One, live.Campaigns, new(Owners | People) { Audited = false });
        Post(app, "/console/campaigns/changes", campaigns.Change, new(Roles.ProductOwner) { PersonOnly = true, Audited = false });
        Post(app, "/console/campaigns/dry-run", campaigns.DryRun, new(Owners) { Slow = true, Audited = false });
        Get(app, "/console/report", services.GetRequiredService<ReportPages>().Get, new(Owners) { Slow = true });
        Followed(app, "/console/deliveries", deliveries.Get, live.Deliveries, Operators);
        Post(app, "/console/deliveries/{subscription}/redrive", deliveries.Redrive, new(Roles.Operator));
    }

    private static Task Forward(HttpContext context)
    {
        context.Response.Redirect("/console");
        return Task.CompletedTask;
    }

    // A page, and beside it the stream that says when it has changed.
    private static void Followed(WebApplication app, string address, RequestDelegate page, RequestDelegate changes, Permission permission)
    {
        Get(app, address, page, permission);
        Get(app, address + "/live", changes, permission with { Audited = false, Looks = false, Slow = false, Streams = true });
    }

    private static void SignIns(WebApplication app, SignInEndpoint signIn)
    {
        Get(app, Browsers.SignInPath, signIn.Begin, Anybody);
        Get(app, Browsers.SignedInPath, signIn.Return, Anybody);
        Post(app, Browsers.SignOutPath, signIn.End, Anybody);
        Get(app, Browsers.SignedOutPath, signIn.Ended, Anybody);
    }

    private static void Get(WebApplication app, string address, RequestDelegate answer, Permission permission) => With(app.MapGet(address, answer), permission);

    private static void Post(WebApplication app, string address, RequestDelegate answer, Permission permission) => With(app.MapPost(address, answer), permission);

    private static void With(IEndpointConventionBuilder address, Permission permission)
    {
        address.WithMetadata(permission);
        if (permission.Slow) address.WithMetadata(new RequestTimeoutAttribute(AccessServices.SlowLimit), new EnableRateLimitingAttribute(AccessServices.SlowLimit));
        if (permission.Streams) address.WithMetadata(new DisableRequestTimeoutAttribute(), new EnableRateLimitingAttribute(AccessServices.StreamLimit));
        if (permission.Looks) address.WithMetadata(new EnableRateLimitingAttribute(AccessServices.LookLimit));
    }
}
