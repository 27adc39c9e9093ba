using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Access;

/// <summary>A page of another origin changes nothing here, whatever the browser sends along.</summary>
public sealed class SameOriginTests
{
    private const string Foreign = "https://evil.example";

    // What a browser says of a request that changes something, and whether it is let through at a browser's addresses and at others. SELF stands for the host's own origin.
    public static TheoryData<string?, string?, bool, bool> Said => new()
    {
        { "SELF", "same-origin", true, true },
        { "SELF", null, true, true },
        { null, "same-origin", true, true },
        // A form of a page that sends no referrer.
        { "null", "same-origin", true, true },
        { null, null, false, true },
        { "null", null, false, false },
        { "null", "cross-site", false, false },
        { Foreign, "cross-site", false, false },
        { Foreign, null, false, false },
        { Foreign, "same-origin", false, false },
        { "SELF", "cross-site", false, false },
        { "SELF", "same-site", false, false },
        { null, "cross-site", false, false },
        { null, "same-site", false, false },
        { null, "none", false, false },
        { "OTHER-PORT", null, false, false },
        { "OTHER-SCHEME", null, false, false },
        { "SELF SELF", null, false, false },
    };

    [Fact]
    public async Task A_change_by_cookie_comes_from_a_page_of_this_host()
    {
        await using var bank = await SignInBank.Start();
        using var browser = await bank.SignedIn();

        foreach (var row in Said)
        {
            var (origin, site, isLet, _) = row.Data;
            foreach (var path in new[] { "/console/own", "/CONSOLE/own" })
                Assert.Equal((origin, site, path, isLet ? 200 : 403), (origin, site, path, await Post(browser, bank.Home, path, origin, site)));
        }
        // Reading is no change, wherever a link to it stands.
        Assert.Equal(200, (await browser.Ask(HttpMethod.Get, new Uri(bank.Home, "/console/own"), ("Sec-Fetch-Site", "cross-site"))).Status);
        var (_, page, _) = await browser.Ask(HttpMethod.Post, new Uri(bank.Home, "/console/sign-out"), ("Origin", Foreign));
        Assert.Contains($"This did not come from a page of this host at {bank.Origin}, so nothing was changed", page, StringComparison.Ordinal);
        Assert.NotNull(browser.Cookie);
        Assert.Equal(200, (await browser.Visit("/console/own")).Status);
    }

    [Fact]
    public async Task Without_access_control_no_page_elsewhere_changes_anything_on_this_machine()
    {
        await using var bank = new RunningBank { Map = Map };
        await bank.Run();
        using var browser = new Browser(bank.Host.Address);

        foreach (var row in Said)
        {
            var (origin, site, isLet, isLetElsewhere) = row.Data;
            Assert.Equal((origin, site, isLet ? 200 : 403), (origin, site, await Post(browser, bank.Host.Address, "/console/own", origin, site)));
            Assert.Equal((origin, site, isLetElsewhere ? 200 : 403), (origin, site, await Post(browser, bank.Host.Address, "/own", origin, site)));
        }
    }

    [Fact]
    public async Task Whoever_comes_with_a_token_or_by_a_link_with_a_secret_says_nothing_of_origins()
    {
        await using var bank = await SignInBank.Start();
        using var browser = bank.Browser();
        var token = ("Authorization", "Bearer " + bank.Guarded.Person("rm1", "manager"));

        Assert.Equal(200, (await browser.Ask(HttpMethod.Post, new Uri(bank.Home, "/console/own"), token)).Status);
        Assert.Equal(200, (await browser.Ask(HttpMethod.Post, new Uri(bank.Home, "/console/own"), token, ("Origin", Foreign))).Status);
        Assert.Equal(403, (await browser.Ask(HttpMethod.Post, new Uri(bank.Home, "/console/own"), ("Authorization", "Basic cm0xOg=="), ("Origin", Foreign))).Status);
        Assert.Equal(404, (await browser.Ask(HttpMethod.Post, new Uri(bank.Home, "/answer/none"), ("Origin", "null"))).Status);
    }

    [Fact]
    public async Task Behind_a_proxy_that_ends_TLS_pages_are_those_of_https()
    {
        await using var bank = await SignInBank.Start(a => (a.PlainHttp, a.Hosts) = (true, "nba.bank.example"));
        using var browser = new Browser(bank.Home, "nba.bank.example");
        await browser.Visit("/console/own");

        Assert.Equal((200, 403), (await Post(browser, bank.Home, "/console/own", "https://nba.bank.example", null), await Post(browser, bank.Home, "/console/own", "http://nba.bank.example", null)));
    }

    private static void Map(WebApplication app)
    {
        foreach (var path in new[] { "/console/own", "/own" }) app.MapPost(path, (RequestDelegate)(_ => Task.CompletedTask));
    }

    private static async Task<int> Post(Browser browser, Uri home, string path, string? origin, string? site)
    {
        var self = home.GetLeftPart(UriPartial.Authority);
        var headers = new List<(string, string)>();
        if (origin is not null) headers.Add(("Origin", origin.Replace("SELF", self, StringComparison.Ordinal).Replace("OTHER-PORT", "http://127.0.0.1:1", StringComparison.Ordinal).Replace("OTHER-SCHEME", "https" + self[4..], StringComparison.Ordinal)));
        if (site is not null) headers.Add(("Sec-Fetch-Site", site));
        return (await browser.Ask(HttpMethod.Post, new Uri(home, path), [.. headers])).Status;
    }
}
