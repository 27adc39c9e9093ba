using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Vocabulary;
using Nba.Host.Settings;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Stages;

/// <summary>
/// Backfill: facts that are not folded from the beginning are folded anew from the log, customer by customer, so many in a commit as in a sweep. Begun again it gives the same, so one that was
/// broken off is only begun again; until then the store says so and runs nothing else.
/// </summary>
internal sealed partial class Partition
{
    /// <summary>The activities of the past; null where nobody asks for a backfill.</summary>
    public PastLog? Past { get; set; }

    /// <summary>Is told how many of how many activities a backfill has folded; null for nobody.</summary>
    public Action<int, int>? Folded { get; set; }

    /// <summary>Since when facts are folded that were not from the beginning.</summary>
    public IReadOnlyDictionary<FactKey, Instant> FoldedSince => _journal.Circumstances.FoldedSince;

    /// <summary>Folds the facts anew and journals that they are known from now on.</summary>
    public void Backfill(IReadOnlyList<FactKey> keys)
    {
        IReadOnlyList<FactKey> all = [.. keys.Union(FactKey.Read(_journal.Head.Backfilling)).Order()];
        SweepAll();
        _journal.Head = _journal.Head with { Backfilling = FactKey.Write(all) };
        Refold(_journal.Head.NextPosition, all);
        _journal.Append(JournalKind.Backfill, new Instant(Math.Max(_journal.LastNow, _journal.Head.LastNow)), _journal.Head.NextPosition, FactKey.Write(all), _transaction!);
        _journal.Head = _journal.Head with { Backfilling = null };
    }

    // By customer and then by position: each state is read and written once, and what was sent again is known by the customer's own ids.
    private void Refold(long before, IReadOnlyList<FactKey> keys)
    {
        SweepAll();
        Commit();
        Begin();
        var backfill = new Backfill(Book, keys);
        var found = Find(backfill, before);
        for (int i = 0, customers = 1; i < found.Count; customers++)
        {
            Read(found[i]);
            var state = _customers.Load(found.Stays(_activity.Customer.ToString()), _journal.Head.LastEntry);
            backfill.Begin(state);
            for (var end = found.EndOf(i); i < end; i++) backfill.Fold(state, _activity, Read(found[i]));
            _customers.Save(_transport.Durable);
            Folded?.Invoke(i, found.Count);
            if (customers % _options.SweepChunk != 0) continue;
            Commit();
            Begin();
        }
        Commit();
        _transport.Settle();
        Begin();
    }

    private PastPositions Find(Backfill backfill, long before)
    {
        var found = new PastPositions();
        var letter = Array.Empty<byte>();
        foreach (var record in Past!.Before(before))
        {
            if (Book.Reader.Read(record.Value, record.Arrival, _activity, record.IsSent) is not null || !backfill.Folds(_activity.Type)) continue;
            // What was refused or set aside then was never taken in.
            if (Rows.TryGet(_keys.Number(Table.DeadLetters, record.Position), ref letter, out _)) continue;
            found.Add(_activity.Customer, record.Position);
            if (backfill.Absorbed(_activity) is { } gone) found.Merged(gone, _activity.Customer.ToString());
        }
        found.Sort();
        return found;
    }

    // Reads it again; answers when it arrived.
    private Instant Read(long position)
    {
        var record = Past!.At(position);
        return Book.Reader.Read(record.Value, record.Arrival, _activity, record.IsSent) is not { } refusal ? record.Arrival
            : throw Said.Unusable($"position {position} of the log cannot be read any more: {refusal.Reason}");
    }
}
