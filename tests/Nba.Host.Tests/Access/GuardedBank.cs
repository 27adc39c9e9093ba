using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Nba.Host.Access;
using Nba.Host.Settings;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Access;

/// <summary>
/// A bank with access control, of two branches: rm1 and rm3 in the west, whose head is h1, rm2 in the east, whose head is h2. C1 is rm1's, C2 is rm2's; behind the
/// barrier "deal" are rm3 and nobody else.
/// </summary>
internal sealed class GuardedBank : IAsyncDisposable
{
    public const string Directory = """
        {"people": {"rm1": {"name": "甲", "branch": "west"}, "rm2": {"name": "乙", "branch": "east"}, "rm3": {"name": "丙", "branch": "west"}, "h1": {"name": "丁", "branch": "west"}, "h2": {"name": "戊", "branch": "east"},
          "po": {"name": "己"}, "po2": {"name": "庚"}, "desk": {"name": "柜台", "branch": "east", "members": ["rm1", "rm3"]}},
         "branches": {"west": {"name": "西", "head": "h1"}, "east": {"name": "东", "head": "h2"}}, "productOwners": ["po", "po2"],
         "barriers": {BARRIERS}, "absences": [ABSENCES]}
        """;

    private TokenIssuer _issuer = null!;

    public RunningBank Bank { get; } = new();

    public TokenIssuer Issuer => _issuer;

    public string KeysFile => Path.Combine(Bank.Data, "..", "keys.json");

    /// <summary>Starts it with the customers known, each with an action.</summary>
    public static async Task<GuardedBank> Start(string absences = "", Action<AccessOptions>? change = null, string barriers = """ "deal": {"name": "项目", "people": ["rm3"]} """, Action<WebApplicationBuilder>? more = null, Action<RunningBank>? set = null)
    {
        var bank = new GuardedBank { _issuer = await TokenIssuer.Start() };
        bank.Bank.Access = new AccessOptions { Authority = bank._issuer.Address, Audience = TokenIssuer.Audience, KeysFile = bank.KeysFile, RequestsPerMinute = 100_000, UnknownPerMinute = 100_000 };
        change?.Invoke(bank.Bank.Access);
        set?.Invoke(bank.Bank);
        BankRules.Write(bank.Bank.Rules, "directory.json", Directory.Replace("ABSENCES", absences, StringComparison.Ordinal).Replace("BARRIERS", barriers, StringComparison.Ordinal));
        BankRules.Write(bank.Bank.Rules, "campaigns.json", """{"feature_management": {"feature_flags": [{"id": "spring", "enabled": true}]}}""");
        var folder = System.IO.Directory.CreateDirectory(Path.Combine(bank.Bank.Data, "..", "subscriptions")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "crm.json"), """{"to": {"webhook": {"url": "http://127.0.0.1:9/"}}, "language": "en", "tries": 1, "wants": {"owners": ["nobody"]}}""");
        bank.Bank.Delivery = new DeliveryOptions { Folder = folder, Hosts = "127.0.0.1", Networks = "127.0.0.1", Links = "http://127.0.0.1:1/", PollMilliseconds = 3_600_000 };
        await bank.Bank.Run(more);
        await bank.Take(
            RunningBank.Registered("C1", "MARKED-ONE"), RunningBank.Event("a1", "customer.assigned", "C1", """{"a":"rm1","b":"rm3","branch":"west"}"""), RunningBank.Transfer("t1", "C1", 200000),
            RunningBank.Registered("C2", "MARKED-TWO"), RunningBank.Event("a2", "customer.assigned", "C2", """{"a":"rm2","branch":"east"}"""), RunningBank.Transfer("t2", "C2", 200000));
        await RunningBank.Until("both have an action", async () => (await bank.Entries("rm1", bank.Local)) == 1 && (await bank.Entries("rm2", bank.Local)) == 1);
        return bank;
    }

    /// <summary>The key of this machine's own commands.</summary>
    public string Local => LocalKey.Read(Bank.Data)!;

    public string Person(string id, params string[] roles) => _issuer.Token(id, roles);

    /// <summary>Gives a machine a key.</summary>
    public string Machine(string name, Roles roles, DateOnly? until = null)
    {
        var key = ApiKey.New(ApiKey.Prefix);
        ApiKeyFile.Write(KeysFile, [.. ApiKeyFile.Read(KeysFile).Keys.Where(k => k.Name != name), new ApiKey(name, roles, ApiKey.HashOf(key), until)]);
        return key;
    }

    public async Task Take(params string[] events)
    {
        var (status, body) = await Ask("POST", "/events", Local, $"[{string.Join(',', events)}]", "application/cloudevents-batch+json");
        Assert.True(status == 200 && body.Contains("\"refused\":[]", StringComparison.Ordinal), $"{status} {body}");
    }

    public async Task<(int Status, string Body)> Ask(string method, string path, string? token, string? body = null, string media = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(media);
        }
        // A change at a browser's address comes from one of its pages.
        if (method != "GET" && path.StartsWith("/console", StringComparison.Ordinal)) request.Headers.TryAddWithoutValidation("Origin", Bank.Host.Address.GetLeftPart(UriPartial.Authority));
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Bank.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        // A stream of changes has no end to wait for.
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await response.Content.ReadAsStringAsync());
    }

    public async Task<int> Status(string method, string path, string? token, string? body = null) => (await Ask(method, path, token, body)).Status;

    /// <summary>How many entries somebody's queue has today for whoever asks; −1 where it is refused.</summary>
    public async Task<int> Entries(string owner, string token)
    {
        var (status, body) = await Ask("GET", "/queues/" + owner, token);
        return status == 200 ? System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("today").GetArrayLength() : -1;
    }

    /// <summary>The id of the one action that stands for a customer.</summary>
    public async Task<string> Action(string customer)
    {
        var (_, body) = await Ask("GET", $"/customers/{customer}/actions", Local);
        return System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("actions")[0].GetProperty("id").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await Bank.DisposeAsync();
        await _issuer.DisposeAsync();
    }
}
