using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;

namespace Nba.Host.WhatIf;

/// <summary>Changes a book's files as <c>--set</c> and <c>--campaign</c> say. What is wrong is told in words, with the nearest name.</summary>
internal static class BookOverrides
{
    private const string Parameters = "parameters.json", Campaigns = "campaigns.json";

    private static readonly JsonDocumentOptions Loose = new() { CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The files with parameters set, each as <c>name=value</c>, or <c>name.segment=value</c> for one segment.</summary>
    public static IReadOnlyList<SourceFile> Set(IReadOnlyList<SourceFile> files, IReadOnlyList<string> settings, List<Sentence> faults)
    {
        if (settings.Count == 0) return files;
        var root = Open(files, Parameters);
        foreach (var setting in settings)
        {
            if (setting.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } value])
            {
                faults.Add($"--set {setting}: write a parameter and its value, as --set documentNoticeDays=40");
                continue;
            }
            var parts = name.Split('.', 2);
            if (root?[parts[0]] is not JsonObject parameter)
            {
                faults.Add($"--set {setting}: there is no parameter '{parts[0]}'{NearMiss.Hint(parts[0], root?.Select(p => p.Key) ?? [])}");
                continue;
            }
            var shape = parts.Length == 1 ? parameter["value"] : parameter["bySegment"]?[parts[1]] ?? parameter["value"];
            if (Typed(value, shape) is not { } typed)
            {
                faults.Add($"--set {setting}: {parts[0]} is {shape?.ToJsonString()} now; '{value}' is nothing of that kind");
                continue;
            }
            if (parts.Length == 1) parameter["value"] = typed;
            else if (parameter["bySegment"] is JsonObject segments) segments[parts[1]] = typed;
            else parameter["bySegment"] = new JsonObject { [parts[1]] = typed };
        }
        return root is null ? files : Replace(files, Parameters, root);
    }

    /// <summary>The files with campaigns switched, each as <c>id=on</c>, <c>id=off</c> or <c>id=percent:N</c>.</summary>
    public static IReadOnlyList<SourceFile> Switch(IReadOnlyList<SourceFile> files, IReadOnlyList<string> settings, List<Sentence> faults)
    {
        if (settings.Count == 0) return files;
        var root = Open(files, Campaigns);
        var flags = (root?["feature_management"]?["feature_flags"] as JsonArray)?.OfType<JsonObject>().ToList() ?? [];
        foreach (var setting in settings)
        {
            var (id, value) = setting.Split('=', 2) is [var name, var given] ? (name, given) : (setting, "");
            if (flags.Find(f => f["id"]?.ToString() == id) is not { } flag)
            {
                faults.Add($"--campaign {setting}: the rules that are tried have no campaign '{id}'{NearMiss.Hint(id, flags.Select(f => f["id"]?.ToString() ?? ""))}; without DIR they are those that were in force before the days asked for, so name the folder of newer ones: nba what-if DIR --campaign {setting}");
                continue;
            }
            if (value is "on" or "off") flag["enabled"] = value == "on";
            else if (value.StartsWith("percent:", StringComparison.Ordinal) && int.TryParse(value.AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent <= 100) Share(flag, percent);
            else faults.Add($"--campaign {setting}: write {id}=on, {id}=off or {id}=percent:30 (0 to 100)");
        }
        return root is null ? files : Replace(Unswitched(files, settings), Campaigns, root);
    }

    // What product owners set stands over the files: of these campaigns the asked-for setting takes its place.
    private static IReadOnlyList<SourceFile> Unswitched(IReadOnlyList<SourceFile> files, IReadOnlyList<string> settings)
    {
        if (Open(files, CampaignSwitches.File) is not { } root) return files;
        foreach (var setting in settings.Select(s => s.Split('=', 2)).Where(s => s.Length == 2))
            (root["campaigns"]?[setting[0]] as JsonObject)?.Remove(setting[1] is "on" or "off" ? "enabled" : "percentage");
        return Replace(files, CampaignSwitches.File, root);
    }

    private static void Share(JsonObject flag, int percent)
    {
        if (flag["conditions"] is not JsonObject conditions) flag["conditions"] = conditions = [];
        if (conditions["client_filters"] is not JsonArray filters) conditions["client_filters"] = filters = [];
        var share = filters.FirstOrDefault(f => f?["name"]?.ToString() == "Percentage") as JsonObject;
        if (share is null) filters.Add(share = new JsonObject { ["name"] = "Percentage" });
        share["parameters"] = new JsonObject { ["value"] = percent };
    }

    // Of the kind that the parameter has now.
    private static JsonNode? Typed(string text, JsonNode? shape) => shape?.GetValueKind() switch
    {
        JsonValueKind.String => JsonValue.Create(text),
        JsonValueKind.True or JsonValueKind.False => text is "true" or "false" ? JsonValue.Create(text == "true") : null,
        JsonValueKind.Number => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : null,
        _ => null,
    };

    private static JsonObject? Open(IReadOnlyList<SourceFile> files, string path) => files.FirstOrDefault(f => f.Path == path) is { } file ? JsonNode.Parse(file.Text, documentOptions: Loose) as JsonObject : null;

    private static IReadOnlyList<SourceFile> Replace(IReadOnlyList<SourceFile> files, string path, JsonNode root) => [.. files.Select(f => f.Path == path ? new SourceFile(path, root.ToJsonString()) : f)];
}
