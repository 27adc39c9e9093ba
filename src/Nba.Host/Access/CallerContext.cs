using Microsoft.AspNetCore.Http;

namespace Nba.Host.Access;

/// <summary>Carries who asks with a request.</summary>
internal static class CallerContext
{
    /// <summary>Who asks; nobody until that was found out.</summary>
    public static Caller Caller(this HttpContext context) => context.Features.Get<Caller>() ?? Access.Caller.Nobody;

    /// <summary>Says who asks.</summary>
    public static void Set(this HttpContext context, Caller caller) => context.Features.Set(caller);

    /// <summary>What they see; null before the bank's first commit.</summary>
    public static Sight? Sight(this HttpContext context) => context.Features.Get<Sight>();

    /// <summary>Says what they see.</summary>
    public static void Set(this HttpContext context, Sight sight) => context.Features.Set(sight);
}
