using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Nba.Engine.Sources;
using Nba.Host.Api;

namespace Nba.Host.Delivery.Calendar;

/// <summary>
/// Calendars: <c>GET /calendar/{secret}.ics</c> is one manager's, for any program that subscribes to an address; <c>GET /calendar-addresses</c> says who has one, <c>POST /calendar-addresses</c>
/// gives one, <c>DELETE /calendar-addresses/{manager}</c> takes it back.
/// </summary>
internal sealed class CalendarEndpoint(CalendarAddresses addresses, CalendarFeeds feeds, ICarrier carrier)
{
    public async Task Feed(HttpContext context)
    {
        if (addresses.Find((string)context.Request.RouteValues["secret"]!) is not { } address)
        {
            // In the same words whether it never was one or is one no longer.
            await context.Problem(404, RequestReasons.NotFound, $"there is no calendar at this address").ConfigureAwait(false);
            return;
        }
        context.AboutSubject(address.Manager);
        context.Enter();
        // Rows that are still being read back look like actions that are gone.
        if (carrier.NotReady is not null || feeds.Of(address.Manager, address.Language) is not { } calendar)
        {
            await context.Problem(503, RequestReasons.NotReady, $"the bank's rows are still being read").ConfigureAwait(false);
            return;
        }
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(calendar))}\"");
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = tag;
        // Kept by the reader alone, and asked about each time.
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        if (context.Request.GetTypedHeaders().IfNoneMatch is { Count: > 0 } known && known.Any(k => k == EntityTagHeaderValue.Any || k.Compare(tag, useStrongComparison: false)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        context.About(feeds.Customers(address.Manager));
        context.Response.ContentType = FeedCalendar.MediaType;
        context.Response.ContentLength = calendar.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(calendar, context.RequestAborted).ConfigureAwait(false);
    }

    public Task All(HttpContext context) => context.Json(addresses.All(), CalendarJson.Web.CalendarAddressesAnswer);

    public async Task Give(HttpContext context)
    {
        var (read, request) = await context.Body(CalendarJson.Web.CalendarAddressRequest, "whose calendar, and its language").ConfigureAwait(false);
        if (!read) return;
        var (allowed, manager) = await InName.Of(context, request?.Manager).ConfigureAwait(false);
        if (!allowed) return;
        request = request is null ? null : request with { Manager = manager };
        context.AboutSubject(manager);
        context.Enter();
        if (addresses.Give(request ?? new CalendarAddressRequest(null, null), out var fault) is { } given) await context.Json(given, CalendarJson.Web.CalendarAddressAnswer).ConfigureAwait(false);
        else await context.Problem(400, RequestReasons.BadRequest, fault!).ConfigureAwait(false);
    }

    public Task Revoke(HttpContext context)
    {
        var manager = (string)context.Request.RouteValues["manager"]!;
        if (!addresses.Revoke(manager)) return context.Problem(404, RequestReasons.NotFound, NoAddress(manager));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>That somebody has no address, in words.</summary>
    public static Sentence NoAddress(string manager) => $"'{manager}' has no calendar address; 'nba calendar list' says who has";
}
