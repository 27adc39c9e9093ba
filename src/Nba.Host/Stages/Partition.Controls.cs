using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using Nba.Host.Campaigns;
using Nba.Host.Settings;
using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <summary>What takes effect in a partition beside activities and ticks: rule books, go-live and watermarks, asked for here or recorded by the run that is replayed.</summary>
internal sealed partial class Partition
{
    /// <summary>Whether the bank is still to go live.</summary>
    public bool AwaitsGoLive => _journal.Circumstances.AwaitsGoLive;

    /// <summary>Journals that the bank goes live at a time, after the ticks up to it; nothing when it is live.</summary>
    public void GoLive(Instant at)
    {
        if (!AwaitsGoLive) return;
        var (now, position) = (new Instant(Math.Max(at.UnixMilliseconds, Math.Max(_journal.Head.LastNow, _lastNow))), Math.Max(_journal.Head.NextPosition, _consumedTo));
        TickUpTo(now, position);
        _journal.Append(JournalKind.GoLive, now, position, "", _transaction!);
    }

    /// <summary>A source says how far it is complete: journalled where it tells more than before. A replay finds that in its journal.</summary>
    private void Report(in LogRecord record)
    {
        var today = Book.Calendar.DateOf(record.Arrival);
        var upTo = DateOnly.FromDayNumber((int)_activity.Fields.Value(_activity.Type.Field(BuiltIn.UpTo)!.Index));
        if (Book.Vocabulary.Feed(_activity.Customer.ToString()) is not { } feed)
            DeadLetter(record, new EventRefusal(Reason.UnknownFeed, $"the subject must be a feed of the vocabulary{NearMiss.Hint(_activity.Customer.ToString(), Book.Vocabulary.Feeds.Select(f => f.Name))}"), 1);
        else if (upTo > today) DeadLetter(record, new EventRefusal(Reason.WatermarkAhead, $"'{BuiltIn.UpTo}' lies after the day it arrived on: a source is complete up to a day that is over"), 1);
        else if (_bookOf is null && _journal.Circumstances.Reported(feed, upTo, today) is { } watermark)
            _journal.Append(JournalKind.Watermark, record.Arrival, record.Position + 1, watermark.ToString(), _transaction!);
    }

    /// <summary>Takes a recorded journal entry.</summary>
    public void Replay(JournalEntry entry)
    {
        Touch();
        if (Instead is not null)
        {
            Retell(entry);
            return;
        }
        if (entry.Kind == JournalKind.Book && entry.Payload != Book.Version)
        {
            SweepAll();
            PutInForce(_bookOf!(entry.Payload) ?? throw Said.Unusable($"the journal names the rule book {entry.Payload}, and the store does not hold it"));
        }
        if (entry.Kind == JournalKind.Backfill) Refold(entry.Position, FactKey.Read(entry.Payload));
        if (entry.Kind == JournalKind.Erasure) EraseAgain(entry);
        _journal.Take(entry, _transaction!);
        _journal.Head = _journal.Head with { Book = Book.Version };
        Begun(entry);
    }

    /// <summary>The books under which a recorded log is decided in place of those of its journal, by their versions; null for those.</summary>
    public Func<string, RuleBook>? Instead { get; init; }

    // Recorded ticks are the clock: days come as they came then, and hours as this book's rules and customers ask for them. Entries are numbered anew.
    private void Retell(JournalEntry entry)
    {
        switch (entry.Kind)
        {
            case JournalKind.Day or JournalKind.Hour:
                TickUpTo(entry.Now, entry.Position);
                break;
            case JournalKind.Book:
                SweepAll();
                var (before, other) = (Book, Instead!(entry.Payload));
                Switch(other, entry.Now);
                // What these rules read they would have known from the beginning.
                if (Past is not null && Brings(_journal.Head, before, other).Facts is { } facts) Backfill(FactKey.Read(facts));
                // A replay that begins in the middle knows by this which day and hour it is.
                if (Math.Max(_journal.LastNow, _journal.Head.LastNow) is > 0 and var now) TickUpTo(new Instant(now), _journal.Head.NextPosition);
                break;
            default:
                if (entry.Kind == JournalKind.Backfill) Refold(entry.Position, FactKey.Read(entry.Payload));
                if (entry.Kind == JournalKind.Erasure) EraseAgain(entry);
                _journal.Append(entry.Kind, entry.Now, entry.Position, entry.Payload, _transaction!, entry.Facts);
                break;
        }
    }

    /// <summary>Where books were named for all workers; null where each one offered follows the one before.</summary>
    public Func<string, long>? NamedAt { get; init; }

    /// <summary>Whether a book was named after the one in force, as far as is known here.</summary>
    public bool Precedes(RuleBook book) => NamedAt is null || NamedAt(book.Version) > (_journal.Head.BookAt ?? -1);

    /// <summary>
    /// Whether a book can be put in force now: while customers are swept only one that differs in nothing but what is set for campaigns. What was journalled before
    /// it is decided under the book of then.
    /// </summary>
    public bool Takes(RuleBook book) => !IsSweeping || SwitchedBook.HaveSameFiles(Book, book);

    /// <summary>Puts a book in force that <see cref="Takes"/> allows: journalled, stored by content, and every state laid out anew.</summary>
    /// <param name="book">The book.</param>
    /// <param name="at">The moment by the clock, where everything that arrived before is decided; null: that of the last activity or entry.</param>
    public void Switch(RuleBook book, Instant? at = null)
    {
        if (_journal.Head.Book == book.Version) return;
        var before = Book;
        book = book.Following(Book);
        PutInForce(book);
        var (facts, campaigns) = Brings(_journal.Head, before, book);
        _transaction!.Put(Table.Books, _keys.Text(Table.Books, book.Version), BookShelf.Write(book));
        // The clock may have brought days since the last activity: nobody is decided on a day that is over.
        _journal.Append(JournalKind.Book, new Instant(Math.Max(Math.Max(_journal.LastNow, _journal.Head.LastNow), at?.UnixMilliseconds ?? 0)), _journal.Head.NextPosition, book.Version, _transaction, facts, campaigns);
        _journal.Head = _journal.Head with { Book = book.Version, BookAt = NamedAt?.Invoke(book.Version) };
    }

    /// <summary>What the journal says of a book that follows another: the facts that it begins to fold, and the campaigns that it opens.</summary>
    internal static (string? Facts, string? Campaigns) Brings(StageHead head, RuleBook before, RuleBook book)
    {
        var campaigns = book.Campaigns.SwitchedOn(before.Campaigns);
        return (head.NextPosition > 0 ? before.Vocabulary.NewFacts(book.Vocabulary) : null, campaigns.Count > 0 ? string.Join(JournalEntry.Between, campaigns) : null);
    }

    private void TakeUp(RuleBook book, bool known, bool simulated)
    {
        if (known && (_journal.Head.Book == book.Version || !Takes(book))) return;
        Begin();
        if (!known) _journal.Append(JournalKind.Genesis, new Instant(0), 0, Circumstances.Genesis(simulated, _options.AwaitGoLive), _transaction!);
        Switch(book);
        // A live bank without a past is live from its first event on.
        if (!known && !simulated && !_options.AwaitGoLive) _journal.Append(JournalKind.GoLive, new Instant(0), 0, "", _transaction!);
        Commit();
    }

    // States are laid out by the book: what is changed is written and made durable, then everything is read anew.
    private void PutInForce(RuleBook book)
    {
        Commit();
        _transport.Settle();
        Begin();
        Release();
        _journal.InForce = book;
        (_customers, _deciding, _swept, _activity) = Lay(book);
    }
}
