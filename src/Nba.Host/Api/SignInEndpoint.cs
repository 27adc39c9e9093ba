using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nba.Engine.Sources;
using Nba.Host.Access;
using Nba.Host.Access.Audit;
using Nba.Host.Settings;

namespace Nba.Host.Api;

/// <summary>
/// How a person signs in with a browser: <c>GET /console/sign-in</c> leads to the identity provider, which sends the browser back to <c>/console/signed-in</c>; <c>POST /console/sign-out</c> ends it. Whatever
/// goes wrong is a page that says what to do.
/// </summary>
internal sealed class SignInEndpoint(AccessOptions access, AuditTrail audit, ILogger<SignInEndpoint> log)
{
    private static readonly (string, Sentence) Again = (Browsers.SignInPath, Sentence.Of($"Sign in"));

    /// <summary>Begins.</summary>
    public async Task Begin(HttpContext context)
    {
        if (Browsers.Local(context.Request.Query["to"] is [var asked] ? asked : null) is not { } to)
        {
            await PlainPage.Say(context, 400, NotSignedIn, $"A sign-in leads to the pages of this host alone: what stands behind 'to' is none of them.", Again).ConfigureAwait(false);
            return;
        }
        if (!access.IsOn)
        {
            context.Response.Redirect(to);
            return;
        }
        if (!access.CanSignIn)
        {
            await PlainPage.Say(context, 404, NotSignedIn, NoClient).ConfigureAwait(false);
            return;
        }
        try
        {
            await context.ChallengeAsync(SignIn.Provider, new AuthenticationProperties { RedirectUri = to }).ConfigureAwait(false);
        }
        catch (Exception failure) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            await Failed(context, SignInFailure.Of(failure, null)).ConfigureAwait(false);
        }
    }

    /// <summary>The way back from the identity provider.</summary>
    public async Task Return(HttpContext context)
    {
        if (!access.CanSignIn)
        {
            await PlainPage.Say(context, 404, NotSignedIn, NoClient).ConfigureAwait(false);
            return;
        }
        var visit = new SignInVisit(caller => audit.Signs(context, caller, AuditAct.SignIn));
        context.Features.Set(visit);
        var handlers = context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>();
        // What it takes for its own is the one path, to the letter.
        var isTaken = await handlers.GetHandlerAsync(context, SignIn.Provider).ConfigureAwait(false) is IAuthenticationRequestHandler handler && await handler.HandleRequestAsync().ConfigureAwait(false);
        if (!isTaken) visit.Failure ??= new SignInFailure(SignInFault.NotBegunHere, null);
        if (visit.Failure is { } failure) await Failed(context, failure).ConfigureAwait(false);
    }

    /// <summary>Ends a sign-in, in this browser and wherever its cookie was copied to.</summary>
    public async Task End(HttpContext context)
    {
        if (access.CanSignIn && !Callers.HasBearer(context.Request) && await context.AuthenticateAsync(SignIn.Cookie).ConfigureAwait(false) is { Succeeded: true, Principal: { } principal } ticket)
        {
            audit.Signs(context, SignedIn.CallerOf(principal), AuditAct.SignOut);
            var now = Cookie(context).TimeProvider!.GetUtcNow();
            context.RequestServices.GetRequiredService<EndedSignIns>().End(SignedIn.IdOf(principal), ticket.Properties?.ExpiresUtc ?? now.AddHours(access.SignInHours), now);
        }
        if (access.CanSignIn) await context.SignOutAsync(SignIn.Cookie).ConfigureAwait(false);
        // Not on to the identity provider: browsers hold the way that a form leads to form-action, which is this host alone.
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = Browsers.SignedOutPath;
    }

    /// <summary>That it has ended, and how to end it at the identity provider, which would else let the next person at this browser in without a question.</summary>
    public async Task Ended(HttpContext context)
    {
        if (!access.CanSignIn)
        {
            await PlainPage.Say(context, 404, NotSignedIn, access.IsOn ? NoClient : Sentence.Of($"Nobody has to sign in at this host.")).ConfigureAwait(false);
            return;
        }
        (string, Sentence)[] links = await EndSession(context).ConfigureAwait(false) is { } there ? [Again, (there, $"Sign out at the identity provider too")] : [Again];
        await PlainPage.Say(context, 200, $"You are signed out.", $"Whoever uses this browser next may still be known to the identity provider.", links).ConfigureAwait(false);
    }

    /// <summary>Why nobody can sign in.</summary>
    public static Sentence NoClient => $"Browsers cannot sign in at this host yet: Nba:Access:ClientId and Nba:Access:ClientSecretFile are missing (docs/security.md). Whoever runs it sets them.";

    private static Sentence NotSignedIn => $"You are not signed in.";

    private async Task<string?> EndSession(HttpContext context)
    {
        try
        {
            return await SignIn.EndSession(context).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is InvalidOperationException or HttpRequestException or IOException)
        {
            AccessLog.NotSignedIn(log, SignInFault.Unreachable, failure.GetType().Name);
            return null;
        }
    }

    private Task Failed(HttpContext context, SignInFailure failure)
    {
        AccessLog.NotSignedIn(log, failure.Fault, failure.Detail ?? "");
        var back = $"{context.Request.Scheme}://{context.Request.Host}{Browsers.SignedInPath}";
        return failure.Fault switch
        {
            SignInFault.Denied => PlainPage.Say(context, 403, NotSignedIn, $"The identity provider did not let you in, or the sign-in was broken off. Try again; if it stays so, ask whoever looks after your account.", Again),
            SignInFault.HostRefused => PlainPage.Say(context, 502, NotSignedIn, $"The identity provider refused this host ({failure.Detail ?? "-"}). Try again; if it stays so, whoever runs the host compares Nba:Access:ClientId, the secret in Nba:Access:ClientSecretFile, Nba:Access:ClientScopes and the address {back} with what is registered there.", Again),
            SignInFault.NotTrusted => PlainPage.Say(context, 403, NotSignedIn, $"What the identity provider sent does not hold ({failure.Detail ?? "-"}): it is not signed by its keys, not for this sign-in, or not of now. Try again; if it stays so, whoever runs the host compares Nba:Access:Authority and both machines' clocks.", Again),
            SignInFault.Unreachable => PlainPage.Say(context, 503, NotSignedIn, $"The identity provider cannot be reached from this host now. Try again in a minute; if it stays so, whoever runs the host looks at Nba:Access:Authority.", Again),
            SignInFault.Unnamed => PlainPage.Say(context, 403, NotSignedIn, $"The identity provider does not say who you are: its identity token has no claim '{access.PersonClaim}' (Nba:Access:PersonClaim). Whoever runs it adds that for this host.", Again),
            SignInFault.NoSecret => PlainPage.Say(context, 503, NotSignedIn, $"This host cannot read its own secret (Nba:Access:ClientSecretFile); its log says why.", Again),
            _ => PlainPage.Say(context, 400, NotSignedIn, $"This sign-in did not begin in this browser, began more than {SignIn.MinutesOnTheWay} minutes ago, or was used before. Sign in again; the browser must keep cookies of this host.", Again),
        };
    }

    private static CookieAuthenticationOptions Cookie(HttpContext context) => context.RequestServices.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(SignIn.Cookie);
}
