namespace Nba.Engine.Tests.Calendars;

/// <summary>
/// Where the sun stands: apparent geocentric longitude of low accuracy (Jean Meeus, Astronomical Algorithms, chapter 25), which owes
/// nothing to the method that the shipped table was computed with.
/// </summary>
internal static class SunPosition
{
    /// <summary>Degrees, a quarter of an hour: the accuracy of the method.</summary>
    internal const double Error = 0.01;

    private const double DaysToJ2000 = 730_119.5;
    private const double HoursAheadOfUtc = 8;
    private const double SecondsDynamicalAheadOfUtc = 70;

    internal static double LongitudeAtStartInChina(DateOnly day)
    {
        var days = day.DayNumber - DaysToJ2000 - (HoursAheadOfUtc / 24) + (SecondsDynamicalAheadOfUtc / 86_400);
        var t = days / 36_525;
        var mean = 280.46646 + (36_000.76983 * t) + (0.0003032 * t * t);
        var anomaly = Radians(357.52911 + (35_999.05029 * t) - (0.0001537 * t * t));
        var centre = ((1.914602 - (0.004817 * t)) * Math.Sin(anomaly))
            + ((0.019993 - (0.000101 * t)) * Math.Sin(2 * anomaly))
            + (0.000289 * Math.Sin(3 * anomaly));
        var apparent = mean + centre - 0.00569 - (0.00478 * Math.Sin(Radians(125.04 - (1934.136 * t))));
        return ((apparent % 360) + 360) % 360;
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
