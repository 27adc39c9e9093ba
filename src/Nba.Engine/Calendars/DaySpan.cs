namespace Nba.Engine.Calendars;

/// <summary>What a <see cref="DaySpan"/> counts.</summary>
public enum SpanUnit
{
    /// <summary>Calendar days, written <c>d</c>.</summary>
    Days = 0,

    /// <summary>Working days of the bank's calendar, written <c>wd</c>.</summary>
    WorkingDays = 1,

    /// <summary>Hours of 60 minutes, written <c>h</c>.</summary>
    Hours = 2,
}

/// <summary>A length of time as rules write it: <c>5wd</c>, <c>20d</c>, <c>3h</c>. Immutable.</summary>
/// <param name="Count">How many; rules write none below zero, arithmetic may.</param>
/// <param name="Unit">Of what.</param>
public readonly record struct DaySpan(int Count, SpanUnit Unit)
{
    private const int MostDigits = 5;

    /// <summary>
    /// Reads one to five digits and a unit, nothing else: no sign, no space, no capital. False, with a default span, for other text.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DaySpan span)
    {
        span = default;
        var digits = 0;
        var count = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]) && digits <= MostDigits)
        {
            count = (count * 10) + (text[digits++] - '0');
        }

        if (digits is 0 or > MostDigits || !TryParseUnit(text[digits..], out var unit))
        {
            return false;
        }

        span = new(count, unit);
        return true;
    }

    /// <summary>The text that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Count}{UnitText(Unit)}");

    private static bool TryParseUnit(ReadOnlySpan<char> text, out SpanUnit unit)
    {
        (var known, unit) = text switch
        {
            "d" => (true, SpanUnit.Days),
            "wd" => (true, SpanUnit.WorkingDays),
            "h" => (true, SpanUnit.Hours),
            _ => (false, default),
        };
        return known;
    }

    private static string UnitText(SpanUnit unit) => unit switch
    {
        SpanUnit.Days => "d",
        SpanUnit.WorkingDays => "wd",
        _ => "h",
    };
}
