using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using Nba.Host.Access.Audit;
using Nba.Host.Settings;

namespace Nba.Host.Access;

/// <summary>Registers who is let in, how often and for how long.</summary>
internal static class AccessServices
{
    /// <summary>The time limit of requests that may take minutes.</summary>
    public const string SlowLimit = "slow";

    /// <summary>The limit of requests that look through the log: so many are made at a time, the others wait.</summary>
    public const string LookLimit = "looks";

    /// <summary>The limit of answers that stay open: so many of one caller.</summary>
    public const string StreamLimit = "streams";

    /// <summary>How many pages one caller may have followed at a time; more of them are shown, and are not kept up to date.</summary>
    public const int StreamsAtATime = 32;

    private const int SlowTimes = 20, Segments = 6, SlowAtATime = 2, SlowWaiting = 16, LooksWaiting = 512;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), Patience = TimeSpan.FromSeconds(10);

    /// <summary>Registers all of it.</summary>
    /// <exception cref="CannotStartException">The file of keys has faults.</exception>
    public static void AddAccess(this IServiceCollection services, HostSettings settings)
    {
        var access = settings.Access;
        services.AddSingleton(access);
        // Of the machine's clock, also in a bank whose time is simulated; by a factory, so that it is closed last of all that write into it.
        services.AddSingleton(s => AuditLog.Open(AuditFolder.In(settings.Host.Data), TimeProvider.System, s.GetRequiredService<ILogger<AuditLog>>()));
        if (access.IsOn) services.AddSingleton(LocalKey.Make(settings.Host.Data));
        if (!string.IsNullOrWhiteSpace(access.KeysFile)) services.AddSingleton(s => new ApiKeys(access.KeysFile.Trim(), s.GetRequiredService<ILogger<ApiKeys>>()));
        if (!string.IsNullOrWhiteSpace(access.Authority)) services.AddTokens(access, settings.Host.Data);
        services.AddSingleton(s => new Callers(access, s.GetService<ApiKeys>(), s.GetService<LocalKey>(), s.GetRequiredService<ILogger<Callers>>()));
        services.AddRequestTimeouts(limits =>
        {
            limits.DefaultPolicy = new RequestTimeoutPolicy { Timeout = TimeSpan.FromSeconds(access.RequestSeconds), TimeoutStatusCode = StatusCodes.Status504GatewayTimeout };
            limits.AddPolicy(SlowLimit, new RequestTimeoutPolicy { Timeout = TimeSpan.FromSeconds(access.RequestSeconds * SlowTimes), TimeoutStatusCode = StatusCodes.Status504GatewayTimeout });
        });
        services.AddRateLimiter(limits =>
        {
            limits.OnRejected = (rejected, _) =>
            {
                rejected.HttpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                rejected.HttpContext.Response.Headers.RetryAfter = ((int)(Minute.TotalSeconds / Segments)).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
            limits.AddConcurrencyLimiter(SlowLimit, slow => (slow.PermitLimit, slow.QueueLimit) = (SlowAtATime, SlowWaiting));
            limits.AddConcurrencyLimiter(LookLimit, looks => (looks.PermitLimit, looks.QueueLimit) = (Math.Max(4, Environment.ProcessorCount), LooksWaiting));
            limits.AddPolicy(StreamLimit, context => RateLimitPartition.GetConcurrencyLimiter(KeyOf(context), _ => new ConcurrencyLimiterOptions { PermitLimit = StreamsAtATime, QueueLimit = 0 }));
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (CallerKind, string)>(context => Limit(context, access));
        });
    }

    // By key, so that a caller's many addresses count as one, and an address that guesses keys counts as nobody.
    private static RateLimitPartition<(CallerKind, string)> Limit(HttpContext context, AccessOptions access)
    {
        var caller = context.Caller();
        // Whoever watches whether the host lives is not told that it is busy.
        var isHealth = context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal);
        if (isHealth || caller.Kind == CallerKind.Local || caller.Roles == Roles.Source) return RateLimitPartition.GetNoLimiter((caller.Kind, caller.Id));
        var atMost = caller.Kind == CallerKind.Nobody ? access.UnknownPerMinute : access.RequestsPerMinute;
        return RateLimitPartition.GetSlidingWindowLimiter(KeyOf(context), _ => new SlidingWindowRateLimiterOptions { PermitLimit = atMost, Window = Minute, SegmentsPerWindow = Segments, QueueLimit = 0 });
    }

    private static (CallerKind, string) KeyOf(HttpContext context) => context.Caller() is { Kind: not CallerKind.Nobody } caller ? (caller.Kind, caller.Id) : (CallerKind.Nobody, Network(context.Connection.RemoteIpAddress));

    // A household or an attacker has 2^64 addresses of IPv6.
    private static string Network(IPAddress? address)
    {
        if (address is null or { AddressFamily: not AddressFamily.InterNetworkV6 } or { IsIPv4MappedToIPv6: true }) return address?.ToString() ?? "";
        return Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8));
    }

    private static void AddTokens(this IServiceCollection services, AccessOptions access, string data)
    {
        var authority = access.Authority!.Trim();
        services.AddSealing(data);
        var schemes = services.AddAuthentication().AddJwtBearer(bearer =>
        {
            bearer.Authority = authority;
            bearer.Audience = access.Audience!.Trim();
            // Names of claims as they stand in the token.
            bearer.MapInboundClaims = false;
            bearer.RequireHttpsMetadata = !new Uri(authority).IsLoopback;
            bearer.BackchannelTimeout = Patience;
            bearer.BackchannelHttpHandler = Backchannel();
            bearer.TokenValidationParameters = Trusted();
        });
        if (!access.CanSignIn) return;
        schemes.AddSignIn(access, provider =>
        {
            provider.Authority = authority;
            provider.RequireHttpsMetadata = !new Uri(authority).IsLoopback;
            provider.BackchannelTimeout = Patience;
            provider.BackchannelHttpHandler = Backchannel();
            provider.TokenValidationParameters = Trusted();
        });
    }

    private static SocketsHttpHandler Backchannel() => new() { AllowAutoRedirect = false, PooledConnectionLifetime = Minute };

    private static TokenValidationParameters Trusted() => new()
    {
        // Signed by the provider's key alone: with a shared secret, whoever can check tokens could make them.
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512],
        ClockSkew = TimeSpan.FromSeconds(30),
        RequireExpirationTime = true,
        RequireSignedTokens = true,
    };
}
