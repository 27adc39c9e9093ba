using System.Globalization;
using Nba.Engine.Calendars;
using Nba.Engine.Sources;

namespace Nba.Host.Import;

/// <summary>Reads <c>mapping.json</c>; every fault with its line and column.</summary>
/// <param name="problems">Takes the faults.</param>
/// <param name="place">What a value's place is called: <c>column</c> in tables, <c>field</c> in records.</param>
/// <param name="vocabulary">The words that events and their fields must be among; null to take any.</param>
internal sealed class ImportMappingReader(ProblemList problems, string place = "column", MappedWords? vocabulary = null)
{
    private static readonly string[] Kinds = ["text", "integer", "decimal", "boolean", "date", "instant"];

    private readonly ProblemList _problems = problems;

    public ImportMapping Read(SourceObject root)
    {
        root.Text("zh");
        root.Text("en");
        var type = root.Required("type") is { } node ? SourceObject.Open(node, _problems) : null;
        var shared = Fields(root.Map("data"));
        var when = root.Required("time") is { } time && SourceObject.Open(time, _problems) is { } of ? Time(of, of.RequiredText(place), done: true) : new ImportTime("", null, null);
        var mapping = new ImportMapping
        {
            Source = root.RequiredText("source"),
            Files = root.Text("files") ?? "*.csv",
            Delimiter = Delimiter(root),
            Subject = root.RequiredText("subject"),
            Time = when,
            MayLack = [.. root.Lines("mayLack").Select(c => c.Text)],
            TypeColumns = Types(type),
            Events = type is null ? [] : Events(type, shared, when),
            Otherwise = Otherwise(type),
            History = root.Truth("history"),
        };
        type?.Done();
        root.Done();
        return mapping;
    }

    /// <summary>The places whose values decide the event type.</summary>
    public IReadOnlyList<string> Types(SourceObject? type) => [.. (type?.Lines(place + "s") ?? []).Select(c => c.Text)];

    /// <summary>What becomes of what no event wants.</summary>
    public static ImportOtherwise Otherwise(SourceObject? type) => type?.Word("otherwise", "refuse", "ignore") == "ignore" ? ImportOtherwise.Ignore : ImportOtherwise.Refuse;

    private char Delimiter(SourceObject root)
    {
        if (root.Text("delimiter") is not { } text) return ',';
        if (text.Length == 1 && !char.IsLetterOrDigit(text[0]) && text[0] != '"') return text[0];
        _problems.Add(root.MarkOf("delimiter"), ProblemCode.WrongKind, $"a delimiter is one sign, as \",\", \";\" or \"\\t\"");
        return ',';
    }

    /// <summary>The events of a row or record.</summary>
    public List<ImportEvent> Events(SourceObject type, IReadOnlyList<ImportField> shared, ImportTime rows)
    {
        var columns = type.Lines(place + "s").Count;
        var events = new List<ImportEvent>();
        foreach (var item in type.Items("events"))
        {
            if (SourceObject.Open(item, _problems) is not { } source) continue;
            var when = source.Lines("when").Select(w => w.Text).ToList();
            if (when.Count != columns) _problems.Add(source.MarkOf("when"), ProblemCode.WrongKind, $"'when' has one value for each of the {columns} {place}s of 'type', * for any; this has {when.Count}");
            var own = Fields(source.Map("data"));
            var time = source.Object("time") is { } moment ? OwnTime(moment, rows) : null;
            var made = new ImportEvent(when, source.RequiredText("event"), [.. shared.Where(s => own.All(o => o.Name != s.Name)), .. own], time);
            vocabulary?.Check(source, made);
            events.Add(made);
            source.Done();
        }
        if (events.Count == 0) _problems.Add(type.Node.Mark, ProblemCode.MissingMember, $"'events' must name at least one event: {{\"when\": [\"a value for each {(place == "field" ? Sentence.Of($"field") : Sentence.Of($"column"))}\"], \"event\": \"its.type\"}}");
        return events;
    }

    /// <summary>Fields of data.</summary>
    public List<ImportField> Fields(IReadOnlyList<SourceMember> members)
    {
        var fields = new List<ImportField>();
        foreach (var member in members)
        {
            if (SourceObject.Open(member.Value, _problems) is { } source) fields.Add(Field(member.Name, source));
        }
        return fields;
    }

    private ImportField Field(string name, SourceObject source)
    {
        var constant = source.Any("constant");
        var column = source.Text(place) ?? "";
        if ((constant is null) == (column.Length == 0)) _problems.Add(source.Node.Mark, ProblemCode.MissingMember, place == "field" ? Sentence.Of($"a field of the data has either a 'field' of the record or a 'constant'") : Sentence.Of($"a field has either a 'column' or a 'constant'"));
        var kind = source.Word("type", Kinds) is { } word ? (ImportKind)Array.IndexOf(Kinds, word) : ImportKind.Text;
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in source.Map("words"))
        {
            if (member.Value.Kind == SourceKind.Text) words[member.Name] = member.Value.Text;
            else _problems.Add(member.Value.Mark, ProblemCode.WrongKind, $"a word must stand here, not {member.Value.Describe()}");
        }
        var time = Time(source, column, done: false);
        var required = source.Truth("required");
        source.Done();
        return new ImportField(name, column, kind, constant is null ? null : Json(constant), required, words, time);
    }

    // An event's own time is written as its row's is, where it does not say how.
    private ImportTime OwnTime(SourceObject source, ImportTime rows)
    {
        var after = 0;
        if (source.Text("after") is { } text)
        {
            if (DaySpan.TryParse(text, out var span) && span.Unit == SpanUnit.Days) after = span.Count;
            else _problems.Add(source.MarkOf("after"), ProblemCode.BadSpan, $"'{text}' is no number of days; write as 15d");
        }
        var named = source.Any("format") is not null || source.Any("zone") is not null;
        var own = Time(source, source.RequiredText(place), done: true);
        return named ? own with { AfterDays = after } : rows with { Column = own.Column, AfterDays = after };
    }

    /// <summary>How a time is written.</summary>
    public ImportTime Time(SourceObject source, string column, bool done)
    {
        var format = source.Text("format");
        BankZone? zone = null;
        if (source.Text("zone") is { } name && !BankZone.TryGet(name, out zone))
            _problems.Add(source.MarkOf("zone"), ProblemCode.UnknownWord, $"'{name}' is no time zone of the tz database, as Asia/Shanghai");
        if (format is ImportTime.UnixSeconds or ImportTime.UnixMilliseconds)
        {
            if (source.Any("zone") is { } idle) _problems.Add(idle.Mark, ProblemCode.WrongKind, $"'{format}' counts from 1970 in UTC, so take the 'zone' out");
            if (done) source.Done();
            return new ImportTime(column, format, null);
        }
        if (done && format is not null && zone is null && source.Any("zone") is null)
            _problems.Add(source.MarkOf("format"), ProblemCode.MissingMember, $"a time with its own format needs a 'zone': whose clock does it show?");
        if (format is not null && !IsFormat(format)) _problems.Add(source.MarkOf("format"), ProblemCode.WrongKind, $"'{format}' is no format; write as yyyy-MM-dd HH:mm:ss");
        if (done) source.Done();
        return new ImportTime(column, format, zone);
    }

    private static bool IsFormat(string format)
    {
        try
        {
            var probe = new DateTime(2026, 3, 2).ToString(format, CultureInfo.InvariantCulture);
            return DateTime.TryParseExact(probe, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Date == new DateTime(2026, 3, 2);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private string Json(SourceNode constant)
    {
        switch (constant.Kind)
        {
            case SourceKind.Text: return System.Text.Json.JsonSerializer.Serialize(constant.Text);
            case SourceKind.Number: return constant.Text;
            case SourceKind.Boolean: return constant.Truth ? "true" : "false";
            default:
                _problems.Add(constant.Mark, ProblemCode.WrongKind, $"a constant is a text, a number, true or false, not {constant.Describe()}");
                return "null";
        }
    }
}
