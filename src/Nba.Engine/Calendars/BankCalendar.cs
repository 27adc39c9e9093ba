namespace Nba.Engine.Calendars;

/// <summary>
/// The door of this room: which day is it at the bank, and what does it mean? Composes the bank's zone, its working days, the lunar
/// calendar, the solar terms and the festivals. Immutable, safe to share between threads.
/// </summary>
/// <param name="zone">The bank's time zone.</param>
/// <param name="working">Its working days.</param>
/// <param name="lunar">Lunar dates; <see cref="LunarCalendar.None"/> for a bank without them.</param>
/// <param name="terms">Solar terms; <see cref="SolarTerms.None"/> for a bank without them.</param>
/// <param name="festivals">Festivals; <see cref="Festivals.None"/> for a bank without them.</param>
public sealed class BankCalendar(BankZone zone, WorkingCalendar working, LunarCalendar lunar, SolarTerms terms, Festivals festivals)
{
    /// <summary>The bank's time zone.</summary>
    public BankZone Zone => zone;

    /// <inheritdoc cref="BankZone.DateOf"/>
    public DateOnly DateOf(Instant instant) => zone.DateOf(instant);

    /// <inheritdoc cref="BankZone.HourOf"/>
    public int HourOf(Instant instant) => zone.HourOf(instant);

    /// <inheritdoc cref="BankZone.StartOf"/>
    public Instant StartOf(DateOnly day) => zone.StartOf(day);

    /// <inheritdoc cref="BankZone.EndOf"/>
    public Instant EndOf(DateOnly day) => zone.EndOf(day);

    /// <inheritdoc cref="BankZone.AtLocal"/>
    public Instant AtLocal(DateOnly day, int minuteOfDay) => zone.AtLocal(day, minuteOfDay);

    /// <inheritdoc cref="BankZone.HourStart"/>
    public Instant? HourStart(DateOnly day, int hour) => zone.HourStart(day, hour);

    /// <inheritdoc cref="BankZone.HourStarts"/>
    public IReadOnlyList<Instant> HourStarts(DateOnly day, int hour) => zone.HourStarts(day, hour);

    /// <inheritdoc cref="WorkingCalendar.IsWorkday"/>
    public bool IsWorkday(DateOnly day) => working.IsWorkday(day);

    /// <inheritdoc cref="WorkingCalendar.IsAssumed"/>
    public bool IsAssumed(DateOnly day) => working.IsAssumed(day);

    /// <inheritdoc cref="WorkingCalendar.HolidayName"/>
    public CalendarName? HolidayName(DateOnly day) => working.HolidayName(day);

    /// <inheritdoc cref="WorkingCalendar.AddWorkdays"/>
    public DateOnly AddWorkdays(DateOnly from, int count) => working.AddWorkdays(from, count);

    /// <inheritdoc cref="WorkingCalendar.WorkdaysBetween"/>
    public int WorkdaysBetween(DateOnly from, DateOnly to) => working.WorkdaysBetween(from, to);

    /// <inheritdoc cref="LunarCalendar.ToLunar"/>
    public LunarDate? ToLunar(DateOnly day) => lunar.ToLunar(day);

    /// <inheritdoc cref="LunarCalendar.FromLunar"/>
    public DateOnly? FromLunar(int year, int month, int day, bool leap) => lunar.FromLunar(year, month, day, leap);

    /// <inheritdoc cref="SolarTerms.On"/>
    public SolarTerm? TermOn(DateOnly day) => terms.On(day);

    /// <inheritdoc cref="SolarTerms.DayOf(string, int)"/>
    public DateOnly? TermDay(string id, int year) => terms.DayOf(id, year);

    /// <inheritdoc cref="Festivals.On"/>
    public IReadOnlyList<Festival> FestivalsOn(DateOnly day) => festivals.On(day);

    /// <inheritdoc cref="Festivals.Next"/>
    public DateOnly? NextFestival(string id, DateOnly onOrAfter) => festivals.Next(id, onOrAfter);

    /// <inheritdoc cref="Festivals.Occurrence(string, int)"/>
    public DateOnly? FestivalIn(string id, int year) => festivals.Occurrence(id, year);

    /// <inheritdoc cref="Anniversaries.NextAnniversary"/>
    public DateOnly NextAnniversary(DateOnly origin, DateOnly onOrAfter) => Anniversaries.NextAnniversary(origin, onOrAfter);

    /// <summary>
    /// The first lunar anniversary of a day (a birthday kept by the lunar calendar) on or after another, by the rules of
    /// <see cref="Anniversaries.InLunarYear"/>; null where either lies outside the lunar table.
    /// </summary>
    public DateOnly? NextLunarAnniversary(DateOnly origin, DateOnly onOrAfter) =>
        lunar.ToLunar(origin) is { } date ? Anniversaries.NextLunarAnniversary(lunar, date, onOrAfter) : null;

    /// <summary>That many days or working days after (before, for a negative count), kept within the years 0001 to 9999.</summary>
    /// <exception cref="ArgumentException">The span counts hours, which move instants, not days.</exception>
    public DateOnly Add(DateOnly from, DaySpan span) => span.Unit switch
    {
        SpanUnit.Days => DateOnly.FromDayNumber((int)Math.Clamp((long)from.DayNumber + span.Count, 0, DateOnly.MaxValue.DayNumber)),
        SpanUnit.WorkingDays => working.AddWorkdays(from, span.Count),
        _ => throw new ArgumentException($"A span of hours ({span}) has no place in dates", nameof(span)),
    };
}
