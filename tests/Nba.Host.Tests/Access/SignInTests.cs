using Nba.Host.Access;
using Nba.Host.Access.Audit;
using Nba.Host.Settings;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Access;

/// <summary>People sign in with a browser, at the bank's identity provider, and the browser holds nothing but who they are.</summary>
public sealed class SignInTests
{
    [Fact]
    public async Task A_visit_leads_to_the_identity_provider_and_back_to_where_it_was_going()
    {
        await using var bank = await SignInBank.Start();
        using var browser = bank.Browser();

        var (status, page) = await browser.Visit("/console/own?day=2026-03-02&q=%E5%BC%A0");

        Assert.Equal((200, "Person rm1 manager"), (status, page));
        Assert.Equal("/console/own?day=2026-03-02&q=%E5%BC%A0", browser.Visited[^1].PathAndQuery);
        Assert.Equal(["/console/own", "/console/sign-in", "/authorize", "/console/signed-in", "/console/own"], browser.Visited.Select(v => v.AbsolutePath));
        Assert.Equal(("authorization_code", CodeFlow.Secret, bank.Origin + "/console/signed-in"), (bank.Provider.Asked["grant_type"], bank.Provider.Asked["client_secret"], bank.Provider.Asked["redirect_uri"]));
        Assert.True(bank.Provider.Asked["code_verifier"].Length >= 43);
        Assert.Equal(["nba"], browser.Cookies.Keys);
        Assert.True(browser.Cookie!.Length < 600, $"the cookie has {browser.Cookie.Length} characters");
    }

    [Theory]
    [InlineData("https://evil.example/console")]
    [InlineData("//evil.example/console")]
    [InlineData("/\\evil.example/console")]
    [InlineData("/console/../../queues/rm1")]
    [InlineData("/queues/rm1")]
    [InlineData("/consoles")]
    [InlineData("console")]
    [InlineData("@evil.example/console")]
    [InlineData("/console/\r\nX: y")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public void It_leads_to_pages_of_this_host_alone(string to) => Assert.Null(Browsers.Local(to));

    [Fact]
    public async Task An_address_that_leads_elsewhere_is_refused()
    {
        await using var bank = await SignInBank.Start();
        using var browser = bank.Browser();

        foreach (var to in new[] { "https://evil.example/console", "//evil.example/console", "/queues/rm1" })
        {
            var (status, page, next) = await browser.Ask(HttpMethod.Get, new Uri(bank.Home, "/console/sign-in?to=" + Uri.EscapeDataString(to)));
            Assert.Equal((to, 400, null), (to, status, next));
            Assert.Contains("none of them", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(null, "/console")]
    [InlineData("/console", "/console")]
    [InlineData("/console/a//b?c=d&e=/console#f", "/console/a//b?c=d&e=/console")]
    [InlineData("/console/客户", "/console/%E5%AE%A2%E6%88%B7")]
    [InlineData("/console/x/../y", "/console/y")]
    public void It_leads_where_somebody_was_going(string? to, string where) => Assert.Equal(where, Browsers.Local(to));

    [Fact]
    public async Task Roles_are_those_of_the_identity_provider_and_a_change_of_them_counts_from_the_next_sign_in()
    {
        await using var bank = await SignInBank.Start(a => (a.RoleNames, a.RolesClaim, a.PersonClaim) = ("manager=CRM RM", "crm.roles", "staff"));
        bank.Provider.Change = t => (t.Claims["staff"], t.Claims["crm"]) = ("rm1", new Dictionary<string, object> { ["roles"] = new[] { "CRM RM", "analyst", "source", "integration" } });
        using var browser = await bank.SignedIn("9f31-77");

        Assert.Equal("Person rm1 manager,analyst", (await browser.Visit("/console/own")).Page);
        bank.Provider.Change = t => (t.Claims["staff"], t.Claims["crm"]) = ("rm1", new Dictionary<string, object> { ["roles"] = new[] { "analyst" } });
        Assert.Equal("Person rm1 manager,analyst", (await browser.Visit("/console/own")).Page);
        var (status, page) = await browser.Visit("/console/sign-in?to=/console/own");
        Assert.Equal(403, status);
        Assert.Contains("This takes the role manager; yours: analyst", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_client_a_page_says_what_is_missing()
    {
        await using var bank = await SignInBank.Start(a => (a.ClientId, a.ClientSecretFile) = (null, null));
        using var browser = bank.Browser();

        foreach (var (path, status) in new[] { ("/console/own", 401), ("/console/sign-in", 404), ("/console/signed-in?code=x", 404), ("/console/signed-out", 404) })
        {
            var (answered, page) = await browser.Visit(path);
            Assert.Equal((path, status), (path, answered));
            Assert.Contains("Nba:Access:ClientId", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_host_that_cannot_read_its_secret_does_not_start()
    {
        var none = await Assert.ThrowsAsync<CannotStartException>(() => SignInBank.Start(a => a.ClientSecretFile += "-elsewhere"));
        var empty = await Assert.ThrowsAsync<CannotStartException>(() => SignInBank.Start(a => File.WriteAllText(a.ClientSecretFile!, "\n")));

        Assert.All([none, empty], c => Assert.Contains("Nba:Access:ClientSecretFile", c.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_a_host_without_access_control_nobody_signs_in()
    {
        await using var bank = await RunningBank.Start();
        using var browser = new Browser(bank.Host.Address);

        Assert.Equal((302, new Uri(bank.Host.Address, "/console/x")), (await browser.Ask(HttpMethod.Get, new Uri(bank.Host.Address, "/console/sign-in?to=/console/x"))) is var (status, _, next) ? (status, next) : default);
    }

    [Fact]
    public async Task Who_signs_in_and_out_and_what_they_read_stands_in_the_audit_log()
    {
        await using var bank = await SignInBank.Start();
        using var browser = await bank.SignedIn();

        await browser.Visit("/console/of/C1");
        Assert.Equal(404, (await browser.Visit("/console/of/C2")).Status);
        await browser.Ask(HttpMethod.Post, new Uri(bank.Home, "/console/sign-out"), ("Origin", bank.Origin));
        await bank.Bank.Stop();

        var entries = string.Join('\n', AuditFolder.Files(AuditFolder.In(bank.Data)).SelectMany(f => File.ReadAllLines(f.FullName)).Where(l => l.Contains("\"rm1\"", StringComparison.Ordinal)));
        foreach (var part in new[] { "\"what\":\"sign-in\",\"of\":\"GET /console/signed-in\"", "\"what\":\"read\",\"of\":\"GET /console/of/{id}\"", "\"what\":\"refused\",\"of\":\"GET /console/of/{id}\"", "\"what\":\"sign-out\",\"of\":\"POST /console/sign-out\"" }) Assert.Contains(part, entries, StringComparison.Ordinal);
    }
}
