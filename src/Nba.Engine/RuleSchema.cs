using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nba.Engine.Sources;

namespace Nba.Engine;

/// <summary>
/// JSON Schema (draft 2020-12) of the files of a rules folder, for editors: which members each file takes, and which words stand where the engine
/// itself fixes them. Words that a vocabulary declares stay open here; loading the folder checks those. Safe for any thread.
/// </summary>
public static class RuleSchema
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Name, Func<JsonObject> Shape)[] Documents =
    [
        ("bank-calendar", RuleSchemaBooks.BankCalendar), ("campaigns", RuleSchemaCampaigns.Campaigns), ("consent", RuleSchemaPolicies.Consent), ("contact", RuleSchemaPolicies.Contact), ("course", RuleSchemaBooks.Course),
        ("declines", RuleSchemaPolicies.Declines), ("directory", RuleSchemaBooks.Directory), ("families", RuleSchemaRules.Families), ("hold-out", RuleSchemaCampaigns.HoldOut), ("parameters", RuleSchemaVocabulary.Parameters),
        ("people", RuleSchemaCases.People), ("plans", RuleSchemaBooks.Plans), ("products", RuleSchemaBooks.Products), ("rules", RuleSchemaRules.Rules),
        ("statistics", RuleSchemaBooks.Statistics), ("texts", RuleSchemaBooks.Texts), ("vocabulary", RuleSchemaVocabulary.Vocabulary),
    ];

    /// <summary>One file for each kind of rule file, by path (<c>schema/rules.schema.json</c>), ordinal; the same text on every machine.</summary>
    public static IReadOnlyList<SourceFile> Files() => [.. Documents.Select(d => new SourceFile(PathOf(d.Name), Write(d.Shape())))];

    /// <summary>The path of the schema for a file of a rules folder; null for files that have none: mappings and calendars other than the bank's.</summary>
    internal static string? For(string path)
    {
        if (path is "calendars/bank.json") return PathOf("bank-calendar");
        if (path.StartsWith("texts/", StringComparison.Ordinal)) return PathOf("texts");
        if (path.StartsWith("plans/", StringComparison.Ordinal)) return PathOf("plans");
        if (path is "policies/contact.json" or "policies/consent.json" or "policies/declines.json" or "policies/hold-out.json") return PathOf(path["policies/".Length..^".json".Length]);
        if (path is "mapping.json" || path.Contains('/', StringComparison.Ordinal)) return null;
        var name = path[..^".json".Length];
        return PathOf(name is "vocabulary" or "parameters" or "families" or "products" or "campaigns" or "people" or "directory" or "course" or "statistics" ? name : "rules");
    }

    private static string PathOf(string name) => $"schema/{name}.schema.json";

    private static string Write(JsonObject shape)
    {
        var document = new JsonObject { ["$schema"] = Dialect };
        foreach (var (name, value) in shape) document[name] = value?.DeepClone();
        return document.ToJsonString(Format) + "\n";
    }
}
