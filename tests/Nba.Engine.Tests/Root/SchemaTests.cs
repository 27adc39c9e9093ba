using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Nba.Engine.Sources;
using Nba.House;

namespace Nba.Engine.Tests.Root;

/// <summary>What editors are told of rule files: the checked-in schemas are the code's, shipped files fit them, and they refuse what the readers refuse.</summary>
public sealed class SchemaTests
{
    // Of a kind that no named value has, so that a list of open names refuses it too.
    private const string StrayValue = "{\"x\": {}}";

    private static readonly Lazy<IReadOnlyDictionary<string, Schema>> Schemas =
        new(() => RuleSchema.Files().ToDictionary(f => f.Path, f => new Schema(JsonNode.Parse(f.Text)!.AsObject()), StringComparer.Ordinal));

    public static TheoryData<string> Folders => ShippedRulesTests.Folders;

    public static TheoryData<string, string, string> Misspelt => new()
    {
        { "retention.json", "\"RuleName\"", "\"Rulename\"" }, { "retention.json", "\"Expression\"", "\"Expresion\"" }, { "retention.json", "\"Properties\"", "\"Propertys\"" },
        { "retention.json", "\"action\"", "\"actoin\"" }, { "retention.json", "\"propensity\"", "\"propensety\"" }, { "retention.json", "\"cases\"", "\"case\"" },
        { "retention.json", "\"like\"", "\"Like\"" }, { "retention.json", "\"because\"", "\"becuase\"" }, { "retention.json", "\"because\": \"again\"", "\"because\": \"agian\"" },
        { "routing.json", "\"purposes\"", "\"purpose\"" }, { "routing.json", "\"sales\"", "\"sale\"" }, { "segments.json", "\"value\"", "\"valeu\"" },
        { "vocabulary.json", "\"fold\"", "\"folds\"" }, { "vocabulary.json", "\"latest\"", "\"lastest\"" }, { "vocabulary.json", "\"type\": \"decimal\"", "\"type\": \"decimals\"" },
        { "parameters.json", "\"value\"", "\"valeu\"" }, { "families.json", "\"halfLifeDays\"", "\"halflifeDays\"" }, { "families.json", "\"never\"", "\"nevr\"" },
        { "products.json", "\"approver\"", "\"aprover\"" }, { "products.json", "\"lending-rate\"", "\"lending-rates\"" }, { "campaigns.json", "\"holdOut\"", "\"holdout\"" },
        { "campaigns.json", "\"from\"", "\"form\"" }, { "people.json", "\"consents\"", "\"consent\"" }, { "texts/retention.json", "\"credibility\"", "\"credibilty\"" },
        { "plans/onboarding.json", "\"after\":", "\"afer\":" }, { "plans/onboarding.json", "\"expired\"", "\"expire\"" }, { "policies/contact.json", "\"quietHours\"", "\"quiethours\"" },
        { "policies/contact.json", "\"sales\": {", "\"sale\": {" }, { "policies/consent.json", "\"needed\"", "\"need\"" }, { "policies/declines.json", "\"revivedBy\"", "\"revivedby\"" },
        { "calendars/bank.json", "\"lunar\"", "\"luna\"" }, { "statistics.json", "\"promise\"", "\"promis\"" }, { "statistics.json", "\"entity\"", "\"entitty\"" },
    };

    [Fact]
    public void The_schemas_are_those_of_the_code()
    {
        var files = RuleSchema.Files();
        foreach (var file in files) Golden.Matches(file.Text, "rules/" + file.Path);
        Findings.None(Repository.Files("rules/schema").Except(files.Select(f => "rules/" + f.Path)).Select(f => $"{f} is no schema of the code: delete it"));
    }

    [Theory, MemberData(nameof(Folders))]
    public void Every_shipped_file_fits_its_schema(string folder)
    {
        var files = WithSchema(folder);
        Assert.NotEmpty(files);
        Findings.None(files.SelectMany(Check).Select(f => $"{folder}/{f}"));
    }

    [Fact]
    public void Every_schema_has_a_shipped_file() =>
        Assert.Empty(Schemas.Value.Keys.Except(Folders.SelectMany(f => WithSchema(f.Data)).Select(f => RuleSchema.For(f.Path)!)));

    [Theory, MemberData(nameof(Misspelt))]
    public void A_misspelt_word_is_refused(string path, string right, string wrong)
    {
        var text = Repository.Read("rules/" + path);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0, $"rules/{path} has no {right} any more: choose another word");

        Assert.NotEmpty(Check(new SourceFile(path, text[..at] + wrong + text[(at + right.Length)..])));
    }

    [Theory]
    [InlineData("parameters.json")]
    [InlineData("directory.json")]
    [InlineData("routing.json")]
    public void A_file_may_name_its_schema(string path) =>
        Assert.Empty(Check(new SourceFile(path, path == "routing.json" ? "{\"$schema\": \"schema/rules.schema.json\", \"WorkflowName\": \"routing\"}" : "{\"$schema\": \"x\"}")));

    /// <summary>A member that nobody knows, put into every object of the shipped files: the readers and the schemas refuse it in the same places.</summary>
    [Fact]
    public void The_schemas_refuse_the_members_that_the_readers_refuse()
    {
        var strays = new List<(SourceFile File, SourceMember Member)>();
        var files = ShippedRulesTests.Read("rules").Where(f => !f.Path.StartsWith("schema/", StringComparison.Ordinal)).Select(f => RuleSchema.For(f.Path) is null ? f : Strewn(f, inCases: false, strays)).ToList();
        Agree(RuleBook.Load(files).Problems, strays.Where(s => s.File.Path != "people.json"));
    }

    /// <summary>The same for what stands in cases, which the loader leaves to the runner. Consents, contacts, answers and data take any member there; the schema is stricter.</summary>
    [Fact]
    public void The_schemas_refuse_the_members_that_the_case_runner_refuses()
    {
        var strays = new List<(SourceFile File, SourceMember Member)>();
        var book = RuleBook.Load([.. ShippedRulesTests.Read("rules").Select(f => RuleSchema.For(f.Path) == "schema/rules.schema.json" ? Strewn(f, inCases: true, strays) : f)]).Book;
        Assert.NotNull(book);
        var runner = new CaseRunner(book);
        runner.RunAll();
        Agree(runner.Problems, strays);
    }

    private static void Agree(IReadOnlyList<RuleProblem> problems, IEnumerable<(SourceFile File, SourceMember Member)> strays)
    {
        var all = strays.ToList();
        var read = problems.ToLookup(p => (p.File, p.Line), p => p.Column);
        var refused = all.Select(s => s.File).Distinct().SelectMany(Check).ToLookup(f => (f.Place.File, f.Place.Line), f => f.Place.Column);
        bool Has(ILookup<(string, int), int> found, SourceMember m) => found[(m.NameMark.File, m.NameMark.Line)].Any(c => c >= m.NameMark.Column && c < m.Value.Mark.Column + StrayValue.Length);

        Assert.True(all.Count > 100, $"only {all.Count} strays");
        Findings.None([
            .. all.Where(s => Has(read, s.Member) && !Has(refused, s.Member)).Select(s => $"{s.Member.NameMark}: the reader refuses a stray member here, the schema does not"),
            .. all.Where(s => !Has(read, s.Member) && Has(refused, s.Member)).Select(s => $"{s.Member.NameMark}: the schema refuses a stray member here, the reader does not")]);
    }

    // The stray's name is the file's own, since a family's members stand under those of its rules.
    private static SourceFile Strewn(SourceFile file, bool inCases, List<(SourceFile File, SourceMember Member)> strays)
    {
        var name = "stray-" + file.Path;
        var text = new StringBuilder(file.Text);
        var opens = Objects(Parse(file), cases: false).Where(o => o.InCases == inCases).Select(o => o.Node.Mark).ToList();
        var lines = file.Text.Split('\n');
        foreach (var mark in opens.OrderByDescending(m => m.Line).ThenByDescending(m => m.Column))
        {
            var at = lines.Take(mark.Line - 1).Sum(l => l.Length + 1) + mark.Column;
            Assert.Equal('{', text[at - 1]);
            var empty = file.Text[at..].TrimStart().StartsWith('}');
            text.Insert(at, $"\"{name}\": {StrayValue}{(empty ? "" : ", ")}");
        }
        var strewn = file with { Text = text.ToString() };
        strays.AddRange(Objects(Parse(strewn), cases: false).SelectMany(o => o.Node.Members).Where(m => m.Name == name).Select(m => (strewn, m)));
        return strewn;
    }

    private static IEnumerable<(SourceNode Node, bool InCases)> Objects(SourceNode node, bool cases)
    {
        if (node.Kind == SourceKind.Object) yield return (node, cases);
        foreach (var child in node.Items.SelectMany(i => Objects(i, cases))) yield return child;
        foreach (var member in node.Members.Where(m => !cases || m.Name is not ("consents" or "contacts" or "outcome" or "data")))
        {
            foreach (var child in Objects(member.Value, cases || member.Name == "cases")) yield return child;
        }
    }

    private static List<SourceFile> WithSchema(string folder) => [.. ShippedRulesTests.Read(folder).Where(f => RuleSchema.For(f.Path) is not null)];

    private static List<Finding> Check(SourceFile file)
    {
        var findings = new List<Finding>();
        Schemas.Value[RuleSchema.For(file.Path)!].Check(Parse(file), findings);
        return findings;
    }

    private static SourceNode Parse(SourceFile file)
    {
        var problems = new ProblemList();
        return SourceParser.Parse(file, problems) ?? throw new InvalidOperationException(string.Join('\n', problems.Sorted()));
    }

    private sealed record Finding(SourceMark Place, string What)
    {
        public override string ToString() => $"{Place} {What}";
    }

    /// <summary>As much of JSON Schema as ours use; a keyword that it does not know is a fault, not a pass.</summary>
    private sealed class Schema(JsonObject root)
    {
        public void Check(SourceNode node, List<Finding> findings) => Check(node, root, findings);

        private void Check(SourceNode node, JsonNode schema, List<Finding> findings)
        {
            if (schema is JsonValue always)
            {
                if (!always.GetValue<bool>()) findings.Add(new(node.Mark, "nothing may stand here"));
                return;
            }
            foreach (var (keyword, value) in schema.AsObject()) Check(node, keyword, value!, schema.AsObject(), findings);
        }

        private void Check(SourceNode node, string keyword, JsonNode value, JsonObject schema, List<Finding> findings)
        {
            void Must(bool holds, string what) { if (!holds) findings.Add(new(node.Mark, what)); }
            switch (keyword)
            {
                case "$schema" or "$defs" or "title" or "description" or "additionalProperties": break;
                case "$ref": Check(node, root["$defs"]![value.GetValue<string>()["#/$defs/".Length..]]!, findings); break;
                case "type": Must(Words(value).Any(t => IsA(node, t)), $"{string.Join(" or ", Words(value))} must stand here, not {node.Describe()}"); break;
                case "enum": Must(node.Kind == SourceKind.Text ? Words(value).Contains(node.Text) : node.Kind == SourceKind.Null && value.AsArray().Contains(null), $"{node.Describe()} is not one of {string.Join(", ", Words(value))}"); break;
                case "pattern": Must(node.Kind != SourceKind.Text || Regex.IsMatch(node.Text, value.GetValue<string>(), RegexOptions.CultureInvariant), $"{node.Describe()} does not look like {value}"); break;
                case "minLength": Must(node.Kind != SourceKind.Text || node.Text.Length >= value.GetValue<int>(), "the text is too short"); break;
                case "minimum": Must(node.Kind != SourceKind.Number || node.Number >= value.GetValue<int>(), $"{node.Text} is less than {value}"); break;
                case "maximum": Must(node.Kind != SourceKind.Number || node.Number <= value.GetValue<int>(), $"{node.Text} is more than {value}"); break;
                case "minItems": Must(node.Kind != SourceKind.Array || node.Items.Count >= value.GetValue<int>(), $"fewer than {value} items"); break;
                case "maxItems": Must(node.Kind != SourceKind.Array || node.Items.Count <= value.GetValue<int>(), $"more than {value} items"); break;
                case "items": foreach (var item in node.Items) Check(item, value, findings); break;
                case "required": Must(node.Kind != SourceKind.Object || Words(value).All(n => node.Member(n) is not null), $"one of {string.Join(", ", Words(value))} is missing"); break;
                case "dependentRequired":
                    foreach (var (member, needs) in value.AsObject()) Must(node.Member(member) is null || Words(needs!).All(n => node.Member(n) is not null), $"'{member}' needs {needs}");
                    break;
                case "properties": Members(node, value.AsObject(), schema["additionalProperties"], findings); break;
                case "not": Must(Of(node, value).Count > 0, "this may not stand here"); break;
                case "oneOf": Must(value.AsArray().Count(s => Of(node, s!).Count == 0) == 1, $"exactly one of {value.ToJsonString()} must hold"); break;
                case "anyOf": findings.AddRange(Nearest(node, value.AsArray())); break;
                default: throw new NotSupportedException($"the keyword '{keyword}'");
            }
            if (keyword == "additionalProperties" && schema["properties"] is null) Members(node, [], value, findings);
        }

        private void Members(SourceNode node, JsonObject known, JsonNode? others, List<Finding> findings)
        {
            foreach (var member in node.Members)
            {
                if (known[member.Name] is { } own) Check(member.Value, own, findings);
                else if (others is JsonValue) findings.Add(new(member.NameMark, $"'{member.Name}' is no member of this object"));
                else if (others is not null) Check(member.Value, others, findings);
            }
        }

        // Of several ways to read a value, the faults of the one meant: of its kind, with the fewest.
        private List<Finding> Nearest(SourceNode node, JsonArray ways) =>
            ways.Select(w => Of(node, w!)).OrderBy(f => f.Exists(x => x.Place == node.Mark)).ThenBy(f => f.Count).First();

        private List<Finding> Of(SourceNode node, JsonNode schema)
        {
            var findings = new List<Finding>();
            Check(node, schema, findings);
            return findings;
        }

        private static bool IsA(SourceNode node, string type) => type switch
        {
            "object" => node.Kind == SourceKind.Object,
            "array" => node.Kind == SourceKind.Array,
            "string" => node.Kind == SourceKind.Text,
            "boolean" => node.Kind == SourceKind.Boolean,
            "null" => node.Kind == SourceKind.Null,
            "number" => node.Kind == SourceKind.Number,
            "integer" => node.Kind == SourceKind.Number && decimal.Truncate(node.Number) == node.Number,
            _ => throw new NotSupportedException($"the type '{type}'"),
        };

        private static IReadOnlyList<string> Words(JsonNode value) => value is JsonArray list ? [.. list.OfType<JsonValue>().Select(w => w.GetValue<string>())] : [value.GetValue<string>()];
    }
}
