using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nba.Host.Access.Audit;
using Nba.Host.Api;
using Nba.Host.Delivery;
using Nba.Host.Privacy;
using Nba.Host.State;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Privacy;

/// <summary>An export holds all that is held of a person, and nothing of anybody else: of what cannot be read and only says their id, not what is in it.</summary>
public sealed partial class PersonExportTests : IAsyncDisposable
{
    private readonly RunningBank _bank = new();

    public ValueTask DisposeAsync() => _bank.DisposeAsync();

    [Fact]
    public async Task Everything_marked_that_the_stores_hold_is_in_it_and_nothing_of_another()
    {
        await MarkedBank.Run(_bank);
        // Both stand in it, and in what is entered of it.
        Assert.Contains("K-two", (await _bank.Get("/queues/rm1")).GetRawText(), StringComparison.Ordinal);
        var answer = Plain(await Text("/customers/K-one/export"));
        await _bank.Stop();

        var held = Held().Where(m => m.StartsWith("MARK-1-", StringComparison.Ordinal)).ToList();

        Assert.Superset(MarkedBank.OfOne.ToHashSet(), held.ToHashSet());
        Assert.Equal(["MARK-1-broken"], held.Where(m => !answer.Contains(m, StringComparison.Ordinal)));
        Assert.DoesNotContain("MARK-2-", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("K-two", answer, StringComparison.Ordinal);
        Assert.Contains("GET /queues/{owner}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_store_gives_the_same_as_the_host()
    {
        await MarkedBank.Run(_bank);
        var running = await Text("/customers/K-one/export?lang=en");
        await _bank.Stop();

        using var store = Store.OpenReadOnly(_bank.Settings.Store.Directory);
        using var deliveries = DeliveryStore.OpenReadOnly(_bank.Settings);
        var stopped = new PersonExport(store, new Queries(store, _bank.Clock), deliveries, AuditFolder.In(_bank.Data)).Write("K-one", "en", out _);

        Assert.Equal(Without(running, "audit"), Without(Encoding.UTF8.GetString(stopped!), "audit"));
    }

    [Fact]
    public async Task Each_part_has_what_belongs_there()
    {
        await MarkedBank.Run(_bank);
        await _bank.Get("/customers/K-one/actions");
        var export = JsonDocument.Parse(await Text("/customers/K-one/export?lang=en")).RootElement;

        Assert.Equal(1, export.GetProperty("format").GetInt32());
        Assert.Equal(["K-one", "K-old"], export.GetProperty("customers").EnumerateArray().Select(c => c.GetProperty("id").GetString()!));
        var name = export.GetProperty("customers")[0].GetProperty("known").GetProperty("facts").EnumerateArray().Single(f => f.GetProperty("name").GetString() == "customer.name");
        Assert.Contains("MARK-1-name", name.GetProperty("value").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("r-K-", name.GetProperty("activities")[0].GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal("rm1", export.GetProperty("actions")[0].GetProperty("owner").GetString());
        Assert.NotEqual(0, export.GetProperty("decisions").GetArrayLength());
        Assert.Equal(["K-one"], export.GetProperty("activities").EnumerateArray().Where(a => a.GetProperty("event").ValueKind == JsonValueKind.Object).Select(a => a.GetProperty("event").GetProperty("subject").GetString()!).Where(s => s != "K-old").Distinct());
        Assert.Equal(["event, letter", "mention, position, reason"], export.GetProperty("deadLetters").EnumerateArray().Select(l => string.Join(", ", l.EnumerateObject().Select(m => m.Name).Order())));
        Assert.Contains(export.GetProperty("audit").EnumerateArray(), a => a.GetProperty("of").GetString() == "GET /customers/{id}/actions");
        Assert.NotEqual(0, export.GetProperty("deliveries").GetArrayLength());
    }

    [Fact]
    public async Task Whoever_is_not_known_has_none_and_whoever_asks_is_entered()
    {
        await MarkedBank.Run(_bank);

        Assert.Equal("not-found", (await _bank.Get("/customers/K-none/export", 404)).GetProperty("reason").GetString());
        await Text("/customers/K-one/export");
        var entered = 0;
        new AuditQuery("K-one", null, null, null).Run(AuditFolder.In(_bank.Data), line => entered += Encoding.UTF8.GetString(line).Contains("/customers/{id}/export", StringComparison.Ordinal) ? 1 : 0);
        Assert.Equal(1, entered);
    }

    [Theory]
    [InlineData("en", "Everything held of customer K-one", "What was received")]
    [InlineData("zh-CN", "关于客户的全部数据：K-one", "收到的活动")]
    public async Task As_a_page_it_says_the_same_and_runs_nothing(string language, string title, string section)
    {
        await MarkedBank.Run(_bank, name: "MARK-1-name<script>alert(1)</script>");
        var page = PersonPage.Of(Encoding.UTF8.GetBytes(await Text("/customers/K-one/export?lang=" + language)));

        Assert.Contains($"<title>{title}</title>", page, StringComparison.Ordinal);
        Assert.Contains(section, page, StringComparison.Ordinal);
        Assert.Equal(["MARK-1-broken"], MarkedBank.OfOne.Where(m => !page.Contains(m, StringComparison.Ordinal)));
        Assert.Contains("MARK-1-name&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)<script|<img|<link|<iframe|javascript:|onload=", page);
    }

    private async Task<string> Text(string path)
    {
        using var response = await _bank.Client.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }

    // Every mark in every row of both stores.
    private HashSet<string> Held()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var directory in new[] { _bank.Settings.Store.Directory, Path.Combine(_bank.Data, DeliveryStore.Folder) })
        {
            using var store = Store.OpenReadOnly(directory);
            using var rows = store.Scan([]);
            while (rows.MoveNext()) found.UnionWith(Marks().Matches(Plain(Encoding.UTF8.GetString(rows.Value))).Select(m => m.Value));
        }
        return found;
    }

    private static string Plain(string json) => json.Replace("\\u002D", "-", StringComparison.Ordinal);

    private static string Without(string json, string member)
    {
        using var read = JsonDocument.Parse(json);
        return string.Join('\n', read.RootElement.EnumerateObject().Where(m => m.Name != member && m.Name != "asOf").Select(m => m.Name + m.Value.GetRawText()));
    }

    [GeneratedRegex("MARK-[0-9]-[a-z]+")]
    private static partial Regex Marks();
}
