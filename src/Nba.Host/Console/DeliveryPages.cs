using Microsoft.AspNetCore.Http;
using Nba.Host.Api;
using Nba.Host.Console.Pages;

namespace Nba.Host.Console;

/// <summary>How prompts reach managers' tools: every subscription, what could not be delivered and why, and another try. Thread-safe.</summary>
internal sealed class DeliveryPages(ConsolePages pages, Queries queries, DeliveriesEndpoint? deliveries = null)
{
    private const int MostAside = 200;

    /// <summary>The subscriptions.</summary>
    public Task Get(HttpContext context)
    {
        var frame = pages.Frame(context, queries);
        var shown = new Dictionary<string, object?> { [nameof(DeliveriesPage.Answer)] = deliveries?.Answer(context), [nameof(DeliveriesPage.Aside)] = deliveries?.Aside(null).Messages.Take(MostAside).ToList() ?? [] };
        return pages.Write<DeliveriesPage>(context, frame, shown);
    }

    /// <summary>Has what was set aside of one tried again.</summary>
    public async Task Redrive(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["subscription"]!;
        if (await context.Form().ConfigureAwait(false) is not { } form) return;
        if (deliveries?.Again(name) is { } messages) context.SeeOther(form, messages > 0 ? "redriven" : "nothing-aside");
        else await context.Problem(404, RequestReasons.NotFound, $"there is no subscription '{name}'").ConfigureAwait(false);
    }
}
