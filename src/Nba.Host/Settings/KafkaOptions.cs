using System.ComponentModel.DataAnnotations;

namespace Nba.Host.Settings;

/// <summary>What a worker on Kafka does; several may run in one process.</summary>
[Flags]
public enum KafkaRoles
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>Stage 1: decides activities, by customer.</summary>
    Decide = 1,
    /// <summary>Stage 2: keeps the queues, by manager.</summary>
    Queue = 2,
    /// <summary>Answers the pages.</summary>
    Api = 4,
    /// <summary>Brings records of foreign topics in as activities.</summary>
    Intake = 8,
}

/// <summary>
/// The Kafka cluster that carries activities, states and queues, and this worker's place in it. Without <see cref="Bootstrap"/> the embedded log does.
/// </summary>
public sealed class KafkaOptions
{
    /// <summary>The section of the configuration that holds these.</summary>
    public const string Section = "Kafka";

    /// <summary>Brokers to begin with, as <c>host:port</c> with commas between; null or empty: the embedded transport.</summary>
    [RegularExpression(@"\s*[^\s,]+:\d{1,5}(\s*,\s*[^\s,]+:\d{1,5})*\s*",
        ErrorMessage = "must be brokers as host:port, with commas between, or empty for the embedded log")]
    public string? Bootstrap { get; set; }

    /// <summary>What the names of topics, groups and transactional ids begin with. Another prefix is another bank.</summary>
    [Required, RegularExpression("[A-Za-z0-9][A-Za-z0-9._-]{0,99}", ErrorMessage = "must be 1 to 100 letters, digits, points, - or _, a letter or digit first")]
    public string Prefix { get; set; } = "nba";

    /// <summary>Name of this worker, the same after every restart and given to no other: who comes back under it ends what it left open.</summary>
    [Required, RegularExpression("[A-Za-z0-9_-]{1,64}",
        ErrorMessage = "must be 1 to 64 letters, digits, - or _, a name that no other worker has and that stays over restarts")]
    public string Instance { get; set; } = "1";

    /// <summary>What this worker does: <c>intake</c>, <c>decide</c>, <c>queue</c>, <c>api</c>, with commas between.</summary>
    public string Roles { get; set; } = "intake,decide,queue,api";

    /// <summary>The folder of mapping files, one for each foreign topic whose records the role <c>intake</c> brings in; null or empty: none is brought in.</summary>
    public string? Intake { get; set; }

    /// <summary>Slots of stage 1 in this process; each is a thread with a consumer, a producer and the states of its partitions.</summary>
    [Range(1, 64)]
    public int Slots { get; set; } = 1;

    /// <summary>Partitions of whatever is keyed by customer: the most slots of stage 1 there can ever be. Never changed once the topics are there.</summary>
    [Range(1, 1024)]
    public int ActivityPartitions { get; set; } = 12;

    /// <summary>Partitions of whatever is keyed by manager. Never changed once the topics are there.</summary>
    [Range(1, 1024)]
    public int ManagerPartitions { get; set; } = 6;

    /// <summary>Copies of each partition that a new topic gets; 3 on a cluster whose brokers may fail.</summary>
    [Range(1, 15)]
    public int Replication { get; set; } = 1;

    /// <summary>How long a new topic of activities keeps them, in hours; -1 for ever, as replay and backfill need them.</summary>
    [Range(-1, 1_000_000)]
    public int ActivityRetentionHours { get; set; } = -1;

    /// <summary>Longest time from the first change of a transaction to its commit.</summary>
    [Range(10, 10_000)]
    public int CommitMilliseconds { get; set; } = 100;

    /// <summary>How long a transaction may stay open before the broker ends it: as long as one that nobody comes back to can hide what follows it.</summary>
    [Range(5, 60)]
    public int TransactionSeconds { get; set; } = 12;

    /// <summary>How long a silent worker keeps its partitions; longer than <see cref="TransactionSeconds"/>.</summary>
    [Range(6, 300)]
    public int SessionSeconds { get; set; } = 40;

    /// <summary>Settings of the client library by their own names, as <c>sasl.mechanism</c>; those of <see cref="ClientFiles"/> included.</summary>
    public Dictionary<string, string> Client { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that hold the values of such settings, as <c>sasl.password</c>: only the last newline is taken off.</summary>
    public Dictionary<string, string> ClientFiles { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a cluster is named.</summary>
    public bool IsOn => !string.IsNullOrWhiteSpace(Bootstrap);

    /// <summary><see cref="Roles"/>, read.</summary>
    public KafkaRoles Runs { get; internal set; } = KafkaRoles.Intake | KafkaRoles.Decide | KafkaRoles.Queue | KafkaRoles.Api;

    /// <summary>A text as it may be shown: what is secret of <see cref="Client"/> is taken out.</summary>
    public string WithoutSecrets(string text)
    {
        var secrets = Client.Where(c => c.Value.Length > 0 && (ClientFiles.ContainsKey(c.Key) || KafkaClientNames.IsSecret(c.Key))).Select(c => c.Value);
        foreach (var secret in secrets.OrderByDescending(v => v.Length))
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        return text;
    }
}
