using System.Globalization;
using Confluent.Kafka;
using Nba.Engine.Sources;
using Nba.Host.Settings;

namespace Nba.Host.Transport.Kafka;

/// <summary>A topic as it is.</summary>
/// <param name="Partitions">How many partitions it has.</param>
/// <param name="Policy">Its <c>cleanup.policy</c>.</param>
/// <param name="TimestampType">Its <c>message.timestamp.type</c>.</param>
/// <param name="InSync">Its <c>min.insync.replicas</c>.</param>
public readonly record struct FoundTopic(int Partitions, string Policy, string TimestampType, int InSync = 1);

/// <summary>What is wrong with topics or brokers, in words that say what to do. Without secrets. Immutable.</summary>
internal sealed class TopicAdvice(KafkaOptions options)
{
    private const string Client = $"{HostOptions.Section}:{KafkaOptions.Section}:{nameof(KafkaOptions.Client)}";

    /// <summary>What is wrong with a topic, each with its remedy.</summary>
    public IEnumerable<Sentence> Differences(KafkaTopic topic, FoundTopic found)
    {
        if (found.Partitions != topic.Partitions)
        {
            var count = topic.CountedBy is { } setting ? Sentence.Of($"set {setting} to {found.Partitions} where that was meant, or ") : Sentence.None;
            yield return $"{topic.Name} has {found.Partitions} partition(s), it must have {topic.Partitions}: {count}"
                + $"take a new Nba:Kafka:Prefix; the number of a topic in use is never changed";
        }
        if (!Words(found.Policy).SequenceEqual(Words(topic.Policy)))
            yield return $"{topic.Name} has cleanup.policy={found.Policy}, it must have {topic.Policy}: {Alter(topic, "cleanup.policy", topic.Policy)}";
        if (topic.TimestampType is { } type && found.TimestampType != type)
        {
            yield return $"{topic.Name} has {KafkaTopics.TimestampType}={found.TimestampType}, it must have {type}: {Alter(topic, KafkaTopics.TimestampType, type)}";
        }
    }

    /// <summary>What may be lost with a topic that is weaker than one made by these settings, with its remedy; null when it is not.</summary>
    public Sentence? Weaker(KafkaTopic topic, FoundTopic found) => found.InSync >= topic.InSync ? null : Sentence.Of(
        $"{topic.Name} has {KafkaTopics.InSync}={found.InSync}, and with {options.Replication} copies it should have {topic.InSync}: what one broker alone has written is lost with it. "
        + $"Where it has the copies: {Alter(topic, KafkaTopics.InSync, topic.InSync.ToString(CultureInfo.InvariantCulture))}");

    /// <summary>Topics are not as they must be.</summary>
    public Sentence Wrong(IEnumerable<Sentence> differences) => $"{Cluster} has topics that are not as they must be:\n  {Sentence.Join($"\n  ", differences)}";

    /// <summary>A topic is hidden from this user.</summary>
    public Sentence Hidden(string topic, Error error) =>
        $"{Cluster} does not show the topic {topic}: {error.Reason}; allow this user Describe and DescribeConfigs {OnAll}";

    /// <summary>The settings of a topic are hidden from this user.</summary>
    public Sentence SettingsHidden(string topic, Error error) =>
        $"{Cluster} does not show the settings of {topic}: {error.Reason}; allow this user DescribeConfigs {OnAll}";

    /// <summary>Topics that this user may not make.</summary>
    public Sentence NotMade(IEnumerable<(KafkaTopic Topic, Error Error)> refused) =>
        $"{Cluster} does not let this user make topics; make them, or have them made, by:{string.Concat(refused.Select(r => $"\n  {Create(r.Topic)}    ({r.Error.Reason})"))}";

    /// <summary>The log-in was refused.</summary>
    public Sentence Refused(Error error) =>
        $"{Cluster} refuses the log-in: {Shown(error.Reason)} (settings under {Client}, as sasl.mechanism, sasl.username, sasl.password)";

    /// <summary>Time is up.</summary>
    /// <param name="longest">How long it was waited.</param>
    /// <param name="problem">What the last attempt said.</param>
    /// <param name="error">What the client's error handler last heard.</param>
    public Sentence Late(TimeSpan longest, string problem, Error? error) =>
        $"{Cluster} was not ready within {longest.TotalSeconds:0} s: {problem}{(error is null ? "" : $" ({Shown(error.Reason)})")}; "
        + $"check Nba:Kafka:Bootstrap, that brokers run there, and settings under {Client}";

    /// <summary>A text of the library as it may be shown.</summary>
    public string Shown(string text) => options.WithoutSecrets(text);

    private string Cluster => $"Kafka at {options.Bootstrap}";

    private Sentence OnAll => $"on topics that begin with '{options.Prefix}.'";

    private string Create(KafkaTopic topic) =>
        $"kafka-topics.sh --bootstrap-server {options.Bootstrap} --create --topic {topic.Name} --partitions {topic.Partitions}"
        + $" --replication-factor {options.Replication}"
        + string.Concat(topic.Config.Select(c => $" --config {c.Key}={c.Value}"));

    private string Alter(KafkaTopic topic, string setting, string value) =>
        $"kafka-configs.sh --bootstrap-server {options.Bootstrap} --alter --entity-type topics --entity-name {topic.Name} --add-config {setting}={value}";

    private static IEnumerable<string> Words(string policy) =>
        policy.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
}
