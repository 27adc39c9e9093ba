using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;
using Nba.Host.Settings;

namespace Nba.Host.Transport.Kafka;

/// <summary>How long brokers are waited for.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Longest">Until it is given up.</param>
/// <param name="Problem">What is wrong with a broker meanwhile, as the client's error handler heard it.</param>
public sealed record TopicWait(TimeProvider Time, TimeSpan Longest, Func<Error?> Problem);

/// <summary>A topic as it is.</summary>
/// <param name="Partitions">How many partitions it has.</param>
/// <param name="Policy">Its <c>cleanup.policy</c>.</param>
/// <param name="TimestampType">Its <c>message.timestamp.type</c>.</param>
public readonly record struct FoundTopic(int Partitions, string Policy, string TimestampType);

/// <summary>Creates topics that are missing, and compares those that are there with what they must be. Used once.</summary>
internal sealed class TopicCheck(IAdminClient admin, KafkaOptions options, TopicWait wait, ILogger log)
{
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestRequest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<KafkaTopic> _topics = new KafkaTopics(options).All;
    private readonly List<string> _created = [];
    private readonly long _start = wait.Time.GetTimestamp();
    private long? _said;

    public async Task<IReadOnlyList<string>> Run(CancellationToken cancel)
    {
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var problem = await Try().ConfigureAwait(false);
            if (problem is null) return _created;
            // A log-in that was refused is not taken later.
            if (wait.Problem() is { Code: ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed } refused)
                throw new CannotStartException($"Kafka at {options.Bootstrap} refuses the log-in: {Shown(refused.Reason)} (settings under Nba:Kafka:Client, as sasl.mechanism, sasl.username, sasl.password)");
            if (wait.Time.GetElapsedTime(_start) >= wait.Longest) throw new CannotStartException(Late(problem));
            if (_said is not { } said || wait.Time.GetElapsedTime(said) >= Quiet)
            {
                _said = wait.Time.GetTimestamp();
                KafkaLog.Waiting(log, options.Bootstrap ?? "", problem);
            }
            await Task.Delay(Pause, wait.Time, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>What is wrong with a topic, each with its remedy.</summary>
    public static IEnumerable<string> Differences(KafkaTopic topic, FoundTopic found, string bootstrap)
    {
        if (found.Partitions != topic.Partitions)
        {
            var count = topic.CountedBy is { } setting ? $"set {setting} to {found.Partitions} where that was meant, or " : "";
            yield return $"{topic.Name} has {found.Partitions} partition(s), it must have {topic.Partitions}: {count}take a new Nba:Kafka:Prefix; the number of a topic in use is never changed";
        }
        if (!Words(found.Policy).SequenceEqual(Words(topic.Policy)))
            yield return $"{topic.Name} has cleanup.policy={found.Policy}, it must have {topic.Policy}: {Alter(topic, "cleanup.policy=" + topic.Policy, bootstrap)}";
        if (topic.TimestampType is { } type && found.TimestampType != type)
            yield return $"{topic.Name} has {KafkaTopics.TimestampType}={found.TimestampType}, it must have {type}: {Alter(topic, $"{KafkaTopics.TimestampType}={type}", bootstrap)}";
    }

    // Null when all topics are there and right; else what kept it from finding out, in words.
    private async Task<string?> Try()
    {
        try
        {
            var partitions = await Partitions().ConfigureAwait(false);
            if (_topics.Where(t => !partitions.ContainsKey(t.Name)).ToList() is { Count: > 0 } missing)
            {
                await Create(missing).ConfigureAwait(false);
                return "topics are being made";
            }
            var configs = await Configs().ConfigureAwait(false);
            string[] wrong = [.. _topics.SelectMany(t => Differences(t, Found(partitions[t.Name], configs[t.Name]), options.Bootstrap ?? ""))];
            return wrong.Length == 0 ? null : throw new CannotStartException($"topics of Kafka at {options.Bootstrap} are not as they must be:\n  {string.Join("\n  ", wrong)}");
        }
        catch (KafkaException fault)
        {
            return Shown(fault.Error.Reason);
        }
    }

    private async Task<Dictionary<string, int>> Partitions()
    {
        IEnumerable<TopicDescription> found;
        try
        {
            found = (await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(_topics.Select(t => t.Name)), new DescribeTopicsOptions { RequestTimeout = Request }).ConfigureAwait(false)).TopicDescriptions;
        }
        catch (DescribeTopicsException fault)
        {
            found = fault.Results.TopicDescriptions;
        }
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var topic in found)
        {
            if (!topic.Error.IsError) known[topic.Name] = topic.Partitions.Count;
            else if (IsFinal(topic.Error)) throw new CannotStartException($"Kafka at {options.Bootstrap} does not show the topic {topic.Name}: {topic.Error.Reason}; allow this user Describe and DescribeConfigs on topics that begin with '{options.Prefix}.'");
            else if (topic.Error.Code != ErrorCode.UnknownTopicOrPart) throw new KafkaException(topic.Error);
        }
        return known;
    }

    private async Task Create(List<KafkaTopic> missing)
    {
        // That topics are made is said of each; only a long wait for them is worth a word.
        _said = wait.Time.GetTimestamp();
        var wanted = missing.Select(t => new TopicSpecification
        {
            Name = t.Name,
            NumPartitions = t.Partitions,
            ReplicationFactor = (short)options.Replication,
            Configs = new Dictionary<string, string>(t.Config, StringComparer.Ordinal),
        });
        var faults = new Dictionary<string, Error>(StringComparer.Ordinal);
        try
        {
            await admin.CreateTopicsAsync(wanted, new CreateTopicsOptions { RequestTimeout = Request, OperationTimeout = Request }).ConfigureAwait(false);
        }
        catch (CreateTopicsException fault)
        {
            foreach (var result in fault.Results.Where(r => r.Error.IsError)) faults[result.Topic] = result.Error;
        }
        foreach (var topic in missing.Where(t => !faults.ContainsKey(t.Name)))
        {
            _created.Add(topic.Name);
            KafkaLog.Created(log, topic.Name, topic.Partitions, topic.Policy);
        }
        if (missing.Where(t => faults.TryGetValue(t.Name, out var fault) && IsFinal(fault)).ToList() is { Count: > 0 } refused)
        {
            throw new CannotStartException($"Kafka at {options.Bootstrap} does not let this user make topics; make them, or have them made, by:\n  "
                + string.Join("\n  ", refused.Select(t => $"{Command(t)}    ({faults[t.Name].Reason})")));
        }
        // Another worker that starts at the same time may have been faster.
        if (faults.Values.FirstOrDefault(f => f.Code != ErrorCode.TopicAlreadyExists) is { } other) throw new KafkaException(other);
    }

    private async Task<Dictionary<string, Dictionary<string, ConfigEntryResult>>> Configs()
    {
        var resources = _topics.Select(t => new ConfigResource { Type = ResourceType.Topic, Name = t.Name });
        try
        {
            var results = await admin.DescribeConfigsAsync(resources, new DescribeConfigsOptions { RequestTimeout = Request }).ConfigureAwait(false);
            return results.ToDictionary(r => r.ConfigResource.Name, r => r.Entries, StringComparer.Ordinal);
        }
        catch (DescribeConfigsException fault)
        {
            var failed = fault.Results.First(r => r.Error.IsError);
            if (IsFinal(failed.Error)) throw new CannotStartException($"Kafka at {options.Bootstrap} does not show the settings of {failed.ConfigResource.Name}: {failed.Error.Reason}; allow this user DescribeConfigs on topics that begin with '{options.Prefix}.'");
            throw new KafkaException(failed.Error);
        }
    }

    private static FoundTopic Found(int partitions, Dictionary<string, ConfigEntryResult> config) =>
        new(partitions, config["cleanup.policy"].Value, config[KafkaTopics.TimestampType].Value);

    private TimeSpan Request => TimeSpan.FromTicks(Math.Clamp((wait.Longest - wait.Time.GetElapsedTime(_start)).Ticks, ShortestRequest.Ticks, LongestRequest.Ticks));

    // What does not get better by waiting.
    private static bool IsFinal(Error error) => error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed or ErrorCode.PolicyViolation
        or ErrorCode.InvalidConfig or ErrorCode.TopicException or ErrorCode.UnsupportedVersion;

    private string Late(string problem) => string.Create(CultureInfo.InvariantCulture,
        $"Kafka at {options.Bootstrap} was not ready within {wait.Longest.TotalSeconds:0} s: {problem}{(wait.Problem() is { } said ? $" ({Shown(said.Reason)})" : "")}; check Nba:Kafka:Bootstrap, that brokers run there, and settings under Nba:Kafka:Client");

    private string Command(KafkaTopic topic) =>
        $"kafka-topics.sh --bootstrap-server {options.Bootstrap} --create --topic {topic.Name} --partitions {topic.Partitions} --replication-factor {options.Replication}"
        + string.Concat(topic.Config.Select(c => $" --config {c.Key}={c.Value}"));

    private static string Alter(KafkaTopic topic, string setting, string bootstrap) =>
        $"kafka-configs.sh --bootstrap-server {bootstrap} --alter --entity-type topics --entity-name {topic.Name} --add-config {setting}";

    private static IEnumerable<string> Words(string policy) => policy.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);

    private string Shown(string text) => options.WithoutSecrets(text);
}
