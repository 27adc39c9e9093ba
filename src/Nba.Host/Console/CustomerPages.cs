using Microsoft.AspNetCore.Http;
using Nba.Engine.Sources;
using Nba.Host.Access;
using Nba.Host.Api;
using Nba.Host.Console.Pages;
using Nba.Host.Stages;

namespace Nba.Host.Console;

/// <summary>One customer: what is known, what happened, what stands and ended; why an action stands, and why another does not. Thread-safe.</summary>
internal sealed class CustomerPages(ConsolePages pages, Queries queries)
{
    // What a page looks through at once: some ten milliseconds. Further back is looked for whom asks.
    private const long LookBack = 100_000;

    /// <summary>Leads to the customer whose id the search names.</summary>
    public Task Find(HttpContext context)
    {
        if (context.Request.Query["id"] is not [{ Length: > 0 } id]) return context.Problem(400, RequestReasons.BadRequest, $"write a customer's id; lists print it behind the name");
        context.Response.Redirect(Links.Customer(id.Trim()));
        return Task.CompletedTask;
    }

    /// <summary>One customer.</summary>
    public Task Customer(HttpContext context)
    {
        var (frame, id) = (pages.Frame(context, queries), (string)context.Request.RouteValues["id"]!);
        if (queries.Explain(Back(context)).Customer(id, frame.Language, out var why) is not { } found) return Missing(context, why);
        var open = AccessGate.ViewOf(context, queries, id) == View.Whole ? queries.Customer(id, frame.Language)?.Actions : null;
        var actions = frame.Standing?.Book.Rules.Rules.Select(r => r.Action.Id).Distinct().Order(StringComparer.Ordinal).ToList() ?? [];
        return pages.Write<CustomerPage>(context, frame, new Dictionary<string, object?>
        {
            [nameof(CustomerPage.Known)] = Shown.To(context, queries, found), [nameof(CustomerPage.Open)] = open, [nameof(CustomerPage.Actions)] = actions, [nameof(CustomerPage.Texts)] = new TitleWords(frame),
        });
    }

    /// <summary>Why an action stands.</summary>
    public Task Action(HttpContext context)
    {
        var (frame, id) = (pages.Frame(context, queries), (string)context.Request.RouteValues["id"]!);
        return queries.Explain(Back(context)).Action(id, (string)context.Request.RouteValues["action"]!, frame.Language, out var why) is { } found
            ? pages.Write<ActionPage>(context, frame, new Dictionary<string, object?> { [nameof(ActionPage.Why)] = Shown.To(context, queries, found), [nameof(ActionPage.Texts)] = new TitleWords(frame) })
            : Missing(context, why);
    }

    /// <summary>Why an action does not stand.</summary>
    public Task WhyNot(HttpContext context)
    {
        var (frame, id) = (pages.Frame(context, queries), (string)context.Request.RouteValues["id"]!);
        var action = context.Request.Query["action"] is [{ Length: > 0 } named] ? named : "";
        if (frame.Standing is not var (book, _)) return Missing(context, null);
        if (Queries.Unaskable(book, action) is { } unaskable) return context.Problem(404, RequestReasons.NotFound, unaskable);
        return queries.WhyNot(id, action) is { } found
            ? pages.Write<WhyNotPage>(context, frame, new Dictionary<string, object?> { [nameof(WhyNotPage.Why)] = Shown.To(context, queries, found), [nameof(WhyNotPage.Texts)] = new TitleWords(frame) })
            : Missing(context, queries.NoCustomer(id));
    }

    private static long Back(HttpContext context) => context.Request.Query.ContainsKey("further") ? ActivityLook.Bound : LookBack;

    private static Task Missing(HttpContext context, Sentence? why) => context.Problem(404, RequestReasons.NotFound, why ?? Sentence.Of($"the first commit is still to come"));
}
