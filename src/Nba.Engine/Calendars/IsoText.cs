using System.Globalization;

namespace Nba.Engine.Calendars;

/// <summary>Digits and dates of ISO 8601 in ASCII bytes: nothing but <c>yyyy-MM-dd</c>, no culture, no allocation.</summary>
internal static class IsoText
{
    internal const int DateLength = 10;

    internal static bool TryReadDate(ReadOnlySpan<char> text, out DateOnly date)
    {
        Span<byte> ascii = stackalloc byte[DateLength];
        date = default;
        return text.Length == DateLength && TryNarrow(text, ascii) && TryReadDate(ascii, out date);
    }

    /// <summary>Reads the date at the start of <paramref name="text"/>; what follows it is the caller's.</summary>
    internal static bool TryReadDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length < DateLength || text[4] != '-' || text[7] != '-')
        {
            return false;
        }

        int year = Digits(text, 0, 4), month = Digits(text, 5, 2), day = Digits(text, 8, 2);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }

    /// <summary>The number that <paramref name="count"/> digits at <paramref name="at"/> spell; -1 where one of them is no digit.</summary>
    internal static int Digits(ReadOnlySpan<byte> text, int at, int count)
    {
        var value = 0;
        foreach (var symbol in text.Slice(at, count))
        {
            var digit = symbol - '0';
            if ((uint)digit > 9)
            {
                return -1;
            }

            value = (value * 10) + digit;
        }

        return value;
    }

    /// <summary>Copies ASCII text to bytes of the same length; false where a character is not ASCII.</summary>
    internal static bool TryNarrow(ReadOnlySpan<char> text, Span<byte> ascii)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] > 127)
            {
                return false;
            }

            ascii[i] = (byte)text[i];
        }

        return true;
    }

    internal static string Of(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);
}
