namespace Nba.Engine.Calendars;

/// <summary>
/// A point in time, to the millisecond, whatever the zone. Text form: RFC 3339. Immutable, safe to share between threads.
/// </summary>
/// <param name="UnixMilliseconds">Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX time).</param>
public readonly record struct Instant(long UnixMilliseconds) : IComparable<Instant>
{
    /// <summary>Milliseconds of a day of 24 hours.</summary>
    internal const long DayMilliseconds = 86_400_000;

    /// <summary>The day number (<see cref="DateOnly.DayNumber"/>) of 1970-01-01.</summary>
    internal const int EpochDay = 719_162;

    /// <summary>0001-01-01T00:00:00.000Z, the first instant that has a text form.</summary>
    public static Instant MinValue { get; } = new(-EpochDay * DayMilliseconds);

    /// <summary>9999-12-31T23:59:59.999Z, the last instant that has a text form.</summary>
    public static Instant MaxValue { get; } = new(((DateOnly.MaxValue.DayNumber - EpochDay + 1) * DayMilliseconds) - 1);

    /// <summary>This instant moved by <paramref name="milliseconds"/>, kept within <see cref="MinValue"/> and <see cref="MaxValue"/>.</summary>
    public Instant Plus(long milliseconds)
    {
        var sum = (Int128)UnixMilliseconds + milliseconds;
        return new((long)Int128.Clamp(sum, MinValue.UnixMilliseconds, MaxValue.UnixMilliseconds));
    }

    /// <summary>
    /// Reads RFC 3339: date, <c>T</c>, time with seconds, a fraction of any length (cut to milliseconds), and <c>Z</c> or an offset
    /// <c>±hh:mm</c>. Text without an offset is refused: whose clock would it be? A leap second reads as the second after it.
    /// Allocates nothing.
    /// </summary>
    /// <returns>False, with a default instant, for any other text and for instants outside the years 0001 to 9999.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Instant instant) => InstantText.TryRead(utf8, out instant);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out Instant)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out Instant instant)
    {
        Span<byte> ascii = stackalloc byte[InstantText.MaxLength];
        instant = default;
        return text.Length <= ascii.Length
            && IsoText.TryNarrow(text, ascii)
            && InstantText.TryRead(ascii[..text.Length], out instant);
    }

    /// <summary>Writes the 24 bytes of <see cref="ToString"/>; false, and nothing written, where there is no room for them.</summary>
    public bool TryFormat(Span<byte> utf8, out int written)
    {
        written = utf8.Length >= InstantText.Length ? InstantText.Length : 0;
        if (written > 0)
        {
            InstantText.Write(this, utf8);
        }

        return written > 0;
    }

    /// <summary>RFC 3339 in UTC with milliseconds, always 24 characters: <c>2026-03-02T07:00:00.000Z</c>.</summary>
    public override string ToString() => string.Create(InstantText.Length, this, static (text, instant) =>
    {
        Span<byte> ascii = stackalloc byte[InstantText.Length];
        InstantText.Write(instant, ascii);
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (char)ascii[i];
        }
    });

    /// <inheritdoc/>
    public int CompareTo(Instant other) => UnixMilliseconds.CompareTo(other.UnixMilliseconds);

    /// <summary>Earlier than.</summary>
    public static bool operator <(Instant left, Instant right) => left.UnixMilliseconds < right.UnixMilliseconds;

    /// <summary>Earlier than or the same.</summary>
    public static bool operator <=(Instant left, Instant right) => left.UnixMilliseconds <= right.UnixMilliseconds;

    /// <summary>Later than.</summary>
    public static bool operator >(Instant left, Instant right) => left.UnixMilliseconds > right.UnixMilliseconds;

    /// <summary>Later than or the same.</summary>
    public static bool operator >=(Instant left, Instant right) => left.UnixMilliseconds >= right.UnixMilliseconds;
}
