namespace Nba.Engine.Calendars;

/// <summary>The text form of an <see cref="Instant"/>: RFC 3339, section 5.6, byte by byte.</summary>
internal static class InstantText
{
    /// <summary>What is written: <c>2026-03-02T07:00:00.000Z</c>.</summary>
    internal const int Length = 24;

    /// <summary>What is read at most: room for a fraction far longer than any clock gives.</summary>
    internal const int MaxLength = 64;

    private const int TimeEnd = 19;

    internal static bool TryRead(ReadOnlySpan<byte> text, out Instant instant)
    {
        instant = default;
        if (text.Length is <= TimeEnd or > MaxLength
            || !IsoText.TryReadDate(text, out var date)
            || !TryReadTime(text, out var seconds)
            || !TryReadFraction(text[TimeEnd..], out var milliseconds, out var length)
            || !TryReadOffset(text[(TimeEnd + length)..], out var offsetMinutes))
        {
            return false;
        }

        var utcSeconds = ((date.DayNumber - Instant.EpochDay) * 86_400L) + seconds - (offsetMinutes * 60L);
        var isLeapSecond = text[17] == '6';
        instant = new((utcSeconds * 1000) + milliseconds);
        if ((isLeapSecond && utcSeconds % 86_400 != 0) || instant < Instant.MinValue || instant > Instant.MaxValue)
        {
            instant = default;
            return false;
        }

        return true;
    }

    internal static void Write(Instant instant, Span<byte> text)
    {
        var clamped = Math.Clamp(instant.UnixMilliseconds, Instant.MinValue.UnixMilliseconds, Instant.MaxValue.UnixMilliseconds);
        var sinceYearOne = clamped - Instant.MinValue.UnixMilliseconds;
        var (days, rest) = Math.DivRem(sinceYearOne, Instant.DayMilliseconds);
        var date = DateOnly.FromDayNumber((int)days);
        var milliseconds = (int)rest;

        "0000-00-00T00:00:00.000Z"u8.CopyTo(text);
        WriteDigits(text[..4], date.Year);
        WriteDigits(text[5..7], date.Month);
        WriteDigits(text[8..10], date.Day);
        WriteDigits(text[11..13], milliseconds / 3_600_000);
        WriteDigits(text[14..16], milliseconds / 60_000 % 60);
        WriteDigits(text[17..19], milliseconds / 1000 % 60);
        WriteDigits(text[20..23], milliseconds % 1000);
    }

    private static bool TryReadTime(ReadOnlySpan<byte> text, out int seconds)
    {
        int hour = IsoText.Digits(text, 11, 2), minute = IsoText.Digits(text, 14, 2), second = IsoText.Digits(text, 17, 2);
        seconds = (((hour * 60) + minute) * 60) + second;
        return (text[10] | 0x20) == 't' && text[13] == ':' && text[16] == ':'
            && (uint)hour <= 23 && (uint)minute <= 59 && (uint)second <= 60;
    }

    /// <summary>An absent fraction is zero, of length 0; a point without a digit is refused.</summary>
    private static bool TryReadFraction(ReadOnlySpan<byte> text, out int milliseconds, out int length)
    {
        (milliseconds, length) = (0, 0);
        if (text[0] != '.')
        {
            return true;
        }

        var weight = 100;
        for (length = 1; length < text.Length && (uint)(text[length] - '0') <= 9; length++)
        {
            milliseconds += (text[length] - '0') * weight;
            weight /= 10;
        }

        return length > 1;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
        {
            return (text[0] | 0x20) == 'z';
        }

        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':')
        {
            return false;
        }

        int hour = IsoText.Digits(text, 1, 2), minute = IsoText.Digits(text, 4, 2);
        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return (uint)hour <= 23 && (uint)minute <= 59;
    }

    private static void WriteDigits(Span<byte> text, int value)
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }
}
