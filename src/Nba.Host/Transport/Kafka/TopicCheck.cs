using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;
using Nba.Engine.Sources;
using Nba.Host.Settings;

namespace Nba.Host.Transport.Kafka;

/// <summary>How long brokers are waited for.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Longest">Until it is given up.</param>
/// <param name="Problem">What is wrong with a broker meanwhile, as the client's error handler heard it.</param>
public sealed record TopicWait(TimeProvider Time, TimeSpan Longest, Func<Error?> Problem);

/// <summary>Creates topics that are missing, and compares those that are there with what they must be. Used once.</summary>
internal sealed class TopicCheck(IAdminClient admin, KafkaOptions options, TopicWait wait, ILogger log)
{
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestRequest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<KafkaTopic> _topics = new KafkaTopics(options).All;
    private readonly TopicAdvice _advice = new(options);
    private readonly List<string> _created = [];
    private readonly long _start = wait.Time.GetTimestamp();
    private long? _said;

    /// <summary>The topics that were made; all are as they must be when this ends.</summary>
    public async Task<IReadOnlyList<string>> Run(CancellationToken cancel)
    {
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var problem = await Try().ConfigureAwait(false);
            if (problem is null) return _created;
            // A log-in that was refused is not taken later.
            if (wait.Problem() is { Code: ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed } refused)
                throw new CannotStartException(_advice.Refused(refused));
            if (wait.Time.GetElapsedTime(_start) >= wait.Longest) throw new CannotStartException(_advice.Late(wait.Longest, problem, wait.Problem()));
            if (_said is not { } said || wait.Time.GetElapsedTime(said) >= Quiet)
            {
                _said = wait.Time.GetTimestamp();
                KafkaLog.Waiting(log, options.Bootstrap ?? "", problem);
            }
            await Task.Delay(Pause, wait.Time, cancel).ConfigureAwait(false);
        }
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
            var found = _topics.Select(t => (Topic: t, Found: Found(partitions[t.Name], configs[t.Name]))).ToList();
            Sentence[] wrong = [.. found.SelectMany(t => _advice.Differences(t.Topic, t.Found))];
            if (wrong.Length > 0) throw new CannotStartException(_advice.Wrong(wrong));
            foreach (var weaker in found.Select(t => _advice.Weaker(t.Topic, t.Found)).OfType<Sentence>()) KafkaLog.Weaker(log, weaker.ToString());
            return null;
        }
        catch (KafkaException fault)
        {
            return _advice.Shown(fault.Error.Reason);
        }
    }

    private async Task<Dictionary<string, int>> Partitions()
    {
        IEnumerable<TopicDescription> found;
        try
        {
            var names = TopicCollection.OfTopicNames(_topics.Select(t => t.Name));
            found = (await admin.DescribeTopicsAsync(names, new DescribeTopicsOptions { RequestTimeout = Request }).ConfigureAwait(false)).TopicDescriptions;
        }
        catch (DescribeTopicsException fault)
        {
            found = fault.Results.TopicDescriptions;
        }
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var topic in found)
        {
            if (!topic.Error.IsError) known[topic.Name] = topic.Partitions.Count;
            else if (IsFinal(topic.Error)) throw new CannotStartException(_advice.Hidden(topic.Name, topic.Error));
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
        var refused = missing.Where(t => faults.TryGetValue(t.Name, out var fault) && IsFinal(fault)).Select(t => (t, faults[t.Name])).ToList();
        if (refused.Count > 0) throw new CannotStartException(_advice.NotMade(refused));
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
            if (IsFinal(failed.Error)) throw new CannotStartException(_advice.SettingsHidden(failed.ConfigResource.Name, failed.Error));
            throw new KafkaException(failed.Error);
        }
    }

    private static FoundTopic Found(int partitions, Dictionary<string, ConfigEntryResult> config) =>
        new(partitions, config["cleanup.policy"].Value, config[KafkaTopics.TimestampType].Value,
            config.TryGetValue(KafkaTopics.InSync, out var least) && int.TryParse(least.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1);

    private TimeSpan Request =>
        TimeSpan.FromTicks(Math.Clamp((wait.Longest - wait.Time.GetElapsedTime(_start)).Ticks, ShortestRequest.Ticks, LongestRequest.Ticks));

    // What does not get better by waiting.
    private static bool IsFinal(Error error) => error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed
        or ErrorCode.PolicyViolation or ErrorCode.InvalidConfig or ErrorCode.TopicException or ErrorCode.UnsupportedVersion;
}
