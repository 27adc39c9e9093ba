using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Nba.Host.Transport.Kafka;
using Nba.Kafka.Tests.Stages;

namespace Nba.Kafka.Tests.Clients;

/// <summary>A bank with one worker on the broker, for clients that are not ours. Each has customers of its own: registered, assigned, and with mail that came back.</summary>
public sealed class ClientBank : IAsyncLifetime
{
    /// <summary>Whose customers they are.</summary>
    public const string Owner = "rm01";

    // So many that a client with another partitioner has one of them in a wrong partition for sure: by chance alone one bank in 6561 would look right.
    private const int Customers = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-clients-");
    private Broker? _broker;
    private WorkerProcess? _worker;

    /// <summary>The bank on its broker.</summary>
    public Broker Broker => _broker!;

    /// <summary>How many customers a client has.</summary>
    public static string Count => Customers.ToString(CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync()
    {
        if (!Broker.IsNamed) return;
        _broker = new Broker();
        await _broker.Ensure();
        _worker = new WorkerProcess(_broker.Options, "clients", _folder.FullName);
        _worker.Start();
    }

    public async ValueTask DisposeAsync()
    {
        _worker?.Dispose();
        if (_broker is not null) await _broker.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>What a client produces: a line for each event, behind its key and a tab.</summary>
    public static string Lines(string client)
    {
        var lines = new StringBuilder();
        foreach (var customer in Names(client))
        {
            void Line(string type, string data) => lines.Append(CultureInfo.InvariantCulture,
                $"{customer}\t{{\"specversion\":\"1.0\",\"id\":\"{customer}-{type}\",\"source\":\"{client}\",\"type\":\"{type}\",\"subject\":\"{customer}\",\"data\":{data}}}\n");
            Line("customer.registered", """{"name":"林夏","kind":"personal"}""");
            Line("customer.assigned", $$"""{"a":"{{Owner}}"}""");
            Line("mail.returned", """{"what":"statement"}""");
        }
        return lines.ToString();
    }

    /// <summary>Reads with a client until it has seen what is asked for.</summary>
    public async Task<IReadOnlyList<ClientRecord>> Until(Func<Task<IReadOnlyList<ClientRecord>>> read, Func<IReadOnlyList<ClientRecord>, bool> isSeen)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var records = await read();
            if (isSeen(records)) return records;
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, $"what is asked for was not seen within {Patience}, but only\n{string.Join('\n', records)}\nthe worker said:\n{_worker!.Words}");
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Whether each of a client's customers has a live action among the records.</summary>
    public static bool HasActions(string client, IReadOnlyList<ClientRecord> records) => Live(client, records).Count == Customers;

    /// <summary>Whether a record is a queue in which each of a client's customers stands.</summary>
    public static bool HasQueue(string client, IReadOnlyList<ClientRecord> records) =>
        records.LastOrDefault(r => r.Key == Owner) is { } queue && Names(client).All(c => queue.Value.Contains($"\"{c}\"", StringComparison.Ordinal));

    /// <summary>The client's customers have the action that returned mail asks for, and everything lies in the partition that Murmur2 says.</summary>
    public void Check(string client, IReadOnlyList<ClientRecord> actions)
    {
        var live = Live(client, actions);
        Assert.Equal(Names(client).Order(StringComparer.Ordinal), live.Keys.Order(StringComparer.Ordinal));
        Assert.All(live.Values, action => Assert.Equal((Owner, "address-check"), (Text(action, "data", "owner"), Text(action, "data", "action"))));
        Assert.All(actions, record => Assert.Equal(Place(record.Key[..record.Key.IndexOf('|')], Broker.Topics.Actions), record.Partition));
        var fed = Fed(client);
        Assert.Equal(3 * Customers, fed.Count);
        Assert.All(fed, record => Assert.Equal((record.Key, Place(record.Key, Broker.Topics.Activity)), (record.Key, record.Partition)));
    }

    /// <summary>The partition of a key by Murmur2.</summary>
    public static int Place(string key, KafkaTopic topic) => Murmur2.Partition(Encoding.UTF8.GetBytes(key), topic.Partitions);

    // Keys are not ASCII alone: what a client makes of them shows in the partition.
    private static IReadOnlyList<string> Names(string client) => [.. Enumerable.Range(1, Customers).Select(i => string.Create(CultureInfo.InvariantCulture, $"{client}-客户-{i}"))];

    private static Dictionary<string, JsonElement> Live(string client, IReadOnlyList<ClientRecord> records)
    {
        var live = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            using var json = JsonDocument.Parse(record.Value);
            var action = json.RootElement.Clone();
            if (!Text(action, "subject").StartsWith(client + "-", StringComparison.Ordinal) || Text(action, "type") != "nba.action.upserted") continue;
            Assert.Equal($"{Text(action, "data", "owner")}|{Text(action, "data", "id")}", record.Key);
            live[Text(action, "subject")] = action;
        }
        return live;
    }

    private static string Text(JsonElement json, params string[] path) => path.Aggregate(json, (at, name) => at.GetProperty(name)).GetString()!;

    private List<ClientRecord> Fed(string client)
    {
        using var reader = Broker.Clients.Build<byte[], byte[]>(Broker.Clients.TableReader("test"));
        var (topic, records) = (Broker.Topics.Activity, new List<ClientRecord>());
        var left = Enumerable.Range(0, topic.Partitions).ToHashSet();
        reader.Assign(left.Select(p => new TopicPartitionOffset(topic.Name, p, Offset.Beginning)));
        while (left.Count > 0)
        {
            var result = reader.Consume(TimeSpan.FromSeconds(20)) ?? throw new TimeoutException($"{topic.Name} could not be read to its end");
            if (result.IsPartitionEOF) left.Remove(result.Partition.Value);
            else records.Add(new ClientRecord(result.Partition.Value, Encoding.UTF8.GetString(result.Message.Key), Encoding.UTF8.GetString(result.Message.Value)));
        }
        return [.. records.Where(r => r.Key.StartsWith(client + "-", StringComparison.Ordinal))];
    }
}

/// <summary>A record as a client printed it.</summary>
public sealed record ClientRecord(int Partition, string Key, string Value)
{
    /// <summary>Reads lines of partition, key and value with tabs between.</summary>
    public static IReadOnlyList<ClientRecord> Read(string lines, string partitionPrefix = "") =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l.StartsWith(partitionPrefix, StringComparison.Ordinal)).Select(l => l[partitionPrefix.Length..].Split('\t', 3))
            .Where(p => p.Length == 3 && p[2] is not ("" or "null")).Select(p => new ClientRecord(int.Parse(p[0], NumberStyles.None, CultureInfo.InvariantCulture), p[1], p[2]))];
}
