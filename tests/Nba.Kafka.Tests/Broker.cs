using System.Security.Cryptography;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Nba.Host.Settings;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests;

/// <summary>A bank of its own on the broker that <c>NBA_TEST_KAFKA</c> names: its prefix is nobody else's, and its topics go with it.</summary>
public sealed class Broker : IAsyncDisposable
{
    /// <summary>A bank on a broker.</summary>
    /// <param name="bootstrap">Another broker than the one named.</param>
    public Broker(string? bootstrap = null)
    {
        var prefix = "test-" + RandomNumberGenerator.GetHexString(12, lowercase: true);
        Options = new KafkaOptions { Bootstrap = bootstrap ?? Address, Prefix = prefix, ActivityPartitions = 3, ManagerPartitions = 2 };
        Clients = new KafkaClients(Options, Lines);
        Admin = Clients.Build(Clients.Admin());
        Topics = new KafkaTopics(Options);
    }

    /// <summary>Address of the broker for tests; null where none is named.</summary>
    public static string? Address { get; } = Environment.GetEnvironmentVariable("NBA_TEST_KAFKA") is { Length: > 0 } address ? address : null;

    /// <summary>Whether there is a broker for tests.</summary>
    public static bool IsNamed => Address is not null;

    public KafkaOptions Options { get; }

    public KafkaClients Clients { get; }

    public KafkaTopics Topics { get; }

    public IAdminClient Admin { get; }

    /// <summary>What was logged.</summary>
    public Lines Lines { get; } = new();

    /// <summary>Makes and checks the topics, as a worker that starts.</summary>
    public Task<IReadOnlyList<string>> Ensure(int seconds = 60)
    {
        var wait = new TopicWait(TimeProvider.System, TimeSpan.FromSeconds(seconds), () => Clients.Problem);
        return KafkaTopics.EnsureAsync(Admin, Options, wait, Lines, TestContext.Current.CancellationToken);
    }

    /// <summary>Makes one topic by hand.</summary>
    public Task Create(string name, int partitions, params (string Key, string Value)[] config)
    {
        var configs = config.ToDictionary(c => c.Key, c => c.Value);
        return Admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = partitions, ReplicationFactor = 1, Configs = configs }]);
    }

    public async ValueTask DisposeAsync()
    {
        var there = Admin.GetMetadata(TimeSpan.FromSeconds(30)).Topics.Select(t => t.Topic);
        var names = there.Where(t => t.StartsWith(Options.Prefix + ".", StringComparison.Ordinal)).ToList();
        if (names.Count > 0) await Admin.DeleteTopicsAsync(names);
        Admin.Dispose();
    }
}
