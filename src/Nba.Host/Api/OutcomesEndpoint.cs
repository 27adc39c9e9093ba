using Microsoft.AspNetCore.Http;

namespace Nba.Host.Api;

/// <summary><c>POST /outcomes</c>: a manager's answer becomes an activity of the customer's log.</summary>
internal sealed class OutcomesEndpoint(Outcomes outcomes, Queries queries)
{
    public async Task Post(HttpContext context)
    {
        var (read, request) = await context.Body(ApiJson.Web.OutcomeRequest, "an outcome").ConfigureAwait(false);
        if (!read) return;
        if (request is { Customer: { Length: > 0 } customer } && !await InName.Sees(context, queries, customer).ConfigureAwait(false)) return;
        var (allowed, staff) = await InName.Of(context, request?.Staff).ConfigureAwait(false);
        if (!allowed) return;
        request = request is null ? null : request with { Staff = staff };
        context.Enter();
        var taken = await outcomes.Take(request, context.Request.Headers["Idempotency-Key"] is [{ Length: > 0 } key] ? key : null, context).ConfigureAwait(false);
        if (taken.Refusal is { } refusal) await context.Problem(refusal).ConfigureAwait(false);
        else if (taken.Answer is not { } answer) await context.Problem(404, RequestReasons.NotFound, $"no activity of this customer was ever taken in").ConfigureAwait(false);
        else await context.Json(answer, ApiJson.Web.OutcomeAnswer, answer.Verdict == Outcomes.Pending ? StatusCodes.Status202Accepted : StatusCodes.Status200OK).ConfigureAwait(false);
    }
}
