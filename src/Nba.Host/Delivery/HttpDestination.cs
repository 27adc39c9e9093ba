using System.Net.Http.Headers;
using Nba.Engine.Sources;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Nba.Host.Delivery;

/// <summary>
/// Sends messages over HTTP, with a signature for each secret, each address by a way of its own. An answer that speaks of the message is told apart from one that speaks of who asks, or of the
/// address. Follows no redirect and uses no proxy.
/// </summary>
internal sealed class HttpDestination : IDestination
{
    private readonly Subscription _subscription;
    private readonly HttpAddress _to;
    private readonly Func<DeliveryMessage, RenderedMessage?> _form;
    private readonly ReachableHosts _hosts;
    private readonly AddressSlots _slots;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;
    private readonly HttpWays _ways;

    /// <summary>A destination; nothing is sent yet.</summary>
    /// <param name="subscription">Whose; over HTTP.</param>
    /// <param name="form">Puts a message into the receiver's form; null where that has nothing to say.</param>
    /// <param name="hosts">Which hosts may be reached.</param>
    /// <param name="slots">Places at addresses, shared by all destinations.</param>
    /// <param name="time">The clock of waits, time-outs and signatures.</param>
    public HttpDestination(Subscription subscription, Func<DeliveryMessage, RenderedMessage?> form, ReachableHosts hosts, AddressSlots slots, TimeProvider time)
    {
        (_subscription, _to, _form, _hosts, _slots, _time) = (subscription, (HttpAddress)subscription.To, form, hosts, slots, time);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), MaxConnectionsPerServer = 16,
            ConnectCallback = (context, cancellation) => hosts.Connect(context.DnsEndPoint, context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttp, cancellation),
        };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _ways = new HttpWays(subscription.Timeout, time);
    }

    public string? Resting => _ways.All is { Count: > 0 } ways && ways.All(w => w.IsBroken || w.ToMend is not null) ? "it failed too often, and is tried again after a rest" : null;

    public IReadOnlyList<ToMend> ToMend
    {
        get
        {
            var ways = _ways.All;
            return [.. ways.Select(w => (w.Owner, Words: w.ToMend ?? (w is { Owner: not null, IsBroken: true } ? Sentence.Of($"'{w.Host}' failed too often at the address of {w.Owner}, and rests; other addresses do not") : null)))
                .Where(w => w.Words is not null).OrderBy(w => w.Owner, StringComparer.Ordinal).Select(w => new ToMend(w.Owner, w.Words!))];
        }
    }

    public void TryNow()
    {
        foreach (var way in _ways.All) way.TryNow();
    }

    public async Task<DeliveryAnswer> Send(DeliveryMessage message, CancellationToken stopping)
    {
        if (_to.Of(message.Owner) is not { } address) return new DeliveryAnswer(DeliveryResult.NoAddress);
        if (_form(message) is not { } rendered) return new DeliveryAnswer(DeliveryResult.NothingToSend);
        if (_hosts.Refusal(address.Host) is { } refused) return new DeliveryAnswer(DeliveryResult.Never, refused);
        if (Files(out var secrets, out var headers) is { } fault) return new DeliveryAnswer(DeliveryResult.Away, fault);
        var way = _ways.Of(address, _to.IsOwnOf(message.Owner) ? message.Owner : null);
        using var place = await _slots.Enter(address, stopping).ConfigureAwait(false);
        if (way.Left() is { } rest) return new DeliveryAnswer(DeliveryResult.Resting, null, rest);
        var context = ResilienceContextPool.Shared.Get(stopping);
        try
        {
            using var response = await way.Pipeline.ExecuteAsync(async c =>
            {
                if (!message.StillStands()) throw new WithdrawnException();
                using var request = Request(address, rendered, headers);
                StandardWebhook.Sign(request.Headers, message.Key, _time.GetUtcNow(), rendered.Body, secrets);
                return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, c.CancellationToken).ConfigureAwait(false);
            }, context).ConfigureAwait(false);
            return Answer(way, rendered, response);
        }
        catch (WithdrawnException)
        {
            return new DeliveryAnswer(DeliveryResult.Withdrawn);
        }
        catch (BrokenCircuitException)
        {
            return new DeliveryAnswer(DeliveryResult.Resting, null, HttpWay.Rest);
        }
        catch (TimeoutRejectedException)
        {
            return new DeliveryAnswer(DeliveryResult.Away, $"no answer within {_subscription.Timeout.TotalSeconds:0} s", way.Missed());
        }
        catch (HttpRequestException failure)
        {
            return failure.InnerException is UnreachableHostException unreachable ? new DeliveryAnswer(DeliveryResult.Never, unreachable.Message)
                : new DeliveryAnswer(DeliveryResult.Away, $"'{address.Host}' cannot be asked: {failure.HttpRequestError}", way.Missed());
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose() => _client.Dispose();

    private DeliveryAnswer Answer(HttpWay way, RenderedMessage rendered, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        // Where a template adds the action's own path, what is not there is the action's, and not the address.
        if (status is 401 or 403 || (status is 404 or 410 && rendered.Path.Length == 0)) return new DeliveryAnswer(DeliveryResult.Away, $"the receiver answers {status}", way.Close(Mending(status, way.Host)));
        way.Answered();
        if (response.IsSuccessStatusCode) return new DeliveryAnswer(DeliveryResult.Delivered);
        if (status is >= 300 and < 400) return new DeliveryAnswer(DeliveryResult.Never, $"the receiver answers {status} and sends elsewhere, and no redirect is followed: write the address it sends to");
        var after = response.Headers.RetryAfter is { } said ? said.Delta ?? said.Date - _time.GetUtcNow() : null;
        return new DeliveryAnswer(status is 400 or 405 or 410 or 413 or 415 or 422 ? DeliveryResult.Never : DeliveryResult.TryAgain, $"the receiver answers {status}", after);
    }

    private Sentence Mending(int status, string host) => status switch
    {
        401 => $"'{host}' answers 401, for it does not know who asks: mend the secret, or the header's file, here or there; then 'nba deliveries redrive {_subscription.Name}' tries at once, or wait for a quarter of an hour",
        403 => $"'{host}' answers 403, for who asks may not do this: mend the rights there, or the header's file here; then 'nba deliveries redrive {_subscription.Name}' tries at once, or wait for a quarter of an hour",
        _ => $"'{host}' answers {status}, for there is nothing at this address: mend it, with which it is tried at once",
    };

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
