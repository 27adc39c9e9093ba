namespace Nba.Engine.Calendars;

/// <summary>A date of the Chinese lunisolar calendar. Immutable; whether it exists is for <see cref="LunarCalendar"/> to say.</summary>
/// <param name="Year">Lunar year, named by the solar year that its first day falls in.</param>
/// <param name="Month">Month, 1 to 12; a leap month bears the number of the month that it follows.</param>
/// <param name="Day">Day of the month, 1 to 30.</param>
/// <param name="IsLeap">Whether the month is the leap month of that number.</param>
public readonly record struct LunarDate(int Year, int Month, int Day, bool IsLeap);
