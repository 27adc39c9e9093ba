using System.Globalization;
using Microsoft.AspNetCore.Http;
using Nba.Engine;
using Nba.Engine.Sources;
using Nba.Host.Api;

namespace Nba.Host.Console;

/// <summary>Takes what the forms of lists send, as <c>POST /outcomes</c> and <c>POST /claims</c> take it from machines, and leads back to the list. Thread-safe.</summary>
internal sealed class AnswerForms(Outcomes outcomes, ClaimsEndpoint claims, Queries queries)
{
    /// <summary>An answer: done, accepted, <c>accepted:</c> with a moment, no-answer, <c>snoozed:</c> and <c>declined:</c> with a day or a reason.</summary>
    public async Task Answer(HttpContext context)
    {
        if (await context.Form().ConfigureAwait(false) is not { } form) return;
        if (queries.Book() is not { } book)
        {
            await context.Problem(503, RequestReasons.NotReady, $"the first commit is still to come").ConfigureAwait(false);
            return;
        }
        var customer = form.Given("customer") ?? "";
        if (!await InName.Sees(context, queries, customer).ConfigureAwait(false)) return;
        if (Request(form, customer, book, out var fault) is not { } request)
        {
            await context.Problem(400, RequestReasons.BadRequest, fault!).ConfigureAwait(false);
            return;
        }
        var (_, staff) = await InName.Of(context, null).ConfigureAwait(false);
        // On a host without access control whoever works on a person's list answers as that person.
        request = request with { Staff = staff ?? (form.Given("owner") is { } owner && book.Directory.Find(owner) is { Members.Count: 0 } ? owner : null) };
        context.Enter();
        var taken = await outcomes.Take(request, null, context).ConfigureAwait(false);
        if (taken.Refusal is { } refusal) await context.Problem(refusal).ConfigureAwait(false);
        else if (taken.Answer is not { } answer) await AccessGate.NoCustomer(context).ConfigureAwait(false);
        else context.SeeOther(form, answer.Verdict);
    }

    /// <summary>A claim, or its end.</summary>
    public async Task Claim(HttpContext context)
    {
        if (await context.Form().ConfigureAwait(false) is not { } form) return;
        var request = new ClaimRequest { Action = form.Given("action"), Customer = form.Given("customer"), Person = form.Given("person"), Release = form.Given("release") == "true" };
        if (await claims.Take(context, request).ConfigureAwait(false) is { } answer) context.SeeOther(form, answer.Verdict);
    }

    private static OutcomeRequest? Request(IFormCollection form, string customer, RuleBook book, out Sentence? fault)
    {
        var given = form.Given("answer") ?? "";
        var colon = given.IndexOf(':', StringComparison.Ordinal);
        var (outcome, more) = colon < 0 ? (given, null) : (given[..colon], given[(colon + 1)..]);
        var request = new OutcomeRequest
        {
            Action = form.Given("action"), Customer = customer, Outcome = outcome,
            Version = int.TryParse(form.Given("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null,
        };
        fault = (outcome, more) switch
        {
            ("snoozed", "") when form.Given("day") is null => Sentence.Of($"choose the day until which it is put off"),
            ("accepted", "") when form.At("at", book) is null => Sentence.Of($"choose day and hour of the appointment"),
            _ => null,
        };
        return fault is not null ? null : outcome switch
        {
            "snoozed" => request with { Until = string.IsNullOrEmpty(more) ? form.Given("day") : more },
            "declined" => request with { Reason = more, By = form.Given("by") },
            "accepted" => request with { At = form.At("at", book) },
            _ => request,
        };
    }
}
