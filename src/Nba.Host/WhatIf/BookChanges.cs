using System.Text.Json;
using System.Text.Json.Nodes;
using Nba.Engine;
using Nba.Engine.Campaigns;

namespace Nba.Host.WhatIf;

/// <summary>What is different between two books, in the words of who edits them: parameters, rules, campaigns, and otherwise files. Wording and rule cases change no decision and are left out.</summary>
internal static class BookChanges
{
    private const int Longest = 120;

    private static readonly JsonDocumentOptions Loose = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The differences, by kind and name.</summary>
    public static IReadOnlyList<BookChange> Between(RuleBook recorded, RuleBook other)
    {
        var (before, after) = (Texts(recorded), Texts(other));
        var changes = new List<BookChange>();
        foreach (var path in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            var (old, fresh) = (before.GetValueOrDefault(path), after.GetValueOrDefault(path));
            if (old == fresh || path.StartsWith("texts/", StringComparison.Ordinal) || path is "people.json" or "course.json") continue;
            var (a, b) = (Parsed(old), Parsed(fresh));
            if (JsonNode.DeepEquals(a, b)) continue;
            changes.AddRange(path switch
            {
                "parameters.json" => Members("parameter", a as JsonObject, b as JsonObject, Value),
                CampaignSwitches.File => Members("campaign", a?["campaigns"] as JsonObject, b?["campaigns"] as JsonObject, (old, fresh) => (old?.ToJsonString(), fresh?.ToJsonString())),
                "campaigns.json" => Members("campaign", Flags(a), Flags(b), Switch),
                _ when (a ?? b)?["Rules"] is JsonArray => Members("rule", Rules(a), Rules(b), Lines),
                _ => [new BookChange("file", path, old is null ? "added" : fresh is null ? "removed" : "changed")],
            });
        }
        return [.. changes.OrderBy(c => c.Kind switch { "parameter" => 0, "rule" => 1, "campaign" => 2, _ => 3 }).ThenBy(c => c.Name, StringComparer.Ordinal)];
    }

    private static Dictionary<string, string> Texts(RuleBook book) => book.Files.ToDictionary(f => f.Path, f => f.Text, StringComparer.Ordinal);

    private static JsonNode? Parsed(string? text) => text is null ? null : JsonNode.Parse(text, documentOptions: Loose);

    private static IEnumerable<BookChange> Members(string kind, JsonObject? before, JsonObject? after, Func<JsonNode?, JsonNode?, (string?, string?)> words)
    {
        foreach (var name in (before?.Select(m => m.Key) ?? []).Union(after?.Select(m => m.Key) ?? []))
        {
            var (old, fresh) = (before?[name], after?[name]);
            if (JsonNode.DeepEquals(old, fresh)) continue;
            var (from, to) = words(old, fresh);
            yield return new BookChange(kind, name, old is null ? "added" : fresh is null ? "removed" : "changed", Short(from), Short(to));
        }
    }

    private static (string?, string?) Value(JsonNode? before, JsonNode? after) => JsonNode.DeepEquals(before?["value"], after?["value"])
        ? (before?["bySegment"]?.ToJsonString(), after?["bySegment"]?.ToJsonString())
        : (before?["value"]?.ToJsonString(), after?["value"]?.ToJsonString());

    private static JsonObject Flags(JsonNode? file)
    {
        var flags = new JsonObject();
        foreach (var flag in file?["feature_management"]?["feature_flags"] as JsonArray ?? [])
        {
            if (flag?["id"]?.ToString() is not { } id) continue;
            var whole = (JsonObject)flag.DeepClone();
            if (file!["campaigns"]?[id] is { } more) whole["campaign"] = more.DeepClone();
            flags[id] = whole;
        }
        return flags;
    }

    private static (string?, string?) Switch(JsonNode? before, JsonNode? after) => (Says(before), Says(after));

    private static string? Says(JsonNode? flag)
    {
        if (flag is null) return null;
        if (flag["enabled"]?.GetValueKind() == JsonValueKind.False) return "off";
        var share = (flag["conditions"]?["client_filters"] as JsonArray)?.FirstOrDefault(f => f?["name"]?.ToString() == "Percentage")?["parameters"]?["value"];
        return share is null ? "on" : $"on, {share.ToJsonString()} %";
    }

    private static JsonObject Rules(JsonNode? file)
    {
        var rules = new JsonObject();
        foreach (var rule in file?["Rules"] as JsonArray ?? [])
        {
            if (rule is not JsonObject || rule["RuleName"]?.ToString() is not { } name) continue;
            var without = (JsonObject)rule.DeepClone();
            (without["Properties"] as JsonObject)?.Remove("cases");
            rules[name] = without;
        }
        return rules;
    }

    // The lines that only one of the two has; a switch, where that is all.
    private static (string?, string?) Lines(JsonNode? before, JsonNode? after)
    {
        if (before is null || after is null) return (null, null);
        var (was, fresh) = (Expression(before), Expression(after));
        if (!was.SequenceEqual(fresh)) return (Joined(was.Except(fresh)), Joined(fresh.Except(was)));
        var (on, now) = (IsOn(before), IsOn(after));
        return on == now ? (null, null) : (on ? "on" : "off", now ? "on" : "off");
    }

    private static bool IsOn(JsonNode rule) => rule["Enabled"]?.GetValueKind() != JsonValueKind.False;

    private static List<string> Expression(JsonNode rule) => rule["Expression"] switch
    {
        JsonArray lines => [.. lines.Select(l => l?.ToString() ?? "")],
        { } one => [one.ToString()],
        _ => [],
    };

    private static string? Joined(IEnumerable<string> lines) => string.Join(" && ", lines) is { Length: > 0 } joined ? joined : null;

    private static string? Short(string? text) => text?.Length > Longest ? text[..(Longest - 1)] + "…" : text;
}
