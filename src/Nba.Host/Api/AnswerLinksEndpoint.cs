using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Host.Access;
using Nba.Host.Delivery;

namespace Nba.Host.Api;

/// <summary>
/// Answers by a link of a message: <c>GET /answer/{token}</c> shows what is asked and changes nothing, for mail programs and chats open links before anybody clicks; <c>POST</c> answers, once.
/// </summary>
internal sealed class AnswerLinksEndpoint(AnswerTokens tokens, AnsweredLinks answered, Outcomes outcomes, Queries queries)
{
    public Task Ask(HttpContext context)
    {
        var link = (string)context.Request.RouteValues["token"]!;
        if (Open(link) is not var (token, book, now)) return PlainPage.Send(context, 404, AnswerPage.Unknown(Language(context)));
        About(context, token);
        if (answered.Verdict(link) is { } verdict) return PlainPage.Send(context, 200, AnswerPage.Answered(token, verdict));
        return IsOver(token, book, now) || IsAnothers(token, book, now) ? PlainPage.Send(context, 410, AnswerPage.Over(token)) : PlainPage.Send(context, 200, AnswerPage.Form(token, Shown(token), book.Calendar.DateOf(now), null));
    }

    public async Task Take(HttpContext context)
    {
        var link = (string)context.Request.RouteValues["token"]!;
        if (Open(link) is not var (token, book, now))
        {
            await PlainPage.Send(context, 404, AnswerPage.Unknown(Language(context))).ConfigureAwait(false);
            return;
        }
        About(context, token);
        if (IsOver(token, book, now) || IsAnothers(token, book, now))
        {
            await PlainPage.Send(context, 410, AnswerPage.Over(token)).ConfigureAwait(false);
            return;
        }
        if (await context.Form().ConfigureAwait(false) is not { } form) return;
        if (!answered.Begin(link))
        {
            await PlainPage.Send(context, 409, AnswerPage.Answered(token, Outcomes.Pending)).ConfigureAwait(false);
            return;
        }
        var (status, page, verdict) = (200, "", (string?)null);
        try
        {
            if (answered.Verdict(link) is { } before) page = AnswerPage.Answered(token, before);
            else (status, page, verdict) = await Answer(context, link, token, book, now, form).ConfigureAwait(false);
        }
        finally
        {
            // Before anybody is told: whoever hangs up has answered all the same.
            answered.End(link, verdict);
        }
        await PlainPage.Send(context, status, page).ConfigureAwait(false);
    }

    private async Task<(int Status, string Page, string? Verdict)> Answer(HttpContext context, string link, AnswerToken token, RuleBook book, Instant now, IFormCollection form)
    {
        var request = new OutcomeRequest
        {
            Action = ActionIdentity.Format(token.Action), Customer = token.Customer, Version = token.Version, Outcome = token.Outcome,
            Staff = book.Directory.Find(token.Owner) is { Members.Count: 0 } ? token.Owner : null,
            Reason = form.Given("reason"), By = form.Given("by"), Until = form.Given("until"), At = form.At("at", book),
        };
        // The link is the answer's id: however often it is sent, and with whatever words, the log takes it once.
        var taken = await outcomes.Take(request, "link-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(link)))[..32], context).ConfigureAwait(false);
        return taken.Answer is { } answer
            ? (200, AnswerPage.Answered(token, answer.Verdict), answer.Verdict)
            : (400, AnswerPage.Form(token, Shown(token), book.Calendar.DateOf(now), taken.Refusal?.Detail ?? ""), null);
    }

    private (AnswerToken Token, RuleBook Book, Instant Now)? Open(string link) => tokens.Open(link) is { } token && queries.Standing() is var (_, book, now) ? (token, book, now) : null;

    private static bool IsOver(AnswerToken token, RuleBook book, Instant now) => book.Calendar.DateOf(now).DayNumber > token.Until;

    private static void About(HttpContext context, AnswerToken token)
    {
        context.About(token.Customer);
        context.AboutSubject(token.Owner);
        context.Enter();
    }

    // A link does not outlive the customer's manager. What is in nobody's queue, as one that is put off, is whoever's who looks after the customer.
    private bool IsAnothers(AnswerToken token, RuleBook book, Instant now)
    {
        if (Shown(token) is not { } shown || queries.State(token.Customer) is not { } state) return false;
        return !queries.Admits(book, token.Customer, token.Owner)
            || (shown.Owners is { Count: > 0 } owners ? !owners.Contains(token.Owner) : new Sight(new Caller(CallerKind.Person, token.Owner, Roles.Manager | Roles.BranchHead), book, book.Calendar.DateOf(now)).Customer(state) != View.Whole);
    }

    // What stands of it now; null when nothing does.
    private ActionAnswer? Shown(AnswerToken token) => queries.Customer(token.Customer, token.Language)?.Actions.FirstOrDefault(a => a.Id == ActionIdentity.Format(token.Action));

    private static string Language(HttpContext context) => context.Request.Headers.AcceptLanguage.ToString().StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : "zh-CN";
}
