using System.Globalization;
using Nba.Host.Archives;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.WhatIf;

namespace Nba.Host.Commands;

/// <summary><c>nba replay --rules</c>: decides a recorded log under other rules, with what was set for campaigns at the time over them, from its beginning or from a day on, and says how many decisions are the same.</summary>
internal static class ReplayUnderRules
{
    /// <summary>Replays into a folder that must be new, or into one that is gone afterwards.</summary>
    /// <param name="directory">The store of the recorded run.</param>
    /// <param name="rules">Folder of the other rules.</param>
    /// <param name="from">The day on which they take force; null for the beginning.</param>
    /// <param name="output">Where states, queues and decisions are kept; null for nowhere.</param>
    /// <param name="options">How the stage works.</param>
    public static int Run(string directory, string rules, string? from, string? output, StageOptions options)
    {
        if (output is not null && Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any()) return CommandLine.Wrong($"'{output}' is not empty; name a folder that does not exist yet with --out");
        var day = DateOnly.MinValue;
        if (from is not null && !DateOnly.TryParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)) return CommandLine.Wrong($"--from must be a day, as 2026-02-01, not '{from}'");
        if (CommandLine.Load(rules) is not { } book) return CommandLine.FaultsFound;
        using var recorded = Store.OpenReadOnly(directory);
        var log = new RecordedLog(recorded);
        if (from is not null && (day < log.FirstDay || day > log.LastDay)) return CommandLine.Wrong($"the log goes from {WhatIfReader.Day(log.FirstDay)} to {WhatIfReader.Day(log.LastDay)}: choose --from within");
        var other = OtherRules.Of(book, log, from is null ? log.FirstDay : day);
        other.Compile(from is null ? log.FirstDay : day, until: null);
        using var kept = output is null ? null : Kept(recorded, output);
        using var scratch = output is null ? ScratchStore.Empty(recorded) : null;
        var target = kept ?? scratch!.Store;
        CopyBooks(recorded, target);
        // Where none can be made, those that are there are all there may be.
        var most = kept is { MakesKeys: false, Keys.Count: var known } ? known : int.MaxValue;
        Replayed(log, target, other, from is null || day == log.FirstDay ? null : day, options);
        if (kept?.Keys?.Count > most) throw Said.Refused($"customers whose rows are still in clear have no key yet, and none can be made while a host has the keys: stop it, delete '{output}' and replay again");
        var count = DecisionComparison.Count(recorded, target);
        Speech.Line($"decisions {count.Recorded} replayed {count.Other} same {count.Same}");
        if (output is not null) Speech.Line($"{output} holds states, queues and decisions; the log stays in {directory}");
        return CommandLine.Ok;
    }

    // Sealed likewise. Keys for customers who have none are made to last where no host has the keys meanwhile; else those that are there must do.
    private static Store Kept(Store recorded, string output)
    {
        var options = new StoreOptions { Directory = output, Fsync = false, Seal = recorded.Places };
        try
        {
            return Store.Open(options);
        }
        catch (StoreUnavailableException) when (options.Seal is not null)
        {
            options.IsScratch = true;
            return Store.Open(options);
        }
    }

    private static void Replayed(RecordedLog log, Store target, OtherRules rules, DateOnly? from, StageOptions options)
    {
        using var progress = new Progress($"replay", log.End);
        if (from is { } day) Replay.Run(log.Store, target, options, new Excerpt { Until = log.Before(day), Books = log.Book }, done => progress.At(done));
        var since = from is null ? null : StageHead.Of(target, 0);
        Replay.Run(log.Store, target, options, new Excerpt { Since = since, Instead = rules.At, Books = rules.Find }, done => progress.At((since?.NextPosition ?? 0) + done));
    }

    // Whoever reads the kept store finds the books that its journal names.
    private static void CopyBooks(Store recorded, Store target)
    {
        using var batch = target.NewBatch();
        using var rows = recorded.Scan(new Keys(0).Prefix(Table.Books));
        while (rows.MoveNext()) batch.Put(rows.Key, rows.Value);
        target.Write(batch);
    }
}
