using System.Collections.Immutable;

namespace Nba.Engine.Calendars;

/// <summary>
/// On which day a solar term falls, from a shipped table. Outside the table answers are null. Immutable, safe to share between threads.
/// </summary>
public sealed class SolarTerms
{
    private const int TermsOfYear = 24;

    private readonly SolarTermsData _data;

    /// <summary>Builds the terms from their table.</summary>
    /// <exception cref="ArgumentException"><see cref="Check"/> finds faults in the table.</exception>
    public SolarTerms(SolarTermsData data)
    {
        CalendarFault.ThrowIfAny(Check(data), nameof(data));
        _data = data;
    }

    /// <summary>A table without terms, for a bank without solar terms: every answer is null.</summary>
    public static SolarTerms None { get; } = new(new SolarTermsData(ImmutableArray<SolarTerm>.Empty, ImmutableArray<SolarTermYearData>.Empty));

    /// <summary>The terms in the order of the solar year.</summary>
    public IReadOnlyList<SolarTerm> Terms => _data.Terms;

    /// <summary>All faults of the table, in the order of the file; none means that the constructor takes it.</summary>
    public static IReadOnlyList<CalendarFault> Check(SolarTermsData data)
    {
        List<CalendarFault> faults = [];
        if (data.Terms.Length is not (0 or TermsOfYear) || data.Terms.DistinctBy(t => t.Id).Count() != data.Terms.Length)
        {
            faults.Add(new("terms", $"there must be {TermsOfYear} terms of different ids; there are {data.Terms.DistinctBy(t => t.Id).Count()}"));
        }

        for (var i = 0; i < data.Years.Length; i++)
        {
            CheckYear(data, i, faults);
        }

        return faults;
    }

    /// <summary>The day of the term in a solar year; null for an unknown id and outside the table.</summary>
    public DateOnly? DayOf(string id, int year)
    {
        var term = IndexOf(id);
        var index = _data.Years.IsEmpty ? -1 : (long)year - _data.Years[0].Year;
        return term < 0 || index < 0 || index >= _data.Years.Length ? null : DayOf(term, (int)index);
    }

    /// <summary>The term that falls on that day; null where none does and outside the table.</summary>
    public SolarTerm? On(DateOnly day)
    {
        var index = _data.Years.IsEmpty ? -1 : day.Year - _data.Years[0].Year;
        if (index < 0 || index >= _data.Years.Length)
        {
            return null;
        }

        var first = (day.Month - 1) * 2;
        return DayOf(first, index) == day ? _data.Terms[first]
            : DayOf(first + 1, index) == day ? _data.Terms[first + 1]
            : null;
    }

    private static void CheckYear(SolarTermsData data, int index, List<CalendarFault> faults)
    {
        var year = data.Years[index];
        var expected = data.Years[0].Year + index;
        if (year.Year != expected || year.Year is < 1 or > 9999)
        {
            faults.Add(new($"years[{index}].year", $"years ascend without a gap, so this one must be {expected}; it is {year.Year}"));
        }
        else if (year.Days.Length != data.Terms.Length)
        {
            faults.Add(new($"years[{index}].days", $"there must be a day for each of the {data.Terms.Length} terms; there are {year.Days.Length}"));
        }
        else if (year.Days.Where((day, term) => day < 1 || day > DateTime.DaysInMonth(year.Year, MonthOf(term))).Any())
        {
            faults.Add(new($"years[{index}].days", "each number must be a day of its month, two terms a month; one is not"));
        }
    }

    private static int MonthOf(int term) => (term / 2) + 1;

    private DateOnly DayOf(int term, int index) => new(_data.Years[index].Year, MonthOf(term), _data.Years[index].Days[term]);

    private int IndexOf(string id)
    {
        for (var i = 0; i < _data.Terms.Length; i++)
        {
            if (_data.Terms[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }
}
