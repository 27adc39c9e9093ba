using System.Text;
using System.Text.Json.Nodes;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>The pieces that schemas are made of, as <see cref="Sources.SourceObject"/> reads them. Each call answers a new piece: one has one place.</summary>
internal static class RuleSchemaShapes
{
    /// <summary>A day.</summary>
    public const string DayPattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

    public static JsonObject Text(string? about = null) => About(new() { ["type"] = "string" }, about);

    public static JsonObject Filled(string? about = null) => About(new() { ["type"] = "string", ["minLength"] = 1 }, about);

    public static JsonObject Pattern(string pattern, string? about = null) => About(new() { ["type"] = "string", ["pattern"] = pattern }, about);

    public static JsonObject Day(string? about = null) => Pattern(DayPattern, about);

    public static JsonObject Truth(string? about = null) => About(new() { ["type"] = "boolean" }, about);

    public static JsonObject Number(string? about = null) => About(new() { ["type"] = "number" }, about);

    public static JsonObject Whole(int least, int most, string? about = null) => About(new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most }, about);

    /// <summary>A value of any of the kinds.</summary>
    public static JsonObject Kinds(string[] kinds, string? about = null) => About(new() { ["type"] = Texts(kinds) }, about);

    public static JsonObject Word(IEnumerable<string> words, string? about = null) => About(new() { ["enum"] = Texts(words) }, about);

    public static JsonObject Purpose(string? about = null) => Word(BuiltIn.Purposes.Values, about);

    public static JsonObject Channel(string? about = null) => Word(BuiltIn.Channels.Values, about);

    /// <summary>A shape under <c>$defs</c>.</summary>
    public static JsonObject Ref(string name, string? about = null) => About(new() { ["$ref"] = "#/$defs/" + name }, about);

    public static JsonObject List(JsonObject item, string? about = null, int least = 0)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = item };
        if (least > 0) list["minItems"] = least;
        return About(list, about);
    }

    /// <summary>A text or an array of them.</summary>
    public static JsonObject Lines(string? about = null) => Lines(Text(), Text(), about);

    /// <summary>One of the words or an array of them.</summary>
    public static JsonObject Words(IReadOnlyList<string> words, string? about = null, int least = 0) => Lines(Word(words), Word(words), about, least);

    /// <summary>Names that the author gives, each with the same shape.</summary>
    public static JsonObject Map(JsonObject value, string? about = null) => About(new() { ["type"] = "object", ["additionalProperties"] = value }, about);

    /// <summary>Names that the engine gives, each with the same shape.</summary>
    public static JsonObject MapOf(IEnumerable<string> names, Func<JsonObject> value, string? about = null) => Closed(about, [], [.. names.Select(n => (n, value()))]);

    /// <summary>An object that takes these members and no other.</summary>
    public static JsonObject Closed(string? about, string[] required, params (string Name, JsonObject Value)[] members)
    {
        var shape = About(new() { ["type"] = "object" }, about);
        var properties = new JsonObject();
        foreach (var (name, value) in members) properties[name] = value;
        shape["properties"] = properties;
        if (required.Length > 0) shape["required"] = Texts(required);
        shape["additionalProperties"] = false;
        return shape;
    }

    /// <summary>The shape of a whole file: the same with a title, and <c>$schema</c> allowed in it.</summary>
    public static JsonObject File(string title, JsonObject shape, params (string Name, JsonObject Value)[] shared)
    {
        var document = new JsonObject { ["title"] = title };
        foreach (var (name, value) in shape) document[name] = value?.DeepClone();
        if (document["type"] is not null) AllowSchema(document);
        if (shared.Length == 0) return document;
        var definitions = new JsonObject();
        foreach (var (name, value) in shared) definitions[name] = value;
        document["$defs"] = definitions;
        return document;
    }

    /// <summary>Lets the object name its schema, as editors expect.</summary>
    public static JsonObject AllowSchema(JsonObject shape)
    {
        if (shape["properties"] is not JsonObject properties) shape["properties"] = properties = [];
        properties.Insert(0, "$schema", Text("Where an editor finds this schema; the engine does not read it."));
        return shape;
    }

    /// <summary>The same, or null: a member that a file sets to null is absent, also when a family has a default for it.</summary>
    public static (string Name, JsonObject Value) Unset((string Name, JsonObject Value) member)
    {
        var shape = member.Value;
        if (shape["type"] is JsonValue one) shape["type"] = Texts([one.GetValue<string>(), "null"]);
        else if (shape["type"] is JsonArray kinds) kinds.Add("null");
        else if (shape["enum"] is JsonArray words) words.Add((JsonNode?)null);
        else if (shape["anyOf"] is JsonArray ways) ways.Add((JsonNode)new JsonObject { ["type"] = "null" });
        return member;
    }

    /// <summary>Exactly one of these members stands.</summary>
    public static JsonObject OneOf(JsonObject shape, IEnumerable<string> names)
    {
        shape["oneOf"] = new JsonArray([.. names.Select(n => (JsonNode)Needs(n))]);
        return shape;
    }

    public static JsonObject Needs(params string[] names) => new() { ["required"] = Texts(names) };

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    /// <summary>The names of an enum as files write them: <c>daysSince</c>.</summary>
    public static IReadOnlyList<string> Camel<T>(params T[] but) where T : struct, Enum => [.. Enum.GetValues<T>().Except(but).Select(v => v.ToString()).Select(n => char.ToLowerInvariant(n[0]) + n[1..])];

    /// <summary>The names of an enum as files write them: <c>branch-head</c>.</summary>
    public static IReadOnlyList<string> Kebab<T>() where T : struct, Enum => [.. Camel<T>().Select(Hyphened)];

    private static string Hyphened(string camel)
    {
        var text = new StringBuilder();
        foreach (var c in camel) text.Append(char.IsAsciiLetterUpper(c) ? $"-{char.ToLowerInvariant(c)}" : c.ToString());
        return text.ToString();
    }

    private static JsonObject Lines(JsonObject one, JsonObject item, string? about, int least = 0) => About(new() { ["anyOf"] = new JsonArray(one, List(item, least: least)) }, about);

    private static JsonObject About(JsonObject shape, string? about)
    {
        if (about is not null) shape["description"] = about;
        return shape;
    }
}
