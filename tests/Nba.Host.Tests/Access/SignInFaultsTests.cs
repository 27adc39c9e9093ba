using System.Web;
using Microsoft.IdentityModel.Tokens;

namespace Nba.Host.Tests.Access;

/// <summary>A sign-in that does not hold signs nobody in: a page says what to do, and a line of the log why.</summary>
public sealed class SignInFaultsTests
{
    [Fact]
    public async Task What_goes_by_the_way_back_is_good_in_the_browser_that_began_and_once()
    {
        await using var bank = await SignInBank.Start();
        using var browser = bank.Browser();
        var (_, back) = await browser.Visit("/console/own", stop: next => next.AbsolutePath == "/console/signed-in");
        var passing = browser.Cookies.ToDictionary();
        using var other = bank.Browser();

        await Refused(bank, other, back, 400, "NotBegunHere");
        await Refused(bank, browser, back.Replace("state=", "state=x", StringComparison.Ordinal), 400, "NotBegunHere");
        await Refused(bank, browser, "/console/signed-in", 400, "NotBegunHere");
        await Refused(bank, browser, "/console/signed-in/", 400, "NotBegunHere");
        Assert.Equal((200, "Person rm1 manager"), await browser.Visit(back));
        await Refused(bank, browser, back, 400, "NotBegunHere", keepsCookie: true);
        // Whoever kept what the browser had while it was on the way: the code is used up.
        foreach (var (name, cookie) in passing) other.Cookies[name] = cookie;
        await Refused(bank, other, back, 502, "HostRefused invalid_grant");
    }

    [Fact]
    public async Task A_code_of_another_sign_in_is_refused_for_its_verifier()
    {
        await using var bank = await SignInBank.Start();
        using var one = bank.Browser();
        using var two = bank.Browser();
        var (_, backOne) = await one.Visit("/console/own", stop: next => next.AbsolutePath == "/console/signed-in");
        var (_, backTwo) = await two.Visit("/console/own", stop: next => next.AbsolutePath == "/console/signed-in");

        await Refused(bank, two, $"/console/signed-in?code={HttpUtility.ParseQueryString(new Uri(backOne).Query)["code"]}&state={Uri.EscapeDataString(HttpUtility.ParseQueryString(new Uri(backTwo).Query)["state"]!)}", 502, "HostRefused invalid_grant");
    }

    [Fact]
    public async Task An_identity_token_that_does_not_hold_signs_nobody_in()
    {
        await using var bank = await SignInBank.Start();
        await using var stranger = await TokenIssuer.Start();
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;

        await Changed("another nonce", t => t.Claims["nonce"] = "x", "NotTrusted");
        await Changed("no nonce", t => t.Claims.Remove("nonce"), "NotTrusted");
        await Changed("for another client", t => t.Audience = "payroll", "NotTrusted");
        await Changed("of another issuer", t => t.Issuer = stranger.Address, "NotTrusted");
        await Changed("over", t => (t.IssuedAt, t.NotBefore, t.Expires) = (now.AddHours(-2), now.AddHours(-2), now.AddHours(-1)), "NotTrusted");
        await Changed("unsigned", t => t.SigningCredentials = null, "NotTrusted");
        await Changed("signed with the secret", t => t.SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(CodeFlow.Secret.PadRight(32, '.'))), SecurityAlgorithms.HmacSha256), "NotTrusted");
        await Changed("of nobody", t => t.Subject = new System.Security.Claims.ClaimsIdentity(), "Unnamed");

        async Task Changed(string what, Action<SecurityTokenDescriptor> change, string fault)
        {
            bank.Provider.Change = change;
            using var browser = bank.Browser();
            await Refused(bank, browser, "/console/own", 403, fault, what: what);
        }
    }

    [Fact]
    public async Task Whatever_else_goes_wrong_is_a_page_with_what_to_do_and_a_line_without_a_person()
    {
        await using var bank = await SignInBank.Start();
        using var browser = bank.Browser();

        bank.Provider.Error = "access_denied";
        await Refused(bank, browser, "/console/own", 403, "Denied");
        bank.Provider.Error = "invalid_scope";
        await Refused(bank, browser, "/console/own", 502, "HostRefused invalid_scope");
        bank.Provider.Error = null;
        await File.WriteAllTextAsync(bank.SecretFile, "another\n");
        await Refused(bank, browser, "/console/own", 502, "HostRefused invalid_grant");
        File.Delete(bank.SecretFile);
        await Refused(bank, browser, "/console/own", 503, "NoSecret");
        await File.WriteAllTextAsync(bank.SecretFile, CodeFlow.Secret);
        Assert.Equal((200, "Person rm1 manager"), await browser.Visit("/console/own"));

        Assert.DoesNotContain(bank.Heard.Said, s => s.StartsWith("log ", StringComparison.Ordinal) && (s.Contains("MARKED", StringComparison.Ordinal) || s.Contains("rm1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_the_identity_provider_a_page_says_so_and_in_Chinese_to_whoever_reads_that()
    {
        await using var bank = await SignInBank.Start();
        await bank.Guarded.Issuer.DisposeAsync();
        using var browser = bank.Browser();

        await Refused(bank, browser, "/console/own", 503, "Unreachable");
        var (_, page, _) = await browser.Ask(HttpMethod.Get, new Uri(bank.Home, "/console/sign-in"), ("Accept-Language", "zh-CN,zh;q=0.9"));
        Assert.Contains("<html lang=\"zh-CN\">", page, StringComparison.Ordinal);
        Assert.Contains("身份提供方", page, StringComparison.Ordinal);
    }

    private static async Task Refused(SignInBank bank, Browser browser, string to, int status, string fault, bool keepsCookie = false, string what = "")
    {
        var before = bank.Heard.Said.Count;
        var (answered, page) = await browser.Visit(to);

        Assert.True(answered == status, $"{what}: {answered} instead of {status}: {page}");
        Assert.Equal(keepsCookie, browser.Cookie is not null);
        Assert.Contains("You are not signed in.", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/console/sign-in\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", page, StringComparison.Ordinal);
        Assert.Contains(bank.Heard.Said.Skip(before), s => s.Contains("came to nothing: " + fault, StringComparison.Ordinal));
    }
}
