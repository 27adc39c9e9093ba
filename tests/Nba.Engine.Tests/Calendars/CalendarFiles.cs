using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Nba.Engine.Calendars;

namespace Nba.Engine.Tests.Calendars;

/// <summary>The shipped files of rules/calendars, and the calendars made of them.</summary>
internal static class CalendarFiles
{
    private static readonly JsonDocumentOptions Commented = new() { CommentHandling = JsonCommentHandling.Skip };

    internal static string Root { get; } = FindRoot();

    internal static WorkingCalendarData ChinaData { get; } = ReadWorking("china.json");

    internal static WorkingCalendar China { get; } = new(ChinaData);

    internal static LunarCalendarData LunarData { get; } = new([.. Items("lunar.json", "years").Select(y =>
        new LunarYearData(Int(y, "year"), Day(y.GetProperty("first")), Int(y, "leap"), Text(y, "months")))]);

    internal static LunarCalendar Lunar { get; } = new(LunarData);

    internal static SolarTermsData TermsData { get; } = new(
        [.. Items("solar-terms.json", "terms").Select(t => new SolarTerm(Text(t, "id"), Text(t, "zh"), Text(t, "en")))],
        [.. Items("solar-terms.json", "years").Select(y =>
            new SolarTermYearData(Int(y, "year"), [.. y.GetProperty("days").EnumerateArray().Select(d => d.GetInt32())]))]);

    internal static SolarTerms Terms { get; } = new(TermsData);

    internal static FestivalsData ShippedFestivalsData { get; } = new([.. Items("festivals.json", "festivals").Select(ReadFestival)]);

    internal static Festivals ShippedFestivals { get; } = new(ShippedFestivalsData, Lunar, Terms);

    internal static BankZone Zone(string id) => BankZone.TryGet(id, out var zone) ? zone : throw new ArgumentException(id);

    internal static DateOnly Day(string text) => DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture);

    internal static WorkingCalendarData ReadWorking(string file)
    {
        var root = Read(file);
        Assert.True(WorkingCalendarData.TryParseKnown(Text(root, "known"), out var allDaysKnown));
        return new(Text(root, "id"), allDaysKnown, [.. Items(file, "years").Select(y =>
            new WorkingYearData(Int(y, "year"), [.. y.GetProperty("holidays").EnumerateArray().Select(ReadHoliday)]))]);
    }

    /// <summary>A file of the data folder (environment variable NBA_DATA, else ../shared/data); the test is skipped where it is absent.</summary>
    internal static string[] DataLines(string path)
    {
        var folder = Environment.GetEnvironmentVariable("NBA_DATA") ?? Path.Combine(Root, "..", "shared", "data");
        var file = Path.Combine(folder, path);
        Assert.SkipUnless(File.Exists(file), $"No {file}: set NBA_DATA to the folder of the real bank data.");
        return File.ReadAllLines(file);
    }

    private static HolidayData ReadHoliday(JsonElement holiday) => new(
        Text(holiday, "zh"),
        Text(holiday, "en"),
        [.. holiday.GetProperty("off").EnumerateArray().Select(Range)],
        holiday.TryGetProperty("work", out var work) ? [.. work.EnumerateArray().Select(Day)] : ImmutableArray<DateOnly>.Empty);

    private static Festival ReadFestival(JsonElement festival)
    {
        Assert.True(Festival.TryParseKind(Text(festival, "kind"), out var kind));
        return new(
            Text(festival, "id"),
            Text(festival, "zh"),
            Text(festival, "en"),
            kind,
            festival.TryGetProperty("month", out var month) ? month.GetInt32() : 0,
            festival.TryGetProperty("day", out var day) ? day.GetInt32() : 0,
            festival.TryGetProperty("term", out var term) ? term.GetString() : null);
    }

    private static DayRange Range(JsonElement text)
    {
        Assert.True(DayRange.TryParse(text.GetString(), out var range), $"no range of days: {text}");
        return range;
    }

    private static DateOnly Day(JsonElement text) => Day(text.GetString()!);

    private static string Text(JsonElement item, string key) => item.GetProperty(key).GetString()!;

    private static int Int(JsonElement item, string key) => item.GetProperty(key).GetInt32();

    private static JsonElement.ArrayEnumerator Items(string file, string key) => Read(file).GetProperty(key).EnumerateArray();

    private static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "rules", "calendars", file)), Commented);
        return document.RootElement.Clone();
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NextBestAction.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No NextBestAction.sln above the tests.");
    }
}
