using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Nba.Engine.Sources;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Nba.Host.Delivery;

/// <summary>
/// The way to one address, and how it went there lately: quick tries with growing waits, a time-out for each, a rest for an address that keeps failing, and a longer one for an address that lets
/// nobody in until somebody mends something. Thread-safe.
/// </summary>
internal sealed class HttpWay
{
    /// <summary>How long an address rests that failed too often, and one that lets nobody in at first.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    /// <summary>The longest time between two tries.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly Lock _one = new();
    private readonly TimeProvider _time;
    private readonly CircuitBreakerStateProvider _circuit = new();
    private int _away, _closed;
    private DateTimeOffset _until;
    private bool _isTried;
    private Sentence? _toMend;

    /// <summary>A way that nothing is known of.</summary>
    /// <param name="host">Host that the address names.</param>
    /// <param name="owner">Whose address it is; null for that of all owners.</param>
    /// <param name="timeout">Longest wait for an answer.</param>
    /// <param name="time">The clock.</param>
    public HttpWay(string host, string? owner, TimeSpan timeout, TimeProvider time)
    {
        (Host, Owner, _time) = (host, owner, time);
        Pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = 2, Delay = TimeSpan.FromMilliseconds(200), BackoffType = DelayBackoffType.Exponential, UseJitter = true, ShouldRetryAfterHeader = false,
                // A long wait that a receiver asks for is not spent here.
                ShouldHandle = a => ValueTask.FromResult(IsTransient(a.Outcome) && a.Outcome.Result?.Headers.RetryAfter is null),
            })
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                FailureRatio = 0.8, MinimumThroughput = 10, SamplingDuration = TimeSpan.FromSeconds(30), BreakDuration = Rest, StateProvider = _circuit, ShouldHandle = a => ValueTask.FromResult(IsTransient(a.Outcome)),
            })
            .AddTimeout(new HttpTimeoutStrategyOptions { Timeout = timeout })
            .Build();
    }

    /// <summary>Host of the address.</summary>
    public string Host { get; }

    /// <summary>Whose address it is; null for that of all owners.</summary>
    public string? Owner { get; }

    /// <summary>What requests go through.</summary>
    public ResiliencePipeline<HttpResponseMessage> Pipeline { get; }

    /// <summary>Whether it failed so often that nothing is sent there at the moment.</summary>
    public bool IsBroken => _circuit.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <summary>What keeps it from being let in; null for nothing.</summary>
    public Sentence? ToMend
    {
        get
        {
            lock (_one) return _toMend;
        }
    }

    /// <summary>How long nothing is to be sent there; null for now, and then whoever asks tries for all.</summary>
    public TimeSpan? Left()
    {
        lock (_one)
        {
            if (_toMend is null) return null;
            var (now, until) = (_time.GetUtcNow(), _until);
            if (until > now) return _isTried && until - now > Soon ? Soon : until - now;
            (_until, _isTried) = (now + Rest, true);
            return null;
        }
    }

    /// <summary>The address lets nobody in; answers how long nothing is sent there.</summary>
    /// <param name="toMend">What is to be mended.</param>
    public TimeSpan Close(Sentence toMend)
    {
        lock (_one)
        {
            var rest = Growing(Rest, _closed++);
            (_toMend, _until, _isTried, _away) = (toMend, _time.GetUtcNow() + rest, false, 0);
            return rest;
        }
    }

    /// <summary>Nobody answered; answers how long to wait.</summary>
    public TimeSpan Missed()
    {
        lock (_one) return Growing(TimeSpan.FromSeconds(1), _away++);
    }

    /// <summary>Somebody answered, and would let messages in.</summary>
    public void Answered()
    {
        lock (_one) (_toMend, _closed, _away) = (null, 0, 0);
    }

    /// <summary>Somebody says that it is mended: the next message is sent at once.</summary>
    public void TryNow()
    {
        lock (_one) _until = default;
    }

    private static TimeSpan Growing(TimeSpan first, int times) => TimeSpan.FromMilliseconds(Math.Min(Longest.TotalMilliseconds, first.TotalMilliseconds * (1L << Math.Min(times, 20))));

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome.Exception is TimeoutRejectedException or HttpRequestException { InnerException: not UnreachableHostException }
        || outcome.Result is { StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests };
}

/// <summary>The ways of a destination, one for each address, so that the dead address of one manager costs no other anything. Bounded: the one that was not used for longest is forgotten. Thread-safe.</summary>
/// <param name="timeout">Longest wait for an answer.</param>
/// <param name="time">The clock.</param>
/// <param name="most">How many are kept.</param>
internal sealed class HttpWays(TimeSpan timeout, TimeProvider time, int most = 1000)
{
    private readonly Lock _one = new();
    private readonly Dictionary<string, (HttpWay Way, long Used)> _ways = new(StringComparer.Ordinal);
    private long _uses;

    /// <summary>All of them, in no order.</summary>
    public IReadOnlyList<HttpWay> All
    {
        get
        {
            lock (_one) return [.. _ways.Values.Select(w => w.Way)];
        }
    }

    /// <summary>The way to an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="owner">Whose it is; null for that of all owners.</param>
    public HttpWay Of(Uri address, string? owner)
    {
        lock (_one)
        {
            var known = _ways.TryGetValue(address.AbsoluteUri, out var found);
            if (!known && _ways.Count >= most) _ways.Remove(_ways.MinBy(w => w.Value.Used).Key);
            var way = known ? found.Way : new HttpWay(address.Host, owner, timeout, time);
            _ways[address.AbsoluteUri] = (way, ++_uses);
            return way;
        }
    }
}
