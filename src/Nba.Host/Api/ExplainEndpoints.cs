using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Nba.Engine.Actions;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Host.Settings;
using Nba.Host.Stages;

namespace Nba.Host.Api;

/// <summary>Explanations of customers, actions and decisions: as they stand, or as of an earlier moment (<c>at</c>), looking back through the log so far at most (<c>lookBack</c>).</summary>
internal sealed class ExplainEndpoints(Queries queries, HostOptions options)
{
    public Task Customer(HttpContext context) => Of(context, Route(context, "id"), (explain, language) => (explain.Customer(Route(context, "id"), language, out var why), why), a => Shown.To(context, queries, a), ApiJson.Web.CustomerExplained);

    public Task ActionOf(HttpContext context) => Of(context, Route(context, "id"), Route(context, "action"));

    public Task Action(HttpContext context)
    {
        if (!ActionIdentity.TryParse(Route(context, "id"), out var id)) return context.Problem(400, RequestReasons.BadRequest, $"the id of an action is 32 hexadecimal digits");
        if (context.Request.Query["at"].Count > 0) return context.Problem(400, RequestReasons.BadRequest, $"with 'at' ask /customers/{{id}}/explain/{{action}}: the queues of then are not rebuilt, only one customer");
        return queries.Explain(0).CustomerOf(id) is { } customer ? Of(context, customer, Route(context, "id")) : context.Problem(404, RequestReasons.NotFound, ExplainQueries.NoAction);
    }

    public Task Decision(HttpContext context)
    {
        var id = Route(context, "id");
        return Of(context, id, (explain, language) => (explain.Decision(id, language), ExplainQueries.NoDecision(id)), a => Shown.To(context, queries, a), ApiJson.Web.DecisionExplained);
    }

    private Task Of(HttpContext context, string customer, string action) => Of(context, customer, (explain, language) => (explain.Action(customer, action, language, out var why), why), a => Shown.To(context, queries, a), ApiJson.Web.ActionExplained);

    private async Task Of<T>(HttpContext context, string customer, Func<ExplainQueries, string, (T? Answer, Sentence? Why)> explain, Func<T, T> shown, JsonTypeInfo<T> type) where T : class
    {
        var language = context.Request.Query["lang"] is [var tag] ? TextBook.Languages.FirstOrDefault(l => l == tag) : options.Language;
        var back = context.Request.Query["lookBack"] is [var given] ? ExplainQueries.LookBack(given) : ActivityLook.Bound;
        var moment = default(Moment);
        if (language is null || back is null || (context.Request.Query["at"] is [var at] && !Moment.TryParse(at, out moment)))
        {
            await context.Problem(400, RequestReasons.BadRequest, $"'lang' must be one of {string.Join(", ", TextBook.Languages)}; 'lookBack' a whole number or all; 'at' {Moment.Form}").ConfigureAwait(false);
            return;
        }
        Sentence? why = null;
        using var past = moment.Text is null ? null : queries.Back(customer, moment, out why);
        var (answer, absence) = moment.Text is not null && past is null ? (null, why) : explain(past?.Explain() ?? queries.Explain(back.Value), language);
        await (answer is not null ? context.Json(shown(answer), type) : context.Problem(404, RequestReasons.NotFound, absence ?? Sentence.Of($"the first commit is still to come"))).ConfigureAwait(false);
    }

    private static string Route(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;
}
