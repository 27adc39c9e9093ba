using System.Collections.Immutable;
using Nba.Engine.Calendars;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// What all customers of a partition have in common after a journal entry, and what decides with them: whether the bank is live, how far its
/// sources are complete, and since when facts are folded that were not from the beginning. A function of the
/// journal's entries in order, so that a customer who is brought up to date late is decided under the circumstances of then. Immutable.
/// </summary>
public sealed record Circumstances
{
    /// <summary>Those of a bank that is live and of which nothing else was said.</summary>
    public static readonly Circumstances Live = new();

    private const string AwaitsMark = ", awaits go-live";

    /// <summary>Whether all that is taken in counts as history, and no day raises anything, until go-live.</summary>
    public bool AwaitsGoLive { get; init; }

    /// <summary>The last day up to which each source said that it is complete, by name.</summary>
    public ImmutableSortedDictionary<string, DateOnly> Watermarks { get; init; } = ImmutableSortedDictionary.Create<string, DateOnly>(StringComparer.Ordinal);

    /// <summary>Since when facts are folded that were not from the beginning, nor from the whole log since.</summary>
    public ImmutableSortedDictionary<FactKey, Instant> FoldedSince { get; init; } = ImmutableSortedDictionary<FactKey, Instant>.Empty;

    /// <summary>Whether a source is behind on a day; never when it said nothing yet.</summary>
    public bool IsBehind(Feed feed, DateOnly today) => Watermarks.TryGetValue(feed.Name, out var upTo) && feed.IsBehind(upTo, today);

    /// <summary>What a report of a source makes known on a day; null when it said as much before.</summary>
    public Watermark? Reported(Feed feed, DateOnly upTo, DateOnly today) =>
        Watermarks.TryGetValue(feed.Name, out var before) && upTo <= before ? null : new Watermark(feed.Name, upTo, IsBehind(feed, today) && !feed.IsBehind(upTo, today));

    /// <summary>The payload of a journal's first entry.</summary>
    public static string Genesis(bool simulated, bool awaitsGoLive) => (simulated ? "simulated" : "live") + (awaitsGoLive ? AwaitsMark : "");

    /// <summary>The circumstances once an entry took effect; the same object when it changed nothing.</summary>
    public Circumstances After(JournalEntry entry) => entry.Kind switch
    {
        JournalKind.Genesis when entry.Payload.EndsWith(AwaitsMark, StringComparison.Ordinal) => this with { AwaitsGoLive = true },
        JournalKind.GoLive when AwaitsGoLive => this with { AwaitsGoLive = false },
        JournalKind.Watermark when Watermark.TryParse(entry.Payload, out var mark) => this with { Watermarks = Watermarks.SetItem(mark.Feed, mark.UpTo) },
        JournalKind.Book when entry.Facts is not null => this with { FoldedSince = FoldedSince.SetItems(FactKey.Read(entry.Facts).Select(k => KeyValuePair.Create(k, entry.Now))) },
        JournalKind.Backfill => this with { FoldedSince = FoldedSince.RemoveRange(FactKey.Read(entry.Payload)) },
        _ => this,
    };
}
