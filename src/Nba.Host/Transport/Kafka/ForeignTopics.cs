using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Nba.Engine;
using Nba.Engine.Sources;
using Nba.Host.Import;
using Nba.Host.Settings;

namespace Nba.Host.Transport.Kafka;

/// <summary>The foreign topics of a bank, as its mapping files name them: all of it is checked, the topics of the cluster included, before anything is consumed.</summary>
internal static class ForeignTopics
{
    // What brokers take of a name.
    private const int MostNameLength = 249;

    /// <summary>The mappings of the folder; none where no folder is named.</summary>
    /// <param name="options">Names the folder.</param>
    /// <param name="topics">The bank's own topics.</param>
    /// <param name="book">The words in force.</param>
    /// <param name="known">Names of all topics that the cluster shows to this worker.</param>
    /// <exception cref="CannotStartException">A file is faulty, or a topic is not there.</exception>
    public static IReadOnlyList<RecordMapping> Load(KafkaOptions options, KafkaTopics topics, RuleBook book, Func<IReadOnlyCollection<string>> known)
    {
        if (string.IsNullOrWhiteSpace(options.Intake)) return [];
        var problems = new ProblemList();
        var mappings = new RecordMappingReader(book.Vocabulary, [.. topics.All.Select(t => t.Name)]).Load(options.Intake, problems);
        if (mappings.Count > 0)
        {
            var there = known();
            foreach (var mapping in mappings.Where(m => !there.Contains(m.Topic)))
                problems.AddUnknown(mapping.At, ProblemCode.UnknownTarget, mapping.Topic, $"topic that the cluster shows to this worker", there.Order(StringComparer.Ordinal));
        }
        foreach (var mapping in mappings.Where(m => new KafkaClients(options, NullLogger.Instance).Slot(KafkaClients.IntakeOf(m.Topic), 0).Length > MostNameLength))
            problems.Add(mapping.At, ProblemCode.WrongKind, $"the intake's name, of Prefix, this topic and Instance, has more than {MostNameLength} characters: shorten Prefix or Instance");
        if (problems.Count == 0) return mappings;
        throw new CannotStartException($"the mappings of foreign topics cannot be used:\n  {string.Join("\n  ", problems.Sorted())}");
    }

    /// <summary>Names of all topics of a cluster.</summary>
    public static IReadOnlyCollection<string> Known(KafkaClients clients, Again asking)
    {
        using var admin = clients.Build(clients.Admin());
        return asking.Until(() => admin.GetMetadata(TimeSpan.FromSeconds(10))).Topics.Where(t => t.Error.Code == ErrorCode.NoError).Select(t => t.Topic).ToHashSet(StringComparer.Ordinal);
    }
}
