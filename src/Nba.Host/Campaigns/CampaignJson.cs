using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Nba.Engine.Campaigns;
using Nba.Host.Settings;

namespace Nba.Host.Campaigns;

/// <summary>Entries of the control log as JSON, wherever it is kept.</summary>
[JsonSerializable(typeof(CampaignEntry))]
internal sealed partial class CampaignJson : JsonSerializerContext
{
    /// <summary>The one form in which entries are written and read. A member that this program does not know is refused: what it says must not be passed over.</summary>
    public static CampaignJson Stored { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter<CampaignEntryKind>(JsonNamingPolicy.KebabCaseLower), new JsonStringEnumConverter<CampaignChangeKind>(JsonNamingPolicy.KebabCaseLower) },
    });

    /// <summary>An entry as bytes.</summary>
    public static byte[] Write(CampaignEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, Stored.CampaignEntry);

    /// <summary>The entry of these bytes.</summary>
    /// <exception cref="InvalidDataException">They are none that this program knows.</exception>
    public static CampaignEntry Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Stored.CampaignEntry) ?? throw Said.Unusable($"an entry of the control log is null");
        }
        catch (JsonException broken)
        {
            throw Said.Unusable($"an entry of the control log cannot be read: {broken.Message}; a newer version of the program wrote it, so run that", broken);
        }
    }
}
