using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Nba.Host.Settings;

namespace Nba.Host.Access;

/// <summary>Why a sign-in came to nothing.</summary>
internal enum SignInFault
{
    /// <summary>The identity provider let the person not in, or they broke it off.</summary>
    Denied,

    /// <summary>It began in another browser, too long ago, or was used before.</summary>
    NotBegunHere,

    /// <summary>The identity provider refused this host.</summary>
    HostRefused,

    /// <summary>What the identity provider answered does not hold.</summary>
    NotTrusted,

    /// <summary>The identity provider cannot be reached.</summary>
    Unreachable,

    /// <summary>Nobody is named.</summary>
    Unnamed,

    /// <summary>This host's secret cannot be read.</summary>
    NoSecret,
}

/// <summary>A sign-in that came to nothing.</summary>
/// <param name="Fault">Why.</param>
/// <param name="Detail">More for whoever runs the host, without anything of a person; null for none.</param>
internal sealed record SignInFailure(SignInFault Fault, string? Detail)
{
    private const int LongestCode = 60;

    /// <summary>What a failure means.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="error">The code with which the identity provider sent the browser back; null for none.</param>
    public static SignInFailure Of(Exception? failure, string? error)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case NobodyNamedException:
                    return new SignInFailure(SignInFault.Unnamed, null);
                case CannotStartException secret:
                    return new SignInFailure(SignInFault.NoSecret, secret.Message);
                case SecurityTokenException or OpenIdConnectProtocolInvalidNonceException or OpenIdConnectProtocolInvalidCHashException:
                    return new SignInFailure(SignInFault.NotTrusted, cause.GetType().Name);
                case OpenIdConnectProtocolException:
                    return new SignInFailure(SignInFault.HostRefused, Code(error) ?? Code(cause.Data["error"] as string));
                case HttpRequestException or IOException or OperationCanceledException:
                    return new SignInFailure(SignInFault.Unreachable, cause.GetType().Name);
                default:
                    break;
            }
        }
        return failure is InvalidOperationException ? new SignInFailure(SignInFault.Unreachable, failure.GetType().Name) : new SignInFailure(SignInFault.NotBegunHere, null);
    }

    // Codes are words (RFC 6749, 4.1.2.1); anybody can put anything into an address.
    private static string? Code(string? error) => error is { Length: > 0 and <= LongestCode } && error.All(c => c is '_' or '-' || char.IsAsciiLetterOrDigit(c)) ? error : null;
}

/// <summary>One request that the identity provider sent back: what is done when it signs somebody in, and why it does not.</summary>
/// <param name="entered">Told who signs in, before they are.</param>
internal sealed class SignInVisit(Action<Caller> entered)
{
    /// <summary>Why it came to nothing; null as long as it did not.</summary>
    public SignInFailure? Failure { get; set; }

    /// <summary>Somebody signs in.</summary>
    public void Entered(Caller caller) => entered(caller);

    /// <summary>That of a request.</summary>
    public static SignInVisit Of(HttpContext context) => context.Features.Get<SignInVisit>()!;
}
