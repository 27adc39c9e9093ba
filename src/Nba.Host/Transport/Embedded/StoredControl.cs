using Nba.Engine;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;
using Nba.Host.Campaigns;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Transport.Embedded;

/// <summary>
/// The control log of one process with a store of its own: rows of it, written and synced before what they say is put in force, so that a process that is killed
/// between the two comes back with both. Thread-safe.
/// </summary>
internal sealed class StoredControl : ICampaignControl
{
    private readonly Lock _one = new();
    private readonly SwitchedBooks _switched = new();
    private readonly Store _store;
    private readonly Keys _keys = new(EmbeddedTransport.Partition);
    private CampaignLog _log;
    private RuleBook _files;
    private RuleBook _current;

    private StoredControl(Store store, CampaignLog log, RuleBook files, RuleBook current) => (_store, _log, _files, _current) = (store, log, files, current);

    /// <inheritdoc/>
    public CampaignLog Campaigns => Volatile.Read(ref _log);

    /// <inheritdoc/>
    public RuleBook Current => Volatile.Read(ref _current);

    /// <summary>Is told of every book that follows the one it was opened with.</summary>
    public event Action<RuleBook>? Changed;

    /// <summary>Reads what is there and sets it over the rule files; answers the problems where they do not go together, and null then.</summary>
    /// <exception cref="InvalidDataException">An entry is none that this program knows.</exception>
    public static (StoredControl? Control, IReadOnlyList<RuleProblem> Problems) Open(Store store, RuleBook files)
    {
        var log = Read(store);
        var load = SwitchedBook.Of(files, log.Switches);
        return (load.Book is { } book ? new StoredControl(store, log, files, book) : null, load.Problems);
    }

    /// <summary>The control log of a store.</summary>
    /// <exception cref="InvalidDataException">An entry is none that this program knows.</exception>
    public static CampaignLog Read(Store store)
    {
        var log = CampaignLog.Empty;
        using var rows = store.Scan(new Keys(EmbeddedTransport.Partition).Prefix(Table.Control));
        while (rows.MoveNext()) log = log.Take(CampaignJson.Read(rows.Value));
        return log;
    }

    /// <summary>Takes other rule files; answers what keeps them from coming into force.</summary>
    public IReadOnlyList<RuleProblem> Take(RuleBook files)
    {
        lock (_one)
        {
            var load = _switched.Of(files, _log.Switches);
            if (load.Book is not { } book) return load.Problems;
            _files = files;
            Follow(book);
            return [];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<CampaignEffect> Effects()
    {
        if (Campaigns.Latest is null) return [];
        var books = EmbeddedLog.Journal(_store, EmbeddedTransport.Partition).Where(e => e.Kind == JournalKind.Book).ToList();
        var changes = books.Select(e => e.Payload).Distinct().ToDictionary(v => v, v => BookShelf.ChangeOf(_store, EmbeddedTransport.Partition, v));
        return [.. books.Where(e => changes[e.Payload] > 0).Select(e => new CampaignEffect(changes[e.Payload], EmbeddedTransport.Partition, e.Number, e.Position, e.Now.ToString()))];
    }

    /// <inheritdoc/>
    public Sentence? Write(CampaignEntry entry)
    {
        lock (_one)
        {
            if (_log.Refusal(entry) is { } refusal) return refusal;
            if (entry.Files is { } seen && seen != SwitchedBook.FilesOf(_files)) return CampaignLog.FilesChanged;
            var next = _log.Take(entry);
            var load = _switched.Of(_files, next.Switches);
            if (load.Book is not { } book) return load.Problems[0].Words;
            using var batch = _store.NewBatch();
            batch.Put(_keys.Number(Table.Control, entry.Number), CampaignJson.Write(entry));
            _store.Write(batch);
            Volatile.Write(ref _log, next);
            Follow(book);
            return null;
        }
    }

    private void Follow(RuleBook book)
    {
        if (book.Version == _current.Version) return;
        Volatile.Write(ref _current, book);
        Changed?.Invoke(book);
    }
}
