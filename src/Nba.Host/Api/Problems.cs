using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nba.Engine.Events;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using Nba.Host.Access;
using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Api;

/// <summary>Reason codes of requests that never reach the engine; those of the engine are <see cref="Reason"/>.</summary>
internal static class RequestReasons
{
    public const string NotFound = "not-found";
    public const string NotKnown = "not-known";
    public const string NotAllowed = "not-allowed";
    public const string NotYours = "not-yours";
    public const string OutOfSight = "out-of-sight";
    public const string OtherOrigin = "other-origin";
    public const string TooMany = "too-many";
    public const string TooLong = "took-too-long";
    public const string BadRequest = "bad-request";
    public const string WrongMediaType = "wrong-media-type";
    public const string NotThisHost = "not-this-host";
    public const string Stopping = "stopping";
    public const string StoreFailed = "store-failed";
    public const string NotChanged = "not-changed";
    public const string Busy = "busy";
    public const string NotReady = "not-ready";
    public const string CannotRun = "cannot-run";
    public const string Internal = "internal";
}

/// <summary>Failures as RFC 9457 problem details, each with a reason code.</summary>
internal static class Problems
{
    public const string MediaType = "application/problem+json";

    /// <summary>Answers with a problem.</summary>
    public static Task Problem(this HttpContext context, int status, string reason, Sentence detail)
    {
        Harden(context.Response.Headers);
        if (status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = "1";
        var pages = Browsers.WantsPage(context.Request) ? context.RequestServices.GetService<IProblemPages>() : null;
        var words = detail.In(HostPhrases.Of(pages?.LanguageOf(context) ?? context.Request.Headers.AcceptLanguage));
        var answer = new ProblemAnswer("urn:nba:reason:" + reason, ReasonPhrases.GetReasonPhrase(status), status, words, reason);
        return pages is not null ? pages.Write(context, answer) : context.Json(answer, ApiJson.Web.ProblemAnswer, status, MediaType);
    }

    /// <summary>Answers with why the engine, or the reader before it, refused an event.</summary>
    public static Task Problem(this HttpContext context, EventRefusal refusal) => context.Problem(
        refusal.Reason switch { Reason.Oversize => StatusCodes.Status413PayloadTooLarge, Reason.Poison => StatusCodes.Status422UnprocessableEntity, _ => StatusCodes.Status400BadRequest },
        ReasonNames.Of(refusal.Reason), refusal.Words);

    /// <summary>Answers with JSON.</summary>
    public static Task Json<T>(this HttpContext context, T answer, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK, string media = "application/json")
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(answer, type, media + "; charset=utf-8", context.RequestAborted);
    }

    /// <summary>Stands before all endpoints: refuses what is not meant for this host, and turns failures into problems.</summary>
    public static async Task Guard(HttpContext context, RequestDelegate next, IReadOnlyList<string> names, ILogger log)
    {
        // A page of another site whose name leads here must not get in: its Host header gives it away.
        if (!ListenAddress.IsLocalName(context.Request.Host.Host) && !names.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            await context.Problem(StatusCodes.Status421MisdirectedRequest, RequestReasons.NotThisHost, $"this host answers to localhost, its own addresses, and the names in Nba:Access:Hosts").ConfigureAwait(false);
            return;
        }
        Harden(context.Response.Headers);
        try
        {
            await next(context).ConfigureAwait(false);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
                await context.Problem(context.Response.StatusCode, ReasonOf(context.Response.StatusCode), Explain(context)).ConfigureAwait(false);
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            await Failed(context, failure, log).ConfigureAwait(false);
        }
    }

    // What is true of every answer; a page that shows something says what it needs.
    private static void Harden(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static string ReasonOf(int status) => status switch { 404 => RequestReasons.NotFound, 429 => RequestReasons.TooMany, 504 => RequestReasons.TooLong, _ => RequestReasons.BadRequest };

    private static Sentence Explain(HttpContext context) => context.Response.StatusCode switch
    {
        405 => Sentence.Of($"this address answers {context.Response.Headers.Allow}, not {context.Request.Method}"),
        429 => Sentence.Of($"too many requests in a minute: ask again in {context.Response.Headers.RetryAfter} s"),
        504 => Sentence.Of($"this took longer than Nba:Access:RequestSeconds allows, and was given up"),
        404 => Sentence.Of($"there is nothing at {context.Request.Path}"),
        _ => Sentence.Quoted(ReasonPhrases.GetReasonPhrase(context.Response.StatusCode)),
    };

    private static Task Failed(HttpContext context, Exception failure, ILogger log)
    {
        switch (failure)
        {
            case OperationCanceledException when context.RequestAborted.IsCancellationRequested:
                return Task.CompletedTask;
            case BadHttpRequestException bad:
                return context.Problem(bad.StatusCode, bad.StatusCode == 413 ? ReasonNames.Of(Reason.Oversize) : RequestReasons.BadRequest, Sentence.Quoted(bad.Message));
            case AuditFailedException unkept:
                ApiLog.Failed(log, context.Request.Method, unkept);
                return context.Problem(StatusCodes.Status503ServiceUnavailable, RequestReasons.StoreFailed, Sentence.Of($"the audit log takes no entry, and nothing is done or answered without one; the host's log says why"));
            case StoreUnavailableException or IntakeClosedException { StoreFailed: true }:
                return context.Problem(StatusCodes.Status503ServiceUnavailable, RequestReasons.StoreFailed, Sentence.Of($"the store failed; nothing that was acknowledged is lost"));
            case InvalidDataException broken:
                // Rows under a book that does not load here; health says the same.
                ApiLog.Failed(log, context.Request.Method, failure);
                return context.Problem(StatusCodes.Status503ServiceUnavailable, RequestReasons.CannotRun, Said.WordsOf(broken));
            case IntakeClosedException:
                return context.Problem(StatusCodes.Status503ServiceUnavailable, RequestReasons.Stopping, Sentence.Of($"the host is stopping; hand the events in again, known ones are not applied twice"));
            default:
                ApiLog.Failed(log, context.Request.Method, failure);
                return context.Problem(StatusCodes.Status500InternalServerError, RequestReasons.Internal, Sentence.Of($"the host failed on this request; its log says where"));
        }
    }
}

/// <summary>What is said about requests. Ids 3001 to 3099 are this folder's and are never reused.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(3001, LogLevel.Error, "A {Method} request failed.")]
    public static partial void Failed(ILogger log, string method, Exception failure);

    [LoggerMessage(3002, LogLevel.Information, "Listening on {Address} with rules from {Rules} and the store in {Store}.")]
    public static partial void Listening(ILogger log, string address, string rules, string store);

    [LoggerMessage(3004, LogLevel.Information, "The console is at {Address}.")]
    public static partial void Console(ILogger log, string address);

    [LoggerMessage(3003, LogLevel.Information, "This bank's time is simulated: its clock stands at {Now} and goes on from there.")]
    public static partial void Simulated(ILogger log, string now);
}
