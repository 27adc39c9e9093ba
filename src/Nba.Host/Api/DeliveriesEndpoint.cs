using System.Globalization;
using Microsoft.AspNetCore.Http;
using Nba.Engine.Calendars;
using Nba.Engine.Sources;
using Nba.Host.Delivery;
using Nba.Host.Settings;

namespace Nba.Host.Api;

/// <summary>
/// Deliveries: <c>GET /deliveries</c> how each subscription stands; <c>GET /deliveries/set-aside?subscription=…</c> what could not be delivered; <c>POST /deliveries/{subscription}/redrive</c>
/// has it tried again; <c>GET</c>, <c>PUT</c> and <c>DELETE /subscriptions/{name}</c> the file of one.
/// </summary>
internal sealed class DeliveriesEndpoint(Deliveries deliveries, SubscriptionFolder folder, Queries queries)
{
    public Task Get(HttpContext context) =>
        Answer(context) is { } answer ? context.Json(answer, ApiJson.Web.DeliveriesAnswer) : context.Problem(503, RequestReasons.NotReady, $"the first commit is still to come");

    /// <summary>How each subscription stands; null before the first commit.</summary>
    public DeliveriesAnswer? Answer(HttpContext context)
    {
        if (queries.Standing() is not var (head, _, now)) return null;
        var aside = deliveries.SetAside(null).CountBy(m => m.Subscription).ToDictionary(StringComparer.Ordinal);
        return new DeliveriesAnswer(now.ToString(), head.NextPosition, [.. deliveries.Figures.Select(f => Of(f, aside.GetValueOrDefault(f.Name), Told(context, deliveries.ToMend(f.Name))))], Told(context, deliveries.Problems));
    }

    /// <summary>What is another when a page of deliveries has something new to show; cheap enough to be asked each second for each page.</summary>
    public string Mark => string.Join('\n', deliveries.Figures.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Name} {f.Delivered} {f.Failures} {f.Resting} {f.Waiting} {f.ToMend.Count}")));

    public Task SetAside(HttpContext context) => context.Json(Aside(context.Request.Query["subscription"] is [{ Length: > 0 } name] ? name : null), ApiJson.Web.SetAsideAnswer);

    /// <summary>What could not be delivered, of one subscription or of all.</summary>
    public SetAsideAnswer Aside(string? subscription) =>
        new([.. deliveries.SetAside(subscription).Select(m => new SetAsideMessage(m.Subscription, m.Key, m.Owner, m.Action, new Instant(m.At).ToString(), m.Tries, m.Reason))]);

    /// <summary>Has what was set aside of a subscription tried again; null where there is none of that name.</summary>
    public int? Again(string subscription) => deliveries.Figures.Any(f => f.Name == subscription) ? deliveries.Redrive(subscription, null) : null;

    public async Task Redrive(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["subscription"]!;
        var (read, request) = await context.Body(ApiJson.Web.RedriveRequest, "which message to try again, or {}").ConfigureAwait(false);
        if (!read) return;
        if (deliveries.Figures.All(f => f.Name != name)) await Unknown(context, name).ConfigureAwait(false);
        else await context.Json(new RedriveAnswer(deliveries.Redrive(name, request?.Key)), ApiJson.Web.RedriveAnswer).ConfigureAwait(false);
    }

    public Task Subscription(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        if (folder.Text(name) is not { } text) return Unknown(context, name);
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    public async Task Put(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        if (!context.Request.HasJsonContentType())
        {
            await context.Problem(415, RequestReasons.WrongMediaType, $"send application/json").ConfigureAwait(false);
            return;
        }
        using var body = new StreamReader(context.Request.Body);
        var problems = folder.Write(name, await body.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false));
        if (problems.Count > 0)
        {
            await context.Problem(400, RequestReasons.BadRequest, Sentence.Join($"\n", problems.Select(p => p.Told))).ConfigureAwait(false);
            return;
        }
        deliveries.Look();
        await Get(context).ConfigureAwait(false);
    }

    public async Task Delete(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        if (!folder.Remove(name))
        {
            await Unknown(context, name).ConfigureAwait(false);
            return;
        }
        deliveries.Look();
        await Get(context).ConfigureAwait(false);
    }

    private Task Unknown(HttpContext context, string name) =>
        context.Problem(404, RequestReasons.NotFound, $"there is no subscription '{name}'{NearMiss.Hint(name, deliveries.Figures.Select(f => f.Name))}");

    private static IReadOnlyList<string> Told(HttpContext context, IReadOnlyList<RuleProblem> problems) => [.. problems.Select(p => p.Told.In(HostPhrases.Of(context.Request.Headers.AcceptLanguage)))];

    private static SubscriptionAnswer Of(SubscriptionFigures f, int aside, IReadOnlyList<string> toMend) => new(
        f.Name, toMend.Count > 0 ? "to-mend" : f.Resting is not null ? "resting" : f.Owners > 0 ? "behind" : f.Waiting > 0 ? "waiting" : "up-to-date", f.Position, f.Owners, f.Waiting, f.Delivered, f.Failures, aside, f.LastFailure)
    {
        ToMend = toMend,
    };
}
