using System.Globalization;
using System.Text;
using Nba.Host.Settings;
using Nba.Host.Transport.Kafka;
using Nba.House;

namespace Nba.Host.Tests.Transport.Kafka;

/// <summary>Writes what <c>docs/topics.md</c> and <c>docs/asyncapi.yaml</c> say of every topic, between two marks that the files hold.</summary>
internal static class TopicsPage
{
    private static readonly KafkaOptions Options = new();
    private static readonly KafkaTopics Topics = new(Options);

    /// <summary>The table of the page.</summary>
    public static string Table()
    {
        var text = new StringBuilder("\n| topic | partitions | key → partition | made with | holds |\n|---|---|---|---|---|\n");
        foreach (var topic in Topics.All)
        {
            var config = string.Join(", ", topic.Config.Select(c => $"`{c.Key}={c.Value}`"));
            text.Append(CultureInfo.InvariantCulture, $"| `{topic.Name}` | {topic.Partitions} | {topic.Key} | {config} | {topic.Content} |\n");
        }
        return text.Append('\n').ToString();
    }

    /// <summary>The channels of the AsyncAPI document.</summary>
    public static string Channels()
    {
        var text = new StringBuilder("channels:\n");
        foreach (var topic in Topics.All)
        {
            var name = ChannelOf(topic);
            text.Append(string.Create(CultureInfo.InvariantCulture, $"""
                  {name}:
                    address: {topic.Name}
                    description: '{topic.Content.Replace("'", "''", StringComparison.Ordinal)}'
                    messages:
                      {name}:
                        $ref: '#/components/messages/{name}'
                    bindings:
                      kafka:
                        topic: {topic.Name}
                        partitions: {topic.Partitions}
                        replicas: {Options.Replication}
                        topicConfiguration:

                """).ReplaceLineEndings("\n"));
            foreach (var (key, value) in topic.Config)
                text.Append(CultureInfo.InvariantCulture, $"          {key}: {(key == "cleanup.policy" ? $"[{value}]" : value)}\n");
            text.Append("        bindingVersion: '0.5.0'\n");
        }
        return text.ToString();
    }

    /// <summary>The name of a topic's channel and message: <c>customerState</c> of <c>nba.customer-state</c>.</summary>
    public static string ChannelOf(KafkaTopic topic)
    {
        var words = topic.Name[(Options.Prefix.Length + 1)..].Split('-');
        return words[0] + string.Concat(words[1..].Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
    }

    /// <summary>A file with another text between its marks.</summary>
    public static string Between(string path, string text)
    {
        var file = Repository.Read(path).ReplaceLineEndings("\n");
        var begin = file.IndexOf('\n', file.IndexOf("topics: begin", StringComparison.Ordinal)) + 1;
        var end = file.LastIndexOf('\n', file.IndexOf("topics: end", StringComparison.Ordinal)) + 1;
        return file[..begin] + text + file[end..];
    }
}
