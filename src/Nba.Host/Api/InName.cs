using Microsoft.AspNetCore.Http;
using Nba.Host.Access;

namespace Nba.Host.Api;

/// <summary>In whose name something is done: people do it in their own, machines between this host and managers' tools in that of whom they name.</summary>
internal static class InName
{
    /// <summary>Who does it; false, with the refusal already given, where a person names somebody else.</summary>
    /// <param name="context">The request.</param>
    /// <param name="named">Whom the request names; null for nobody.</param>
    public static async Task<(bool Allowed, string? Person)> Of(HttpContext context, string? named)
    {
        var caller = context.Caller();
        if (caller.Kind != CallerKind.Person) return (true, named);
        if (string.IsNullOrEmpty(named) || named == caller.Id) return (true, caller.Id);
        context.EnterRefused(StatusCodes.Status403Forbidden);
        await context.Problem(403, RequestReasons.NotYours, $"you are '{caller.Id}', and this is asked in the name of '{named}': leave the name out, or come with their token").ConfigureAwait(false);
        return (false, null);
    }

    /// <summary>Whether a customer is in whole view of whoever asks; where not, that is answered.</summary>
    public static async Task<bool> Sees(HttpContext context, Queries queries, string customer)
    {
        context.About(customer);
        if (AccessGate.ViewOf(context, queries, customer) == View.Whole) return true;
        context.EnterRefused(StatusCodes.Status404NotFound);
        await AccessGate.NoCustomer(context).ConfigureAwait(false);
        return false;
    }
}
