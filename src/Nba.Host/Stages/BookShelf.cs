using System.Text.Json;
using Nba.Engine;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;
using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Stages;

/// <summary>Rule books by version, stored by content beside the log, so that a replay needs nothing else. Not thread-safe.</summary>
public static class BookShelf
{
    /// <summary>What to do where a book in force does not load.</summary>
    public static readonly Sentence Remedy = Sentence.Of($"run the version of the program that put it in force, or a later one");

    /// <summary>The stored form of a book.</summary>
    public static byte[] Write(RuleBook book) =>
        JsonSerializer.SerializeToUtf8Bytes([.. book.Files.Concat(book.EarlierPlans).Select(f => new StoredFile(f.Path, f.Text))], StageJson.Default.StoredFileArray);

    /// <summary>The book of that version as stored, or null when it was never in force.</summary>
    /// <exception cref="InvalidDataException">The stored files do not load any more: this process is older or newer than the one that stored them.</exception>
    public static RuleBook? Read(Store store, int partition, string version)
    {
        RuleBookLoad load;
        try
        {
            if (Files(store, partition, version) is not { } files) return null;
            load = RuleBook.Load(files);
        }
        catch (JsonException broken)
        {
            throw Said.Unusable($"the rule book {version} of the journal cannot be read by this process: {broken.Message}; {Remedy}", broken);
        }
        return load.Book ?? throw Said.Unusable($"the rule book {version} of the journal does not load in this process: {load.Problems[0].Told}; {Remedy}");
    }

    /// <summary>A book that was compiled elsewhere, with the earlier plan versions that the shelf keeps beside it.</summary>
    public static RuleBook Carried(Store store, int partition, RuleBook book) =>
        Files(store, partition, book.Version) is { } files ? book.Carrying([.. files.Where(f => book.Files.All(own => own.Path != f.Path))]) : book;

    /// <summary>Number of the change of campaigns that a stored book holds as its last; 0 for none.</summary>
    internal static long ChangeOf(Store store, int partition, string version) => ChangeOf(Files(store, partition, version) ?? []);

    /// <summary>The same of a book's files.</summary>
    internal static long ChangeOf(IReadOnlyList<SourceFile> files)
    {
        if (files.FirstOrDefault(f => f.Path == CampaignSwitches.File) is not { } file) return 0;
        using var json = JsonDocument.Parse(file.Text);
        return json.RootElement.GetProperty("change").GetProperty("number").GetInt64();
    }

    private static IReadOnlyList<SourceFile>? Files(Store store, int partition, string version)
    {
        var bytes = Array.Empty<byte>();
        return store.TryGet(new Keys(partition).Text(Table.Books, version), ref bytes, out var length)
            ? Files(bytes.AsSpan(0, length))
            : null;
    }

    /// <summary>The files of a stored form.</summary>
    internal static IReadOnlyList<SourceFile> Files(ReadOnlySpan<byte> stored) =>
        [.. JsonSerializer.Deserialize(stored, StageJson.Default.StoredFileArray)!.Select(f => new SourceFile(f.Path, f.Text))];
}
