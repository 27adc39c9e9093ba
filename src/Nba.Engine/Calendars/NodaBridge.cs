using NodaTime;

namespace Nba.Engine.Calendars;

/// <summary>Between our values and Noda Time's, which are named in this room only.</summary>
internal static class NodaBridge
{
    /// <summary>Instants outside the years 0001 to 9999 become the nearest one inside.</summary>
    internal static NodaTime.Instant ToNoda(this Instant instant) => NodaTime.Instant.FromUnixTimeMilliseconds(
        Math.Clamp(instant.UnixMilliseconds, Instant.MinValue.UnixMilliseconds, Instant.MaxValue.UnixMilliseconds));

    internal static Instant ToInstant(this NodaTime.Instant instant) => new Instant(instant.ToUnixTimeMilliseconds()).Plus(0);

    internal static LocalDateTime ToNoda(this DateOnly day, int minuteOfDay) =>
        new(day.Year, day.Month, day.Day, minuteOfDay / 60, minuteOfDay % 60);
}
