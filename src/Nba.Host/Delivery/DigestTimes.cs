using Nba.Engine.Calendars;

namespace Nba.Host.Delivery;

/// <summary>When a subscription's morning list is due, and when nobody is disturbed, in the bank's zone. Thread-safe.</summary>
internal sealed class DigestTimes(Subscription subscription, DeliveryReader reader)
{
    /// <summary>When the list of a moment's day is due, or that of the next working day where there is none on it, in milliseconds; null where none is wanted.</summary>
    public long? Next(Instant now)
    {
        if (subscription.Pace == DeliveryPace.Each) return null;
        var day = reader.Calendar.DateOf(now);
        return At(reader.Calendar.IsWorkday(day) ? day : reader.Calendar.AddWorkdays(day, 1));
    }

    /// <summary>When the first list after a day's is due, in milliseconds.</summary>
    public long After(DateOnly day) => At(reader.Calendar.AddWorkdays(day, 1));

    /// <summary>The end of the quiet hours that a moment lies in, both in milliseconds; null when it lies in none.</summary>
    public long? EndOfQuiet(long now) =>
        subscription.Quiet is { } quiet ? new Nba.Engine.Policies.QuietHours(quiet.From, quiet.Until).EndOfQuiet(new Instant(now), reader.Calendar)?.UnixMilliseconds : null;

    private long At(DateOnly day) => reader.Calendar.AtLocal(day, subscription.DigestHour * 60).UnixMilliseconds;
}
