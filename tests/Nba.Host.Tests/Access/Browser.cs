using System.Net;

namespace Nba.Host.Tests.Access;

/// <summary>What a browser does of itself: keeps cookies, follows to other addresses, and says which page a request comes from.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _client;

    public Browser(Uri home, string? host = null)
    {
        (Home, Host) = (home, host);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        _client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(20) };
    }

    public Uri Home { get; set; }

    /// <summary>The name by which the home is called; null for that of its address.</summary>
    public string? Host { get; }

    /// <summary>What it keeps of the home, by name, with how it was set.</summary>
    public Dictionary<string, (string Value, string How)> Cookies { get; } = [];

    /// <summary>The cookie of a sign-in; null for none.</summary>
    public string? Cookie => Cookies.TryGetValue("nba", out var plain) ? plain.Value : Cookies.TryGetValue("__Host-nba", out var sealedOne) ? sealedOne.Value : null;

    /// <summary>Every address it came by.</summary>
    public List<Uri> Visited { get; } = [];

    public void Dispose() => _client.Dispose();

    /// <summary>Goes somewhere and follows; answers with the last page.</summary>
    public async Task<(int Status, string Page)> Visit(string to, Func<Uri, bool>? stop = null)
    {
        var at = new Uri(Home, to);
        for (var steps = 0; steps < 10; steps++)
        {
            var (status, page, next) = await Ask(HttpMethod.Get, at);
            if (next is null || stop?.Invoke(next) == true) return (status, next is null ? page : next.ToString());
            at = next;
        }
        throw new InvalidOperationException("it goes round in circles: " + string.Join(' ', Visited));
    }

    /// <summary>Asks for one thing, without following.</summary>
    public async Task<(int Status, string Page, Uri? Next)> Ask(HttpMethod method, Uri at, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, at);
        var isHome = at.Authority == Home.Authority;
        if (isHome && Host is not null) request.Headers.Host = Host;
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        request.Headers.TryAddWithoutValidation("Accept-Language", "en");
        if (isHome && Cookies.Count > 0) request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value.Value}")));
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
        if (method == HttpMethod.Post) request.Content = new FormUrlEncodedContent([]);
        using var response = await _client.SendAsync(request);
        Visited.Add(at);
        if (isHome && response.Headers.TryGetValues("Set-Cookie", out var set)) foreach (var cookie in set) Keep(cookie);
        // A name that only the test knows leads home.
        var next = response.Headers.Location is { } location ? new Uri(at, location) : null;
        if (next is not null && Host is not null && next.Authority == Host) next = new Uri(Home, next.PathAndQuery);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther ? next : null);
    }

    private void Keep(string cookie)
    {
        var (name, value) = (cookie[..cookie.IndexOf('=', StringComparison.Ordinal)], cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..].Split(';')[0]);
        if (value.Length == 0 || cookie.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase)) Cookies.Remove(name);
        else Cookies[name] = (value, cookie.Contains(';', StringComparison.Ordinal) ? cookie[(cookie.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim() : "");
    }
}
