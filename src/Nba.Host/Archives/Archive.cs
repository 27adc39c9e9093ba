using System.Security.Cryptography;
using System.Text.Json;
using Nba.Engine.Sources;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Archives;

/// <summary>
/// An archive that lies in a folder: the states of a bank at a position of each partition, and all that a replay needs to go on from there. Nothing of it is
/// believed before its hash was compared. Thread-safe; reads files, writes none.
/// </summary>
internal sealed class Archive
{
    private const string Remedy = "put back the copy that was kept of it, or use another archive";

    private Archive(string directory, ArchiveManifest manifest, string seal) => (Directory, Manifest, Seal) = (directory, manifest, seal);

    /// <summary>Where it lies.</summary>
    public string Directory { get; }

    /// <summary>What it says of itself.</summary>
    public ArchiveManifest Manifest { get; }

    /// <summary>SHA-256 of the manifest, which has the hash of every other file: whoever notes it elsewhere knows the archive again.</summary>
    public string Seal { get; }

    /// <summary>What it is, in a line.</summary>
    public Sentence Words =>
        $"archive {Directory}: day {(Manifest.Parts.Min(p => p.Day) is { } day ? Sentence.Quoted(day) : Sentence.Of($"none"))}, partitions {Manifest.Partitions}, customers "
            + $"{Manifest.Parts.Sum(p => p.Customers)}, actions {Manifest.Parts.Sum(p => p.Actions)}, bytes {Manifest.Parts.Sum(p => p.Bytes)}, seal {Seal}";

    /// <summary>Opens one by its manifest; its rows are looked at when they are used.</summary>
    /// <exception cref="CannotStartException">There is none, or a newer program made it.</exception>
    /// <exception cref="InvalidDataException">The manifest is damaged.</exception>
    public static Archive Open(string directory)
    {
        var file = Path.Combine(directory, ArchiveManifest.File);
        byte[] json;
        try
        {
            json = File.ReadAllBytes(file);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"there is no archive in '{directory}': {missing.Message.TrimEnd('.')}; name the folder that 'nba archive' "
                + $"made", missing);
        }
        return new Archive(directory, Read(file, json), Convert.ToHexStringLower(SHA256.HashData(json)));
    }

    /// <summary>Checks that it is of this bank.</summary>
    /// <exception cref="CannotStartException">It is of another.</exception>
    public void MustBeOf(string carrier, string? prefix, int partitions)
    {
        var (own, other) = (BankOf(Manifest.Carrier, Manifest.Prefix, Manifest.Partitions), BankOf(carrier, prefix, partitions));
        if (own != other) throw new CannotStartException($"the archive '{Directory}' is of {own}, and this is {other}: name an archive of this bank");
    }

    /// <summary>What is held of a partition.</summary>
    public ArchivedPart Part(int partition) => Manifest.Parts[partition];

    /// <summary>Compares the file of a partition with its hash.</summary>
    /// <exception cref="InvalidDataException">It is missing or damaged; the message names it.</exception>
    public void Check(int partition)
    {
        var part = Part(partition);
        var file = FileOf(part);
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length != part.Bytes) throw Damaged(file, $"it has {stream.Length} bytes, and {ArchiveManifest.File} says {part.Bytes}");
            if (Convert.ToHexStringLower(SHA256.HashData(stream)) is var hash && hash != part.Sha256)
                throw Damaged(file, $"its SHA-256 is {hash}, and {ArchiveManifest.File} says {part.Sha256}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Damaged(file, unreadable.Message.TrimEnd('.'), unreadable);
        }
    }

    /// <summary>Checks a partition and writes its rows into an empty store, as its partition 0; answers where it stood.</summary>
    /// <exception cref="InvalidDataException">The file is missing or damaged, or is not what the manifest says.</exception>
    public StageHead Unpack(int partition, Store into)
    {
        Check(partition);
        var (part, rows) = (Part(partition), 0L);
        using var putter = new RowPutter(into);
        using (var stream = File.OpenRead(FileOf(part)))
        {
            try
            {
                rows = ArchiveRows.Read(stream, putter.PutStored);
            }
            catch (InvalidDataException broken)
            {
                throw Damaged(FileOf(part), broken.Message, broken);
            }
        }
        putter.Write();
        var head = StageHead.Of(into, 0) ?? throw Damaged(FileOf(part), "it does not say where the partition stood");
        if ((rows, head.NextPosition, head.LastEntry, head.Book) != (part.Rows, part.Position, part.Entry, part.Book))
            throw Damaged(Path.Combine(Directory, ArchiveManifest.File), $"it says position {part.Position}, entry {part.Entry} and {part.Rows} rows of "
                + $"partition {partition}, and {part.File} has {head.NextPosition}, {head.LastEntry} and {rows}");
        return head;
    }

    private static ArchiveManifest Read(string file, byte[] json)
    {
        try
        {
            using (var document = JsonDocument.Parse(json))
            {
                if (document.RootElement.GetProperty("format").GetInt32() is var format && format > ArchiveManifest.Newest)
                    throw new CannotStartException($"{file} has the format {format}, and this program knows up to {ArchiveManifest.Newest}: a newer program "
                        + $"made it, so run that");
            }
            var manifest = JsonSerializer.Deserialize(json, ArchiveJson.Form.ArchiveManifest);
            var whole = manifest is { Partitions: > 0, Parts.Count: var parts } && parts == manifest.Partitions
                && manifest.Parts.Select((p, i) => p.Partition == i && p.File == ArchivedPart.FileOf(i)).All(fits => fits);
            return whole ? manifest! : throw Damaged(file, "it does not name a file for each partition");
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Damaged(file, $"it is no manifest: {broken.Message.TrimEnd('.')}", broken);
        }
    }

    private static string BankOf(string carrier, string? prefix, int partitions) =>
        carrier == ArchiveManifest.Kafka
            ? $"a bank on Kafka with the prefix '{prefix}' and {partitions} partitions"
            : $"a bank in a store of its own ({carrier})";

    private static InvalidDataException Damaged(string file, string what, Exception? cause = null) =>
        new($"{file} is not as it was written: {what}; {Remedy}", cause);

    private string FileOf(ArchivedPart part) => Path.Combine(Directory, part.File);
}
