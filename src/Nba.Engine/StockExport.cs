using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nba.Engine.Expressions;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;
using VType = Nba.Engine.Vocabulary.ValueType;

namespace Nba.Engine;

/// <summary>One workflow for RulesEngine: rules of a family that read the same things.</summary>
/// <param name="Name">Name of the workflow.</param>
/// <param name="Json">The workflow as RulesEngine loads it.</param>
/// <param name="Members">What its inputs must have: <c>customer.balance</c> with its C# type, by name.</param>
public sealed record StockExportFile(string Name, string Json, IReadOnlyList<KeyValuePair<string, string>> Members);

/// <summary>A rule of which nothing is exported.</summary>
/// <param name="Rule">Its entry.</param>
/// <param name="Why">Why not, in one clause.</param>
public sealed record StockUnsaid(RuleEntry Rule, string Why);

/// <summary>
/// The lines of a book's rules as plain RulesEngine workflows, for whoever evaluates them elsewhere. What surrounds the lines (events, gates, policies, dates, scores) is this engine's own: each
/// rule's properties name what it has of that. Immutable.
/// </summary>
public sealed partial record StockExport
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The workflows, by name.</summary>
    public required IReadOnlyList<StockExportFile> Files { get; init; }

    /// <summary>What cannot be said, by family and name.</summary>
    public required IReadOnlyList<StockUnsaid> Unsaid { get; init; }

    /// <summary>Exports every rule that is on and proposes an action by lines of its own.</summary>
    public static StockExport Of(RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var said = book.Rules.Rules.Where(r => r.Lines.Count > 0).ToList();
        var files = said.GroupBy(WorkflowOf, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new StockExportFile(g.Key, Json(book, g.Key, [.. g]), Members(book, [.. g]))).ToList();
        var names = said.Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        return new StockExport { Files = files, Unsaid = [.. book.Entries.Where(e => !e.Enabled || !names.Contains(e.Name)).Select(e => new StockUnsaid(e, Why(e)))] };
    }

    private static string Why(RuleEntry entry) => entry switch
    {
        { Enabled: false } => "it is switched off",
        { Shape: "fact" } => $"it gives the fact '{entry.Gives}': RulesEngine's rules are true or false, so rows must carry the fact",
        { Shape: "route" } => "it says who gets an action, which is no condition",
        { Shape: "plan" } => $"it starts the plan '{entry.Gives}', and plans have steps and days",
        _ => "it has no lines: a plan proposes it when its time has come",
    };

    // Lines are compiled with the inputs they are given, so that those who read an event or a thing stand apart.
    private static string WorkflowOf(ActionRule rule)
    {
        var name = new StringBuilder(rule.Family);
        if (rule.Each is { } each) name.Append('.').Append(each.Name);
        if (HasEvent(rule)) name.Append(".on.").AppendJoin('+', rule.Events.Select(e => e.Name));
        return name.ToString();
    }

    private static bool HasEvent(ActionRule rule) => rule is { Daily: false, Hourly: false, Events.Count: > 0 };

    private static string Json(RuleBook book, string name, IReadOnlyList<ActionRule> rules)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Layout))
        {
            writer.WriteStartObject();
            writer.WriteString("WorkflowName", name);
            writer.WriteStartArray("Rules");
            foreach (var rule in rules) Write(writer, book, rule);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter writer, RuleBook book, ActionRule rule)
    {
        writer.WriteStartObject();
        writer.WriteString("RuleName", rule.Name);
        writer.WriteString("SuccessEvent", rule.Action.Id);
        if (rule.Named.Count > 0)
        {
            writer.WriteStartArray("LocalParams");
            foreach (var (name, text) in rule.Named)
            {
                writer.WriteStartObject();
                writer.WriteString("Name", name);
                writer.WriteString("Expression", Plain(book, text));
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        writer.WriteString("Expression", string.Join(" and ", Kinds(book, rule).Concat(rule.Lines.Select(l => Line(book, l)))));
        writer.WriteStartObject("Properties");
        writer.WriteString("purpose", BuiltIn.Purposes.Values[(int)rule.Action.Purpose]);
        writer.WriteString("channel", BuiltIn.Channels.Values[rule.Action.Channel]);
        Words(writer, "on", [.. rule.Events.Select(e => e.Name), .. rule.Daily ? ["daily"] : (string[])[], .. rule.Hourly ? ["hourly"] : (string[])[], .. rule.PlanOnly ? ["plan"] : (string[])[]]);
        if (rule.Each is { } each) writer.WriteString("each", each.Name);
        Words(writer, "notSaid", [.. NotSaid(rule)]);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Words(Utf8JsonWriter writer, string name, IReadOnlyList<string> words)
    {
        if (words.Count == 0) return;
        writer.WriteStartArray(name);
        foreach (var word in words) writer.WriteStringValue(word);
        writer.WriteEndArray();
    }

    private static IEnumerable<string> NotSaid(ActionRule rule)
    {
        if (!ReferenceEquals(rule.Keep, rule.StateLines)) yield return "keep";
        if (rule.Met.Count > 0) yield return "met";
        if (rule.Eligibility.Count > 0) yield return "eligibility";
        if (rule.Applicability.Count > 0) yield return "applicability";
        if (rule.Suitability.Count > 0) yield return "suitability";
        if (rule.Action.Product is not null) yield return "product";
        if (rule.Action.Campaign is not null) yield return "campaign";
    }

    private static IEnumerable<string> Kinds(RuleBook book, ActionRule rule)
    {
        var codes = book.Vocabulary.Fact(BuiltIn.Kind)?.Type.Codes?.Values;
        if (rule.Kinds == 0 || codes is null) yield break;
        yield return $"(customer.{BuiltIn.Kind} in ({string.Join(", ", codes.Where((_, i) => (rule.Kinds >> i & 1) != 0).Select(c => $"\"{c}\""))}))";
    }

    // A line that may be null itself holds when it is true.
    private static string Line(RuleBook book, Condition line) =>
        line.Tree is BinaryExpression { NodeType: ExpressionType.Equal, Right: ConstantExpression { Value: true } right } && right.Type == typeof(bool?)
            ? $"(({Plain(book, line.Text)}) == true)"
            : $"({Plain(book, line.Text)})";

    // Parameters become what they are; those that differ by segment ask for it.
    private static string Plain(RuleBook book, string text) => Parameters().Replace(ExpressionText.Prepare(text).Text, found =>
        !found.Groups["name"].Success ? found.Value : book.Vocabulary.Parameter(found.Groups["name"].Value) is { } parameter ? Value(book, parameter) : found.Value);

    private static string Value(RuleBook book, Parameter parameter)
    {
        var codes = book.Vocabulary.Fact(BuiltIn.Segment)?.Type.Codes;
        var text = Literal(parameter.Value, parameter.Type);
        foreach (var (segment, value) in parameter.BySegment.OrderByDescending(s => s.Key)) text = $"iif(customer.{BuiltIn.Segment} == \"{codes!.Values[segment]}\", {Literal(value, parameter.Type)}, {text})";
        return text;
    }

    private static string Literal(long value, VType type) => type.Kind switch
    {
        ValueKind.Boolean => value != 0 ? "true" : "false",
        ValueKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"{Scaled.ToDecimal(value):0.####}m"),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    private static List<KeyValuePair<string, string>> Members(RuleBook book, IReadOnlyList<ActionRule> rules)
    {
        var members = new SortedDictionary<string, string>(StringComparer.Ordinal);
        void Add(string root, string name, VType type, bool mayBeNull) => members[$"{root}.{name}"] = Clr(type, mayBeNull);
        void Known(string root, Fact? fact)
        {
            if (fact is not null) Add(root, fact.Name, fact.Type, fact.MayBeNull);
        }
        foreach (var rule in rules)
        {
            var reads = rule.Lines.Select(l => l.Reads).ToList();
            foreach (var index in reads.SelectMany(r => r.Facts)) Known("customer", book.Vocabulary.Facts[index]);
            foreach (var index in reads.SelectMany(r => r.ItemFacts)) Known("item", rule.Each!.Facts[index]);
            foreach (var field in reads.SelectMany(r => r.EventSlots).Select(slot => rule.Events[0].Fields.First(f => f.Index == slot))) Add("event", field.Name, field.Type, !field.Required && field.Type.Kind != ValueKind.Set);
            if (reads.Any(r => r.Today)) foreach (var member in TodayScope.Members(book.FestivalCodes)) Add("today", member.Name, member.Type, member.MayBeNull);
            if (rule.Kinds != 0) Known("customer", book.Vocabulary.Fact(BuiltIn.Kind));
            if (rule.Lines.Select(l => l.Text).Concat(rule.Named.Select(n => n.Text)).SelectMany(t => Parameters().Matches(t)).Any(p => book.Vocabulary.Parameter(p.Groups["name"].Value) is { BySegment.Count: > 0 })) Known("customer", book.Vocabulary.Fact(BuiltIn.Segment));
        }
        return [.. members];
    }

    private static string Clr(VType type, bool mayBeNull) => type.Kind switch
    {
        ValueKind.Boolean => mayBeNull ? "bool?" : "bool",
        ValueKind.Integer or ValueKind.Instant => mayBeNull ? "long?" : "long",
        ValueKind.Decimal => mayBeNull ? "decimal?" : "decimal",
        ValueKind.Date => mayBeNull ? "DateOnly?" : "DateOnly",
        ValueKind.Set => "IReadOnlySet<string>",
        _ => "string",
    };

    // Texts are passed over.
    [GeneratedRegex("""
        "(?:\\.|[^"\\])*"|\bparam\.(?<name>\w+)
        """, RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameters();
}
