using System.Collections.Immutable;
using Nba.Engine.Calendars;
using Nba.Engine.Sources;

namespace Nba.Engine;

/// <summary>Reads <c>calendars/bank.json</c> and the files it names: <c>{"zone": "Asia/Shanghai", "working": "china", "lunar": true, …}</c>.</summary>
internal sealed class CalendarReader(ProblemList problems)
{
    public (BankCalendar Calendar, IReadOnlyList<Festival> Festivals) Read(IReadOnlyDictionary<string, SourceNode> files)
    {
        BankZone.TryGet("Asia/Shanghai", out var zone);
        var (working, lunar, terms, festivals) = (WorkingCalendar.Weekdays, LunarCalendar.None, SolarTerms.None, Festivals.None);
        if (files.TryGetValue("bank.json", out var node) && SourceObject.Open(node, problems) is { } bank)
        {
            var name = bank.RequiredText("zone");
            if (!BankZone.TryGet(name, out var found)) problems.Add(bank.MarkOf("zone"), ProblemCode.BadCalendar, $"'{name}' is no time zone of the tz database, as Asia/Shanghai");
            zone = found ?? zone;
            if (File(bank, "working", bank.Text("working"), files) is { } work) working = Working(work);
            if (bank.Truth("lunar") && File(bank, "lunar", "lunar", files) is { } moon) lunar = Lunar(moon);
            if (bank.Truth("terms") && File(bank, "terms", "solar-terms", files) is { } sun) terms = Terms(sun);
            if (bank.Truth("festivals") && File(bank, "festivals", "festivals", files) is { } feast) festivals = Feasts(feast, lunar, terms);
            bank.Done();
        }
        return (new BankCalendar(zone!, working, lunar, terms, festivals), festivals.All);
    }

    private SourceObject? File(SourceObject bank, string member, string? name, IReadOnlyDictionary<string, SourceNode> files)
    {
        if (name is null) return null;
        if (files.TryGetValue(name + ".json", out var node)) return SourceObject.Open(node, problems);
        problems.Add(bank.MarkOf(member), ProblemCode.MissingFile, $"calendars/{name}.json is missing{NearMiss.Hint(name, files.Keys.Select(k => k[..^5]))}");
        return null;
    }

    private WorkingCalendar Working(SourceObject source)
    {
        if (!WorkingCalendarData.TryParseKnown(source.RequiredText("known"), out var all)) problems.Add(source.MarkOf("known"), ProblemCode.UnknownWord, $"'known' must be years or all");
        var years = ImmutableArray.CreateBuilder<WorkingYearData>();
        foreach (var year in Objects(source, "years"))
        {
            var holidays = ImmutableArray.CreateBuilder<HolidayData>();
            foreach (var holiday in Objects(year, "holidays"))
            {
                holidays.Add(new HolidayData(holiday.RequiredText("zh"), holiday.RequiredText("en"), [.. holiday.Lines("off").Select(Range)], [.. holiday.Lines("work").Select(Day)]));
                holiday.Done();
            }
            years.Add(new WorkingYearData(year.Whole("year", 1, 9999) ?? 1, holidays.ToImmutable()));
            year.Done();
        }
        var data = new WorkingCalendarData(source.RequiredText("id"), all, years.ToImmutable());
        source.Done();
        return Checked(source, WorkingCalendar.Check(data)) ? new WorkingCalendar(data) : WorkingCalendar.Weekdays;
    }

    private LunarCalendar Lunar(SourceObject source)
    {
        var years = ImmutableArray.CreateBuilder<LunarYearData>();
        foreach (var year in Objects(source, "years"))
        {
            years.Add(new LunarYearData(year.Whole("year", 1, 9999) ?? 1, Day(year.Required("first")), year.Whole("leap", 0, 12) ?? 0, year.RequiredText("months")));
            year.Done();
        }
        source.Done();
        var data = new LunarCalendarData(years.ToImmutable());
        return Checked(source, LunarCalendar.Check(data)) ? new LunarCalendar(data) : LunarCalendar.None;
    }

    private SolarTerms Terms(SourceObject source)
    {
        var terms = Objects(source, "terms").Select(t =>
        {
            var term = new SolarTerm(t.RequiredText("id"), t.RequiredText("zh"), t.RequiredText("en"));
            t.Done();
            return term;
        }).ToImmutableArray();
        var years = Objects(source, "years").Select(y =>
        {
            var year = new SolarTermYearData(y.Whole("year", 1, 9999) ?? 1, [.. y.Items("days").Select(d => (int)d.Number)]);
            y.Done();
            return year;
        }).ToImmutableArray();
        source.Done();
        var data = new SolarTermsData(terms, years);
        return Checked(source, SolarTerms.Check(data)) ? new SolarTerms(data) : SolarTerms.None;
    }

    private Festivals Feasts(SourceObject source, LunarCalendar lunar, SolarTerms terms)
    {
        var list = Objects(source, "festivals").Select(f =>
        {
            if (!Festival.TryParseKind(f.RequiredText("kind"), out var kind)) problems.Add(f.MarkOf("kind"), ProblemCode.UnknownWord, $"'kind' must be solar, lunar, lunar-eve or term");
            var festival = new Festival(f.RequiredText("id"), f.RequiredText("zh"), f.RequiredText("en"), kind, f.Whole("month", 1, 12) ?? 0, f.Whole("day", 1, 31) ?? 0, f.Text("term"));
            f.Done();
            return festival;
        }).ToImmutableArray();
        source.Done();
        var data = new FestivalsData(list);
        return Checked(source, Festivals.Check(data, terms)) ? new Festivals(data, lunar, terms) : Festivals.None;
    }

    private bool Checked(SourceObject source, IReadOnlyList<CalendarFault> faults)
    {
        foreach (var fault in faults) problems.Add(source.Node.Mark, ProblemCode.BadCalendar, $"{fault.Path}: {fault.Message}");
        return faults.Count == 0;
    }

    private IEnumerable<SourceObject> Objects(SourceObject source, string name) => source.Items(name).Select(i => SourceObject.Open(i, problems)).OfType<SourceObject>();

    private DayRange Range(SourceNode node)
    {
        if (!DayRange.TryParse(node.Text, out var range)) problems.Add(node.Mark, ProblemCode.BadCalendar, $"'{node.Text}' is no day or range; write 2026-02-15..2026-02-23");
        return range;
    }

    private DateOnly Day(SourceNode? node)
    {
        if (node is not null && DateOnly.TryParseExact(node.Text, "yyyy-MM-dd", out var day)) return day;
        if (node is not null) problems.Add(node.Mark, ProblemCode.BadCalendar, $"'{node.Text}' is no day; write 2026-02-15");
        return default;
    }
}
