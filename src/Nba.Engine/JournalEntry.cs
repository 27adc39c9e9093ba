using Nba.Engine.Calendars;

namespace Nba.Engine;

/// <summary>What a journal entry makes known to every customer of its partition.</summary>
public enum JournalKind
{
    /// <summary>A day began in the bank's zone; the entry's time is that day's first instant.</summary>
    Day = 1,
    /// <summary>An hour began; written only where a rule asks for hours, or for customers who wait for it: then the payload says <c>stated</c>.</summary>
    Hour = 2,
    /// <summary>A rule book came into force; <see cref="JournalEntry.Payload"/> is its version.</summary>
    Book = 3,
    /// <summary>The bank went live: what was taken in before it is history, and each customer then known is given a turn.</summary>
    GoLive = 4,
    /// <summary>An activity was set aside; the payload is its position.</summary>
    DeadLetter = 5,
    /// <summary>The log began; the payload says whether it is simulated, and whether the bank is still to go live.</summary>
    Genesis = 6,
    /// <summary>A source is complete up to a day; the payload is a <see cref="Watermark"/>.</summary>
    Watermark = 7,
    /// <summary>Facts were folded from the log anew; the payload is their keys.</summary>
    Backfill = 8,
    /// <summary>A person was erased; the payload is the ids of their customers, a line each. What stood in the log of them cannot be read any more, and what comes later is refused.</summary>
    Erasure = 9,
}

/// <summary>
/// Something that took effect at a position of the input, beside the activities: with the log it determines every decision. Immutable.
/// </summary>
/// <param name="Number">Number in the partition's journal, from 1.</param>
/// <param name="Position">It took effect before the activity at this position of the log.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Now">Its own time under the same clamp as arrival times.</param>
/// <param name="Payload">What it names; empty for ticks of everybody.</param>
/// <param name="Facts">For a book that came into force: keys of the facts it begins to fold anew; null for none.</param>
/// <param name="Campaigns">For a book that came into force: campaigns that are on and were not before, or not by the same filters, a line each, whose rules are looked at with it; null for none.</param>
public sealed record JournalEntry(long Number, long Position, JournalKind Kind, Instant Now, string Payload, string? Facts = null, string? Campaigns = null)
{
    /// <summary>Payload of an hour that only those who wait for it see.</summary>
    public const string Stated = "stated";

    /// <summary>Stands between the names of campaigns, and between customers.</summary>
    public const char Between = '\n';

    /// <summary>Whether it concerns only the customers for whom an activity stated this hour.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsStated => Kind == JournalKind.Hour && Payload == Stated;
}
