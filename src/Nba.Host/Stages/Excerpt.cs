using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <summary>Which part of a recording is decided again, under which book, and who looks on.</summary>
internal sealed class Excerpt
{
    /// <summary>Where the states in the store stand: only what came after is decided. Null for an empty store.</summary>
    public StageHead? Since { get; init; }

    /// <summary>The only activities that are given, in order; null for all. For the customers they are of as good as the whole, for a decision sees nobody else.</summary>
    public IReadOnlyList<LogRecord>? Only { get; init; }

    /// <summary>The moment up to which the journal is given; null for all of it.</summary>
    public Instant? Moment { get; init; }

    /// <summary>Where it ends; null for the end of the recording.</summary>
    public Cut? Until { get; init; }

    /// <summary>The book that takes force in place of each that the journal names, by that one's version; null for those themselves.</summary>
    public Func<string, RuleBook>? Instead { get; init; }

    /// <summary>Finds a book by its version; null for those stored beside the recording, compiled anew.</summary>
    public Func<string, RuleBook>? Books { get; init; }

    /// <summary>Whether a customer's activities lie in the partition that was recorded; null where all do.</summary>
    public Func<ReadOnlySpan<char>, bool>? Belongs { get; init; }

    /// <summary>Who looks on, or null.</summary>
    public ReplayWatch? Watch { get; init; }
}

/// <summary>A place in a recording: before this journal entry, and before the activity at its position.</summary>
/// <param name="Entry">Number of the entry.</param>
/// <param name="Position">Position of the log at which it took effect.</param>
internal readonly record struct Cut(long Entry, long Position)
{
    /// <summary>The place before a day begins; null where the recording has not come to it.</summary>
    public static Cut? Before(DateOnly day, IReadOnlyList<JournalEntry> journal, BankCalendar calendar) =>
        journal.FirstOrDefault(e => e.Kind == JournalKind.Day && calendar.DateOf(e.Now) >= day) is { } entry ? new Cut(entry.Number, entry.Position) : null;
}

/// <summary>
/// Looks on while a recording is decided: sees each row once it is committed, in order, and is told of days when everybody has been brought up to that moment.
/// Called on the thread of the replay.
/// </summary>
internal abstract class ReplayWatch
{
    /// <summary>A record of an action was written: it stands so for its owner, or is gone.</summary>
    public virtual void Action(ReadOnlySpan<byte> record)
    {
    }

    /// <summary>A contact was counted to a campaign.</summary>
    public virtual void Spent(ReadOnlySpan<byte> key)
    {
    }

    /// <summary>A book took force.</summary>
    public virtual void Book(string version)
    {
    }

    /// <summary>A day is about to begin: everything before it is decided.</summary>
    public virtual void DayEnds(DateOnly next)
    {
    }

    /// <summary>A day began, and every customer has had its tick.</summary>
    public virtual void DayBegan(DateOnly day)
    {
    }
}
