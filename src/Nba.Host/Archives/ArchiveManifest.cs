using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nba.Host.Archives;

/// <summary>What an archive says of itself, in words that people read: the file beside its rows. Immutable.</summary>
/// <param name="Format">Version of the archive's format; a program reads those it knows.</param>
/// <param name="Program">Version of the program that made it.</param>
/// <param name="Made">When it was made; no result depends on it.</param>
/// <param name="Carrier">What carried the bank: <see cref="Embedded"/> or <see cref="Kafka"/>.</param>
/// <param name="Partitions">How many partitions the bank's activities have.</param>
/// <param name="Parts">What is held of each partition, in order.</param>
/// <param name="Prefix">What the bank's topics begin with; null where there are none.</param>
internal sealed record ArchiveManifest(
    int Format, string Program, string Made, string Carrier, int Partitions, IReadOnlyList<ArchivedPart> Parts, string? Prefix = null)
{
    /// <summary>The format that this program writes, and the newest that it reads.</summary>
    public const int Newest = 1;

    /// <summary>Name of its file.</summary>
    public const string File = "manifest.json";

    /// <summary>One process with its own store carried the bank.</summary>
    public const string Embedded = "embedded";

    /// <summary>Topics carried the bank.</summary>
    public const string Kafka = "kafka";
}

/// <summary>What an archive holds of one partition. Immutable.</summary>
/// <param name="Partition">Number of the partition.</param>
/// <param name="File">The file of its rows, beside the manifest.</param>
/// <param name="Bytes">Length of that file.</param>
/// <param name="Sha256">Its hash, as <c>sha256sum</c> prints it.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Customers">How many of them are customers.</param>
/// <param name="Actions">How many are live actions.</param>
/// <param name="Position">Position of the first activity that is not decided in it: an offset where topics carry the bank.</param>
/// <param name="Entry">Number of the last journal entry that it holds.</param>
/// <param name="Book">Version of the rule book in force.</param>
/// <param name="Day">The bank's day that had begun last; null before the first.</param>
/// <param name="Decisions">Offset of the topic of decisions from which whatever was decided afterwards stands; null where there is no such topic.</param>
internal sealed record ArchivedPart(
    int Partition, string File, long Bytes, string Sha256, long Rows, long Customers, long Actions, long Position, long Entry,
    string Book, string? Day = null, long? Decisions = null)
{
    /// <summary>The name that the file of a partition must have.</summary>
    public static string FileOf(int partition) => FormattableString.Invariant($"partition-{partition:0000}.rows.br");
}

/// <summary>Manifests as JSON, indented; what stands there and is not known is passed over, what is missing is a fault.</summary>
[JsonSerializable(typeof(ArchiveManifest))]
internal sealed partial class ArchiveJson : JsonSerializerContext
{
    /// <summary>The one form in which they are written and read.</summary>
    public static ArchiveJson Form { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
    });
}
