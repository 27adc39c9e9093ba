using System.Text.Json;
using System.Text.Json.Serialization;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <summary>How far the local rows of a partition go: written with them, so that a restart reads only what came after.</summary>
/// <param name="Changelog">Offset of the changelog to go on from.</param>
/// <param name="Journal">Offset of the journal to go on from; 0 for a stage without one.</param>
/// <param name="ChangelogTopic">Identity of the changelog topic: another one under the same name is another bank's, or a new beginning.</param>
/// <param name="At">When it was written, in milliseconds: rows older than tombstones are kept for cannot be trusted.</param>
internal sealed record LocalStamp(long Changelog, long Journal, string ChangelogTopic, long At)
{
    /// <summary>The stamp of a partition, or null when it has no rows here.</summary>
    public static LocalStamp? Read(Store store, int partition)
    {
        var bytes = Array.Empty<byte>();
        return store.TryGet(new Keys(partition).Prefix(Table.Stamp), ref bytes, out var length) ? JsonSerializer.Deserialize(bytes.AsSpan(0, length), StampJson.Default.LocalStamp) : null;
    }

    /// <summary>Writes it with a batch.</summary>
    public void Write(StoreBatch batch, int partition) => batch.Put(new Keys(partition).Prefix(Table.Stamp), JsonSerializer.SerializeToUtf8Bytes(this, StampJson.Default.LocalStamp));
}

/// <summary>Stamps as JSON.</summary>
[JsonSerializable(typeof(LocalStamp))]
internal sealed partial class StampJson : JsonSerializerContext;
