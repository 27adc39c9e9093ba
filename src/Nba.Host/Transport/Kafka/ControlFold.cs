using System.Collections.Concurrent;
using Confluent.Kafka;
using Nba.Engine;
using Nba.Engine.Campaigns;

namespace Nba.Host.Transport.Kafka;

/// <summary>What held after a record of the control topic.</summary>
/// <param name="Files">The rule files named last.</param>
/// <param name="Switches">What was set over them; null for nothing.</param>
/// <param name="At">Offset of the record.</param>
internal sealed record Standing(NamedBook Files, CampaignSwitches? Switches, long At);

/// <summary>
/// The control topic, record by record: which files are named, what is set over them, and where each book that follows was named. Compiles nothing, so it is the same for
/// every version of the program that can read the entries. One thread takes records; the rest may be read by any.
/// </summary>
internal sealed class ControlFold
{
    private readonly ConcurrentDictionary<string, long> _named = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _changes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _published = new(StringComparer.Ordinal);
    private readonly List<Standing> _standings = [];
    private CampaignLog _campaigns = CampaignLog.Empty;
    private NamedBook? _files;

    /// <summary>All entries about campaigns that were taken.</summary>
    public CampaignLog Campaigns => Volatile.Read(ref _campaigns);

    /// <summary>Version of the rule files named last; null before any were.</summary>
    public string? Files => Volatile.Read(ref _files)?.Version;

    /// <summary>Why an entry could not be read; null when all could. From there on nobody here knows what is set, so nothing stands after it.</summary>
    public string? Fault { get; private set; }

    /// <summary>What held after each record, in order. Only for the thread that takes them.</summary>
    public IReadOnlyList<Standing> Standings => _standings;

    /// <summary>Whether rule files of that version were ever named. Only for the thread that takes records.</summary>
    public bool WasPublished(string version) => _published.Contains(version);

    /// <summary>The offset at which a book, files and what is set over them, was named last; -1 when it never was.</summary>
    public long NamedAt(string book) => _named.GetValueOrDefault(book, -1);

    /// <summary>Number of the change that was the last one in a book; 0 for a book without any.</summary>
    public long ChangeOf(string book) => _changes.GetValueOrDefault(book);

    /// <summary>Whether any change was ever in force.</summary>
    public bool HasChanges => !_changes.IsEmpty;

    /// <summary>Takes the next record; answers whether it says anything.</summary>
    public bool Take(Message<byte[], byte[]> record, long at)
    {
        if (ControlRecord.Book(record) is { } named)
        {
            // Whoever named them had not seen what was set since, and looks again.
            if (named.After is { } seen && seen != Campaigns.Last) return false;
            _published.Add(named.Version);
            Volatile.Write(ref _files, named);
        }
        else if (!TakesEntry(record)) return false;
        if (Fault is null && _files is { } files) Stand(new Standing(files, Campaigns.Switches, at));
        return true;
    }

    /// <summary>Drops what held before the last record: nobody goes back there.</summary>
    public void Forget()
    {
        if (_standings.Count > 1) _standings.RemoveRange(0, _standings.Count - 1);
    }

    // Of two who write at once the first is taken, and nobody sets anything in view of files that are others by now.
    private bool TakesEntry(Message<byte[], byte[]> record)
    {
        try
        {
            if (ControlRecord.Campaign(record) is not { } entry || (entry.Files is { } seen && seen != Files)) return false;
            var (before, after) = (_campaigns, _campaigns.Take(entry));
            Volatile.Write(ref _campaigns, after);
            return !ReferenceEquals(before, after);
        }
        catch (InvalidDataException broken)
        {
            Fault ??= broken.Message;
            return true;
        }
    }

    private void Stand(Standing standing)
    {
        _standings.Add(standing);
        if (Version(standing) is not { } book) return;
        _named[book] = standing.At;
        if (standing.Switches is { } switches) _changes[book] = switches.Change.Number;
    }

    private static string? Version(Standing standing) => standing.Switches is not { } switches ? standing.Files.Version
        : standing.Files.Sources() is { } sources ? RuleBook.VersionOf([.. sources.Where(f => f.Path != CampaignSwitches.File), switches.ToFile()]) : null;
}
