using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Queues;
using Nba.Host.Stages;

namespace Nba.Host.Api;

/// <summary>
/// Ranked queues as records of the topic <c>nba.queues</c>: a CloudEvent 1.0 whose entries are those of <c>GET /queues/{owner}</c>, in one language. At most
/// <see cref="MostEntries"/> entries and <see cref="MostBytes"/> bytes: what is too much is left out from the end. Thread-safe.
/// </summary>
public sealed class QueueEvents(string language)
{
    /// <summary>Most entries of a record, and most actions of one entry.</summary>
    public const int MostEntries = 200;

    /// <summary>Most bytes of a record.</summary>
    public const int MostBytes = 512 * 1024;

    // What closes the record behind its entries.
    private const int Tail = 64;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = ApiJson.Web.Options.Encoder, SkipValidation = true };

    /// <summary>Writes a queue; a <see cref="QueueWriter"/>.</summary>
    public int Write(QueueView view, RuleBook book, Instant asOf, long version, IBufferWriter<byte> into)
    {
        using var writer = new Utf8JsonWriter(into, Relaxed);
        writer.WriteStartObject();
        writer.WriteString("specversion"u8, "1.0"u8);
        writer.WriteString("id"u8, string.Create(CultureInfo.InvariantCulture, $"{view.Owner}.{version}"));
        writer.WriteString("source"u8, "nba:queue"u8);
        writer.WriteString("type"u8, "nba.queue.ranked"u8);
        writer.WriteString("subject"u8, view.Owner);
        writer.WriteString("time"u8, asOf.ToString());
        writer.WriteStartObject("data"u8);
        writer.WriteNumber("version"u8, version);
        writer.WriteString("asOf"u8, asOf.ToString());
        writer.Flush();
        var content = (int)writer.BytesCommitted;
        writer.WriteString("owner"u8, view.Owner);
        if (book.Directory.Find(view.Owner)?.Name is { } name) writer.WriteString("name"u8, name);
        writer.WriteString("bookVersion"u8, book.Version);
        writer.WriteString("language"u8, language);
        writer.WriteNumber("capacity"u8, book.Directory.CapacityOf(view.Owner));
        var words = new ActionWords(book, language, asOf);
        writer.WriteStartArray("today"u8);
        var today = Entries(view.Today, MostEntries, words, writer);
        writer.WriteEndArray();
        writer.WriteStartArray("backlog"u8);
        if (today == view.Today.Count) Entries(view.Backlog, MostEntries - today, words, writer);
        writer.WriteEndArray();
        writer.WriteNumber("withheld"u8, view.Withheld + view.Today.Count - today);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return content;
    }

    // How many there was room for.
    private static int Entries(IReadOnlyList<QueueEntry> entries, int atMost, ActionWords words, Utf8JsonWriter writer)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (i == atMost || !TryEntry(entries[i], words, writer)) return i;
        }
        return entries.Count;
    }

    // A list of batch actions can be longer than a record: then its best are shown, and how many more.
    private static bool TryEntry(QueueEntry entry, ActionWords words, Utf8JsonWriter writer)
    {
        writer.Flush();
        var room = MostBytes - Tail - writer.BytesCommitted;
        for (var shown = Math.Min(entry.Actions.Count, MostEntries); shown > 0; shown /= 2)
        {
            var left = entry.Actions.Count - shown;
            var cut = left == 0 ? entry : entry with { Actions = [.. entry.Actions.Take(shown)], More = entry.More + left };
            var json = JsonSerializer.SerializeToUtf8Bytes(words.Of(cut), ApiJson.Web.EntryAnswer);
            if (json.Length + 1 > room) continue;
            writer.WriteRawValue(json, skipInputValidation: true);
            return true;
        }
        return false;
    }
}
