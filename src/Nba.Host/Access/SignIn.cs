using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Nba.Host.Settings;

namespace Nba.Host.Access;

/// <summary>
/// Registers how people sign in with a browser: OpenID Connect with a code and PKCE (RFC 6749, RFC 7636), the host being the client and keeping the secret. The browser gets a sealed cookie
/// with who signed in, and never a token.
/// </summary>
internal static class SignIn
{
    /// <summary>The scheme of the cookie.</summary>
    public const string Cookie = "signed-in";

    /// <summary>The scheme of the identity provider.</summary>
    public const string Provider = "identity-provider";

    /// <summary>How long somebody may be on the way to the identity provider and back.</summary>
    public const int MinutesOnTheWay = 15;

    /// <summary>The folder of the data directory with the keys that seal cookies.</summary>
    public const string Folder = "sign-in";

    private const string CookieName = "nba";

    /// <summary>Registers it.</summary>
    /// <exception cref="CannotStartException">The secret cannot be read.</exception>
    public static void AddSignIn(this AuthenticationBuilder schemes, AccessOptions access, Action<OpenIdConnectOptions> trust)
    {
        _ = SecretOf(access);
        schemes.AddCookie(Cookie, cookie => Seal(cookie, access));
        schemes.AddOpenIdConnect(Provider, provider =>
        {
            trust(provider);
            Ask(provider, access);
            provider.Events = Events(access);
        });
    }

    /// <summary>Keeps the keys that seal cookies in the data directory, for its owner alone to read, so that a restart signs nobody out.</summary>
    /// <exception cref="CannotStartException">The folder cannot be made.</exception>
    public static void AddSealing(this IServiceCollection services, string data)
    {
        var folder = Path.Combine(data, Folder);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                const UnixFileMode mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
                Directory.CreateDirectory(folder, mine);
                // One that was there, as from a copy of the directory.
                File.SetUnixFileMode(folder, mine);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"the folder '{folder}' of keys that seal sign-ins cannot be made for its owner alone: {failure.Message}", failure);
        }
        services.AddDataProtection().SetApplicationName("nba").PersistKeysToFileSystem(new DirectoryInfo(folder));
        services.AddSingleton(s => new EndedSignIns(Path.Combine(folder, EndedSignIns.FileName)));
    }

    /// <summary>Where a browser signs out at the identity provider and comes back from; null where it names no such address (OpenID Connect RP-Initiated Logout 1.0, 2). By the client's id: no token is kept that could be the hint.</summary>
    public static async Task<string?> EndSession(HttpContext context)
    {
        var provider = context.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(Provider);
        var known = await provider.ConfigurationManager!.GetConfigurationAsync(context.RequestAborted).ConfigureAwait(false);
        return Uri.TryCreate(known.EndSessionEndpoint, UriKind.Absolute, out var end) && end.Scheme is "http" or "https"
            ? QueryHelpers.AddQueryString(known.EndSessionEndpoint, new Dictionary<string, string?> { ["client_id"] = provider.ClientId, ["post_logout_redirect_uri"] = $"{context.Request.Scheme}://{context.Request.Host}{Browsers.SignedOutPath}" })
            : null;
    }

    private static void Seal(CookieAuthenticationOptions cookie, AccessOptions access)
    {
        cookie.Cookie.Name = CookieName;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.CookieManager = new HostCookies();
        cookie.ExpireTimeSpan = TimeSpan.FromHours(access.SignInHours);
        // Roles are read at a sign-in alone: one that went on for as long as somebody works would never see that they were taken away.
        cookie.SlidingExpiration = false;
        // Of the machine's clock, as tokens are, also in a bank whose time is simulated.
        cookie.TimeProvider = TimeProvider.System;
        cookie.Events.OnValidatePrincipal = context =>
        {
            if (context.Principal is { } signed && context.HttpContext.RequestServices.GetRequiredService<EndedSignIns>().Has(SignedIn.IdOf(signed))) context.RejectPrincipal();
            return Task.CompletedTask;
        };
    }

    private static void Ask(OpenIdConnectOptions provider, AccessOptions access)
    {
        provider.SignInScheme = Cookie;
        provider.ClientId = access.ClientId!.Trim();
        provider.ResponseType = OpenIdConnectResponseType.Code;
        // So that the way back is a visit by GET, with which browsers send Lax cookies.
        provider.ResponseMode = OpenIdConnectResponseMode.Query;
        provider.UsePkce = true;
        provider.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(MinutesOnTheWay);
        provider.CallbackPath = Browsers.SignedInPath;
        provider.MapInboundClaims = false;
        provider.SaveTokens = false;
        provider.DisableTelemetry = true;
        provider.TimeProvider = TimeProvider.System;
        provider.Scope.Clear();
        foreach (var scope in access.ClientScopes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) provider.Scope.Add(scope);
        foreach (var passing in new[] { provider.CorrelationCookie, provider.NonceCookie }) (passing.SameSite, passing.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
    }

    private static OpenIdConnectEvents Events(AccessOptions access) => new()
    {
        OnPushAuthorization = context =>
        {
            context.ProtocolMessage.ClientSecret = SecretOf(access);
            context.HandleClientAuthentication();
            return Task.CompletedTask;
        },
        OnAuthorizationCodeReceived = context =>
        {
            context.TokenEndpointRequest!.ClientSecret = SecretOf(access);
            return Task.CompletedTask;
        },
        OnTokenValidated = Vouched,
        OnTicketReceived = context =>
        {
            // Nothing of the way here goes into the cookie.
            context.Properties = new AuthenticationProperties();
            SignInVisit.Of(context.HttpContext).Entered(SignedIn.CallerOf(context.Principal!));
            return Task.CompletedTask;
        },
        OnAccessDenied = context =>
        {
            SignInVisit.Of(context.HttpContext).Failure = new SignInFailure(SignInFault.Denied, null);
            context.HandleResponse();
            return Task.CompletedTask;
        },
        OnRemoteFailure = context =>
        {
            SignInVisit.Of(context.HttpContext).Failure = SignInFailure.Of(context.Failure, context.Request.Query["error"]);
            context.HandleResponse();
            return Task.CompletedTask;
        },
    };

    // Who the identity provider says that it is, and nothing else of what it says.
    private static Task Vouched(TokenValidatedContext context)
    {
        // An unsigned one would do where it comes by TLS from the provider (OpenID Connect Core 1.0, 3.1.3.7), and the framework takes it; here every token is signed.
        if (!context.Options.TokenValidationParameters.ValidAlgorithms.Contains(context.SecurityToken.SignatureAlgorithm, StringComparer.Ordinal))
        {
            context.Fail(new SecurityTokenInvalidSignatureException("the identity token is not signed as it must be"));
            return Task.CompletedTask;
        }
        var caller = context.HttpContext.RequestServices.GetRequiredService<Callers>().PersonOf(context.Principal!);
        if (caller.Kind == CallerKind.Nobody) context.Fail(new NobodyNamedException());
        else context.Principal = SignedIn.PrincipalOf(caller, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        return Task.CompletedTask;
    }

    // Read anew each time: who changes a secret changes a file, and restarts nothing.
    private static string SecretOf(AccessOptions access)
    {
        var file = access.ClientSecretFile!.Trim();
        try
        {
            return File.ReadLines(file).FirstOrDefault()?.Trim() is { Length: > 0 } secret ? secret : throw new CannotStartException($"the file '{file}' in Nba:Access:ClientSecretFile has nothing in its first line: the secret must stand there that the identity provider gave this host");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"the file '{file}' in Nba:Access:ClientSecretFile cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>
    /// Under TLS the cookie's name says that this host alone set it, for all of it and never in the open (RFC 6265bis, 4.1.3.2): a neighbour under the same domain can neither set nor replace it.
    /// </summary>
    private sealed class HostCookies : ICookieManager
    {
        private readonly ChunkingCookieManager _cookies = new();

        public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, Name(context, key));

        public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) => _cookies.AppendResponseCookie(context, Name(context, key), value, options);

        public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, Name(context, key), options);

        private static string Name(HttpContext context, string key) => context.Request.IsHttps ? "__Host-" + key : key;
    }
}

/// <summary>The identity provider vouched for nobody by the claim that names people.</summary>
internal sealed class NobodyNamedException() : Exception("the identity token names nobody");
