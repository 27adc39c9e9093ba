namespace Nba.Engine.Calendars;

/// <summary>One fault in calendar data that a person has to put right.</summary>
/// <param name="Path">Where: the place in the file in the terms of its JSON shape, such as <c>years[3].holidays[2].work[0]</c>.</param>
/// <param name="Message">What must be and what is, one sentence.</param>
public sealed record CalendarFault(string Path, string Message)
{
    internal static void ThrowIfAny(IReadOnlyList<CalendarFault> faults, string parameter)
    {
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", faults.Select(f => $"{f.Path}: {f.Message}")), parameter);
        }
    }
}
