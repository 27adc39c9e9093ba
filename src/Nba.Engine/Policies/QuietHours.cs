using Nba.Engine.Calendars;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Policies;

/// <summary>
/// The hours in which customers are left alone, in the bank's zone: from an hour of the evening to one of the morning, or within a day. What the bank
/// sends by itself waits; a person is shown the earliest hour. Immutable; safe for any thread.
/// </summary>
/// <param name="From">First hour of quiet, 0 to 24.</param>
/// <param name="Until">First hour after it, 0 to 24.</param>
public sealed record QuietHours(int From, int Until)
{
    /// <summary>No quiet hours.</summary>
    public static readonly QuietHours None = new(24, 0);

    // A letter wakes nobody, and who comes to the branch comes by choice.
    private static readonly long Unheard = Bits("mail", "branch");
    private static readonly long Electronic = Bits("email", "message", "app", "batch");

    /// <summary>Whether the bank delivers by that channel without a person, so that the delivery itself is held.</summary>
    public static bool IsElectronic(int channel) => (Electronic & (1L << channel)) != 0;

    /// <summary>The first moment from now on at which an action may be delivered by a channel: now itself when nothing is in the way.</summary>
    /// <param name="channel">Code in the built-in list <c>channel</c>.</param>
    /// <param name="now">The moment asked for.</param>
    /// <param name="calendar">The bank's zone.</param>
    public Instant DeliverableFrom(int channel, Instant now, BankCalendar calendar) => (Unheard & (1L << channel)) != 0 ? now : EndOfQuiet(now, calendar) ?? now;

    /// <summary>The end of the quiet hours that a moment lies in; null when it lies in none.</summary>
    public Instant? EndOfQuiet(Instant now, BankCalendar calendar)
    {
        var (hour, day) = (calendar.HourOf(now), calendar.DateOf(now));
        var overnight = From > Until;
        var quiet = overnight ? hour >= From || hour < Until : hour >= From && hour < Until;
        if (!quiet) return null;
        var last = overnight && hour >= From ? day.AddDays(1) : day;
        return Until == 24 ? calendar.EndOf(last) : calendar.AtLocal(last, Until * 60);
    }

    private static long Bits(params string[] channels) => channels.Aggregate(0L, (bits, c) => bits | (1L << BuiltIn.Channels.IndexOf(c)));
}
