using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Nba.Host.Settings;

namespace Nba.Host.Access;

/// <summary>
/// Finds out who asks, by <c>Authorization: Bearer …</c>: a token of the bank's identity provider (OpenID Connect), a machine's key, or the key of this machine's own
/// commands; or by the cookie of a sign-in, where addresses are a browser's. Thread-safe.
/// </summary>
/// <param name="options">Who is let in.</param>
/// <param name="keys">The machines' keys; null where there are none.</param>
/// <param name="local">The key of this machine's commands; null without access control.</param>
/// <param name="log">Where is said that tokens cannot be checked.</param>
public sealed class Callers(AccessOptions options, ApiKeys? keys, LocalKey? local, ILogger<Callers> log)
{
    private const string Bearer = "Bearer ";
    private const int MostIdLength = 128;
    private readonly IReadOnlyDictionary<string, Roles> _names = NamesOf(options);

    /// <summary>Who sent a request; <see cref="Caller.Nobody"/> where nothing that was sent holds.</summary>
    public async Task<Caller> Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!options.IsOn) return Caller.Local;
        if (context.Request.Headers.Authorization.Count == 0) return await Browser(context).ConfigureAwait(false);
        if (!HasBearer(context.Request)) return Caller.Nobody;
        var text = context.Request.Headers.Authorization.ToString()[Bearer.Length..].Trim();
        if (text.StartsWith(ApiKey.LocalPrefix, StringComparison.Ordinal)) return local?.Is(text) == true ? Caller.Commands : Caller.Nobody;
        if (text.StartsWith(ApiKey.Prefix, StringComparison.Ordinal)) return Machine(text);
        return string.IsNullOrWhiteSpace(options.Authority) ? Caller.Nobody : await Person(context).ConfigureAwait(false);
    }

    /// <summary>Whether a token or a key was sent, good or not: no browser adds one by itself to what a page of another host makes it send.</summary>
    public static bool HasBearer(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Headers.Authorization is [{ } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The person whom the identity provider vouches for, whichever way they came; nobody where it names none.</summary>
    public Caller PersonOf(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.FindFirstValue(options.PersonClaim) is { Length: > 0 and <= MostIdLength } id ? new Caller(CallerKind.Person, id, RolesOf(principal)) : Caller.Nobody;
    }

    // Browsers send cookies whoever makes them: a sign-in counts at addresses that are made for that, and nowhere else.
    private async Task<Caller> Browser(HttpContext context)
    {
        if (!options.CanSignIn || !Browsers.IsTheirs(context.Request.Path)) return Caller.Nobody;
        return await context.AuthenticateAsync(SignIn.Cookie).ConfigureAwait(false) is { Succeeded: true, Principal: { } principal } ? SignedIn.CallerOf(principal) : Caller.Nobody;
    }

    private Caller Machine(string text) =>
        keys?.Find(text, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)) is { } key ? new Caller(CallerKind.Machine, key.Name, key.Roles) : Caller.Nobody;

    private async Task<Caller> Person(HttpContext context)
    {
        var checkedToken = await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme).ConfigureAwait(false);
        if (checkedToken is { Succeeded: true, Principal: { } principal }) return PersonOf(principal);
        // Told apart from a token that does not hold: nobody gets in while the identity provider's keys cannot be read.
        if (checkedToken.Failure is InvalidOperationException or HttpRequestException or IOException) AccessLog.Unchecked(log, checkedToken.Failure.Message);
        return Caller.Nobody;
    }

    private Roles RolesOf(ClaimsPrincipal principal)
    {
        var roles = Roles.None;
        foreach (var word in Words(principal)) roles |= _names.GetValueOrDefault(word);
        return roles;
    }

    // A claim by its name; or, where it is called as in realm_access.roles, a list within the object of a claim.
    private IEnumerable<string> Words(ClaimsPrincipal principal)
    {
        foreach (var claim in principal.FindAll(options.RolesClaim))
        {
            yield return claim.Value;
            // Names of groups may hold spaces; the words of a scope are apart by them.
            if (options.RolesClaim is "scope" or "scp") foreach (var word in claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)) yield return word;
        }
        if (options.RolesClaim.IndexOf('.', StringComparison.Ordinal) is not (> 0 and var dot) || principal.FindFirstValue(options.RolesClaim[..dot]) is not { } json) yield break;
        foreach (var word in WithinObject(json, options.RolesClaim[(dot + 1)..])) yield return word;
    }

    private static List<string> WithinObject(string json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray().Where(w => w.ValueKind == JsonValueKind.String).Select(w => w.GetString()!)]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    // People's roles alone: no token makes a machine of somebody.
    private static Dictionary<string, Roles> NamesOf(AccessOptions options)
    {
        var names = RoleWords.All.Where(r => (r.Role & (Roles.Source | Roles.Integration)) == 0).ToDictionary(r => r.Word, r => r.Role, StringComparer.Ordinal);
        foreach (var pair in (options.RoleNames ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (word, name) = (pair[..pair.IndexOf('=', StringComparison.Ordinal)].Trim(), pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim());
            names.Remove(word);
            names[name] = names.GetValueOrDefault(name) | RoleWords.Of(word);
        }
        return names;
    }
}
