using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Nba.Host.Delivery;

/// <summary>Sends messages over HTTP: a signature for each secret, quick tries with growing waits, a time-out for each, and a rest for a receiver that keeps failing. Follows no redirect and uses no proxy.</summary>
internal sealed class HttpDestination : IDestination
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    private readonly Subscription _subscription;
    private readonly HttpAddress _to;
    private readonly Func<DeliveryMessage, RenderedMessage?> _form;
    private readonly ReachableHosts _hosts;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private readonly CircuitBreakerStateProvider _circuit = new();

    /// <summary>A destination; nothing is sent yet.</summary>
    /// <param name="subscription">Whose; over HTTP.</param>
    /// <param name="form">Puts a message into the receiver's form; null where that has nothing to say.</param>
    /// <param name="hosts">Which hosts may be reached.</param>
    /// <param name="time">The clock of waits, time-outs and signatures.</param>
    public HttpDestination(Subscription subscription, Func<DeliveryMessage, RenderedMessage?> form, ReachableHosts hosts, TimeProvider time)
    {
        (_subscription, _to, _form, _hosts, _time) = (subscription, (HttpAddress)subscription.To, form, hosts, time);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), MaxConnectionsPerServer = 16,
            ConnectCallback = (context, cancellation) => hosts.Connect(context.DnsEndPoint, context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttp, cancellation),
        };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _pipeline = Pipeline();
    }

    public string? Resting => _circuit.CircuitState is CircuitState.Open or CircuitState.Isolated ? "it failed too often, and is tried again after a rest" : null;

    public async Task<DeliveryAnswer> Send(DeliveryMessage message, CancellationToken stopping)
    {
        if (_to.Of(message.Owner) is not { } address) return new DeliveryAnswer(DeliveryResult.NoAddress);
        if (_form(message) is not { } rendered) return new DeliveryAnswer(DeliveryResult.NothingToSend);
        if (_hosts.Refusal(address.Host) is { } refused) return new DeliveryAnswer(DeliveryResult.Never, refused);
        if (Files(out var secrets, out var headers) is { } fault) return new DeliveryAnswer(DeliveryResult.Away, fault);
        var context = ResilienceContextPool.Shared.Get(stopping);
        try
        {
            using var response = await _pipeline.ExecuteAsync(async c =>
            {
                if (!message.StillStands()) throw new WithdrawnException();
                using var request = Request(address, rendered, headers);
                StandardWebhook.Sign(request.Headers, message.Key, _time.GetUtcNow(), rendered.Body, secrets);
                return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, c.CancellationToken).ConfigureAwait(false);
            }, context).ConfigureAwait(false);
            return Answer(response);
        }
        catch (WithdrawnException)
        {
            return new DeliveryAnswer(DeliveryResult.Withdrawn);
        }
        catch (BrokenCircuitException)
        {
            return new DeliveryAnswer(DeliveryResult.Away, "it failed too often, and rests", Rest);
        }
        catch (TimeoutRejectedException)
        {
            return new DeliveryAnswer(DeliveryResult.Away, $"no answer within {_subscription.Timeout.TotalSeconds:0} s");
        }
        catch (HttpRequestException failure)
        {
            return failure.InnerException is UnreachableHostException unreachable ? new DeliveryAnswer(DeliveryResult.Never, unreachable.Message)
                : new DeliveryAnswer(DeliveryResult.Away, $"'{address.Host}' cannot be asked: {failure.HttpRequestError}");
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose() => _client.Dispose();

    private ResiliencePipeline<HttpResponseMessage> Pipeline() => new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = _time }
        .AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = 2, Delay = TimeSpan.FromMilliseconds(200), BackoffType = DelayBackoffType.Exponential, UseJitter = true, ShouldRetryAfterHeader = false,
            // A long wait that a receiver asks for is not spent here.
            ShouldHandle = a => ValueTask.FromResult(IsTransient(a.Outcome) && a.Outcome.Result?.Headers.RetryAfter is null),
        })
        .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions { FailureRatio = 0.8, MinimumThroughput = 10, SamplingDuration = TimeSpan.FromSeconds(30), BreakDuration = Rest, StateProvider = _circuit, ShouldHandle = a => ValueTask.FromResult(IsTransient(a.Outcome)) })
        .AddTimeout(new HttpTimeoutStrategyOptions { Timeout = _subscription.Timeout })
        .Build();

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome.Exception is TimeoutRejectedException or HttpRequestException { InnerException: not UnreachableHostException } || outcome.Result is { StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests };

    private DeliveryAnswer Answer(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode) return new DeliveryAnswer(DeliveryResult.Delivered);
        if (status is >= 300 and < 400) return new DeliveryAnswer(DeliveryResult.Never, $"the receiver answers {status} and sends elsewhere, and no redirect is followed: write the address it sends to");
        var after = response.Headers.RetryAfter is { } said ? said.Delta ?? said.Date - _time.GetUtcNow() : null;
        return new DeliveryAnswer(status is 400 or 405 or 410 or 413 or 415 or 422 ? DeliveryResult.Never : DeliveryResult.TryAgain, $"the receiver answers {status}", after);
    }

    private static HttpRequestMessage Request(Uri address, RenderedMessage message, IReadOnlyDictionary<string, string> headers)
    {
        var url = message.Path.Length == 0 ? address : new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + message.Path + address.Query);
        var request = new HttpRequestMessage(new HttpMethod(message.Method), url);
        if (message.Body.Length > 0) request.Content = new ByteArrayContent(message.Body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(message.ContentType) } };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    // Ends tries of what was withdrawn between two of them.
    private sealed class WithdrawnException : Exception;

    // Read anew for each message: who changes a secret changes a file, and restarts nothing.
    private string? Files(out IReadOnlyList<byte[]> secrets, out IReadOnlyDictionary<string, string> headers)
    {
        var (read, values) = (new List<byte[]>(), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));
        (secrets, headers) = (read, values);
        try
        {
            foreach (var file in _to.SecretFiles)
            {
                if (StandardWebhook.Secret(File.ReadAllText(file)) is not { } secret) return $"the secret in '{file}' is none: {StandardWebhook.SecretPrefix} and base64 of 24 to 64 bytes must stand there";
                read.Add(secret);
            }
            foreach (var (name, file) in _to.Headers) values[name] = File.ReadAllText(file).Trim();
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"a file of '{_subscription.Name}' cannot be read: {fault.Message}";
        }
    }
}
