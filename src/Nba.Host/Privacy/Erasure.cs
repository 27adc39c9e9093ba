using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nba.Host.Privacy;

/// <summary>What is kept of an erasure: the tombstone, under each of the person's ids. Immutable.</summary>
/// <param name="Customers">Ids of the person's customers.</param>
/// <param name="At">When, as ISO 8601.</param>
/// <param name="Reason">Why, as whoever asked for it says.</param>
/// <param name="Actions">Ids of their actions, for as long as something is still to be done; null then.</param>
/// <param name="Keys">Keys of the store whose rows are still to leave the files; null then.</param>
/// <param name="Untold">Subscriptions whose receivers may still show something of them, as they could not be told; null for none.</param>
internal sealed record Erasure(IReadOnlyList<string> Customers, string At, string Reason, IReadOnlyList<string>? Actions, IReadOnlyList<byte[]>? Keys, IReadOnlyList<string>? Untold = null)
{
    /// <summary>Whether all of it is done.</summary>
    [JsonIgnore]
    public bool IsDone => Actions is null;

    /// <summary>As bytes.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ErasureJson.Default.Erasure);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static Erasure Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, ErasureJson.Default.Erasure)!;
}

/// <summary>Tombstones as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Erasure))]
internal sealed partial class ErasureJson : JsonSerializerContext;
