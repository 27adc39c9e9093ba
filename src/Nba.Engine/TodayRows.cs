using Nba.Engine.Calendars;
using Nba.Engine.Expressions;

namespace Nba.Engine;

/// <summary>
/// The members of <c>today</c> for the days lately asked for, each worked out once: whoever is brought up to date goes through several days. One per
/// decider; not thread-safe.
/// </summary>
internal sealed class TodayRows(BankCalendar calendar, IReadOnlyList<Festival> festivals)
{
    private const int LookAheadDays = 40;
    private const int Kept = 256;

    private readonly (int Day, Row? Row)[] _rows = new (int, Row?)[Kept];

    /// <summary>The row of a day; not to be changed, and valid while days less than half a year away are asked for.</summary>
    public Row On(int day)
    {
        ref var kept = ref _rows[day % Kept];
        if (kept.Row is null || kept.Day != day) kept = (day, Made(DateOnly.FromDayNumber(day)));
        return kept.Row!;
    }

    private Row Made(DateOnly today)
    {
        var row = new Row(TodayScope.Slots);
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
            break;
        }
        return row;
    }
}
