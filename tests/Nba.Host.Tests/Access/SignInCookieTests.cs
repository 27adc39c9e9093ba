using Nba.Host.Access;

namespace Nba.Host.Tests.Access;

/// <summary>What the cookie of a sign-in is, where it counts, and when it ends.</summary>
public sealed class SignInCookieTests
{
    [Fact]
    public async Task The_cookie_is_for_this_host_alone_and_for_no_script_and_goes_with_the_browser()
    {
        await using var bank = await SignInBank.Start();
        using var browser = await bank.SignedIn();

        Assert.Equal("path=/; samesite=lax; httponly", browser.Cookies["nba"].How);
    }

    [Fact]
    public async Task Behind_a_proxy_that_ends_TLS_the_cookie_is_never_sent_in_the_open_and_its_name_says_so()
    {
        await using var bank = await SignInBank.Start(a => (a.PlainHttp, a.Hosts) = (true, "nba.bank.example"));
        using var browser = new Browser(bank.Home, "nba.bank.example");

        Assert.Equal((200, "Person rm1 manager"), await browser.Visit("/console/own"));
        Assert.Equal("https://nba.bank.example/console/signed-in", bank.Provider.Asked["redirect_uri"]);
        Assert.Equal("path=/; secure; samesite=lax; httponly", browser.Cookies["__Host-nba"].How);
        // A cookie that a neighbour may have set does not count.
        browser.Cookies["nba"] = browser.Cookies["__Host-nba"];
        browser.Cookies.Remove("__Host-nba");
        Assert.Equal(302, (await browser.Ask(HttpMethod.Get, new Uri(bank.Home, "/console/own"))).Status);
    }

    [Fact]
    public async Task It_counts_at_a_browsers_addresses_and_nowhere_else()
    {
        await using var bank = await SignInBank.Start();
        using var browser = await bank.SignedIn();

        Assert.Equal((200, 200), (await Status(bank, browser, "/console/own"), await Status(bank, browser, "/Console/Own")));
        foreach (var path in new[] { "/queues/rm1", "/customers/C1/actions", "/consoles/own", "/campaigns" }) Assert.Equal((path, 401), (path, await Status(bank, browser, path)));
        // A token that does not hold is not made up for by a cookie.
        Assert.Equal(401, await Status(bank, browser, "/console/own", ("Authorization", "Bearer x"), ("Accept", "application/json")));
        Assert.Equal(401, await Status(bank, browser, "/console/own", ("Authorization", "Basic cm0xOg=="), ("Accept", "application/json")));
        Assert.Equal((200, "Person rm2 manager"), await bank.Guarded.Ask("GET", "/console/own", bank.Guarded.Person("rm2", "manager")));
    }

    [Fact]
    public async Task It_is_over_after_its_hours_however_much_somebody_works()
    {
        await using var bank = await SignInBank.Start(a => a.SignInHours = 3);
        using var browser = await bank.SignedIn();

        for (var hour = 1; hour <= 2; hour++)
        {
            bank.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(200, await Status(bank, browser, "/console/own"));
        }
        bank.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(302, await Status(bank, browser, "/console/own"));
    }

    [Fact]
    public async Task A_restart_signs_nobody_out_and_the_keys_are_their_owners_alone()
    {
        await using var bank = await SignInBank.Start();
        using var browser = await bank.SignedIn();

        await bank.Restart();
        browser.Home = bank.Home;

        Assert.Equal(200, await Status(bank, browser, "/console/own"));
        var folder = Path.Combine(bank.Data, SignIn.Folder);
        Assert.NotEmpty(Directory.GetFiles(folder, "key-*.xml"));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task A_folder_of_keys_that_others_may_read_is_shut_at_the_start()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var bank = await SignInBank.Start();
        var folder = Path.Combine(bank.Data, SignIn.Folder);
        await bank.Bank.Stop();
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);

        await bank.Restart();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task A_checkpoint_holds_no_key()
    {
        await using var bank = await SignInBank.Start();
        using var browser = await bank.SignedIn();
        var before = Files(bank);

        var (status, body) = await bank.Guarded.Ask("POST", "/checkpoints", bank.Guarded.Local, "{}");

        Assert.True(status == 200, body);
        var made = Files(bank).Except(before).ToList();
        Assert.NotEmpty(made);
        Assert.DoesNotContain(made, f => Path.GetFileName(f).StartsWith("key-", StringComparison.Ordinal) || File.ReadAllText(f).Contains("masterKey", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_another_host_sealed_does_not_count()
    {
        await using var bank = await SignInBank.Start();
        await using var other = await SignInBank.Start();
        using var browser = await other.SignedIn();
        Assert.Equal(200, await Status(other, browser, "/console/own"));

        browser.Home = bank.Home;

        Assert.Equal(302, await Status(bank, browser, "/console/own"));
    }

    [Fact]
    public async Task Signing_out_ends_it_wherever_it_was_copied_to_and_after_a_restart_too()
    {
        await using var bank = await SignInBank.Start();
        using var browser = await bank.SignedIn();
        using var second = await bank.SignedIn();
        using var copy = bank.Browser();
        copy.Cookies["nba"] = browser.Cookies["nba"];
        Assert.Equal(200, await Status(bank, copy, "/console/own"));

        var (status, _, next) = await browser.Ask(HttpMethod.Post, new Uri(bank.Home, "/console/sign-out"), ("Origin", bank.Origin));
        Assert.Equal((303, "/console/signed-out"), (status, next!.PathAndQuery));
        Assert.Null(browser.Cookie);
        var (_, page) = await browser.Visit("/console/signed-out");
        Assert.Contains($"{bank.Guarded.Issuer.Address}/end?client_id={CodeFlow.Client}&amp;post_logout_redirect_uri={Uri.EscapeDataString(bank.Origin + "/console/signed-out")}", page, StringComparison.Ordinal);

        Assert.Equal((302, 200), (await Status(bank, copy, "/console/own"), await Status(bank, second, "/console/own")));
        await bank.Restart();
        (copy.Home, second.Home) = (bank.Home, bank.Home);
        Assert.Equal((302, 200), (await Status(bank, copy, "/console/own"), await Status(bank, second, "/console/own")));
    }

    [Fact]
    public async Task A_script_and_a_form_are_told_that_the_sign_in_is_over_and_only_a_visit_is_led_away()
    {
        await using var bank = await SignInBank.Start();
        using var browser = bank.Browser();
        var own = new Uri(bank.Home, "/console/own");

        Assert.Equal(302, await Status(bank, browser, "/console/own", ("Sec-Fetch-Mode", "navigate")));
        Assert.Equal(401, await Status(bank, browser, "/console/own", ("Sec-Fetch-Mode", "cors")));
        var (status, json, _) = await browser.Ask(HttpMethod.Get, own, ("Accept", "*/*"));
        Assert.Equal((401, '{'), (status, json[0]));
        (status, var page, _) = await browser.Ask(HttpMethod.Post, own, ("Origin", bank.Origin));
        Assert.Equal(401, status);
        Assert.Contains("href=\"/console/sign-in\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_limited_as_one_however_they_come()
    {
        await using var bank = await SignInBank.Start(a => a.RequestsPerMinute = 8);
        using var browser = await bank.SignedIn();
        using var other = await bank.SignedIn("rm2");

        for (var i = 0; i < 7; i++) Assert.Equal(200, i % 2 == 0 ? await Status(bank, browser, "/console/own") : await bank.Guarded.Status("GET", "/console/own", bank.Guarded.Person("rm1", "manager")));

        Assert.Equal((429, 429, 200), (await Status(bank, browser, "/console/own"), await bank.Guarded.Status("GET", "/console/own", bank.Guarded.Person("rm1", "manager")), await Status(bank, other, "/console/own")));
    }

    private static async Task<int> Status(SignInBank bank, Browser browser, string path, params (string, string)[] headers) => (await browser.Ask(HttpMethod.Get, new Uri(bank.Home, path), headers)).Status;

    private static List<string> Files(SignInBank bank) => [.. Directory.GetFiles(Path.Combine(bank.Data, ".."), "*", SearchOption.AllDirectories).Select(Path.GetFullPath)];
}
