using Nba.Engine;
using Nba.Host.Archives;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Transport.Embedded;

/// <summary>What a bank of one process recorded: the store of a stopped host, or a copy of one. It is read and never written. Used by one thread.</summary>
/// <param name="store">The store; the caller's.</param>
internal sealed class EmbeddedRun(Store store) : IRecordedRun
{
    private readonly Keys _keys = new(0);

    public string Carrier => ArchiveManifest.Embedded;

    public string? Prefix => null;

    public int Partitions => 1;

    public IReadOnlyList<Table> Compared { get; } = [Table.Customers, Table.Actions, Table.Decisions, Table.Spent];

    /// <summary>Is told of each customer that is archived.</summary>
    public Action? Archived { get; init; }

    public ScratchStore Scratch() => ScratchStore.Empty(store);

    public bool Belongs(int partition, ReadOnlySpan<char> customer) => true;

    public void Archive(ArchiveWriter into) => into.Add(store, 0, 0, null, Archived);

    public RecordedStore Since(ArchivedPart archived)
    {
        HasFrom(archived.Position, StageHead.Of(store, 0)?.NextPosition ?? 0);
        return new RecordedStore(store);
    }

    public void Between(ArchivedPart first, ArchivedPart last, Store into)
    {
        HasFrom(first.Position, last.Position);
        // A backfill folds all that is there.
        var from = EmbeddedLog.Journal(into, 0).Any(e => e.Kind == JournalKind.Backfill && e.Number > first.Entry) ? 0 : first.Position;
        using var rows = new RowPutter(into);
        using (var log = store.Scan(_keys.Prefix(Table.Log), new Keys(0).Number(Table.Log, from), sweep: true))
            Copy(log, new Keys(0).Number(Table.Log, last.Position), rows);
        using (var decisions = store.Scan(_keys.Prefix(Table.Decisions), sweep: true)) Copy(decisions, default, rows);
        rows.Write();
    }

    public void Dispose()
    {
    }

    // Positions have no gaps here.
    private void HasFrom(long first, long end)
    {
        var kept = new PastLog(store, 0).Between(first, long.MaxValue).Select(r => (long?)r.Position).FirstOrDefault();
        if (first < end && kept != first)
            throw Said.Unusable($"the log has no activity at position {first}, where the archive ends: what came after is gone; put it back, or "
                + $"use a later archive");
    }

    private static void Copy(StoreScan from, ReadOnlySpan<byte> end, RowPutter into)
    {
        while (from.MoveNext() && (end.IsEmpty || from.Key.SequenceCompareTo(end) < 0)) into.Put(from.Key, from.Value);
    }
}
