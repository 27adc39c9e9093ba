using System.Globalization;
using Microsoft.AspNetCore.Http;
using Nba.Engine.Rules;
using Nba.Host.RuleFiles;
using Nba.Host.Settings;
using Nba.Host.Stages;

namespace Nba.Host.Api;

/// <summary>Everything that is only read: queues, customers, decisions, dead letters.</summary>
internal sealed class ReadEndpoints(Queries queries, HostOptions options)
{
    /// <summary>Most backlog entries, ids or letters of one answer.</summary>
    private const int Most = 1000;

    public Task Queue(HttpContext context)
    {
        if (Language(context) is not { } language || Number(context, "backlog", 50, 0, Most) is not { } backlog) return BadQuery(context);
        if (queries.Queue(Route(context, "owner"), language, (int)backlog, Shown.Only(context, queries)) is not { } queue) return NotYet(context);
        context.About(queue.Customers());
        return context.Json(queue, ApiJson.Web.QueueAnswer);
    }

    public Task Actions(HttpContext context)
    {
        if (Language(context) is not { } language) return BadQuery(context);
        return queries.Customer(Route(context, "id"), language) is { } customer ? context.Json(customer, ApiJson.Web.CustomerAnswer) : UnknownCustomer(context);
    }

    public Task Decisions(HttpContext context)
    {
        if (Number(context, "limit", 50, 1, Most) is not { } limit) return BadQuery(context);
        return queries.Decisions(Route(context, "id"), (int)limit) is { } decisions ? context.Json(decisions, ApiJson.Web.DecisionsAnswer) : UnknownCustomer(context);
    }

    public Task Decision(HttpContext context) => queries.Decision(Route(context, "id")) is { } record
        ? Bytes(context, record)
        : context.Problem(404, RequestReasons.NotFound, $"there is no decision record of that id; it is the customer's id, a dot and a number, and only decisions that changed or newly gated something are recorded");

    public Task WhyNot(HttpContext context)
    {
        var (customer, action) = (Route(context, "id"), Route(context, "action"));
        return At(context, customer, asked =>
        {
            if (asked.Book() is not { } book) return NotYet(context);
            if (Queries.Unaskable(book, action, asked.AsOf, queries.Book()) is { } why) return context.Problem(404, RequestReasons.NotFound, why);
            return asked.WhyNot(customer, action) is { } answer ? context.Json(Shown.To(context, queries, answer), ApiJson.Web.WhyNotAnswer) : context.Problem(404, RequestReasons.NotFound, asked.NoCustomer(customer));
        });
    }

    // As rows are now, or as they were at the moment that the query names.
    private async Task At(HttpContext context, string customer, Func<Queries, Task> answer)
    {
        if (context.Request.Query["at"] is not [var given])
        {
            await answer(queries).ConfigureAwait(false);
            return;
        }
        if (!Moment.TryParse(given, out var moment))
        {
            await context.Problem(400, RequestReasons.BadRequest, $"'at' must be {Moment.Form}").ConfigureAwait(false);
            return;
        }
        using var past = queries.Back(customer, moment, out var why);
        await (past is null ? context.Problem(404, RequestReasons.NotFound, why!) : answer(past.Queries)).ConfigureAwait(false);
    }

    public Task DeadLetters(HttpContext context) => Number(context, "after", -1, -1, long.MaxValue - 1) is { } after && Number(context, "limit", 100, 1, Most) is { } limit
        ? context.Json(queries.DeadLetters(after, (int)limit), ApiJson.Web.DeadLettersAnswer)
        : BadQuery(context);

    public Task DeadLetter(HttpContext context)
    {
        var known = long.TryParse(Route(context, "position"), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            && queries.DeadLetters(position - 1, 1).DeadLetters is [var letter] && letter.Position == position;
        if (!known || queries.Event(position) is not { } bytes) return context.Problem(404, RequestReasons.NotFound, $"there is no dead letter at that position");
        // As it came, so not necessarily JSON.
        return Bytes(context, bytes, "application/octet-stream");
    }

    private static Task Bytes(HttpContext context, byte[] bytes, string media = "application/json; charset=utf-8")
    {
        context.Response.ContentType = media;
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private string? Language(HttpContext context) => context.Request.Query["lang"] is [var given] ? TextBook.Languages.FirstOrDefault(l => l == given) : options.Language;

    private static long? Number(HttpContext context, string name, long otherwise, long least, long most) => context.Request.Query[name] is not [var given]
        ? otherwise
        : long.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    private static string Route(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;

    private static Task BadQuery(HttpContext context) =>
        context.Problem(400, RequestReasons.BadRequest, $"'lang' must be one of {string.Join(", ", TextBook.Languages)}; 'backlog' and 'limit' a whole number up to {Most}; 'after' a position");

    private static Task UnknownCustomer(HttpContext context) => context.Problem(404, RequestReasons.NotFound, $"no activity of this customer was ever taken in");

    private static Task NotYet(HttpContext context) => context.Problem(503, RequestReasons.NotReady, $"the first commit is still to come");
}

/// <summary>Whether the host lives and works.</summary>
internal sealed class HealthEndpoints(ICarrier carrier, RuleFolderWatcher rules)
{
    public static Task Live(HttpContext context)
    {
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync("live\n", context.RequestAborted);
    }

    public Task Ready(HttpContext context)
    {
        var (why, status, stages) = (carrier.NotReady, rules.Status, carrier.Stages);
        long Sum(Func<StageCounters, long> of) => stages.Sum(s => of(s.Counters));
        var answer = new HealthAnswer(why is null, why, stages.Select(s => s.Book).FirstOrDefault(b => b is not null), stages.Any(s => s.IsSweeping),
            new RulesAnswer(status.Version, status.Since, status.FaultySince, [.. status.Problems.Select(p => p.ToString())]),
            new CountsAnswer(Sum(c => c.Activities), Sum(c => c.Duplicates), Sum(c => c.Refused), Sum(c => c.Poison), Sum(c => c.Decisions), Sum(c => c.Changes), Sum(c => c.Commits), Sum(c => c.Swept)),
            carrier.Slots, carrier.Detail);
        return context.Json(answer, ApiJson.Web.HealthAnswer, why is null ? 200 : 503);
    }
}
