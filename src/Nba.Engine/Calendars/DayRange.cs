namespace Nba.Engine.Calendars;

/// <summary>Consecutive days, both ends included. Text form: <c>2026-02-15..2026-02-23</c>, or one day alone. Immutable.</summary>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day, not before the first.</param>
public readonly record struct DayRange(DateOnly First, DateOnly Last)
{
    private const string Dots = "..";

    /// <summary>Reads the text form; false, with a default range, for other text and where the last day comes before the first.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DayRange range)
    {
        var isRange = text.Length > IsoText.DateLength;
        var read = IsoText.TryReadDate(text[..Math.Min(IsoText.DateLength, text.Length)], out var first);
        var last = first;
        if (isRange)
        {
            var rest = text[IsoText.DateLength..];
            read &= rest.StartsWith(Dots) && IsoText.TryReadDate(rest[Math.Min(Dots.Length, rest.Length)..], out last);
        }

        read &= first <= last;
        range = read ? new(first, last) : default;
        return read;
    }

    /// <summary>The text that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => First == Last ? IsoText.Of(First) : IsoText.Of(First) + Dots + IsoText.Of(Last);
}
