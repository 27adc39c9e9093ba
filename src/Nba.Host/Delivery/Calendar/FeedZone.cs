using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Nba.Engine.Calendars;

namespace Nba.Host.Delivery.Calendar;

/// <summary>The bank's zone as calendars read it.</summary>
internal static class FeedZone
{
    private const int FirstYear = 2020;
    private const int LastYear = 2040;
    private const long Day = 24L * 60 * 60 * 1000;
    private static readonly long Epoch = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>
    /// The zone's VTIMEZONE. One whose clocks are never changed has one offset and no rule: the library would give it a change of every year, taken from its last one, as that of Shanghai in 1991.
    /// </summary>
    public static VTimeZone Of(BankZone zone)
    {
        var offsets = Months().Select(day => OffsetOn(zone, day)).Distinct().ToList();
        if (offsets is not [var only]) return VTimeZone.FromDateTimeZone(zone.Id, new DateTime(FirstYear, 1, 1, 0, 0, 0, DateTimeKind.Unspecified), false);
        var offset = new UtcOffset(TimeSpan.FromMilliseconds(only));
        var made = new VTimeZone(zone.Id);
        made.AddChild(new VTimeZoneInfo("STANDARD") { Start = new CalDateTime(1970, 1, 1, 0, 0, 0), OffsetFrom = offset, OffsetTo = offset });
        return made;
    }

    /// <summary>A moment as the bank's clocks show it.</summary>
    public static CalDateTime Local(BankZone zone, long milliseconds) => Utc(milliseconds).ToTimeZone(zone.Id);

    /// <summary>A moment by the clock of the world, in whole seconds.</summary>
    public static CalDateTime Utc(long milliseconds) => new(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds / 1000 * 1000).UtcDateTime);

    private static IEnumerable<DateOnly> Months() => from year in Enumerable.Range(FirstYear, LastYear - FirstYear) from month in Enumerable.Range(1, 12) select new DateOnly(year, month, 1);

    private static long OffsetOn(BankZone zone, DateOnly day) => ((day.DayNumber - Epoch) * Day) - zone.StartOf(day).UnixMilliseconds;
}
