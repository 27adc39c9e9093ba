using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Nba.Host.Access;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Access;

/// <summary>Who is taken for whom: tokens, machines' keys, and the key of the machine's own commands.</summary>
public sealed class CallersTests
{
    [Fact]
    public async Task A_token_that_does_not_hold_in_any_point_lets_nobody_in()
    {
        await using var bank = await GuardedBank.Start();
        await using var other = await TokenIssuer.Start();
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        Assert.Equal(200, await bank.Status("GET", "/queues/rm1", bank.Person("rm1", "manager")));

        (string What, string Token)[] bad =
        [
            ("of another provider", other.Token("rm1", ["manager"])),
            ("of another provider in this one's name", other.Token("rm1", ["manager"], t => t.Issuer = bank.Issuer.Address)),
            ("made out to another host", bank.Issuer.Token("rm1", ["manager"], t => t.Audience = "payroll")),
            ("over", bank.Issuer.Token("rm1", ["manager"], t => (t.IssuedAt, t.NotBefore, t.Expires) = (now.AddHours(-2), now.AddHours(-2), now.AddHours(-1)))),
            ("not yet good", bank.Issuer.Token("rm1", ["manager"], t => (t.NotBefore, t.Expires) = (now.AddHours(1), now.AddHours(2)))),
            ("without an end", bank.Issuer.Token("rm1", ["manager"], t => t.Expires = null)),
            ("signed with a shared secret", bank.Issuer.Token("rm1", ["manager"], t => t.SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(new byte[32]), SecurityAlgorithms.HmacSha256))),
            ("unsigned", bank.Issuer.Token("rm1", ["manager"], t => t.SigningCredentials = null)),
            ("altered", Altered(bank.Person("rm1", "manager"))),
            ("nobody's", bank.Issuer.Token("", ["manager"])),
            ("no token", "x"), ("nothing", ""), ("of a key nobody has", ApiKey.New(ApiKey.Prefix)), ("of commands elsewhere", ApiKey.New(ApiKey.LocalPrefix)),
        ];

        foreach (var (what, token) in bad) Assert.Equal((what, 401), (what, await bank.Status("GET", "/queues/rm1", token)));
        Assert.Equal(401, await bank.Status("GET", "/queues/rm1", null));
    }

    [Fact]
    public async Task A_person_without_a_role_is_told_which_it_takes()
    {
        await using var bank = await GuardedBank.Start();

        var (status, body) = await bank.Ask("GET", "/queues/rm1", bank.Person("rm1", "source", "integration", "admin"));

        Assert.Equal((403, "this takes the role manager, branch-head, integration; yours: none"), (status, JsonDocument.Parse(body).RootElement.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Roles_are_called_as_the_provider_calls_them_and_may_lie_within_an_object()
    {
        await using var named = await GuardedBank.Start(change: a => a.RoleNames = "manager=CRM RM, branch-head=CRM-BH");
        await using var nested = await GuardedBank.Start(change: a => a.RolesClaim = "realm_access.roles");

        Assert.Equal((200, 403), (await named.Status("GET", "/queues/rm1", named.Person("rm1", "CRM RM")), await named.Status("GET", "/queues/rm1", named.Person("rm1", "manager"))));
        Assert.Equal(200, await named.Status("GET", "/reports", named.Person("an", "analyst")));
        Assert.Equal(403, await named.Status("GET", "/reports", named.Person("an", "analyst trainee", "former CRM-BH")));
        var within = nested.Issuer.Token("rm1", [], t => t.Claims = new Dictionary<string, object> { ["realm_access"] = new Dictionary<string, object> { ["roles"] = new[] { "manager" } } });
        Assert.Equal((200, 403), (await nested.Status("GET", "/queues/rm1", within), await nested.Status("GET", "/queues/rm1", nested.Person("rm1", "manager"))));
    }

    [Fact]
    public async Task A_machines_key_is_good_until_its_day_or_until_it_is_taken_out()
    {
        await using var bank = await GuardedBank.Start();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var (good, old) = (bank.Machine("crm", Roles.Integration, today), bank.Machine("old", Roles.Integration, today.AddDays(-1)));

        Assert.Equal((200, 401), (await bank.Status("GET", "/queues/rm1", good), await bank.Status("GET", "/queues/rm1", old)));

        var text = await File.ReadAllTextAsync(bank.KeysFile);
        await File.WriteAllTextAsync(bank.KeysFile, "{ half");
        Assert.Equal(200, await bank.Status("GET", "/queues/rm1", good));
        ApiKeyFile.Write(bank.KeysFile, []);
        Assert.Equal(401, await bank.Status("GET", "/queues/rm1", good));
        Assert.DoesNotContain(good, text, StringComparison.Ordinal);
        Assert.Contains(ApiKey.HashOf(good), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_act_in_their_own_name_and_nobody_approves_their_own_change()
    {
        await using var bank = await GuardedBank.Start();
        var action = await bank.Action("C1");
        string Outcome(string staff) => $$"""{"customer":"C1","action":"{{action}}","outcome":"no-answer","staff":"{{staff}}"}""";

        Assert.Equal((403, 200), (await bank.Status("POST", "/outcomes", bank.Person("rm1", "manager"), Outcome("rm3")), await bank.Status("POST", "/outcomes", bank.Machine("crm", Roles.Integration), Outcome("rm3"))));
        Assert.Equal(403, await bank.Status("POST", "/campaigns/changes", bank.Person("po", "product-owner"), """{"change":"off","campaign":"spring","by":"po2","why":"x"}"""));
        Assert.Equal(403, await bank.Status("POST", "/campaigns/changes", bank.Local, """{"change":"off","campaign":"spring","by":"po","why":"x"}"""));
        var (status, body) = await bank.Ask("POST", "/campaigns/changes", bank.Person("po", "product-owner"), """{"change":"off","campaign":"spring","why":"x"}""");
        Assert.True(status == 200, body);
        Assert.Contains("\"by\":\"po\"", (await bank.Ask("GET", "/campaigns/history", bank.Person("po", "product-owner"))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_requests_are_put_off_and_one_caller_takes_nothing_from_another()
    {
        await using var bank = await GuardedBank.Start(change: a => (a.RequestsPerMinute, a.UnknownPerMinute) = (5, 3));
        var (one, two) = (bank.Person("rm1", "manager"), bank.Person("rm2", "manager"));

        for (var i = 0; i < 5; i++) Assert.Equal(200, await bank.Status("GET", "/queues/rm1", one));
        var (status, body) = await bank.Ask("GET", "/queues/rm1", one);
        Assert.Equal((429, "too-many", 200), (status, JsonDocument.Parse(body).RootElement.GetProperty("reason").GetString(), await bank.Status("GET", "/queues/rm2", two)));
        // Guessing keys is an address's own, whatever is guessed.
        for (var i = 0; i < 3; i++) Assert.Equal(401, await bank.Status("GET", "/queues/rm1", ApiKey.New(ApiKey.Prefix)));
        Assert.Equal((429, 200), (await bank.Status("GET", "/queues/rm1", ApiKey.New(ApiKey.Prefix)), await bank.Status("GET", "/queues/rm2", two)));
        Assert.Equal(200, await bank.Status("POST", "/events", bank.Machine("core", Roles.Source), null) is 415 ? 200 : 0);
    }

    [Fact]
    public async Task A_request_that_does_not_come_to_an_end_is_given_up_and_says_which_setting_did()
    {
        await using var bank = await GuardedBank.Start(change: a => a.RequestSeconds = 1);
        using var client = new TcpClient();
        await client.ConnectAsync(bank.Bank.Host.Address.Host, bank.Bank.Host.Address.Port);
        await using var stream = client.GetStream();
        // A body of a hundred bytes, of which one comes.
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /outcomes HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {bank.Person("rm1", "manager")}\r\nContent-Type: application/json\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{{"));
        using var reader = new StreamReader(stream);

        var answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.StartsWith("HTTP/1.1 504 ", answer, StringComparison.Ordinal);
        Assert.Contains("Nba:Access:RequestSeconds", answer, StringComparison.Ordinal);
        Assert.Contains("X-Frame-Options: DENY", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_access_control_everybody_is_this_machines_own()
    {
        await using var bank = await RunningBank.Start();

        Assert.False(File.Exists(Path.Combine(bank.Data, LocalKey.File)));
        await bank.Get("/queues/nobody-at-all");
    }

    [Fact]
    public async Task The_commands_key_is_for_its_owner_alone_and_goes_with_the_host()
    {
        await using var bank = await GuardedBank.Start();
        var file = Path.Combine(bank.Bank.Data, LocalKey.File);

        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        await bank.Bank.Stop();
        Assert.False(File.Exists(file));
    }

    private static string Altered(string token)
    {
        var parts = token.Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1]).Replace("rm1", "rm2", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}";
    }
}
