using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;

namespace Nba.Host.Tests.Access;

/// <summary>What an identity provider does for browsers: whoever comes is <see cref="Person"/>, and a code is good once, with its verifier (RFC 7636) and the client's secret.</summary>
internal sealed class CodeFlow(TokenIssuer issuer)
{
    public const string Client = "nba-console", Secret = "a-secret-of-the-client";

    private readonly ConcurrentDictionary<string, (string Challenge, string? Nonce, string Back)> _codes = new();

    /// <summary>Who sits at every browser.</summary>
    public string Person { get; set; } = "rm1";

    public string[] Roles { get; set; } = ["manager"];

    /// <summary>With which code browsers are sent back instead; null for none.</summary>
    public string? Error { get; set; }

    /// <summary>Changes identity tokens before they are signed.</summary>
    public Action<SecurityTokenDescriptor>? Change { get; set; }

    /// <summary>What the last request of the host for a token said, without the code.</summary>
    public IReadOnlyDictionary<string, string> Asked { get; private set; } = new Dictionary<string, string>();

    public static string Discovery(string address) =>
        $$""" "authorization_endpoint": "{{address}}/authorize", "token_endpoint": "{{address}}/token", "end_session_endpoint": "{{address}}/end", "response_types_supported": ["code"], "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"] """;

    public void Map(WebApplication app)
    {
        app.MapGet("/authorize", (RequestDelegate)Authorize);
        app.MapPost("/token", (RequestDelegate)Token);
    }

    private Task Authorize(HttpContext context)
    {
        var asked = context.Request.Query;
        Assert.Equal((Client, "code", "S256"), (asked["client_id"].ToString(), asked["response_type"].ToString(), asked["code_challenge_method"].ToString()));
        Assert.Contains("openid", asked["scope"].ToString().Split(' '));
        var back = asked["redirect_uri"].ToString();
        var code = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16));
        _codes[code] = (asked["code_challenge"].ToString(), asked["nonce"], back);
        context.Response.Redirect(QueryHelpers.AddQueryString(back, new Dictionary<string, string?> { [Error is null ? "code" : "error"] = Error ?? code, ["state"] = asked["state"] }));
        return Task.CompletedTask;
    }

    private async Task Token(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        Asked = form.Where(f => f.Key != "code").ToDictionary(f => f.Key, f => f.Value.ToString());
        var isGood = form["client_id"] == Client && form["client_secret"] == Secret && _codes.TryRemove(form["code"].ToString(), out var known) && known.Back == form["redirect_uri"]
            && Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) == known.Challenge
            ? known.Nonce ?? "" : null;
        context.Response.StatusCode = isGood is null ? 400 : 200;
        context.Response.ContentType = "application/json";
        if (isGood is null)
        {
            await context.Response.WriteAsync("""{"error": "invalid_grant", "error_description": "MARKED-DESCRIPTION"}""");
            return;
        }
        var id = issuer.Token(Person, Roles, t =>
        {
            t.Audience = Client;
            t.Claims = new Dictionary<string, object> { ["nonce"] = isGood };
            Change?.Invoke(t);
        });
        await context.Response.WriteAsync($$"""{"access_token": "MARKED-ACCESS", "token_type": "Bearer", "expires_in": 300, "id_token": "{{id}}"}""");
    }
}
