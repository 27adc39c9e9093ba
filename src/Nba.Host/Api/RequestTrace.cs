using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;
using Nba.Host.Transport;

namespace Nba.Host.Api;

/// <summary>The trace that a request belongs to. Thread-safe.</summary>
internal static class RequestTrace
{
    /// <summary>As <see cref="TraceParent"/>; null for none.</summary>
    public static byte[]? Of(HttpContext context)
    {
        // The server's own span is a parent only where somebody has it collected: the server makes one in any case, and who sent the request is better than a parent which is nowhere.
        if (Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } serving && serving.Source.HasListeners()) return Encoding.ASCII.GetBytes(serving.Id!);
        return context.Request.Headers.TraceParent is [{ } given] && Encoding.UTF8.GetBytes(given) is var text && TraceParent.IsOne(text) ? text : null;
    }
}
