namespace Nba.Host.Demo;

/// <summary>Times as the demo's events write them, in China Standard Time, which has had no summer time since 1991.</summary>
internal static class DemoTime
{
    public const int LocalLength = 25, DateLength = 10, ClockLength = 5;

    public const long DayMs = 86_400_000;

    private const long OffsetMs = 8 * 3_600_000;

    private static readonly int EpochDay = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>The first millisecond of a day.</summary>
    public static long StartOf(int dayNumber) => ((dayNumber - EpochDay) * DayMs) - OffsetMs;

    /// <summary>As <c>2026-03-02T09:30:00+08:00</c>.</summary>
    public static ReadOnlySpan<byte> Local(long timeMs, Span<byte> into)
    {
        var day = (int)Math.DivRem(timeMs + OffsetMs, DayMs, out var rest);
        Date(day + EpochDay, into);
        into[10] = (byte)'T';
        var seconds = (int)(rest / 1000);
        Clock(seconds / 60, into[11..]);
        into[16] = (byte)':';
        Two(seconds % 60, into[17..]);
        "+08:00"u8.CopyTo(into[19..]);
        return into[..LocalLength];
    }

    /// <summary>As <c>2026-03-02</c>.</summary>
    public static ReadOnlySpan<byte> Date(int dayNumber, Span<byte> into)
    {
        DateOnly.FromDayNumber(dayNumber).Deconstruct(out var year, out var month, out var day);
        Two(year / 100, into);
        Two(year % 100, into[2..]);
        into[4] = (byte)'-';
        Two(month, into[5..]);
        into[7] = (byte)'-';
        Two(day, into[8..]);
        return into[..DateLength];
    }

    /// <summary>A minute of the day, as <c>14:30</c>.</summary>
    public static ReadOnlySpan<byte> Clock(int minute, Span<byte> into)
    {
        Two(minute / 60, into);
        into[2] = (byte)':';
        Two(minute % 60, into[3..]);
        return into[..ClockLength];
    }

    private static void Two(int value, Span<byte> into) => (into[0], into[1]) = ((byte)('0' + (value / 10)), (byte)('0' + (value % 10)));
}
