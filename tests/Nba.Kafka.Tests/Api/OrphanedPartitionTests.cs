using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nba.Host.Api;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Kafka;
using Nba.House;
using Nba.Kafka.Tests.Stages;
using Nba.Kafka.Tests.Transport.Kafka;

namespace Nba.Kafka.Tests.Api;

/// <summary>Workers that come back under the names of a group whose members all died between the rounds of a rebalance.</summary>
public sealed class OrphanedPartitionTests : IDisposable
{
    private const int Customers = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-orphans-");

    public void Dispose() => _folder.Delete(recursive: true);

    [BrokerFact]
    public async Task A_partition_that_nobody_was_given_is_told_of_and_given_to_a_worker_and_no_other_moves()
    {
        await using var broker = new Broker();
        await broker.Ensure();
        using var bank = new TestBank(broker);
        await bank.Feed(Enumerable.Range(0, Customers).Select(c => (Customer(c), Registered(c))));
        using var half = await HalfDealtGroup.Make(broker, KafkaClients.Decide, broker.Topics.Activity, "a", "b");
        var orphan = Assert.Single(half.Orphans);
        var logs = new Lines();

        await using var one = await Start(broker, "a", logs);
        await using var other = await Start(broker, "b", logs);
        HttpClient[] workers = [new() { BaseAddress = one.Address }, new() { BaseAddress = other.Address }];
        var all = Enumerable.Range(0, broker.Topics.Activity.Partitions).ToList();
        await Until(async () => (await Partitions(workers)).SequenceEqual(all.Where(p => p != orphan)), "the workers have what their names had", logs);
        var told = await Told(workers, logs);
        await Until(async () => (await Partitions(workers)).SequenceEqual(all), "every partition runs", logs);
        await bank.Decided(Patience, () => string.Join('\n', logs.All));
        await Until(async () => (await Task.WhenAll(workers.Select(Health))).All(h => Detail(h.Answer) is null), "nothing is amiss any more", logs);

        Assert.Equal((HttpStatusCode.OK, $"the group {broker.Clients.Group(KafkaClients.Decide)} gives partition {orphan} of {broker.Topics.Activity.Name} to nobody"), told);
        Assert.Equal(Customers, (await Task.WhenAll(workers.Select(Health))).Sum(h => h.Answer.GetProperty("counts").GetProperty("activities").GetInt64()));
        Assert.Empty(logs.All.Where(l => l.Contains($"{broker.Topics.Activity.Name}: partition", StringComparison.Ordinal) && l.Contains("goes to another worker", StringComparison.Ordinal)));
        Assert.Single(logs.All, l => l.Contains("lets the group deal anew", StringComparison.Ordinal));
        foreach (var worker in workers) worker.Dispose();
    }

    private static string Customer(int number) => string.Create(CultureInfo.InvariantCulture, $"C{number}");

    private static byte[] Registered(int customer) =>
        Encoding.UTF8.GetBytes($$$"""{"specversion":"1.0","id":"r-{{{customer}}}","source":"test","type":"customer.registered","subject":"{{{Customer(customer)}}}","data":{"name":"林夏","kind":"personal"}}""");

    private async Task<BankHost> Start(Broker broker, string instance, Lines logs)
    {
        var folder = Path.Combine(_folder.FullName, instance);
        var options = new KafkaOptions
        {
            Bootstrap = broker.Options.Bootstrap, Prefix = broker.Options.Prefix, ActivityPartitions = broker.Options.ActivityPartitions, ManagerPartitions = broker.Options.ManagerPartitions,
            Instance = instance, TransactionSeconds = 5, SessionSeconds = 6,
        };
        var host = BankHost.Open(new HostSettings(new HostOptions { Rules = Path.Combine(Repository.Root, "rules"), Data = folder, Listen = "127.0.0.1:0" },
            new StoreOptions { Directory = Path.Combine(folder, "store"), WriteBufferMiB = 1, BlockCacheMiB = 4 }, new StageOptions(), options), TimeProvider.System,
            logging: builder => builder.Services.AddSingleton<ILoggerProvider>(new Provider(logs)));
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    // The first words that a worker has on what is amiss.
    private static async Task<(HttpStatusCode Status, string Detail)> Told(IReadOnlyList<HttpClient> workers, Lines logs)
    {
        (HttpStatusCode, string)? told = null;
        await Until(async () =>
        {
            foreach (var (status, health) in await Task.WhenAll(workers.Select(Health)))
            {
                if (Detail(health) is { } words) told ??= (status, words);
            }
            return told is not null;
        }, "a worker says what is amiss", logs);
        return told!.Value;
    }

    private static string? Detail(JsonElement health) => health.TryGetProperty("detail", out var detail) ? detail.GetString() : null;

    private static async Task<IReadOnlyList<int>> Partitions(IReadOnlyList<HttpClient> workers) =>
        [.. (await Task.WhenAll(workers.Select(Health))).SelectMany(h => h.Answer.GetProperty("slots").EnumerateArray().First(s => s.GetProperty("name").GetString() == "decide-0").GetProperty("partitions").EnumerateArray().Select(p => p.GetInt32())).Order()];

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> Health(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (response.StatusCode, json.RootElement.Clone());
    }

    private static async Task Until(Func<Task<bool>> isSo, string signal, Lines logs)
    {
        for (var since = TimeProvider.System.GetTimestamp(); !await isSo();)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, $"the signal did not come: {signal}; it was said:\n{string.Join('\n', logs.All)}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private sealed class Provider(Lines lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => lines;

        public void Dispose()
        {
        }
    }
}
