using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Nba.Host.Access;
using Nba.Host.Access.Audit;

namespace Nba.Host.Api;

/// <summary>
/// Puts into the audit log who read which customer, who changed what, and what was refused to somebody known. A change is entered before it is done and when it is answered; a read before
/// its answer leaves: what cannot be entered is neither done nor answered. Thread-safe.
/// </summary>
internal sealed class AuditTrail(AuditLog log)
{
    /// <summary>That something was refused.</summary>
    public void Refused(HttpContext context, int status) => Append(context, AuditAct.Refused, status);

    /// <summary>That somebody signs in or out with a browser, before they do.</summary>
    public void Signs(HttpContext context, Caller caller, string what) => Append(new AuditAct(caller.Id, RoleWords.Words(caller.Roles), what, $"{context.Request.Method} {context.Request.Path}"));

    /// <summary>That something is about to be changed, and what came of it once it is answered; or that something is read.</summary>
    public void Passes(HttpContext context)
    {
        var isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (!isRead) Append(context, AuditAct.Change, null);
        context.Response.OnStarting(() =>
        {
            Append(context, isRead ? AuditAct.Read : AuditAct.Change, context.Response.StatusCode);
            return Task.CompletedTask;
        });
    }

    private void Append(HttpContext context, string what, int? status)
    {
        var (caller, about) = (context.Caller(), context.Features.Get<Audited>());
        var of = $"{context.Request.Method} {(context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText}";
        var customers = about?.Customers ?? [];
        for (var from = 0; from == 0 || from < customers.Count; from += AuditAct.MostCustomers)
            Append(new AuditAct(caller.Id, RoleWords.Words(caller.Kind == CallerKind.Local ? Roles.None : caller.Roles), what, of, null, about?.Subject, status) { Others = [.. customers.Skip(from).Take(AuditAct.MostCustomers)] });
    }

    private void Append(in AuditAct act)
    {
        try
        {
            log.Append(act);
        }
        catch (IOException failure)
        {
            throw new AuditFailedException(failure);
        }
    }
}

/// <summary>An entry was not taken.</summary>
internal sealed class AuditFailedException(IOException cause) : Exception("the audit log takes no entry", cause);

/// <summary>Whom a request turned out to be about.</summary>
internal sealed class Audited
{
    /// <summary>Ids of customers.</summary>
    public List<string> Customers { get; } = [];

    /// <summary>Id of what else it is about: whose queue, which campaign.</summary>
    public string? Subject { get; set; }
}

/// <summary>Says of a request whom it is about, for the audit log.</summary>
internal static class AuditedContext
{
    /// <summary>That it is about a customer.</summary>
    public static void About(this HttpContext context, string customer) => Of(context).Customers.Add(customer);

    /// <summary>That it is about these customers; of one who comes twice, once.</summary>
    public static void About(this HttpContext context, IEnumerable<string?> customers)
    {
        var about = Of(context).Customers;
        about.AddRange(customers.OfType<string>().Distinct().Except(about));
    }

    /// <summary>Enters what is read or about to be changed, of an address that has to look first whom it is about.</summary>
    public static void Enter(this HttpContext context) => Trail(context).Passes(context);

    /// <summary>Enters that it was refused.</summary>
    public static void EnterRefused(this HttpContext context, int status) => Trail(context).Refused(context, status);

    /// <summary>What else it is about.</summary>
    public static void AboutSubject(this HttpContext context, string? subject) => Of(context).Subject = subject;

    private static AuditTrail Trail(HttpContext context) => context.RequestServices.GetRequiredService<AuditTrail>();

    private static Audited Of(HttpContext context)
    {
        if (context.Features.Get<Audited>() is { } known) return known;
        var made = new Audited();
        context.Features.Set(made);
        return made;
    }
}
