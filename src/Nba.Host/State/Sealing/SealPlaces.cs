using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nba.Host.State.Sealing;

/// <summary>Where the keys of a sealed store lie. It stands beside the store's own files, so that whoever opens the store, or a copy of it, finds them; it holds no key. Immutable.</summary>
/// <param name="MasterFile">The file of the master key.</param>
/// <param name="KeysFile">The file of customers' keys, each wrapped by the master key.</param>
public sealed record SealPlaces(string MasterFile, string KeysFile)
{
    /// <summary>The file in a store's directory.</summary>
    public const string File = "SEALED";

    /// <summary>What a store's directory says; null for one that is not sealed.</summary>
    /// <exception cref="StoreUnavailableException">The file is there and cannot be read.</exception>
    public static SealPlaces? Of(string directory)
    {
        var file = Path.Combine(directory, File);
        try
        {
            return System.IO.File.Exists(file) ? JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(file), SealJson.Default.SealPlaces) : null;
        }
        catch (Exception broken) when (broken is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"'{file}', which says where the keys of this store lie, cannot be read: {broken.Message.TrimEnd('.')}", $"Put it back from a backup", broken);
        }
    }

    /// <summary>Writes it into a store's directory, for all that is opened there from then on.</summary>
    public void Put(string directory)
    {
        var (file, written) = (Path.Combine(directory, File), Path.Combine(directory, File + ".new"));
        var full = new SealPlaces(Path.GetFullPath(MasterFile), Path.GetFullPath(KeysFile));
        Directory.CreateDirectory(directory);
        using (var stream = new FileStream(written, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, full, SealJson.Default.SealPlaces);
            stream.Flush(flushToDisk: true);
        }
        System.IO.File.Move(written, file, overwrite: true);
    }
}

/// <summary>Places as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SealPlaces))]
internal sealed partial class SealJson : JsonSerializerContext;
