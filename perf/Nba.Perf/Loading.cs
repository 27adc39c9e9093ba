using System.Diagnostics;
using System.Text.Json;
using Nba.Engine.Sources;
using Nba.Engine.Stock;
using Nba.Perf.Engines;
using RulesEngine.Models;

namespace Nba.Perf;

/// <summary>
/// From the text of all rules to the first decision, in a process that did the same with a few rules before; and again after one rule was edited, with what an engine keeps of the load before.
/// The best of several goes, for the network: others take too long.
/// </summary>
internal static class Loading
{
    public const string Load = "load", Reload = "reload";

    private const int Goes = 5;

    /// <summary>The network, checks of all texts included.</summary>
    public static void Network(IReadOnlyList<RuleSpec> specs, string variant, Pairs pairs)
    {
        var (text, into) = (RuleSets.Json(specs), new int[specs.Count]);
        var edited = Enumerable.Range(1, Goes).Select(edit => RuleSets.Json(RuleSets.Edited(specs, edit).Rules)).ToArray();
        var load = Best(Goes, _ => Decide(Loader(), text, pairs, into));
        var loader = Loader();
        Decide(loader, text, pairs, into);
        var reload = Best(Goes, go => Hold(specs, go + 1, into, Decide(loader, edited[go], pairs, into)));
        Figures.Print(Load, Contenders.Network, specs.Count, variant, load, Figures.Milliseconds);
        Figures.Print(Reload, Contenders.Network, specs.Count, variant, reload, Figures.Milliseconds);
    }

    /// <summary>RulesEngine, which compiles at its first decision.</summary>
    public static void RulesEngine(IReadOnlyList<RuleSpec> specs, string variant, Pairs pairs)
    {
        var (text, edited, into) = (RuleSets.Json(specs), RuleSets.Json(RuleSets.Edited(specs, 1).Rules), new int[specs.Count]);
        RulesEngineEngine engine = null!;
        var load = Best(1, _ =>
        {
            engine = new RulesEngineEngine([text], ["workflow"], pairs, tuned: false);
            engine.Decide(0, into);
        });
        var reload = Best(1, _ =>
        {
            engine.Take(JsonSerializer.Deserialize<Workflow>(edited)!);
            Hold(specs, 1, into, engine.Decide(0, into));
        });
        Figures.Print(Load, Contenders.RulesEngine, specs.Count, variant, load, Figures.Milliseconds);
        Figures.Print(Reload, Contenders.RulesEngine, specs.Count, variant, reload, Figures.Milliseconds);
    }

    /// <summary>An engine that loads an edited set as it loads any other.</summary>
    public static void Whole(Contender contender, int rules, string variant)
    {
        var into = new int[rules];
        Figures.Print(Load, contender.Name, rules, variant, Best(1, _ => contender.Make().Decide(0, into)), Figures.Milliseconds);
    }

    /// <summary>A loader for the measured types.</summary>
    public static StockLoader Loader() => new(RuleInput.Of<Customer>("customer"), RuleInput.Of<Event>("event"));

    /// <summary>The rules of a text; what is wrong with it is a fault of the rig.</summary>
    public static StockRules Rules(StockLoader loader, string text) =>
        loader.Load([new SourceFile("workflow.json", text)]) is { Rules: { } rules } ? rules : throw new InvalidOperationException("the rules of the rig have problems");

    // A decision that does not know of the edit is none after a reload.
    private static void Hold(IReadOnlyList<RuleSpec> specs, int edit, int[] into, int count)
    {
        var knows = into.AsSpan(0, count).Contains(RuleSets.Edited(specs, edit).At) == (edit % 2 == 1);
        if (!knows) throw new InvalidOperationException("a decision after a reload went by the rules before it");
    }

    private static int Decide(StockLoader loader, string text, Pairs pairs, int[] into) => Rules(loader, text).Matcher().Match(pairs.Customers[0], pairs.Events[0], into);

    private static double Best(int goes, Action<int> act)
    {
        var best = double.MaxValue;
        for (var go = 0; go < goes; go++)
        {
            GC.Collect();
            var start = Stopwatch.GetTimestamp();
            act(go);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return best;
    }
}
