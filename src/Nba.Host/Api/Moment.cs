using System.Globalization;
using Nba.Engine.Calendars;
using Nba.Engine.Sources;

namespace Nba.Host.Api;

/// <summary>A moment as people write it: a day of the bank, which means its end, a minute of such a day, or a point in time with its offset.</summary>
internal readonly record struct Moment(string Text, DateOnly Day, int? Minute, Instant? Exact)
{
    /// <summary>What may be written.</summary>
    public static readonly Sentence Form = Sentence.Of($"a day, as 2026-02-20 (its end), a minute of the bank's clock, as 2026-02-20T10:00, or a time with its offset, as 2026-02-20T10:00:00+08:00");

    /// <summary>Whether it is one.</summary>
    public static bool IsOne(string text) => TryParse(text, out _);

    /// <summary>Reads one; false for any other text.</summary>
    public static bool TryParse(string? text, out Moment moment)
    {
        moment = default;
        if (text is null) return false;
        if (Instant.TryParse(text, out var exact)) moment = new Moment(text, default, null, exact);
        else if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) moment = new Moment(text, day, null, null);
        else if (DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var minute)) moment = new Moment(text, DateOnly.FromDateTime(minute), (minute.Hour * 60) + minute.Minute, null);
        else return false;
        return true;
    }

    /// <summary>The point in time that it means for a bank.</summary>
    public Instant In(BankCalendar calendar) => Exact ?? (Minute is { } minute ? calendar.AtLocal(Day, minute) : calendar.EndOf(Day).Plus(-1));

    /// <summary>A point in time on the bank's clock, to the minute.</summary>
    public static string Local(Instant time, BankCalendar calendar)
    {
        var (day, hour) = (calendar.DateOf(time), calendar.HourOf(time));
        var minute = Math.Abs(time.UnixMilliseconds - calendar.AtLocal(day, hour * 60).UnixMilliseconds) / 60_000 % 60;
        return string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} {hour:00}:{minute:00}");
    }
}
