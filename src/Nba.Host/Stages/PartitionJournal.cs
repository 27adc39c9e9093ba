using System.Text.Json;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <summary>
/// The journal side of a partition: which entries there are, which customers have seen them, and which ticks fall due. Not thread-safe.
/// </summary>
internal sealed class PartitionJournal(StageHead head, Keys keys, RuleBook inForce)
{
    private readonly List<PendingEntry> _pending = [];

    /// <summary>Where the partition stands, uncommitted.</summary>
    public StageHead Head { get; set; } = head;

    /// <summary>The book that entries are journalled under from now on.</summary>
    public RuleBook InForce { get; set; } = inForce;

    /// <summary>Entries that some customer may not have seen, in order.</summary>
    public IReadOnlyList<PendingEntry> Pending => _pending;

    /// <summary>What all customers have in common after the last entry.</summary>
    public Circumstances Circumstances { get; private set; } = Circumstances.Live;

    /// <summary>Ids of customers who were erased.</summary>
    public HashSet<string> Erased { get; } = new(StringComparer.Ordinal);

    /// <summary>The latest time of an entry, in milliseconds; 0 before the first.</summary>
    public long LastNow { get; private set; }

    /// <summary>What all customers have in common after the last committed entry; null where there is no journal, as among a worker's tables for pages.</summary>
    public static Circumstances? CircumstancesOf(Store store, Keys keys)
    {
        Circumstances? circumstances = null;
        foreach (var entry in Entries(store, keys)) circumstances = (circumstances ?? Circumstances.Live).After(entry);
        return circumstances;
    }

    /// <summary>The moment of the last entry; the beginning of time where there is none.</summary>
    public static Instant LastOf(Store store, Keys keys)
    {
        var (key, row) = (Array.Empty<byte>(), Array.Empty<byte>());
        return store.TryLast(keys.Prefix(Table.Journal), ref key, out var length) && store.TryGet(key.AsSpan(0, length), ref row, out length)
            ? JsonSerializer.Deserialize(row.AsSpan(0, length), JournalJson.Default.JournalEntry)!.Now : new Instant(0);
    }

    /// <summary>Reads the entries: what they make of the circumstances, and which are not swept yet.</summary>
    /// <param name="store">Holds them.</param>
    /// <param name="earlier">Finds a book by its version that was in force before.</param>
    public void Load(Store store, Func<string, RuleBook> earlier)
    {
        var (books, version) = (_pending.Select(p => p.Book).Distinct().ToList(), Head.Book);
        _pending.Clear();
        (Circumstances, LastNow) = (Circumstances.Live, 0);
        Erased.Clear();
        foreach (var entry in Entries(store, keys))
        {
            Note(entry);
            Circumstances = Circumstances.After(entry);
            LastNow = Math.Max(LastNow, entry.Now.UnixMilliseconds);
            if (entry.Kind == JournalKind.Book) version = entry.Payload;
            if (entry.Number > Head.SweptTo && ConcernsCustomers(entry)) _pending.Add(new PendingEntry(entry, Circumstances, Of(version)));
        }

        RuleBook Of(string version)
        {
            if (version == Head.Book) return InForce;
            if (books.Find(b => b.Version == version) is { } known) return known;
            books.Add(earlier(version));
            return books[^1];
        }
    }

    private static IEnumerable<JournalEntry> Entries(Store store, Keys keys)
    {
        using var rows = store.Scan(keys.Prefix(Table.Journal));
        while (rows.MoveNext()) yield return JsonSerializer.Deserialize(rows.Value, JournalJson.Default.JournalEntry)!;
    }

    /// <summary>
    /// Journals every day, where a rule asks every hour, and every hour that somebody waits for, that began up to a time, in the order of their beginning.
    /// Each is told at once; the answer is the next hour that somebody waits for.
    /// </summary>
    public void TickUpTo(Instant now, long position, RuleBook book, long? stated, ITransaction transaction, Func<JournalEntry, long?> began)
    {
        var (calendar, hours) = (book.Calendar, book.Rules.AsksForHours);
        var today = calendar.DateOf(now).DayNumber;
        if (Head.Day == 0) Head = Head with { Day = today };
        if (!hours && Head.Hour != 0) Head = Head with { Hour = 0 };
        if (hours && Head.Hour == 0) Head = Head with { Hour = calendar.HourStart(calendar.DateOf(now), calendar.HourOf(now))?.UnixMilliseconds ?? now.UnixMilliseconds };
        while (new TickClock(Head.Day, Head.Hour).Next(calendar, now, stated) is { } tick)
        {
            Head = Head with { Day = tick.Then.Day, Hour = tick.Then.Hour };
            stated = began(Append(tick.Kind, tick.At, position, tick.Payload, transaction));
        }
    }

    /// <summary>Writes an entry of this run.</summary>
    public JournalEntry Append(JournalKind kind, Instant now, long position, string payload, ITransaction transaction, string? facts = null, string? campaigns = null)
    {
        var entry = new JournalEntry(Head.LastEntry + 1, position, kind, now, payload, facts, campaigns);
        Take(entry, transaction);
        return entry;
    }

    /// <summary>Takes an entry: of this run, or recorded when a log is replayed.</summary>
    public void Take(JournalEntry entry, ITransaction transaction)
    {
        transaction.Journal(entry);
        Note(entry);
        Circumstances = Circumstances.After(entry);
        LastNow = Math.Max(LastNow, entry.Now.UnixMilliseconds);
        var concerns = ConcernsCustomers(entry);
        if (concerns) _pending.Add(new PendingEntry(entry, Circumstances, InForce));
        var nobodyWaits = !concerns && Head.SweptTo == entry.Number - 1 && Head.SweepTarget == 0;
        Head = Head with { LastEntry = entry.Number, SweptTo = nobodyWaits ? entry.Number : Head.SweptTo };
    }

    /// <summary>
    /// Begins a sweep up to an entry, unless one is under way. One that is begins anew where a book came into force after its target, so that nobody is given by the
    /// earlier book what the later one takes away. Whom it had changed carry their own stamp; to the others the same entries do nothing once more.
    /// </summary>
    public void BeginSweep(long target)
    {
        if (Head.SweepTarget > 0 && !_pending.Exists(p => p.Entry.Kind == JournalKind.Book && p.Entry.Number > Head.SweepTarget && p.Entry.Number <= target)) return;
        Head = Head with { SweepTarget = target, Cursor = null };
    }

    /// <summary>A sweep reached the last customer: everybody has seen the entries up to its target.</summary>
    public void EndSweep()
    {
        _pending.RemoveAll(p => p.Entry.Number <= Head.SweepTarget);
        Head = Head with { SweptTo = _pending.Count == 0 ? Head.LastEntry : Head.SweepTarget, SweepTarget = 0, Cursor = null };
    }

    /// <summary>Number of the last entry that a customer with such a stamp and key has seen.</summary>
    public long SeenBy(long stamp, ReadOnlySpan<byte> key) =>
        Math.Max(stamp, Head.SweepTarget > 0 && Head.Cursor is { } cursor && key.SequenceCompareTo(cursor) <= 0 ? Head.SweepTarget : Head.SweptTo);

    private void Note(JournalEntry entry)
    {
        if (entry.Kind == JournalKind.Erasure) Erased.UnionWith(entry.Payload.Split(JournalEntry.Between));
    }

    // Before the first activity there are no customers yet; a source that was not behind, or still is, changes nothing
    // for them. A stated hour is decided where it is journalled.
    private static bool ConcernsCustomers(JournalEntry entry) => entry.Position > 0 && !entry.IsStated && entry.Kind switch
    {
        JournalKind.Genesis or JournalKind.DeadLetter or JournalKind.Backfill or JournalKind.Erasure => false,
        JournalKind.Watermark => Watermark.TryParse(entry.Payload, out var mark) && mark.CatchesUp,
        _ => true,
    };
}

/// <summary>An entry that some customer may not have seen, and the circumstances and the book under which it is decided: those of when it was journalled.</summary>
internal readonly record struct PendingEntry(JournalEntry Entry, Circumstances Then, RuleBook Book);
