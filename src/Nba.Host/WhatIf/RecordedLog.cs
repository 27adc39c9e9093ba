using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Host.Archives;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.WhatIf;

/// <summary>A recorded log with its journal and books, and the days it spans. Books are compiled once. Thread-safe.</summary>
internal sealed class RecordedLog
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Lazy<RuleBook>> _books = new(StringComparer.Ordinal);

    /// <summary>Reads where the log begins and ends.</summary>
    /// <exception cref="InvalidDataException">There is no log, or no book.</exception>
    public RecordedLog(Store store)
    {
        Store = store;
        Journal = EmbeddedLog.Journal(store, 0);
        if (EmbeddedLog.End(store, 0) is not { NextPosition: > 0 } end || !Journal.Any(e => e.Kind == JournalKind.Book))
            throw Said.Unusable($"the store holds no decided log yet; run 'nba run', 'nba simulate' or 'nba demo' into it first");
        End = end.NextPosition;
        Last = Book(Journal.Last(e => e.Kind == JournalKind.Book).Payload);
        using var rows = store.Scan(new Keys(0).Prefix(Table.Log));
        rows.MoveNext();
        FirstDay = Last.Calendar.DateOf(EmbeddedLog.Row(rows.Key, rows.Value).Arrival);
        var ticked = Journal.LastOrDefault(e => e.Kind == JournalKind.Day)?.Now ?? default;
        LastDay = Last.Calendar.DateOf(new Instant(Math.Max(end.LastArrival, ticked.UnixMilliseconds)));
    }

    /// <summary>The store.</summary>
    public Store Store { get; }

    /// <summary>Its journal.</summary>
    public IReadOnlyList<JournalEntry> Journal { get; }

    /// <summary>The position after its last activity.</summary>
    public long End { get; }

    /// <summary>The book that took force last.</summary>
    public RuleBook Last { get; }

    /// <summary>Day of its first activity.</summary>
    public DateOnly FirstDay { get; }

    /// <summary>Day of its last activity or tick.</summary>
    public DateOnly LastDay { get; }

    /// <summary>A book, by version.</summary>
    public RuleBook Book(string version) => _books.GetOrAdd(version, v => new Lazy<RuleBook>(() =>
        BookShelf.Read(Store, 0, v) ?? throw Said.Unusable($"the store does not hold the rule book {v} that its journal names"))).Value;

    /// <summary>The book that others follow which take force on a day; null where the log begins on it.</summary>
    public RuleBook? FollowedOn(DateOnly day) => day > FirstDay ? InForceBefore(day) : null;

    /// <summary>The place before a day; null for the end.</summary>
    public Cut? Before(DateOnly day) => Cut.Before(day, Journal, Last.Calendar);

    /// <summary>The book in force before a day begins; the first one where the log begins on it.</summary>
    public RuleBook InForceBefore(DateOnly day)
    {
        var cut = Before(day)?.Entry ?? long.MaxValue;
        return Book((Journal.LastOrDefault(e => e.Kind == JournalKind.Book && e.Number < cut) ?? Journal.First(e => e.Kind == JournalKind.Book)).Payload);
    }

    /// <summary>Decides the log up to a day's beginning under the recorded books; an empty store where it begins on that day.</summary>
    public ScratchStore StateBefore(DateOnly day, StageOptions options, Action<long>? progress = null)
    {
        var states = ScratchStore.Empty(Store);
        try
        {
            if (day > FirstDay) Replay.Run(Store, states.Store, options, new Excerpt { Until = Before(day), Books = Book }, progress);
            return states;
        }
        catch
        {
            states.Dispose();
            throw;
        }
    }
}
