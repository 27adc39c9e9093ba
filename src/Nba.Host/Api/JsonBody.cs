using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Api;

/// <summary>Reads the body of a request that is one JSON value.</summary>
internal static class JsonBody
{
    /// <summary>The value, perhaps null; not read when another media type or no JSON came, which is answered then.</summary>
    public static async Task<(bool Read, T? Value)> Body<T>(this HttpContext context, JsonTypeInfo<T> type, string what)
    {
        if (!context.Request.HasJsonContentType())
        {
            await context.Problem(415, RequestReasons.WrongMediaType, $"send application/json").ConfigureAwait(false);
            return default;
        }
        try
        {
            return (true, await context.Request.ReadFromJsonAsync(type, context.RequestAborted).ConfigureAwait(false));
        }
        catch (JsonException fault)
        {
            await context.Problem(400, ReasonNames.Of(Reason.NotJson), $"the body must be {what}: {fault.Message}").ConfigureAwait(false);
            return default;
        }
    }
}
