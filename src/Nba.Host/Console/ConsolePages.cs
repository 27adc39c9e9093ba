using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Nba.Host.Api;
using Nba.Host.Console.Pages;
using Nba.Host.Settings;

namespace Nba.Host.Console;

/// <summary>Writes pages: a component and what it shows become HTML, once, with a policy that lets nothing in but the host's own style and script. Thread-safe.</summary>
internal sealed class ConsolePages(IServiceProvider services, ILoggerFactory logs, HostOptions options) : IProblemPages
{
    // https://www.w3.org/TR/CSP3/: no inline script or style, nothing of others, forms go nowhere else, nobody frames it.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The frame of a request's page.</summary>
    public Frame Frame(HttpContext context, Queries? queries) => Console.Frame.Of(context, queries, options);

    /// <summary>Answers with a page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="frame">Who looks, and when.</param>
    /// <param name="shown">What the page shows, by the names of its parameters.</param>
    /// <param name="status">The status code.</param>
    public async Task Write<TPage>(HttpContext context, Frame frame, IReadOnlyDictionary<string, object?>? shown = null, int status = StatusCodes.Status200OK) where TPage : ConsoleView
    {
        var parameters = new Dictionary<string, object?>(shown ?? new Dictionary<string, object?>()) { [nameof(ConsoleView.F)] = frame };
        var renderer = new HtmlRenderer(services, logs);
        await using (renderer.ConfigureAwait(false))
        {
            var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters)).ConfigureAwait(true)).ToHtmlString()).ConfigureAwait(false);
            context.Response.StatusCode = status;
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers.ContentLanguage = frame.Language;
            context.Response.Headers.Vary = "Cookie, Accept-Language";
            await context.Response.WriteAsync(html, context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public string LanguageOf(HttpContext context) => Frame(context, null).Language;

    /// <inheritdoc/>
    public Task Write(HttpContext context, ProblemAnswer problem) =>
        Write<ProblemPage>(context, Frame(context, null), new Dictionary<string, object?> { [nameof(ProblemPage.Problem)] = problem }, problem.Status);
}

/// <summary>What every component of a page is given.</summary>
public abstract class ConsoleView : ComponentBase
{
    /// <summary>Who looks, in which language, and when.</summary>
    [Parameter, EditorRequired]
    public Frame F { get; set; } = null!;

    /// <summary>One of two languages.</summary>
    protected string T(string english, string chinese) => F.T(english, chinese);
}
