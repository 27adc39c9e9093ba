using System.Collections.Immutable;

namespace Nba.Engine.Calendars;

/// <summary>
/// Which festivals fall on a day, and when one comes next. Lunar festivals and terms outside the shipped tables are null, never
/// guessed. Immutable, safe to share between threads.
/// </summary>
public sealed class Festivals
{
    private readonly ImmutableArray<Festival> _festivals;
    private readonly LunarCalendar _lunar;
    private readonly SolarTerms _terms;

    /// <summary>Builds the festivals over the calendars that they are stated in.</summary>
    /// <exception cref="ArgumentException"><see cref="Check"/> finds faults in the data.</exception>
    public Festivals(FestivalsData data, LunarCalendar lunar, SolarTerms terms)
    {
        CalendarFault.ThrowIfAny(Check(data, terms), nameof(data));
        _festivals = data.Festivals;
        _lunar = lunar;
        _terms = terms;
    }

    /// <summary>No festivals at all.</summary>
    public static Festivals None { get; } = new(new FestivalsData(ImmutableArray<Festival>.Empty), LunarCalendar.None, SolarTerms.None);

    /// <summary>All festivals, in the order of the file.</summary>
    public IReadOnlyList<Festival> All => _festivals;

    /// <summary>All faults of the data, in the order of the file; none means that the constructor takes them.</summary>
    public static IReadOnlyList<CalendarFault> Check(FestivalsData data, SolarTerms terms) => FestivalsCheck.Run(data, terms);

    /// <summary>The festivals of a day, in the order of the file; empty for most days.</summary>
    public IReadOnlyList<Festival> On(DateOnly day)
    {
        var lunar = _lunar.ToLunar(day);
        var tomorrow = day == DateOnly.MaxValue ? null : _lunar.ToLunar(day.AddDays(1));
        var term = _terms.On(day)?.Id;
        List<Festival>? found = null;
        foreach (var festival in _festivals)
        {
            if (IsOn(festival, day, lunar, tomorrow, term))
            {
                (found ??= []).Add(festival);
            }
        }

        return found ?? (IReadOnlyList<Festival>)[];
    }

    /// <summary>
    /// The day of a festival in a year: the solar year, or for lunar festivals the lunar year, which begins in January or February and
    /// is named by that solar year. So <c>spring-eve</c> of 2026 is the day before <c>spring</c> of 2026, and <c>laba</c> of 2025 falls in January 2026.
    /// </summary>
    /// <returns>Null for an unknown id and outside the tables.</returns>
    public DateOnly? Occurrence(string id, int year) =>
        _festivals.FirstOrDefault(f => f.Id == id) is { } festival ? Occurrence(festival, year) : null;

    /// <summary>The first day of a festival on or after a day; null for an unknown id and outside the tables.</summary>
    public DateOnly? Next(string id, DateOnly onOrAfter)
    {
        if (_festivals.FirstOrDefault(f => f.Id == id) is not { } festival)
        {
            return null;
        }

        // A lunar festival of one year may fall in January of the next.
        var first = festival.Kind is FestivalKind.Lunar or FestivalKind.LunarEve ? onOrAfter.Year - 1 : onOrAfter.Year;
        for (var year = first; year <= onOrAfter.Year + 1; year++)
        {
            var day = Occurrence(festival, year);
            if (day is null || day >= onOrAfter)
            {
                return day;
            }
        }

        return null;
    }

    private static bool IsOn(Festival festival, DateOnly day, LunarDate? lunar, LunarDate? tomorrow, string? term) => festival.Kind switch
    {
        FestivalKind.Solar => day.Month == festival.Month && day.Day == festival.Day,
        FestivalKind.Lunar => IsDay(festival, lunar),
        FestivalKind.LunarEve => IsDay(festival, tomorrow),
        _ => term is not null && term == festival.Term,
    };

    private static bool IsDay(Festival festival, LunarDate? date) =>
        date is { IsLeap: false } lunar && lunar.Month == festival.Month && lunar.Day == festival.Day;

    private DateOnly? Occurrence(Festival festival, int year) => festival.Kind switch
    {
        FestivalKind.Solar => year is < 1 or > 9999 ? null : new DateOnly(year, festival.Month, festival.Day),
        FestivalKind.Lunar => _lunar.FromLunar(year, festival.Month, festival.Day, leap: false),
        FestivalKind.LunarEve => _lunar.FromLunar(year, festival.Month, festival.Day, leap: false)?.AddDays(-1),
        _ => _terms.DayOf(festival.Term ?? "", year),
    };
}
