using CsCheck;

namespace Nba.Engine.Tests.Calendars;

/// <summary>Random days for properties.</summary>
internal static class Days
{
    /// <summary>How many random cases a property of this room is tried with: they are cheap.</summary>
    internal const int Samples = 5_000;

    /// <summary>The twenty years whose working days are known.</summary>
    internal static Gen<DateOnly> Known { get; } = Between(2007, 2026);

    /// <summary>The known years and those around them, where Monday to Friday is assumed.</summary>
    internal static Gen<DateOnly> Around { get; } = Between(2004, 2029);

    internal static Gen<DateOnly> Between(int firstYear, int lastYear) => Gen.Int[
        new DateOnly(firstYear, 1, 1).DayNumber,
        new DateOnly(lastYear, 12, 31).DayNumber].Select(DateOnly.FromDayNumber);

    internal static IEnumerable<DateOnly> Each(int firstYear, int lastYear)
    {
        for (var day = new DateOnly(firstYear, 1, 1); day.Year <= lastYear; day = day.AddDays(1))
        {
            yield return day;
        }
    }
}
