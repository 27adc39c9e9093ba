using System.Text.Json;
using Nba.Engine;
using Nba.Host.Campaigns;
using Nba.Host.Settings;

namespace Nba.Host.Transport.Kafka;

/// <summary>Where books took force, from the journals of all partitions; reads each record once, however often it is asked. Thread-safe.</summary>
internal sealed class JournalEffects(KafkaTopics topics, ISlotClients clients)
{
    private readonly Lock _one = new();
    private readonly Dictionary<int, long> _read = [];
    private readonly List<(int Partition, JournalEntry Entry)> _books = [];

    /// <summary>The effects of those books that hold a change of campaigns.</summary>
    /// <param name="changeOf">Number of the last change in a book; 0 for none.</param>
    /// <exception cref="CannotStartException">The cluster does not answer.</exception>
    public IReadOnlyList<CampaignEffect> Read(Func<string, long> changeOf)
    {
        lock (_one)
        {
            using var reading = Open();
            for (var partition = 0; partition < topics.Journal.Partitions; partition++) ReadOn(reading, partition);
            return [.. _books.Where(b => changeOf(b.Entry.Payload) > 0).Select(b => new CampaignEffect(changeOf(b.Entry.Payload), b.Partition, b.Entry.Number, b.Entry.Position, b.Entry.Now.ToString()))];
        }
    }

    private TopicReading Open()
    {
        var reader = clients.Reader();
        try
        {
            return new TopicReading(reader, clients.Watermarks(), text => text);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private void ReadOn(TopicReading reading, int partition)
    {
        foreach (var record in reading.From(topics.Journal.Name, partition, _read.TryGetValue(partition, out var from) ? from : null))
        {
            var entry = JsonSerializer.Deserialize(record.Message.Value, JournalJson.Default.JournalEntry)!;
            if (entry.Kind == JournalKind.Book) _books.Add((partition, entry));
            _read[partition] = record.Offset.Value + 1;
        }
    }
}
