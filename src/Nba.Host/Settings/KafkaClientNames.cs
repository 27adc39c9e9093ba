using System.Collections.Frozen;
using Nba.Engine.Sources;

namespace Nba.Host.Settings;

/// <summary>Which settings of the client library an operator may give, and which of them nobody may read.</summary>
public static class KafkaClientNames
{
    private static readonly Sentence Commits = Sentence.Of($"is fixed, since positions are committed with what was made of them");
    private static readonly Sentence Identity = Sentence.Of($"is fixed: it is made from Prefix, the stage, Instance and the slot");
    private static readonly Sentence OnlyOnce = Sentence.Of($"is fixed, or what is committed could be lost or doubled");
    private static readonly Sentence Order = Sentence.Of($"is fixed, or records of one customer would lie in different partitions");

    /// <summary>Settings that this program relies on, and why they cannot be given or what to give instead.</summary>
    public static FrozenDictionary<string, Sentence> Fixed { get; } = new Dictionary<string, Sentence>(StringComparer.Ordinal)
    {
        ["bootstrap.servers"] = Sentence.Of($"is Nba:Kafka:Bootstrap"),
        ["metadata.broker.list"] = Sentence.Of($"is Nba:Kafka:Bootstrap"),
        ["group.id"] = Identity,
        ["group.instance.id"] = Identity,
        ["transactional.id"] = Identity,
        ["group.protocol"] = Sentence.Of($"is fixed: transactions are fenced by the classic protocol"),
        ["group.remote.assignor"] = Sentence.Of($"is fixed: transactions are fenced by the classic protocol"),
        ["partition.assignment.strategy"] = Sentence.Of($"is fixed: all workers of a group must have the same"),
        ["session.timeout.ms"] = Sentence.Of($"is Nba:Kafka:SessionSeconds"),
        ["max.poll.interval.ms"] = Sentence.Of($"is fixed at 300 s"),
        ["transaction.timeout.ms"] = Sentence.Of($"is Nba:Kafka:TransactionSeconds"),
        ["isolation.level"] = Sentence.Of($"is fixed: only what is committed is read"),
        ["enable.auto.commit"] = Commits,
        ["auto.commit.enable"] = Commits,
        ["enable.auto.offset.store"] = Commits,
        ["auto.commit.interval.ms"] = Commits,
        ["auto.offset.reset"] = Sentence.Of($"is fixed: a position that is gone is an error, never a reason to skip"),
        ["enable.partition.eof"] = Sentence.Of($"is fixed: the end of a partition decides when the clock may move on"),
        ["check.crcs"] = Sentence.Of($"is fixed: what is damaged must not be decided on"),
        ["allow.auto.create.topics"] = Sentence.Of($"is fixed: topics are made with the partitions and policies they need"),
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
        ["dotnet.consumer.consume.result.fields"] = Sentence.Of($"is fixed: arrival time and headers are read"),
        ["test.mock.num.brokers"] = Sentence.Of($"is fixed: the library's own cluster of tests keeps no promise of a broker"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] SecretParts = ["password", "passphrase", "secret", "jaas", "key.pem", "private.key", "oauthbearer.config", "token"];

    /// <summary>Whether the value of a setting must never be shown.</summary>
    public static bool IsSecret(string name) => SecretParts.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
