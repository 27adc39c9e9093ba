using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Nba.Host.Settings;

namespace Nba.Host.Transport.Kafka;

/// <summary>A topic as it must be.</summary>
/// <param name="Name">Its name in the cluster.</param>
/// <param name="Partitions">How many partitions, for ever.</param>
/// <param name="Key">What its records are keyed by, and how the partition follows.</param>
/// <param name="Policy">Its <c>cleanup.policy</c>: <c>delete</c> or <c>compact</c>.</param>
/// <param name="More">What else it is created with.</param>
/// <param name="CountedBy">The setting that its number of partitions comes from; null: none.</param>
/// <param name="Content">What it holds, in one line.</param>
public sealed record KafkaTopic(
    string Name, int Partitions, string Key, string Policy, IReadOnlyList<KeyValuePair<string, string>> More, string? CountedBy, string Content)
{
    /// <summary>Whose time its records have; null where either will do.</summary>
    public string? TimestampType => More.FirstOrDefault(m => m.Key == KafkaTopics.TimestampType).Value;

    /// <summary>On how many copies a record is before it counts as written.</summary>
    public int InSync => More.FirstOrDefault(m => m.Key == KafkaTopics.InSync).Value is { } least ? int.Parse(least, CultureInfo.InvariantCulture) : 1;

    /// <summary>Everything it is created with, by name.</summary>
    public IEnumerable<KeyValuePair<string, string>> Config => More.Prepend(new("cleanup.policy", Policy)).OrderBy(c => c.Key, StringComparer.Ordinal);
}

/// <summary>Every topic of a bank, from its settings. <c>docs/topics.md</c> tells the world of them.</summary>
public sealed class KafkaTopics
{
    internal const string TimestampType = "message.timestamp.type";
    internal const string InSync = "min.insync.replicas";

    // From so many copies on a record is on two of them before it counts as written: one broker may go then without loss, and another without standstill.
    private const int CopiesForTwo = 3;
    private const string EntryNumber = "number of the entry in its partition, 8 bytes; the partition is that of the activities";
    private const string ByCustomer = "customer, UTF-8; murmur2";

    private static readonly KeyValuePair<string, string>[] Kept = [new("retention.ms", "-1"), new("retention.bytes", "-1")];

    // Segments that end soon and are cleaned often keep a restore near one record a key. Tombstones stay longer than a worker is away.
    private static readonly KeyValuePair<string, string>[] Compacted =
    [
        new("min.cleanable.dirty.ratio", "0.2"), new("segment.ms", Milliseconds(TimeSpan.FromHours(1))),
        new("delete.retention.ms", Milliseconds(TimeSpan.FromDays(7))),
    ];

    /// <summary>The table for a bank.</summary>
    public KafkaTopics(KafkaOptions options)
    {
        var (byCustomer, byManager) = (options.ActivityPartitions, options.ManagerPartitions);
        KafkaTopic Topic(string name, int partitions, string key, string policy, IReadOnlyList<KeyValuePair<string, string>> more, string content) =>
            new($"{options.Prefix}.{name}", partitions, key, policy, options.Replication < CopiesForTwo ? more : [.. more, new(InSync, "2")], CountedBy(name, options), content);

        Activity = Topic("activity", byCustomer, ByCustomer, "delete",
            [new(TimestampType, "LogAppendTime"), new("retention.ms", Retention(options.ActivityRetentionHours)), new("retention.bytes", "-1")],
            "activities and outcomes, as CloudEvents 1.0 in JSON: all the input there is");
        Journal = Topic("journal", byCustomer, EntryNumber, "delete", Kept,
            "what took effect at which position of the activities: days, rule books, going live");
        Control = Topic("control", 1, "`book/` and its version, or `campaign/` and the entry's number, UTF-8", "delete", Kept, "rule files by content, and what product owners set for campaigns: the last files with all that is set over them are in force");
        Actions = Topic("actions", byManager, "owner, a bar, action id, UTF-8; the partition is murmur2 of the owner", "compact", Compacted,
            "live actions of each owner, and withdrawals with their reason");
        Queues = Topic("queues", byManager, "owner, UTF-8; murmur2", "compact", Compacted, "each owner's ranked queue, whole");
        Decisions = Topic("decisions", byCustomer, ByCustomer, "delete", Kept, "records of decisions that changed or newly gated something");
        CustomerState = Topic("customer-state", byCustomer, "table, then the row's own key; the partition is that of the activities", "compact", Compacted,
            "states of customers, for the program alone");
        ManagerState = Topic("manager-state", byManager, "table, then the row's own key; the partition is that of the actions", "compact", Compacted,
            "states of queues, for the program alone");
        // Stage 2 sets actions aside here too, each under its own partition's number.
        DeadLetter = Topic("dead-letter", Math.Max(byCustomer, byManager), "as it came; the partition is that of the record it came in", "delete", Kept,
            "activities that were refused or set aside, as they came");
        All = [Activity, Journal, Control, Actions, Queues, Decisions, CustomerState, ManagerState, DeadLetter];
    }

    /// <summary>Activities, by customer.</summary>
    public KafkaTopic Activity { get; }

    /// <summary>The journal of each partition of activities.</summary>
    public KafkaTopic Journal { get; }

    /// <summary>Rule books; one partition.</summary>
    public KafkaTopic Control { get; }

    /// <summary>Actions, by owner and action.</summary>
    public KafkaTopic Actions { get; }

    /// <summary>Queues, by owner.</summary>
    public KafkaTopic Queues { get; }

    /// <summary>Decision records, by customer.</summary>
    public KafkaTopic Decisions { get; }

    /// <summary>Rows of stage 1.</summary>
    public KafkaTopic CustomerState { get; }

    /// <summary>Rows of stage 2.</summary>
    public KafkaTopic ManagerState { get; }

    /// <summary>Activities that were refused or set aside.</summary>
    public KafkaTopic DeadLetter { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<KafkaTopic> All { get; }

    /// <summary>Creates the topics that are missing and checks those that are there.</summary>
    /// <exception cref="CannotStartException">A topic is not as it must be, may not be made or looked at, or no broker answered in time.</exception>
    public static Task<IReadOnlyList<string>> EnsureAsync(IAdminClient admin, KafkaOptions options, TopicWait wait, ILogger log, CancellationToken cancel) =>
        new TopicCheck(admin, options, wait, log).Run(cancel);

    private static string? CountedBy(string name, KafkaOptions options) => name switch
    {
        "control" => null,
        "dead-letter" when options.ManagerPartitions > options.ActivityPartitions => CountedBy("queues", options),
        "actions" or "queues" or "manager-state" => $"{HostOptions.Section}:{KafkaOptions.Section}:{nameof(KafkaOptions.ManagerPartitions)}",
        _ => $"{HostOptions.Section}:{KafkaOptions.Section}:{nameof(KafkaOptions.ActivityPartitions)}",
    };

    private static string Retention(int hours) => hours < 0 ? "-1" : Milliseconds(TimeSpan.FromHours(hours));

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
