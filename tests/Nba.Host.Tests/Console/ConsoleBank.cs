using System.Net;
using System.Text.RegularExpressions;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Console;

/// <summary>Asks a bank's console as a browser does: for HTML, with forms.</summary>
internal static partial class ConsoleBank
{
    /// <summary>A page: its status, where it leads, and what stands in it.</summary>
    public static async Task<Shown> Page(this RunningBank bank, string path, string language = "en", string? token = null)
    {
        using var request = Request(HttpMethod.Get, path, language, token);
        return await Read(await bank.Client.SendAsync(request));
    }

    /// <summary>What a form leads to.</summary>
    public static async Task<Shown> Send(this RunningBank bank, string path, IReadOnlyDictionary<string, string> fields, string language = "en", string? token = null)
    {
        using var request = Request(HttpMethod.Post, path, language, token);
        request.Content = new FormUrlEncodedContent(fields);
        return await Read(await bank.Client.SendAsync(request));
    }

    /// <summary>The fields that a page's form for an action would send, but for the answer.</summary>
    public static Dictionary<string, string> Fields(this Shown page, string action)
    {
        var form = Forms().Matches(page.Html).Select(f => f.Value).First(f => f.Contains("/console/answers", StringComparison.Ordinal) && f.Contains(action, StringComparison.Ordinal));
        return Hidden().Matches(form).ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value));
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string language, string? token)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Accept", "text/html,application/xhtml+xml");
        request.Headers.Add("Accept-Language", language);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        return request;
    }

    private static async Task<Shown> Read(HttpResponseMessage response)
    {
        using (response)
        {
            var html = await response.Content.ReadAsStringAsync();
            return new Shown((int)response.StatusCode, response.Headers.Location?.ToString(), html, string.Join("; ", response.Headers.TryGetValues("Content-Security-Policy", out var policy) ? policy : []));
        }
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)" ?/?>""")]
    private static partial Regex Hidden();

    /// <summary>What came.</summary>
    internal sealed record Shown(int Status, string? Leads, string Html, string Policy)
    {
        /// <summary>The words, without tags.</summary>
        public string Text => WebUtility.HtmlDecode(Tags().Replace(Html, " "));
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();
}
