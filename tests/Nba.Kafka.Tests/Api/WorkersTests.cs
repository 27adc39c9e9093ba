using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Nba.Host.Api;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Kafka;
using Nba.House;

namespace Nba.Kafka.Tests.Api;

/// <summary>Whole workers in this process on a real broker, asked over HTTP as any client asks.</summary>
public sealed class WorkersTests : IDisposable
{
    private const int Customers = 12;
    private const string Unloadable = "0123456789abcdef";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-workers-");

    public void Dispose() => _folder.Delete(recursive: true);

    [BrokerFact]
    public async Task Pages_answer_alike_on_either_worker_and_an_outcome_reaches_whoever_has_the_customer()
    {
        await using var broker = new Broker();
        await using var one = await Start(broker, "a");
        await using var other = await Start(broker, "b");
        using var a = Client(one);
        using var b = Client(other);
        await Until(async () => await Partitions(a) is { Count: > 0 } mine && await Partitions(b) is { Count: > 0 } theirs && mine.Count + theirs.Count == broker.Topics.Activity.Partitions, "both workers have partitions");

        await Post(a, "/events", "application/cloudevents-batch+json", $"[{string.Join(',', Enumerable.Range(0, Customers).SelectMany(Activities))}]", HttpStatusCode.Accepted, HttpStatusCode.OK);
        foreach (var client in new[] { a, b }) await Until(async () => (await Entries(client)).Count == Customers, "the queue holds every customer");

        Assert.Equal(await Entries(a), await Entries(b));
        // Of both workers' customers, one each, answered for at the other.
        foreach (var (owner, stranger) in new[] { (a, b), (b, a) })
        {
            var mine = await Partitions(owner);
            var customer = (await Entries(stranger)).First(c => mine.Contains(Murmur2.Partition(c, broker.Topics.Activity.Partitions)));
            var action = (await Get(stranger, $"/customers/{customer}/actions")).GetProperty("actions")[0].GetProperty("id").GetString();
            await Post(stranger, "/outcomes", "application/json", $$"""{"action":"{{action}}","customer":"{{customer}}","outcome":"done"}""", HttpStatusCode.Accepted, HttpStatusCode.OK);
            foreach (var client in new[] { a, b }) await Until(async () => !(await Entries(client)).Contains(customer), $"the queue lacks the customer who was answered for: {customer}");
        }
    }

    [BrokerFact]
    public async Task A_worker_is_not_ready_before_its_pages_have_all_that_was_there()
    {
        await using var broker = new Broker();
        await broker.Ensure();
        // What somebody left open hides what follows it.
        using var open = broker.Clients.Build<byte[], byte[]>(new ProducerConfig(broker.Clients.PlainProducer("open")) { TransactionalId = broker.Options.Prefix + "-open", TransactionTimeoutMs = 120_000, MessageTimeoutMs = 30_000 });
        open.InitTransactions(Patience);
        open.BeginTransaction();
        await open.ProduceAsync(new TopicPartition(broker.Topics.Decisions.Name, 0), new Message<byte[], byte[]> { Key = "nobody"u8.ToArray(), Value = "{}"u8.ToArray() }, TestContext.Current.CancellationToken);
        await using var host = await Start(broker, "a");
        using var client = Client(host);
        // Its slots work by then: it is the pages that wait.
        await Until(async () => (await Partitions(client)).Count == broker.Topics.Activity.Partitions, "its slots run");

        var (status, health) = await Health(client);
        open.AbortTransaction(Patience);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not-ready"), (status, health.GetProperty("why").GetString()));
        await Until(async () => (await Health(client)).Status == HttpStatusCode.OK, "it is ready");
    }

    [BrokerFact]
    public async Task A_worker_that_cannot_load_the_book_of_all_says_which_and_why()
    {
        await using var broker = new Broker();
        await broker.Ensure();
        await using (var first = await Start(broker, "a"))
        {
            using var client = Client(first);
            await Until(async () => (await Health(client)).Status == HttpStatusCode.OK, "it is ready");
        }
        using var producer = broker.Clients.Build<byte[], byte[]>(broker.Clients.PlainProducer("other"));
        await producer.ProduceAsync(new TopicPartition(broker.Topics.Control.Name, 0),
            new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes("book/" + Unloadable), Value = ChangelogRecord.Value(Table.Books, "[]"u8) }, TestContext.Current.CancellationToken);

        await using var again = await Start(broker, "a");
        using var asks = Client(again);

        var (status, health) = await Health(asks);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "cannot-run"), (status, health.GetProperty("why").GetString()));
        Assert.Contains(Unloadable, health.GetProperty("detail").GetString(), StringComparison.Ordinal);
        // It goes on by its own meanwhile.
        await Until(async () => (await Partitions(asks)).Count == broker.Topics.Activity.Partitions, "its slots run");
    }

    private static IEnumerable<string> Activities(int customer)
    {
        string Event(string type, string data) => string.Create(CultureInfo.InvariantCulture, $$"""{"specversion":"1.0","id":"{{type}}-{{customer}}","source":"test","type":"{{type}}","subject":"C{{customer}}","data":{{data}}}""");
        return [Event("customer.registered", """{"name":"林夏","kind":"personal"}"""), Event("customer.assigned", """{"a":"rm01"}"""), Event("mail.returned", """{"what":"statement"}""")];
    }

    private async Task<BankHost> Start(Broker broker, string instance)
    {
        var folder = Path.Combine(_folder.FullName, instance);
        var options = new KafkaOptions { Bootstrap = broker.Options.Bootstrap, Prefix = broker.Options.Prefix, ActivityPartitions = broker.Options.ActivityPartitions, ManagerPartitions = broker.Options.ManagerPartitions, Instance = instance };
        var host = BankHost.Open(new HostSettings(new HostOptions { Rules = Path.Combine(Repository.Root, "rules"), Data = folder, Listen = "127.0.0.1:0" },
            new StoreOptions { Directory = Path.Combine(folder, "store"), WriteBufferMiB = 1, BlockCacheMiB = 4 }, new StageOptions(), options), TimeProvider.System);
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private static HttpClient Client(BankHost host) => new() { BaseAddress = host.Address };

    private static async Task Post(HttpClient client, string page, string type, string body, params HttpStatusCode[] answers)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        content.Headers.ContentType!.CharSet = null;
        using var response = await client.PostAsync(new Uri(page, UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.True(answers.Contains(response.StatusCode), $"{page} answers {response.StatusCode}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
    }

    private static async Task<JsonElement> Get(HttpClient client, string page) => (await Ask(client, page)).Answer;

    private static Task<(HttpStatusCode Status, JsonElement Answer)> Health(HttpClient client) => Ask(client, "/health/ready");

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> Ask(HttpClient client, string page)
    {
        using var response = await client.GetAsync(new Uri(page, UriKind.Relative), TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (response.StatusCode, json.RootElement.Clone());
    }

    // Those of stage 1 that run at a worker.
    private static async Task<IReadOnlyList<int>> Partitions(HttpClient client) =>
        [.. (await Health(client)).Answer.GetProperty("slots").EnumerateArray().First(s => s.GetProperty("name").GetString() == "decide-0").GetProperty("partitions").EnumerateArray().Select(p => p.GetInt32())];

    // Customers in the manager's queue, in its order; none before there is one.
    private static async Task<IReadOnlyList<string>> Entries(HttpClient client)
    {
        var (status, queue) = await Ask(client, "/queues/rm01?backlog=200");
        return status != HttpStatusCode.OK ? [] : [.. queue.GetProperty("today").EnumerateArray().Concat(queue.GetProperty("backlog").EnumerateArray()).Select(e => e.GetProperty("customer").GetString()!)];
    }

    private static async Task Until(Func<Task<bool>> isSo, string signal)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            Assert.False(limit.IsCancellationRequested, $"the signal did not come: {signal}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
