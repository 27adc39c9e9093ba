using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Queues;
using Nba.Host.Api;
using Nba.Host.Stages;

namespace Nba.Kafka.Tests.Stages;

/// <summary>What a bank published of its queues, held against its actions: each owner's last one is what all of them give, and each version came once, in order.</summary>
internal static class FinalQueues
{
    /// <summary>Every owner whose queue is not what it must be.</summary>
    public static IEnumerable<string> Differences(RuleBook book, IEnumerable<ActionRecord> actions, IEnumerable<Message<byte[], byte[]>> published)
    {
        var queues = published.GroupBy(m => Encoding.UTF8.GetString(m.Key)).ToDictionary(g => g.Key, g => g.Select(m => m.Value).ToList(), StringComparer.Ordinal);
        foreach (var owner in actions.GroupBy(a => a.Owner))
        {
            if (!queues.Remove(owner.Key, out var said))
            {
                yield return $"the queue of {owner.Key} was never published";
                continue;
            }
            var versions = said.ConvertAll(Version);
            if (!versions.SequenceEqual(Enumerable.Range(1, said.Count).Select(v => (long)v))) yield return $"the queue of {owner.Key} was published as versions {string.Join(",", versions)}";
            var (shown, expected) = Shown(said[^1]);
            if (shown != Expected(book, owner, expected)) yield return $"the queue of {owner.Key} is not what its {owner.Count()} records give";
        }
        foreach (var owner in queues.Keys) yield return $"the queue of {owner} was published, and it has no actions";
    }

    private static string Expected(RuleBook book, IGrouping<string, ActionRecord> records, (Instant AsOf, string Language) said)
    {
        var queue = new ManagerQueue(records.Key);
        foreach (var record in records) queue.Apply(record);
        var buffer = new ArrayBufferWriter<byte>();
        new QueueEvents(said.Language).Write(QueueReader.View(queue, book, said.AsOf, int.MaxValue), book, said.AsOf, 1, buffer);
        return Shown(buffer.WrittenSpan.ToArray()).Content;
    }

    // All but its version and its moment.
    private static (string Content, (Instant, string) Said) Shown(byte[] record)
    {
        using var json = JsonDocument.Parse(record);
        var data = json.RootElement.GetProperty("data");
        var content = string.Join('\n', data.EnumerateObject().Where(p => p.Name is not ("version" or "asOf")).Select(p => p.Name + p.Value.GetRawText()));
        var asOf = DateTimeOffset.Parse(data.GetProperty("asOf").GetString()!, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        return (content, (new Instant(asOf), data.GetProperty("language").GetString()!));
    }

    private static long Version(byte[] record)
    {
        using var json = JsonDocument.Parse(record);
        return json.RootElement.GetProperty("data").GetProperty("version").GetInt64();
    }
}
