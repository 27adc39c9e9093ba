using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Nba.Engine.Actions;
using Nba.Engine.Sources;
using Nba.Host.Access;
using Nba.Host.Settings;

namespace Nba.Host.Api;

/// <summary>
/// Stands before every address: whoever asks must be known, may ask there, and sees whom it is about. A customer out of sight is answered as one that there is not. Thread-safe.
/// </summary>
/// <param name="queries">Committed rows; null on a host without pages.</param>
/// <param name="audit">Takes who asked for what.</param>
/// <param name="access">Whether people can sign in with a browser.</param>
internal sealed class AccessGate(Queries? queries, AuditTrail audit, AccessOptions access)
{
    private const int MostMerges = 100;

    // What an address calls the thing that it is about, where that is nobody's.
    private static readonly string[] Thing = ["name", "subscription", "position"];

    /// <summary>Refuses, or lets the address answer.</summary>
    public async Task Pass(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Permission>() is not { } permission)
        {
            await next(context).ConfigureAwait(false);
            return;
        }
        var caller = context.Caller();
        if (!permission.Open && Refusal(permission, caller) is var (status, reason, words))
        {
            // Whoever is not known is nobody to hold to account, and could fill the log.
            if (status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = context.Request.Headers.Authorization.Count > 0 ? "Bearer error=\"invalid_token\"" : "Bearer";
            else audit.Refused(context, status);
            if (status != StatusCodes.Status401Unauthorized || !Browsers.WantsPage(context.Request)) await context.Problem(status, reason, words).ConfigureAwait(false);
            else await ToSignIn(context).ConfigureAwait(false);
            return;
        }
        if (caller.Kind != CallerKind.Local && queries?.Standing() is var (_, book, now)) context.Set(new Sight(caller, book, book.Calendar.DateOf(now)));
        var named = Named(context, permission.Subject);
        if (caller.Kind != CallerKind.Local && !permission.Open && !Sees(context, permission, named))
        {
            await OutOfSight(context, permission.Subject).ConfigureAwait(false);
            return;
        }
        if (permission.Audited) audit.Passes(context);
        await next(context).ConfigureAwait(false);
    }

    /// <summary>How much of a customer whoever asks sees; nothing of one that there is not. Who was merged into another is seen by those alone who see that one.</summary>
    public static View ViewOf(HttpContext context, Queries queries, string customer)
    {
        if (context.Caller().Kind == CallerKind.Local) return View.Whole;
        if (context.Sight() is not { } sight) return View.None;
        var state = queries.State(customer);
        for (var merges = 0; state is { MergedInto: { } into }; merges++)
        {
            // A circle is refused when it is made.
            if (merges == MostMerges || !sight.IsAdmitted(state)) return View.None;
            state = queries.State(into);
        }
        return state is null ? View.None : sight.Customer(state);
    }

    /// <summary>Answers that a customer is out of sight, or is none.</summary>
    public static Task NoCustomer(HttpContext context) => context.Problem(404, RequestReasons.OutOfSight, $"there is no such customer, or none of yours: check the id, and who looks after the customer now");

    // A visit goes on to the identity provider and comes back; anything else is told.
    private Task ToSignIn(HttpContext context)
    {
        if (!access.CanSignIn) return context.Problem(StatusCodes.Status401Unauthorized, RequestReasons.NotKnown, SignInEndpoint.NoClient);
        if (!Browsers.IsVisit(context.Request)) return context.Problem(StatusCodes.Status401Unauthorized, RequestReasons.NotKnown, $"your sign-in is over, so nothing was changed: sign in again and repeat it");
        context.Response.Redirect(Browsers.Local(context.Request.GetEncodedPathAndQuery()) is { } here ? $"{Browsers.SignInPath}?to={Uri.EscapeDataString(here)}" : Browsers.SignInPath);
        return Task.CompletedTask;
    }

    private static (int, string, Sentence)? Refusal(Permission permission, Caller caller)
    {
        if (caller.Kind == CallerKind.Nobody) return (401, RequestReasons.NotKnown, $"say who you are: Authorization: Bearer, with a token of the bank's identity provider or a machine's key that is good");
        if (permission.PersonOnly && caller.Kind != CallerKind.Person && !IsOpen(caller)) return (403, RequestReasons.NotAllowed, $"this is done in a person's name: come with their token (for commands NBA_TOKEN)");
        if (caller.Kind == CallerKind.Local) return null;
        if (permission.LocalOnly) return (403, RequestReasons.NotAllowed, $"this is for commands on the host's own machine alone");
        return caller.Has(permission.Roles) ? null : (403, RequestReasons.NotAllowed, $"this takes the role {string.Join(", ", RoleWords.Words(permission.Roles))}; yours: {(caller.Roles == Roles.None ? Sentence.Of($"none") : Sentence.Quoted(string.Join(", ", RoleWords.Words(caller.Roles))))}");
    }

    // Everybody on a host without access control, whose people are those whom the directory names.
    private static bool IsOpen(Caller caller) => ReferenceEquals(caller, Caller.Local);

    private bool Sees(HttpContext context, Permission permission, string? named) => permission.Subject switch
    {
        Subject.Customer or Subject.Decision or Subject.Action => named is not null && IsInView(context, permission, named),
        Subject.AskedCustomer => named is null || IsInView(context, permission, named),
        Subject.Queue => context.Sight()?.Queue(named!) == true,
        Subject.Branch => context.Sight()?.Branch(named!) == true,
        Subject.Person => context.Caller().Has(Roles.Operator) || (context.Caller().Kind == CallerKind.Person && context.Caller().Id == named),
        _ => true,
    };

    private bool IsInView(HttpContext context, Permission permission, string customer) => ViewOf(context, queries!, customer) >= (permission.Masks ? View.Masked : View.Whole);

    // Whom the address itself says that it is about; null for nobody, and for an id that is nobody's.
    private string? Named(HttpContext context, Subject subject)
    {
        string Route(string name) => (string)context.Request.RouteValues[name]!;
        var named = subject switch
        {
            Subject.Customer => Route("id"),
            Subject.Decision => Route("id") is var id && id.LastIndexOf('.') is > 0 and var dot ? id[..dot] : null,
            Subject.Action => ActionIdentity.TryParse(Route("id"), out var action) ? queries!.Explain(0).CustomerOf(action) : null,
            Subject.AskedCustomer => context.Request.Query["customer"] is [{ Length: > 0 } asked] ? asked : null,
            Subject.Queue => Route("owner"),
            Subject.Branch => Route("branch"),
            Subject.Person => Route("manager"),
            _ => null,
        };
        if (subject == Subject.None) context.AboutSubject(Thing.Select(t => context.Request.RouteValues.GetValueOrDefault(t) as string).FirstOrDefault(t => t is not null));
        else if (subject is Subject.Queue or Subject.Branch or Subject.Person) context.AboutSubject(named);
        else if (named is not null) context.About(named);
        return named;
    }

    private Task OutOfSight(HttpContext context, Subject subject)
    {
        audit.Refused(context, subject is Subject.Queue or Subject.Branch or Subject.Person ? StatusCodes.Status403Forbidden : StatusCodes.Status404NotFound);
        return Unseen(context, subject);
    }

    private static Task Unseen(HttpContext context, Subject subject) => subject switch
    {
        Subject.Queue => context.Problem(403, RequestReasons.NotYours, $"that queue is not yours to look at: your own is, with those of your teams, of whom you stand in for, and, for a branch head, of the branch"),
        Subject.Branch => context.Problem(403, RequestReasons.NotYours, $"a branch is its head's to look at, and of whoever stands in for the head"),
        Subject.Person => context.Problem(403, RequestReasons.NotYours, $"a calendar's address is its manager's own, and an operator may take it back"),
        _ => NoCustomer(context),
    };
}
