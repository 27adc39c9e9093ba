using Nba.Engine.Calendars;
using Nba.Engine.Expressions;

namespace Nba.Engine;

/// <summary>Fills the members of <c>today</c>.</summary>
internal static class TodayRow
{
    private const int LookAheadDays = 40;

    public static void Fill(Row row, DateOnly today, BankCalendar calendar, IReadOnlyList<Festival> festivals)
    {
        row.Clear();
        row.Set(TodayScope.Date, today.DayNumber);
        row.Set(TodayScope.Weekday, today.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)today.DayOfWeek);
        row.Set(TodayScope.DayOfMonth, today.Day);
        row.Set(TodayScope.Month, today.Month);
        row.Set(TodayScope.IsWorkday, calendar.IsWorkday(today) ? 1 : 0);
        for (var ahead = 0; ahead < LookAheadDays && festivals.Count > 0; ahead++)
        {
            if (calendar.FestivalsOn(today.AddDays(ahead)) is not [var festival, ..]) continue;
            var code = 0;
            while (festivals[code].Id != festival.Id) code++;
            if (ahead == 0) row.Set(TodayScope.Festival, code);
            row.Set(TodayScope.NextFestival, code);
            row.Set(TodayScope.DaysToFestival, ahead);
            row.Set(TodayScope.FestivalDate, today.DayNumber + ahead);
            return;
        }
    }
}
