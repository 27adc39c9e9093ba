using Microsoft.AspNetCore.Http;
using Nba.Host.Access;

namespace Nba.Host.Api;

/// <summary>
/// Refuses changes that a page of another origin makes a browser ask for. Such a request comes with whatever the browser has for this host: a cookie, or, on a host without access control, its place on this
/// machine. Browsers say of each request which page made it (<c>Sec-Fetch-Site</c>, https://www.w3.org/TR/fetch-metadata/, and <c>Origin</c>, RFC 6454), and no page can change that; so nothing has to be put
/// into forms, and a page that lay open over a restart still works. What says nothing is no browser of the last years: it is refused at a browser's addresses, and is a program anywhere else. Thread-safe.
/// </summary>
internal sealed class SameOrigin(AuditTrail audit)
{
    private const string Own = "same-origin", Unsaid = "null";

    /// <summary>Refuses, or lets pass.</summary>
    public Task Pass(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        // A browser sends no token by itself, and asks before it sends one for another page.
        if (IsRead(request.Method) || Callers.HasBearer(request) || (IsOwn(request) ?? !Browsers.IsTheirs(request.Path))) return next(context);
        // An address with its own secret takes nothing from the browser; programs that show a mail or a chat say all kinds of things.
        if (!Browsers.IsTheirs(request.Path) && context.GetEndpoint()?.Metadata.GetMetadata<Permission>() is { Open: true }) return next(context);
        if (context.Caller().Kind == CallerKind.Person) audit.Refused(context, StatusCodes.Status403Forbidden);
        return context.Problem(StatusCodes.Status403Forbidden, RequestReasons.OtherOrigin, $"this did not come from a page of this host at {ThisOne(request)}, so nothing was changed. Behind a proxy, let it pass on Host, and set Nba:Access:PlainHttp where it ends TLS; programs use the other addresses, with a token or a key");
    }

    // Null where nothing is said. A form of a page that sends no referrer has the origin "null", whoever's page it is; Sec-Fetch-Site tells these apart.
    private static bool? IsOwn(HttpRequest request)
    {
        var (origin, site) = (request.Headers.Origin, request.Headers["Sec-Fetch-Site"]);
        if (site.Count > 0 && site is not [Own]) return false;
        if (origin.Count > 0 && origin is not [Unsaid]) return origin is [{ } page] && IsThis(page, request);
        return site.Count > 0 ? true : origin.Count > 0 ? false : null;
    }

    // Scheme, name and port; default ports are left out by both or by neither.
    private static bool IsThis(string page, HttpRequest request) => page.Equals(ThisOne(request), StringComparison.OrdinalIgnoreCase);

    private static string ThisOne(HttpRequest request) => Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var here) ? here.GetLeftPart(UriPartial.Authority) : "";

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);
}
