using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Nba.Engine.Actions;
using Nba.Engine.Events;
using Nba.Engine.Vocabulary;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Api;

/// <summary>What came of handing an answer in.</summary>
/// <param name="Answer">What became of it; null where it was refused or its customer is not known.</param>
/// <param name="Refusal">Why it was refused; null where it was not.</param>
internal sealed record TakenOutcome(OutcomeAnswer? Answer, EventRefusal? Refusal);

/// <summary>
/// Makes of a manager's answer, wherever it comes from, an activity of the customer's log. Waits a little for what became of it; an answer to an action that had ended is kept and answered
/// as <c>gone</c>. Thread-safe.
/// </summary>
internal sealed class Outcomes(Intake intake, Queries queries)
{
    private const string Source = "nba:outcomes";

    /// <summary>Takes an answer.</summary>
    /// <param name="request">The answer.</param>
    /// <param name="key">What makes it one and the same however often it is sent; null to derive that from its content.</param>
    /// <param name="context">The request it came with.</param>
    public async Task<TakenOutcome> Take(OutcomeRequest? request, string? key, HttpContext context)
    {
        if (Refuse(request) is { } refusal) return new TakenOutcome(null, refusal);
        _ = ActionIdentity.TryParse(request!.Action, out var action);
        if (queries.State(request.Customer!) is not { } before) return new TakenOutcome(null, null);
        var open = before.Actions.Find(action);
        var id = key ?? DerivedId(request, request.Version ?? open?.Version ?? 0);
        var chunk = new IntakeChunk(512) { Trace = RequestTrace.Of(context) };
        // A bundle is answered as it was shown, whatever it becomes before the answer is decided.
        var members = request.Members ?? (open is { IsBundle: true } ? [.. open.Members.Where(m => m.State != MemberState.Left).Select(m => ActionIdentity.Format(m.Id))] : null);
        chunk.Add(Json(request with { Members = members }, id));
        try
        {
            var outcome = await intake.TakeAnswer(chunk, request.Customer!, id, request.Action!.ToLowerInvariant(), queries, context).ConfigureAwait(false);
            return outcome.Refusals is [var only] ? new TakenOutcome(null, only.Refusal) : new TakenOutcome(Verdict(request, id, action, open is not null), null);
        }
        catch (TimeoutException)
        {
            return new TakenOutcome(new OutcomeAnswer(id, request.Action!, request.Customer!, Pending, null), null);
        }
    }

    /// <summary>The verdict that is not known yet.</summary>
    public const string Pending = "pending";

    private static EventRefusal? Refuse(OutcomeRequest? request)
    {
        if (request is null) return new(Reason.MissingField, $"the body must be an outcome");
        if (string.IsNullOrEmpty(request.Customer)) return new(Reason.NoSubject, $"'customer' is missing");
        if (string.IsNullOrEmpty(request.Outcome)) return new(Reason.MissingField, $"'outcome' must be one of {string.Join(", ", BuiltIn.Outcomes.Values)}");
        if (BuiltIn.Outcomes.IndexOf(request.Outcome) < 0) return new(Reason.UnknownCode, $"'outcome' must be one of {string.Join(", ", BuiltIn.Outcomes.Values)}");
        return ActionIdentity.TryParse(request.Action, out _) ? null : new(Reason.WrongFieldType, $"'action' must be the 32 hexadecimal digits of an action's id");
    }

    // The record of the decision says whether it counted; where none was written the action still stands, or nothing is known of it.
    private OutcomeAnswer Verdict(OutcomeRequest request, string id, UInt128 action, bool stood)
    {
        var name = request.Action!.ToLowerInvariant();
        if (DecisionSearch.Find(queries, request.Customer!, id, name) is { } found)
        {
            var against = found.Reasons.FirstOrDefault(r => r is Reason.Gone or Reason.AlreadyClaimed);
            return new OutcomeAnswer(id, name, request.Customer!, against == Reason.Passed ? request.Outcome! : ReasonNames.Of(against), found.Decision) { Known = against == Reason.Gone ? Known(request.Customer!, action, name) : null };
        }
        var stands = queries.State(request.Customer!)?.Actions.Find(action) is not null;
        return new OutcomeAnswer(id, name, request.Customer!, stood || stands ? request.Outcome! : ReasonNames.Of(Reason.Gone), null) { Known = stood || stands ? null : Known(request.Customer!, action, name) };
    }

    // Null where it is: told only where it is not, after a look at what ended and at the latest decisions.
    private bool? Known(string customer, UInt128 action, string name) =>
        queries.State(customer)?.Actions is { } actions && (actions.Find(action) is not null || actions.Ended.Any(e => e.Id == action)) || DecisionSearch.IsNamed(queries, customer, name) ? null : false;

    // The same answer to the same version is one and the same activity.
    private static string DerivedId(OutcomeRequest r, int version)
    {
        var content = string.Join('\n', r.Customer, r.Action!.ToLowerInvariant(), version, r.Outcome, r.Reason, r.By, r.Until, r.UntilAt, r.At, r.Person, r.Staff) + (r.Members is null ? "" : "\n" + string.Join(',', r.Members));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 16));
    }

    private static byte[] Json(OutcomeRequest request, string id)
    {
        using var buffer = new MemoryStream();
        // The plus of an offset stays a plus: a time with an escape in it is refused.
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ApiJson.Web.Options.Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", id);
            json.WriteString("source", Source);
            json.WriteString("type", BuiltIn.Outcome);
            json.WriteString("subject", request.Customer);
            json.WriteStartObject("data");
            foreach (var (name, value) in Fields(request))
            {
                if (value is not null) json.WriteString(name, value);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static IEnumerable<(string Name, string? Value)> Fields(OutcomeRequest r) =>
        [("action", r.Action!.ToLowerInvariant()), ("outcome", r.Outcome), ("reason", r.Reason), ("by", r.By), ("until", r.Until), ("untilAt", r.UntilAt), ("at", r.At), ("person", r.Person), ("staff", r.Staff), ("members", r.Members is null ? null : string.Join(',', r.Members))];
}
