using System.Globalization;
using System.Text.Json;
using Nba.Engine.Sources;
using Nba.Engine.Stock;
using Nba.Perf.Engines;

namespace Nba.Perf;

/// <summary>
/// The same engines over a folder that somebody else made: <c>workflow_N.json</c>, plain RulesEngine files over the inputs <c>customer</c> and <c>event</c>, and <c>data.json</c> with
/// <c>Customers</c> and <c>Events</c>, paired by index. Nothing here was tuned for it.
/// </summary>
internal static class Workload
{
    public static int Run(string folder)
    {
        if (!Directory.Exists(folder)) return Wrong($"there is no folder '{folder}'");
        var files = Directory.GetFiles(folder, "workflow_*.json").OrderBy(Number).ThenBy(f => f, StringComparer.Ordinal).ToArray();
        if (files.Length == 0) return Wrong($"'{folder}' has no workflow_N.json");
        if (Data(Path.Combine(folder, "data.json"), out var fault) is not { } pairs) return Wrong(fault);
        Console.WriteLine("engine\trules\tvariant\tdecisions/s\tratio\tbytes\tchecksum");
        var agree = true;
        foreach (var file in files)
        {
            var json = File.ReadAllText(file);
            var load = new StockLoader(RuleInput.Of<Customer>("customer"), RuleInput.Of<Event>("event")).Load([new SourceFile(Path.GetFileName(file), json)]);
            if (load.Rules is not { } rules) return Wrong(string.Join('\n', load.Problems.Take(20)));
            var (workflows, size) = (rules.Rules.Select(r => r.Workflow).Distinct(StringComparer.Ordinal).ToList(), rules.Rules.Count);
            var all = new List<Func<IEngine>>
            {
                () => new RulesEngineEngine(Workflows(json), workflows, pairs, tuned: false), () => new RulesEngineEngine(Workflows(json), workflows, pairs, tuned: true),
                () => new EncodingNetworkEngine(rules, pairs), () => new NetworkEngine(rules, pairs),
            };
            agree &= Quick.Table(all, size, Path.GetFileNameWithoutExtension(file), pairs.Customers.Count, new NetworkEngine(rules, pairs));
        }
        return agree ? 0 : 1;
    }

    // RulesEngine takes each workflow as a text of its own.
    private static IReadOnlyList<string> Workflows(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var root = document.RootElement;
        return root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray().Select(w => w.GetRawText())] : [root.GetRawText()];
    }

    private static Pairs? Data(string file, out string fault)
    {
        fault = $"'{file}' must hold {{\"Customers\": […], \"Events\": […]}}, as many of one as of the other";
        if (!File.Exists(file)) return null;
        try
        {
            var data = JsonSerializer.Deserialize<DataFile>(File.ReadAllText(file));
            return data is { Customers.Count: > 0 } && data.Customers.Count == data.Events?.Count ? new Pairs(data.Customers, data.Events) : null;
        }
        catch (JsonException broken)
        {
            fault = $"'{file}' cannot be read: {broken.Message}";
            return null;
        }
    }

    private static int Number(string file) => int.TryParse(Path.GetFileNameWithoutExtension(file)["workflow_".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;

    private static int Wrong(string why)
    {
        Console.Error.WriteLine(why);
        return 2;
    }

    private sealed record DataFile(List<Customer>? Customers, List<Event>? Events);
}
