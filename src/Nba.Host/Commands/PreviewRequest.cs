using System.Globalization;
using Nba.Engine.Sources;
using Nba.Host.Previews;

namespace Nba.Host.Commands;

/// <summary>What <c>nba preview</c> was asked, as written.</summary>
internal sealed record PreviewRequest(string? Days, string? From, string? Month, string? Manager, string? Against, bool Json, bool Markdown, string? Csv, string? Ics)
{
    /// <summary>What cannot be meant together; null when all can.</summary>
    public Sentence? Contradiction =>
        Month is not null && (Days ?? From) is not null ? Sentence.Of($"--month names its days itself: leave out --days and --from")
        : Against is not null && Month is not null ? Sentence.Of($"--against compares days, not a greeting plan: say --days 30 instead of --month")
        : Against is not null && (Csv ?? Ics) is not null ? Sentence.Of($"--against prints text, --json or --markdown; write --csv and --ics without it")
        : Markdown && Against is null ? Sentence.Of($"--markdown is for the comparison with --against DIR")
        : Markdown && Json ? Sentence.Of($"say --json or --markdown, not both")
        : Json && Csv == "-" ? Sentence.Of($"--json and --csv - would both write to standard output: name a file for the table")
        : Ics is not null && IsFile(Ics) && Manager is null ? Sentence.Of($"'{Ics}' is one calendar, and each owner has their own: add --manager ID, or name a folder")
        : null;

    /// <summary>Whether a calendar's place is a file, not a folder.</summary>
    public static bool IsFile(string place) => place.EndsWith(PreviewCalendars.Extension, StringComparison.OrdinalIgnoreCase) && !Directory.Exists(place);

    /// <summary>The days that are meant, of a store that stands on a day; or what is wrong with them.</summary>
    public (PreviewSpan? Span, Sentence? Wrong) Span(DateOnly stands)
    {
        if (Month is not null) return OfMonth(Month, stands);
        if (!int.TryParse(Days ?? "30", NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < 1 or > PreviewSpan.MostDays) return (null, Sentence.Of($"--days must be a whole number from 1 to {PreviewSpan.MostDays}, not '{Days}'"));
        // Other rules come into force on the day itself.
        var first = Against is null ? stands.AddDays(1) : stands;
        if (From is not null && !DateOnly.TryParseExact(From, "yyyy-MM-dd", out first)) return (null, Sentence.Of($"--from must be a day, as {PreviewWords.Day(stands.AddDays(1))}, not '{From}'"));
        if (first < stands) return (null, Sentence.Of($"--from {From} lies before {PreviewWords.Day(stands)}, the day on which the store stands: what was, 'nba queue' and 'nba decision' tell"));
        var last = From is null ? stands.AddDays(days) : first.AddDays(days - 1);
        return last > stands.AddDays(PreviewSpan.MostDays) ? (null, TooFar(last, stands)) : (new PreviewSpan(first, last, false, Manager), null);
    }

    private (PreviewSpan? Span, Sentence? Wrong) OfMonth(string month, DateOnly stands)
    {
        if (!DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", out var first)) return (null, Sentence.Of($"--month must be a month, as {stands.ToString("yyyy-MM", CultureInfo.InvariantCulture)}, not '{month}'"));
        var last = first.AddMonths(1).AddDays(-1);
        return last <= stands ? (null, Sentence.Of($"{month} is over on {PreviewWords.Day(stands)}, the day on which the store stands: name that month or a later one"))
            : last > stands.AddDays(PreviewSpan.MostDays) ? (null, TooFar(last, stands))
            : (new PreviewSpan(first, last, true, Manager), null);
    }

    private static Sentence TooFar(DateOnly last, DateOnly stands) =>
        $"{PreviewWords.Day(last)} is more than {PreviewSpan.MostDays} days after {PreviewWords.Day(stands)}, the day on which the store stands: ask for fewer days";
}
