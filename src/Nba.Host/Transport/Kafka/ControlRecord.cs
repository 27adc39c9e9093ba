using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Nba.Engine;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;
using Nba.Host.Campaigns;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <summary>Records of the control topic: rule files under <c>book/</c> and the version of their book, entries about campaigns under <c>campaign/</c> and their number.</summary>
internal static class ControlRecord
{
    private const string BookPrefix = "book/";
    private const string CampaignPrefix = "campaign/";
    private const string After = "nbacampaigns";

    /// <summary>The record that names rule files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="after">Number of the last entry about campaigns that they were held against.</param>
    public static Message<byte[], byte[]> Of(RuleBook files, long after) => new()
    {
        Key = Encoding.UTF8.GetBytes(BookPrefix + files.Version),
        Value = ChangelogRecord.Value(Table.Books, BookShelf.Write(files)),
        Headers = new Headers { { After, Encoding.UTF8.GetBytes(after.ToString(CultureInfo.InvariantCulture)) } },
    };

    /// <summary>The record of an entry.</summary>
    public static Message<byte[], byte[]> Of(CampaignEntry entry) =>
        new() { Key = Encoding.UTF8.GetBytes(CampaignPrefix + entry.Number.ToString(CultureInfo.InvariantCulture)), Value = CampaignJson.Write(entry) };

    /// <summary>The rule files that a record names; null when it names none.</summary>
    public static NamedBook? Book(Message<byte[], byte[]> record) => Named(record, BookPrefix) is { } version ? new NamedBook(version, record.Value, Number(record.Headers)) : null;

    /// <summary>The entry that a record holds; null when it holds none.</summary>
    /// <exception cref="InvalidDataException">It is none that this program knows.</exception>
    public static CampaignEntry? Campaign(Message<byte[], byte[]> record) => Named(record, CampaignPrefix) is null ? null : CampaignJson.Read(record.Value);

    private static long? Number(Headers? headers) =>
        headers is not null && headers.TryGetLastBytes(After, out var bytes) && long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Named(Message<byte[], byte[]> record, string prefix) =>
        record is { Key: { } key, Value: not null } && Encoding.UTF8.GetString(key) is var text && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;
}

/// <summary>Rule files as the control topic has them.</summary>
/// <param name="Version">Version of their book.</param>
/// <param name="Files">The record's value.</param>
/// <param name="After">Number of the last entry about campaigns that they were held against; null where that was not kept.</param>
internal sealed record NamedBook(string Version, byte[] Files, long? After)
{
    /// <summary>Their texts; null where this process cannot read them.</summary>
    public IReadOnlyList<SourceFile>? Sources()
    {
        try
        {
            return Read();
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            return null;
        }
    }

    /// <summary>Compiles them; null, and why, where this process cannot.</summary>
    public RuleBook? Load(out string? why)
    {
        try
        {
            var load = RuleBook.Load(Read());
            why = load.Book is null ? $"the rule book {Version} that control names does not load in this process: {load.Problems[0].Told}; {BookShelf.Remedy}" : null;
            return load.Book;
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            why = $"the rule book {Version} that control names cannot be read by this process: {broken.Message}; {BookShelf.Remedy}";
            return null;
        }
    }

    private static bool IsBroken(Exception broken) => broken is InvalidDataException or InvalidOperationException or JsonException or IOException;

    private IReadOnlyList<SourceFile> Read() => BookShelf.Files(ChangelogRecord.Row(Files).Span);
}
