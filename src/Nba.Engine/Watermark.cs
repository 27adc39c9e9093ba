using System.Globalization;

namespace Nba.Engine;

/// <summary>How far a source is complete, as a journal entry says it: <c>2026-03-04 caught-up payroll</c>.</summary>
/// <param name="Feed">Name of the source.</param>
/// <param name="UpTo">The last day of which nothing is missing.</param>
/// <param name="CatchesUp">Whether the source was behind and is not any more: customers are decided again as of the last tick.</param>
public readonly record struct Watermark(string Feed, DateOnly UpTo, bool CatchesUp)
{
    private const string Day = "yyyy-MM-dd", CaughtUp = "caught-up", Noted = "noted";

    /// <summary>Reads the payload of an entry; false for any other text.</summary>
    public static bool TryParse(string payload, out Watermark watermark)
    {
        watermark = default;
        if (payload.Split(' ', 3) is not [var day, (CaughtUp or Noted) and var word, { Length: > 0 } feed] || !DateOnly.TryParseExact(day, Day, out var upTo)) return false;
        watermark = new Watermark(feed, upTo, word == CaughtUp);
        return true;
    }

    /// <summary>The payload of its entry.</summary>
    public override string ToString() => $"{UpTo.ToString(Day, CultureInfo.InvariantCulture)} {(CatchesUp ? CaughtUp : Noted)} {Feed}";
}
