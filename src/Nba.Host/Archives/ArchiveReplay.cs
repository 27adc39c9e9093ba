using System.Text.Json;
using Nba.Engine;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Archives;

/// <summary>
/// Decides what a partition did after an archive again, from the states that the archive holds, and compares all of it with what the live run stored: up to
/// where that stands, or up to a later archive, for which the live run need not stand still.
/// </summary>
/// <param name="run">What was recorded.</param>
/// <param name="from">Where the replay begins.</param>
/// <param name="until">Where it ends; null for the end of the run.</param>
/// <param name="options">How the stage works.</param>
internal sealed class ArchiveReplay(IRecordedRun run, Archive from, Archive? until, StageOptions options)
{
    private readonly Dictionary<string, RuleBook> _books = new(StringComparer.Ordinal);

    /// <summary>Verifies one partition; progress is told how many activities were decided.</summary>
    /// <exception cref="InvalidDataException">An archive is damaged, of another run, or something between it and the end is missing.</exception>
    public Verification Verify(int partition, Action<long>? progress = null)
    {
        using var states = run.Scratch();
        var since = from.Unpack(partition, states.Store);
        using var end = until is null ? null : run.Scratch();
        var to = until?.Unpack(partition, end!.Store);
        using var recorded = end is null ? run.Since(from.Part(partition)) : Reached(end.Store, since, to!, partition);
        Follows(states.Store, since, recorded.Store);
        using var replayed = ScratchStore.CopyOf(states.Store);
        Run(recorded.Store, replayed.Store, since, from, partition, progress);
        var (first, last) = (new CustomerCounters(states.Store, 0, _books), end is null ? null : new CustomerCounters(end.Store, 0, _books));
        return Replay.Compare(recorded.Store, replayed.Store, run.Compared, key =>
        {
            var (customer, number) = CustomerCounters.Decision(key);
            return number > first.Decisions(customer) && (last is null || number <= last.Decisions(customer));
        });
    }

    // What the later archive holds, with every customer brought up to its last journal entry as the replay has them, and what the run did in between.
    private RecordedStore Reached(Store end, StageHead since, StageHead to, int partition)
    {
        if (to.NextPosition < since.NextPosition || to.LastEntry < since.LastEntry)
            throw Said.Unusable($"partition {partition} of the archive '{until!.Directory}' stands at position {to.NextPosition}, before that of "
                + $"'{from.Directory}' at {since.NextPosition}: name the earlier one first");
        var copy = ScratchStore.CopyOf(end);
        try
        {
            Run(end, copy.Store, to, until!, partition);
            run.Between(from.Part(partition), until!.Part(partition), copy.Store);
            return new RecordedStore(copy.Store, copy);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    // States that the engine cannot read or decide on were not written by it, or not by this version.
    private void Run(Store recorded, Store target, StageHead since, Archive archive, int partition, Action<long>? progress = null)
    {
        try
        {
            Replay.Run(recorded, target, options, progress, customer => run.Belongs(partition, customer), since);
        }
        catch (Exception failure) when (EngineFailure.Is(failure))
        {
            throw Said.Unusable($"the engine fails ({failure.GetType().Name}) on the states of the archive '{archive.Directory}': run the "
                + $"version of the program that made it; if that fails too, they were altered before", failure);
        }
    }

    // The journal numbers everything that took effect: where it agrees, it is the same run, and where it has no gap, nothing of it is missing.
    private void Follows(Store states, StageHead since, Store recorded)
    {
        if (StageHead.Of(recorded, 0) is not { } head || head.LastEntry < since.LastEntry || head.NextPosition < since.NextPosition)
            throw Said.Unusable($"the archive '{from.Directory}' stands at position {since.NextPosition}, entry {since.LastEntry}, and the run "
                + $"has not come so far: the archive is of another bank, or the run was put back from a backup");
        using var archived = states.Scan(new Keys(0).Prefix(Table.Journal));
        using var kept = recorded.Scan(new Keys(0).Prefix(Table.Journal));
        var (last, folds) = (0L, false);
        while (kept.MoveNext())
        {
            var entry = JsonSerializer.Deserialize(kept.Value, JournalJson.Default.JournalEntry)!;
            if (last == 0 ? entry.Number > since.LastEntry + 1 : entry.Number != last + 1)
                throw Said.Unusable($"the journal goes on with entry {entry.Number} after entry {Math.Max(last, since.LastEntry)}: entries are "
                    + $"missing, and decisions depend on them; put them back, or use a later archive");
            last = entry.Number;
            folds |= entry.Kind == JournalKind.Backfill && last > since.LastEntry;
            if (last > since.LastEntry) continue;
            // What the run has of before the archive may begin later than with the first entry.
            while (archived.MoveNext() && archived.Key.SequenceCompareTo(kept.Key) < 0)
            {
            }
            if (!archived.Key.SequenceEqual(kept.Key) || !archived.Value.SequenceEqual(kept.Value))
                throw Said.Unusable($"journal entry {last} is not the one that the archive '{from.Directory}' holds: the archive is of another "
                    + $"bank, or the journal was altered");
        }
        if (folds && !HasAll(recorded))
            throw Said.Unusable($"facts were backfilled after the archive, from activities that are gone: put them back, "
                + $"or use an archive that was made after the backfill");
    }

    private static bool HasAll(Store recorded) => new PastLog(recorded, 0).Before(1).Any();
}
