using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Nba.Engine.Actions;
using Nba.Engine.Policies;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Api;

/// <summary>
/// <c>POST /claims</c>: a member of a team takes an action for some hours, or gives it back. It becomes an activity of the customer's log; the answer says
/// who has the action now, so that whoever comes second learns it on claiming.
/// </summary>
internal sealed class ClaimsEndpoint(Intake intake, Queries queries)
{
    private const string Source = "nba:claims";
    private static readonly Reason[] Told = [Reason.Gone, Reason.NotClaimable, Reason.NotOfTeam, Reason.AlreadyClaimed, Reason.Claimed, Reason.ClaimEnded];

    public async Task Post(HttpContext context)
    {
        var (read, request) = await context.Body(ApiJson.Web.ClaimRequest, "a claim").ConfigureAwait(false);
        if (read && await Take(context, request).ConfigureAwait(false) is { } answer)
            await context.Json(answer, ApiJson.Web.ClaimAnswer, answer.Verdict == Outcomes.Pending ? StatusCodes.Status202Accepted : StatusCodes.Status200OK).ConfigureAwait(false);
    }

    /// <summary>Takes a claim, in the name of whoever asks; null where it was refused, which is answered then.</summary>
    public async Task<ClaimAnswer?> Take(HttpContext context, ClaimRequest? request)
    {
        if (request is { Customer: { Length: > 0 } customer } && !await InName.Sees(context, queries, customer).ConfigureAwait(false)) return null;
        var (allowed, person) = await InName.Of(context, request?.Person).ConfigureAwait(false);
        if (!allowed) return null;
        request = request is null ? null : request with { Person = person };
        context.Enter();
        if (Fault(request) is { } fault) await context.Problem(400, ReasonNames.Of(fault.Reason), fault.Words).ConfigureAwait(false);
        else if (queries.State(request!.Customer!) is null) await context.Problem(404, RequestReasons.NotFound, $"no activity of this customer was ever taken in").ConfigureAwait(false);
        else return await Decide(context, request).ConfigureAwait(false);
        return null;
    }

    private static (Reason Reason, Sentence Words)? Fault(ClaimRequest? request)
    {
        if (string.IsNullOrEmpty(request?.Customer)) return (Reason.NoSubject, Sentence.Of($"'customer' is missing"));
        if (string.IsNullOrEmpty(request.Person)) return (Reason.MissingField, Sentence.Of($"'person' is missing: who claims"));
        if (request.Hours is < 1 or > PolicyBook.MostLeaseHours) return (Reason.WrongFieldType, Sentence.Of($"'hours' must be a whole number from 1 to {PolicyBook.MostLeaseHours}"));
        return ActionIdentity.TryParse(request.Action, out _) ? null : (Reason.WrongFieldType, Sentence.Of($"'action' must be the 32 hexadecimal digits of an action's id"));
    }

    private async Task<ClaimAnswer?> Decide(HttpContext context, ClaimRequest request)
    {
        var id = context.Request.Headers["Idempotency-Key"] is [{ Length: > 0 } key] ? key : DerivedId(request);
        var chunk = new IntakeChunk(512) { Trace = RequestTrace.Of(context) };
        chunk.Add(Json(request, id));
        try
        {
            var outcome = await intake.TakeAnswer(chunk, request.Customer!, id, request.Action!.ToLowerInvariant(), queries, context).ConfigureAwait(false);
            if (outcome.Refusals is not [var only]) return Verdict(request, id);
            await context.Problem(only.Refusal).ConfigureAwait(false);
            return null;
        }
        catch (TimeoutException)
        {
            return new ClaimAnswer(id, request.Action!, request.Customer!, Outcomes.Pending, null, null, null);
        }
    }

    private ClaimAnswer Verdict(ClaimRequest request, string id)
    {
        var name = request.Action!.ToLowerInvariant();
        _ = ActionIdentity.TryParse(name, out var action);
        var found = DecisionSearch.Find(queries, request.Customer!, id, name);
        var open = queries.State(request.Customer!)?.Actions.Find(action);
        var verdict = found?.Reasons.Where(r => Told.Contains(r)).Select(r => (Reason?)r).FirstOrDefault() ?? Stands(open, request);
        return new ClaimAnswer(id, name, request.Customer!, ReasonNames.Of(verdict), open?.ClaimedBy, open?.ClaimedUntil is { } until ? new Engine.Calendars.Instant(until).ToString() : null, found?.Decision);
    }

    // No decision was recorded: what stands says how it is.
    private static Reason Stands(OpenAction? open, ClaimRequest request) =>
        open is null ? Reason.Gone : open.ClaimedBy is null ? (request.Release ? Reason.ClaimEnded : Reason.NotClaimable) : open.ClaimedBy == request.Person ? Reason.Claimed : Reason.AlreadyClaimed;

    // A claim makes a version: the same claim of the same version is one and the same activity.
    private string DerivedId(ClaimRequest r)
    {
        _ = ActionIdentity.TryParse(r.Action, out var action);
        var version = queries.State(r.Customer!)?.Actions.Find(action)?.Version;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', r.Customer, r.Action!.ToLowerInvariant(), version, r.Person, r.Hours, r.Release))).AsSpan(0, 16));
    }

    private static byte[] Json(ClaimRequest request, string id)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", id);
            json.WriteString("source", Source);
            json.WriteString("type", request.Release ? BuiltIn.Released : BuiltIn.Claimed);
            json.WriteString("subject", request.Customer);
            json.WriteStartObject("data");
            json.WriteString("action", request.Action!.ToLowerInvariant());
            json.WriteString("person", request.Person);
            if (request is { Hours: { } hours, Release: false }) json.WriteNumber("hours", hours);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }
}
