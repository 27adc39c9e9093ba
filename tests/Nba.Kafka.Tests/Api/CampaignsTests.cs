using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Nba.Engine.Campaigns;
using Nba.Host.Api;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Delivery;
using Nba.House;
using Nba.Kafka.Tests.Stages;

namespace Nba.Kafka.Tests.Api;

/// <summary>Campaigns switched at one of two workers, on a real broker: all partitions follow, wherever they run, and queues never show what was withdrawn.</summary>
public sealed class CampaignsTests : IDisposable
{
    private const int Customers = 24;

    // The shipped control group keeps these out of every campaign.
    private static readonly int Reached = Enumerable.Range(0, Customers).Count(c => CampaignBook.Share("control-2026", "control-group", string.Create(CultureInfo.InvariantCulture, $"C{c}")) >= 5);

    // Asked every day, and off in the files: nothing raises it but the switch.
    private const string Rule = """
        {"WorkflowName": "trial", "Rules": [{"RuleName": "trial-offer", "Expression": ["customer.kind == \"personal\""], "Properties": {"for": ["personal"], "on": ["daily"],
          "action": {"id": "trial-offer", "campaign": "trial", "purpose": "service", "channel": "phone", "propensity": 0.5, "value": 100, "due": "5wd", "expires": "20wd",
            "again": {"done": "90d", "declined": "policy", "met": "0d", "withdrawn": "0d", "expired": "30d"}}}}]}
        """;

    private const string Texts = """
        {"trial-offer": {"zh-CN": {"title": "试", "reason": "试", "appeal": "甲", "benefit": "乙", "credibility": "丙", "question": "丁?"},
          "en": {"title": "Trial", "reason": "Trial", "appeal": "A", "benefit": "B", "credibility": "C", "question": "D?"}}}
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-campaigns-");

    public void Dispose() => _folder.Delete(recursive: true);

    [BrokerFact]
    public async Task A_switch_at_one_worker_reaches_every_partition_and_no_queue_shows_what_it_withdraws()
    {
        await using var broker = new Broker();
        using var bank = new TestBank(broker);
        await using var one = await Start(broker, "a");
        await using var other = await Start(broker, "b");
        using var a = Client(one);
        using var b = Client(other);
        await Until(async () => await Partitions(a) is { } mine && await Partitions(b) is { } theirs && mine > 0 && theirs > 0 && mine + theirs == broker.Topics.Activity.Partitions, "both workers have partitions");
        await bank.Feed(Enumerable.Range(0, Customers).SelectMany(Activities));
        await bank.Decided(Patience, () => string.Join('\n', broker.Lines.All));
        Assert.Equal(0, await Shown(a));

        var on = await Change(a, """{"change": "on", "campaign": "trial", "by": "po1", "why": "begins"}""");
        foreach (var client in new[] { a, b }) await Until(async () => await Shown(client) == Reached, "what is switched on is there before the next day, at every worker", async () => $"{await Shown(client)} of {Reached} are, after {(await Ask(client, "/campaigns/history")).Answer}");
        var off = await Change(b, """{"change": "off", "campaign": "trial", "by": "po2", "why": "too many"}""");
        foreach (var client in new[] { a, b }) await Until(async () => await Shown(client) == 0 && (await Effects(client, 2)).Count == broker.Topics.Activity.Partitions, "what is switched off is gone, and every partition says where");

        Assert.NotEqual(on, off);
        Assert.Equal(await Effects(a, 2), await Effects(b, 2));
        var (under, shown) = (0, 0);
        foreach (var queue in bank.Read(broker.Topics.Queues).Where(q => q.Value is not null).Select(q => Encoding.UTF8.GetString(q.Value)))
        {
            if (queue.Contains("trial-offer", StringComparison.Ordinal)) shown++;
            if (!queue.Contains($"\"{off}\"", StringComparison.Ordinal)) continue;
            under++;
            Assert.DoesNotContain("trial-offer", queue, StringComparison.Ordinal);
        }
        Assert.True(under > 0 && shown > 0, $"{under} queues were published after the switch, and {shown} showed the offer before: too few to see anything");
    }

    [BrokerFact]
    public async Task Of_two_who_change_at_the_same_time_one_is_told_to_look_again_and_both_workers_agree()
    {
        await using var broker = new Broker();
        await using var one = await Start(broker, "a");
        await using var other = await Start(broker, "b");
        using var a = Client(one);
        using var b = Client(other);
        foreach (var client in new[] { a, b }) await Until(async () => (await Ask(client, "/health/ready")).Status == HttpStatusCode.OK, "it is ready");

        for (var round = 1; round <= 10; round++)
        {
            string Lever(int by) => string.Create(CultureInfo.InvariantCulture, $$"""{"change": "lever", "campaign": "trial", "lever": {{round}}.{{by}}, "by": "po{{by}}", "why": "round {{round}}"}""");
            var answers = await Task.WhenAll(Post(a, Lever(1)), Post(b, Lever(2)));
            // Both may come through, one after the other; both may not have the same number.
            Assert.Contains(HttpStatusCode.OK, answers.Select(r => r.Status));
            Assert.All(answers.Where(r => r.Status != HttpStatusCode.OK), r => Assert.Contains("at the same time", r.Answer.GetProperty("detail").GetString(), StringComparison.Ordinal));
            Assert.Equal(answers.Count(r => r.Status == HttpStatusCode.OK), answers.Where(r => r.Status == HttpStatusCode.OK).Select(r => r.Answer.GetProperty("change").GetProperty("number").GetInt64()).Distinct().Count());
        }

        string? last = null;
        await Until(async () => (last = (await Ask(a, "/campaigns/history")).Answer.GetProperty("changes")[0].GetProperty("settings").ToString()) == (await Ask(b, "/campaigns/history")).Answer.GetProperty("changes")[0].GetProperty("settings").ToString(), "both have the same last change");
        await using var third = await Start(broker, "c");
        using var c = Client(third);
        Assert.Equal(last, (await Ask(c, "/campaigns/history")).Answer.GetProperty("changes")[0].GetProperty("settings").ToString());
    }

    [BrokerFact]
    public async Task What_one_worker_delivers_is_what_stands_whoever_decided_it_and_wherever_it_was_switched()
    {
        await using var receiver = await Receiver.Start();
        await using var broker = new Broker();
        using var bank = new TestBank(broker);
        await using var one = await Start(broker, "a");
        await using var other = await Start(broker, "b", Delivering(receiver));
        using var a = Client(one);
        await bank.Feed(Enumerable.Range(0, Customers).SelectMany(Activities));
        await bank.Decided(Patience, () => string.Join('\n', broker.Lines.All));

        await Change(a, """{"change": "on", "campaign": "trial", "by": "po1", "why": "begins"}""");
        await Until(() => Task.FromResult(receiver.Stands.Count == Reached), "the receiver has what was switched on", () => Task.FromResult($"{receiver.Stands.Count} of {Reached}"));
        await receiver.GoAway();
        await Change(a, """{"change": "off", "campaign": "trial", "by": "po2", "why": "too many"}""");
        await receiver.Return();

        await Until(() => Task.FromResult(receiver.Stands.Count == 0), "the receiver has nothing of what was switched off", () => Task.FromResult($"{receiver.Stands.Count} stand"));
        Assert.Equal(2 * Reached, receiver.Taken.Count);
    }

    private DeliveryOptions Delivering(Receiver receiver)
    {
        var folder = Path.Combine(_folder.FullName, "subscriptions");
        Write(Path.Combine(folder, "crm.json"), $$"""{"to": {"webhook": {"url": "{{receiver.Address}}"} }, "language": "en"}""");
        return new DeliveryOptions { Folder = folder, Hosts = "127.0.0.1", Networks = "127.0.0.1" };
    }

    private static IEnumerable<(string, byte[])> Activities(int customer)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"C{customer}");
        byte[] Event(string type, string data) => Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"{{type}}-{{id}}","source":"test","type":"{{type}}","subject":"{{id}}","data":{{data}}}""");
        return [(id, Event("customer.registered", """{"name":"林夏","kind":"personal"}""")), (id, Event("customer.assigned", """{"a":"rm01"}"""))];
    }

    private async Task<BankHost> Start(Broker broker, string instance, DeliveryOptions? delivery = null)
    {
        var (folder, rules) = (Path.Combine(_folder.FullName, instance), Path.Combine(_folder.FullName, "rules"));
        Write(Path.Combine(rules, "trial.json"), Rule);
        Write(Path.Combine(rules, "texts", "trial.json"), Texts);
        Write(Path.Combine(rules, "campaigns.json"), Repository.Read("rules/campaigns.json")
            .Replace("\"feature_flags\": [", "\"feature_flags\": [{\"id\": \"trial\", \"enabled\": false},", StringComparison.Ordinal)
            .Replace("\"campaigns\": {", "\"campaigns\": {\"trial\": {\"zh\": \"试\", \"en\": \"Trial\"},", StringComparison.Ordinal));
        foreach (var file in Repository.Files("rules")) Write(Path.Combine(rules, Path.GetRelativePath("rules", file)), Repository.Read(file));
        var options = new KafkaOptions { Bootstrap = broker.Options.Bootstrap, Prefix = broker.Options.Prefix, ActivityPartitions = broker.Options.ActivityPartitions, ManagerPartitions = broker.Options.ManagerPartitions, Instance = instance };
        var host = BankHost.Open(new HostSettings(new HostOptions { Rules = rules, Data = folder, Listen = "127.0.0.1:0" },
            new StoreOptions { Directory = Path.Combine(folder, "store"), WriteBufferMiB = 1, BlockCacheMiB = 4 }, new StageOptions(), options)
        {
            Delivery = delivery ?? new DeliveryOptions(),
        }, TimeProvider.System);
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    // Workers that start later find them as they are, so that a worker that runs sees no edit.
    private static void Write(string file, string text)
    {
        if (File.Exists(file)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static HttpClient Client(BankHost host) => new() { BaseAddress = host.Address };

    // The version of the book that follows.
    private static async Task<string> Change(HttpClient client, string request)
    {
        var (status, answer) = await Post(client, request);
        Assert.True(status == HttpStatusCode.OK, $"{request} is answered {status}: {answer}");
        return answer.GetProperty("book").GetString()!;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> Post(HttpClient client, string request)
    {
        using var content = new StringContent(request, Encoding.UTF8, "application/json");
        return await Answered(await client.PostAsync(new Uri("/campaigns/changes", UriKind.Relative), content, TestContext.Current.CancellationToken));
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> Ask(HttpClient client, string page) =>
        await Answered(await client.GetAsync(new Uri(page, UriKind.Relative), TestContext.Current.CancellationToken));

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> Answered(HttpResponseMessage response)
    {
        using (response)
        {
            using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            return (response.StatusCode, json.RootElement.Clone());
        }
    }

    private static async Task<int> Partitions(HttpClient client) =>
        (await Ask(client, "/health/ready")).Answer.GetProperty("slots").EnumerateArray().First(s => s.GetProperty("name").GetString() == "decide-0").GetProperty("partitions").GetArrayLength();

    // Customers in the manager's queue.
    private static async Task<int> Shown(HttpClient client)
    {
        var (status, queue) = await Ask(client, "/queues/rm01?backlog=200");
        return status != HttpStatusCode.OK ? -1 : queue.GetProperty("today").GetArrayLength() + queue.GetProperty("backlog").GetArrayLength();
    }

    // Where a change took effect: partition and position.
    private static async Task<IReadOnlyList<string>> Effects(HttpClient client, long change) =>
        [.. (await Ask(client, "/campaigns/history")).Answer.GetProperty("changes").EnumerateArray().First(c => c.GetProperty("number").GetInt64() == change).GetProperty("effects").EnumerateArray().Select(e => $"{e.GetProperty("partition")}@{e.GetProperty("position")}")];

    private static async Task Until(Func<Task<bool>> isSo, string signal, Func<Task<string>>? words = null)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            if (limit.IsCancellationRequested) Assert.Fail($"the signal did not come: {signal}{(words is null ? "" : "; " + await words())}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
