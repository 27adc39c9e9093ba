namespace Nba.Engine.Calendars;

/// <summary>The name of a holiday or a solar term in both languages of the bank.</summary>
/// <param name="Zh">Chinese name as the State Council's notice gives it.</param>
/// <param name="En">English name.</param>
public sealed record CalendarName(string Zh, string En);
