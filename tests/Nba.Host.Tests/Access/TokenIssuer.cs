using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Nba.Host.Tests.Access;

/// <summary>An identity provider on loopback: discovery, a key set, and tokens for whoever is asked for.</summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    public const string Audience = "nba";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly WebApplication _app;

    private TokenIssuer(WebApplication app) => (_app, Browsers) = (app, new CodeFlow(this));

    /// <summary>What it does for browsers.</summary>
    public CodeFlow Browsers { get; }

    /// <summary>Where it is, without a slash at the end: what tokens name as their issuer.</summary>
    public string Address { get; private set; } = "";

    private RsaSecurityKey Key => new(_rsa) { KeyId = "k1" };

    public static async Task<TokenIssuer> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var issuer = new TokenIssuer(app);
        app.MapGet("/.well-known/openid-configuration", (RequestDelegate)(c => c.Response.WriteAsync($$"""{"issuer": "{{issuer.Address}}", "jwks_uri": "{{issuer.Address}}/keys", {{CodeFlow.Discovery(issuer.Address)}}}""")));
        app.MapGet("/keys", (RequestDelegate)issuer.Keys);
        issuer.Browsers.Map(app);
        await app.StartAsync();
        issuer.Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return issuer;
    }

    /// <summary>A token of somebody with roles, as the provider signs it; anything of it may be another.</summary>
    public string Token(string person, string[] roles, Action<SecurityTokenDescriptor>? change = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Address, Audience = Audience, NotBefore = now.AddMinutes(-1), IssuedAt = now.AddMinutes(-1), Expires = now.AddMinutes(5),
            Subject = new ClaimsIdentity([new Claim("sub", person), .. roles.Select(r => new Claim("roles", r))]),
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
        };
        change?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    private Task Keys(HttpContext context)
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return context.Response.WriteAsync($$"""{"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "k1", "n": "{{Base64UrlEncoder.Encode(key.Modulus)}}", "e": "{{Base64UrlEncoder.Encode(key.Exponent)}}"}]}""");
    }
}
