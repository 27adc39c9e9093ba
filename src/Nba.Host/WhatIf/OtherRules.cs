using System.Collections.Concurrent;
using Nba.Engine;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;
using Nba.Host.Campaigns;
using Nba.Host.Settings;
using Nba.Host.Stages;

namespace Nba.Host.WhatIf;

/// <summary>
/// Other rules for a recorded log. What product owners switched meanwhile is no part of them: it is set over them from where it was set then. Each book is compiled once, when it is
/// first asked for. Thread-safe.
/// </summary>
/// <param name="compile">Compiles the rules with what is set over them, a file of its own; null where nothing is.</param>
/// <param name="log">The recorded log.</param>
/// <param name="follows">The book that they follow; null where they are there from the beginning.</param>
internal sealed class OtherRules(Func<SourceFile?, RuleBookLoad> compile, RecordedLog log, RuleBook? follows)
{
    private readonly ConcurrentDictionary<string, Lazy<RuleBook>> _bySwitches = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RuleBook> _byVersion = new(StringComparer.Ordinal);

    /// <summary>Rule files as they are, from a day on.</summary>
    public static OtherRules Of(RuleBook files, RecordedLog log, DateOnly from) => new(switches => SwitchedBook.Of(files, switches), log, log.FollowedOn(from));

    /// <summary>The book in place of a recorded one, by that one's version.</summary>
    /// <exception cref="InvalidDataException">What was set then does not go with these rules.</exception>
    public RuleBook At(string recorded)
    {
        var switches = log.Book(recorded).Files.FirstOrDefault(f => f.Path == CampaignSwitches.File);
        return _bySwitches.GetOrAdd(switches?.Text ?? "", _ => new Lazy<RuleBook>(() => Made(switches))).Value;
    }

    /// <summary>Compiles whatever is to come in force from a day on and before a place, so that nothing is found amiss in the middle of it.</summary>
    /// <exception cref="InvalidDataException">What was set in these days does not go with these rules.</exception>
    public void Compile(DateOnly from, Cut? until)
    {
        At(log.InForceBefore(from).Version);
        var cut = from > log.FirstDay ? log.Before(from)?.Entry ?? long.MaxValue : 0;
        foreach (var book in log.Journal.Where(e => e.Kind == JournalKind.Book && e.Number >= cut && !(e.Number >= until?.Entry)).Select(e => e.Payload).Distinct()) At(book);
    }

    /// <summary>A book of either run, by its version.</summary>
    public RuleBook Find(string version) => _byVersion.GetValueOrDefault(version) ?? log.Book(version);

    private RuleBook Made(SourceFile? switches)
    {
        var load = compile(switches);
        if (load.Book is not { } book) throw Said.Unusable($"what was set for campaigns in these days does not go with the other rules: {load.Problems[0].Told}; choose other days, or mend the rules");
        if (follows is not null) book = book.Following(follows);
        _byVersion[book.Version] = book;
        return book;
    }
}
