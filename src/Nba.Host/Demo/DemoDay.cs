using Nba.Engine.Calendars;

namespace Nba.Host.Demo;

/// <summary>What is special about a day, worked out once for all customers.</summary>
internal readonly record struct DemoDay(int Number, DateOnly Date, long StartMs, bool IsWorkday, int PayMask, bool EndsMonth, int Holiday)
{
    private const int LongHoliday = 5;

    /// <summary>The day as the bank's calendar sees it. <see cref="Holiday"/> numbers a long holiday by its first day; 0 when it is none.</summary>
    public static DemoDay Of(BankCalendar calendar, DateOnly date) =>
        new(date.DayNumber, date, DemoTime.StartOf(date.DayNumber), calendar.IsWorkday(date), Paid(calendar, date), date.AddDays(1).Day == 1, HolidayOf(calendar, date));

    // Pay comes on the working day at or before the employer's day.
    private static int Paid(BankCalendar calendar, DateOnly date)
    {
        if (!calendar.IsWorkday(date)) return 0;
        var mask = 0;
        for (var i = 0; i < DemoPerson.PayDays.Length; i++)
        {
            for (var day = date; day == date || (!calendar.IsWorkday(day) && day.DayNumber - date.DayNumber < 12); day = day.AddDays(1))
            {
                if (day.Day == DemoPerson.PayDays[i]) mask |= 1 << i;
            }
        }
        return mask;
    }

    private static int HolidayOf(BankCalendar calendar, DateOnly date)
    {
        if (calendar.IsWorkday(date)) return 0;
        var (first, last) = (date, date);
        while (!calendar.IsWorkday(first.AddDays(-1)) && date.DayNumber - first.DayNumber < 12) first = first.AddDays(-1);
        while (!calendar.IsWorkday(last.AddDays(1)) && last.DayNumber - first.DayNumber < 12) last = last.AddDays(1);
        return last.DayNumber - first.DayNumber + 1 >= LongHoliday ? first.DayNumber : 0;
    }
}
