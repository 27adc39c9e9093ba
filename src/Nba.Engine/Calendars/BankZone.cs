using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.TimeZones;

namespace Nba.Engine.Calendars;

/// <summary>
/// The bank's time zone: which local day and hour an instant falls in, and when a local day or hour begins. The zone data are those
/// embedded in the Noda Time package (IANA TZDB, <see cref="DataVersion"/>), the same on every machine. Immutable, safe to share
/// between threads.
/// </summary>
public sealed class BankZone
{
    private const int MinutesOfDay = 24 * 60;

    private readonly DateTimeZone _zone;
    private readonly ZoneOffsets _offsets;

    private BankZone(DateTimeZone zone)
    {
        _zone = zone;
        _offsets = new ZoneOffsets(zone);
    }

    /// <summary>The release of the zone data, such as <c>2026a</c>: a different one may decide differently.</summary>
    public static string DataVersion => TzdbDateTimeZoneSource.Default.TzdbVersion;

    /// <summary>The zone's TZDB name, such as <c>Asia/Shanghai</c>.</summary>
    public string Id => _zone.Id;

    /// <summary>Finds a zone by its TZDB name, capitals included; false where the data have none of that name.</summary>
    public static bool TryGet(string id, [MaybeNullWhen(false)] out BankZone zone)
    {
        ArgumentNullException.ThrowIfNull(id);
        var found = DateTimeZoneProviders.Tzdb.GetZoneOrNull(id);
        zone = found is null ? null : new BankZone(found);
        return zone is not null;
    }

    /// <summary>The local day. Instants outside the years 0001 to 9999 count as the first or the last day. Allocates nothing.</summary>
    public DateOnly DateOf(Instant instant)
    {
        var day = Math.DivRem(LocalMilliseconds(instant), Instant.DayMilliseconds).Quotient;
        return DateOnly.FromDayNumber((int)Math.Min(day, DateOnly.MaxValue.DayNumber));
    }

    /// <summary>The local hour, 0 to 23. Allocates nothing.</summary>
    public int HourOf(Instant instant) => (int)(LocalMilliseconds(instant) / 3_600_000 % 24);

    /// <summary>
    /// The first instant of a local day: midnight, or the end of the gap where clocks skip midnight. Of a day that the zone skips
    /// whole, the start of the day after it.
    /// </summary>
    public Instant StartOf(DateOnly day) => AtLocal(day, 0);

    /// <summary>The first instant after a local day, which is the start of the next one.</summary>
    public Instant EndOf(DateOnly day) => day == DateOnly.MaxValue ? Instant.MaxValue : StartOf(day.AddDays(1));

    /// <summary>
    /// The instant at which local clocks show that minute (0 to 1439): the first one where it comes twice, the end of the gap where
    /// clocks skip it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The minute is none of a day.</exception>
    public Instant AtLocal(DateOnly day, int minuteOfDay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minuteOfDay);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(minuteOfDay, MinutesOfDay);
        var mapping = _zone.MapLocal(day.ToNoda(minuteOfDay));
        return (mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant()).ToInstant();
    }

    /// <summary>
    /// When that local hour (0 to 23) begins, in order: once as a rule, twice where clocks go back over it, never where they skip it.
    /// An hour that clocks skip in part begins at the end of the gap; one that they go back over in part begins once.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The hour is none of a day.</exception>
    public IReadOnlyList<Instant> HourStarts(DateOnly day, int hour)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hour);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hour, 23);
        var mapping = _zone.MapLocal(day.ToNoda(hour * 60));
        switch (mapping.Count)
        {
            case 0:
                var afterGap = mapping.LateInterval.Start.ToInstant();
                return DateOf(afterGap) == day && HourOf(afterGap) == hour ? [afterGap] : [];
            case 1:
                return [mapping.Single().ToInstant().ToInstant()];
            default:
                return [mapping.First().ToInstant().ToInstant(), mapping.Last().ToInstant().ToInstant()];
        }
    }

    /// <summary>When that local hour first begins; null where clocks skip it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The hour is none of a day.</exception>
    public Instant? HourStart(DateOnly day, int hour) => HourStarts(day, hour) is [var first, ..] ? first : null;

    /// <summary>What local clocks show, in milliseconds since the start of the year 0001, never below zero.</summary>
    private long LocalMilliseconds(Instant instant)
    {
        var utc = Math.Clamp(instant.UnixMilliseconds, Instant.MinValue.UnixMilliseconds, Instant.MaxValue.UnixMilliseconds);
        return Math.Max(utc + _offsets.At(utc) - Instant.MinValue.UnixMilliseconds, 0);
    }
}
