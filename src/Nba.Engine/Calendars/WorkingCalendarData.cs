using System.Collections.Immutable;

namespace Nba.Engine.Calendars;

/// <summary>
/// A working-day calendar as its file states it (<c>rules/calendars/china.json</c>, <c>weekdays.json</c>):
/// <code>{"id": "china", "known": "years", "years": [WorkingYearData, …]}</code>
/// <c>known</c> is <c>"years"</c> (days of other years are assumed) or <c>"all"</c> (none is). Years ascend without a gap.
/// </summary>
/// <param name="Id">Name of the calendar, for messages.</param>
/// <param name="AllDaysKnown">True for <c>"known": "all"</c>: Monday to Friday outside the listed years is a fact, not an assumption.</param>
/// <param name="Years">The listed years; none gives Monday to Friday throughout.</param>
public sealed record WorkingCalendarData(string Id, bool AllDaysKnown, ImmutableArray<WorkingYearData> Years)
{
    /// <summary>Reads the value of <c>known</c>; false for any text but <c>years</c> and <c>all</c>.</summary>
    public static bool TryParseKnown(string text, out bool allDaysKnown)
    {
        allDaysKnown = text == "all";
        return allDaysKnown || text == "years";
    }
}

/// <summary>One year of holidays: <code>{"year": 2026, "holidays": [HolidayData, …]}</code></summary>
/// <param name="Year">The year of the notice. All its days are known; a holiday at New Year may begin in the December before.</param>
/// <param name="Holidays">The holidays in order of time.</param>
public sealed record WorkingYearData(int Year, ImmutableArray<HolidayData> Holidays);

/// <summary>
/// One holiday of one year:
/// <code>{"zh": "春节", "en": "Spring Festival", "off": ["2026-02-15..2026-02-23"], "work": ["2026-02-14", "2026-02-28"]}</code>
/// </summary>
/// <param name="Zh">Chinese name.</param>
/// <param name="En">English name.</param>
/// <param name="Off">Days without work, weekend days within included; texts as <see cref="DayRange.TryParse"/> reads them.</param>
/// <param name="Work">Saturdays and Sundays worked in exchange; the key may be absent.</param>
public sealed record HolidayData(string Zh, string En, ImmutableArray<DayRange> Off, ImmutableArray<DateOnly> Work);
