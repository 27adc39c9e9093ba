using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Nba.Engine;

namespace Nba.Host.Api;

/// <summary>Reads what the form of a page sends.</summary>
internal static class Forms
{
    private const int Most = 64 * 1024;

    /// <summary>The form of a request; null where it sent none, which is answered then. One that is too large is refused as such.</summary>
    public static async Task<IFormCollection?> Form(this HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            await context.Problem(415, RequestReasons.WrongMediaType, $"the form of this page must be sent").ConfigureAwait(false);
            return null;
        }
        // Counted as it is read: whoever passes it on may not say how long it is.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = Most;
        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            await context.Problem(400, RequestReasons.BadRequest, $"the form of this page must be sent").ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>A field; null where it is missing or empty.</summary>
    public static string? Given(this IFormCollection form, string name) => form[name] is [{ Length: > 0 } given] ? given : null;

    /// <summary>All values of a field.</summary>
    public static IReadOnlyList<string> All(this IFormCollection form, string name) => [.. form[name].OfType<string>().Where(v => v.Length > 0)];

    /// <summary>A day and an hour of the bank's zone, as an instant; null where they are none.</summary>
    public static string? At(this IFormCollection form, string name, RuleBook book) =>
        DateTime.TryParseExact(form.Given(name), ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? book.Calendar.AtLocal(DateOnly.FromDateTime(local), (local.Hour * 60) + local.Minute).ToString()
            : null;
}
