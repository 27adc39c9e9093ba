using System.Collections.Frozen;

namespace Nba.Host.Settings;

/// <summary>Which settings of the client library an operator may give, and which of them nobody may read.</summary>
public static class KafkaClientNames
{
    private const string Commits = "is fixed, since positions are committed with what was made of them";
    private const string Identity = "is fixed: it is made from Prefix, the stage, Instance and the slot";
    private const string OnlyOnce = "is fixed, or what is committed could be lost or doubled";
    private const string Order = "is fixed, or records of one customer would lie in different partitions";

    /// <summary>Settings that this program relies on, and why they cannot be given or what to give instead.</summary>
    public static FrozenDictionary<string, string> Fixed { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["bootstrap.servers"] = "is Nba:Kafka:Bootstrap",
        ["metadata.broker.list"] = "is Nba:Kafka:Bootstrap",
        ["group.id"] = Identity,
        ["group.instance.id"] = Identity,
        ["transactional.id"] = Identity,
        ["group.protocol"] = "is fixed: transactions are fenced by the classic protocol",
        ["group.remote.assignor"] = "is fixed: transactions are fenced by the classic protocol",
        ["partition.assignment.strategy"] = "is fixed: all workers of a group must have the same",
        ["session.timeout.ms"] = "is Nba:Kafka:SessionSeconds",
        ["max.poll.interval.ms"] = "is fixed at 300 s",
        ["transaction.timeout.ms"] = "is Nba:Kafka:TransactionSeconds",
        ["isolation.level"] = "is fixed: only what is committed is read",
        ["enable.auto.commit"] = Commits,
        ["auto.commit.enable"] = Commits,
        ["enable.auto.offset.store"] = Commits,
        ["auto.commit.interval.ms"] = Commits,
        ["auto.offset.reset"] = "is fixed: a position that is gone is an error, never a reason to skip",
        ["enable.partition.eof"] = "is fixed: the end of a partition decides when the clock may move on",
        ["check.crcs"] = "is fixed: what is damaged must not be decided on",
        ["allow.auto.create.topics"] = "is fixed: topics are made with the partitions and policies they need",
        ["enable.idempotence"] = OnlyOnce,
        ["enable.gapless.guarantee"] = OnlyOnce,
        ["acks"] = OnlyOnce,
        ["request.required.acks"] = OnlyOnce,
        ["max.in.flight"] = OnlyOnce,
        ["max.in.flight.requests.per.connection"] = OnlyOnce,
        ["retries"] = OnlyOnce,
        ["message.send.max.retries"] = OnlyOnce,
        ["delivery.report.only.error"] = OnlyOnce,
        ["partitioner"] = Order,
        ["msg_order_cmp"] = Order,
        ["queuing.strategy"] = Order,
        ["dotnet.producer.enable.background.poll"] = OnlyOnce,
        ["dotnet.producer.enable.delivery.reports"] = OnlyOnce,
        ["dotnet.producer.delivery.report.fields"] = OnlyOnce,
        ["dotnet.consumer.consume.result.fields"] = "is fixed: arrival time and headers are read",
        ["test.mock.num.brokers"] = "is fixed: the library's own cluster of tests keeps no promise of a broker",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] SecretParts = ["password", "passphrase", "secret", "jaas", "key.pem", "private.key", "oauthbearer.config", "token"];

    /// <summary>Whether the value of a setting must never be shown.</summary>
    public static bool IsSecret(string name) => SecretParts.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
