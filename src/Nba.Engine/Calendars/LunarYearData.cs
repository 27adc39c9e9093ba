using System.Collections.Immutable;

namespace Nba.Engine.Calendars;

/// <summary>
/// The lunisolar calendar as its file states it (<c>rules/calendars/lunar.json</c>): <code>{"years": [LunarYearData, …]}</code>
/// Years ascend without a gap and each begins where the one before ends.
/// </summary>
/// <param name="Years">The known lunar years; none for a bank without a lunar calendar.</param>
public sealed record LunarCalendarData(ImmutableArray<LunarYearData> Years);

/// <summary>
/// One lunar year: <code>{"year": 2025, "first": "2025-01-29", "leap": 6, "months": "0101010101101"}</code>
/// </summary>
/// <param name="Year">The lunar year, named by the solar year that its first day falls in.</param>
/// <param name="First">The solar date of day 1 of month 1.</param>
/// <param name="Leap">The month (1 to 12) that is followed by a leap month of the same number; 0 for none.</param>
/// <param name="Months">Lengths in order of time, 12 or with a leap month 13 signs: <c>1</c> for 30 days, <c>0</c> for 29.</param>
public sealed record LunarYearData(int Year, DateOnly First, int Leap, string Months)
{
    /// <summary>Days of the month at that place, counted from 0 in order of time.</summary>
    internal int LengthAt(int place) => Months[place] == '1' ? 30 : 29;
}
