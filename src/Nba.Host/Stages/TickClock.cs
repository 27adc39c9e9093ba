using Nba.Engine;
using Nba.Engine.Calendars;

namespace Nba.Host.Stages;

/// <summary>The ticks of a partition in the order in which they fall due. Immutable.</summary>
/// <param name="Day">Day number that last began.</param>
/// <param name="Hour">Milliseconds of the hour that last began; 0 where no rule asks for hours.</param>
internal readonly record struct TickClock(int Day, long Hour)
{
    private const long HourMilliseconds = 3_600_000;

    /// <summary>The next tick up to a time: a day before an hour of the same moment, an hour for everybody before one that somebody waits for. Null for none.</summary>
    /// <param name="calendar">The bank's days.</param>
    /// <param name="upTo">The time.</param>
    /// <param name="stated">The next hour that somebody waits for.</param>
    public Tick? Next(BankCalendar calendar, Instant upTo, long? stated)
    {
        var day = Day < calendar.DateOf(upTo).DayNumber ? calendar.StartOf(DateOnly.FromDayNumber(Day + 1)).UnixMilliseconds : long.MaxValue;
        var hour = Hour != 0 && Hour + HourMilliseconds <= upTo.UnixMilliseconds ? Hour + HourMilliseconds : long.MaxValue;
        var waited = stated <= upTo.UnixMilliseconds ? stated.Value : long.MaxValue;
        var first = Math.Min(day, Math.Min(hour, waited));
        if (first == long.MaxValue) return null;
        return first == day ? new Tick(JournalKind.Day, new Instant(first), "", this with { Day = Day + 1 })
            : first == hour ? new Tick(JournalKind.Hour, new Instant(first), "", this with { Hour = hour })
            : new Tick(JournalKind.Hour, new Instant(first), JournalEntry.Stated, this);
    }
}

/// <summary>A tick that falls due.</summary>
/// <param name="Kind">Day or hour.</param>
/// <param name="At">Its moment.</param>
/// <param name="Payload">As its journal entry has it.</param>
/// <param name="Then">The clock once it was journalled.</param>
internal readonly record struct Tick(JournalKind Kind, Instant At, string Payload, TickClock Then);
