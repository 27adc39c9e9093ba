using Nba.Engine.Stock;

namespace Nba.Perf.Engines;

/// <summary>An engine that can be made.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Make">Makes it, loading its rules.</param>
internal sealed record Contender(string Name, Func<IEngine> Make);

/// <summary>All engines over one set of rules.</summary>
internal static class Contenders
{
    public const string RulesEngine = "rulesengine", Tuned = "rulesengine-tuned", Delegates = "delegates", Ifs = "ifs", Switch = "switch", Encoding = "encode+network", Network = "network";

    /// <summary>All of them; the first is the base of ratios.</summary>
    /// <param name="specs">The rules.</param>
    /// <param name="json">The same as a workflow file.</param>
    /// <param name="rules">The same, compiled into a network.</param>
    /// <param name="pairs">What is decided on.</param>
    public static IReadOnlyList<Contender> Of(IReadOnlyList<RuleSpec> specs, string json, StockRules rules, Pairs pairs) =>
    [
        new(RulesEngine, () => new RulesEngineEngine([json], ["workflow"], pairs, tuned: false)),
        new(Tuned, () => new RulesEngineEngine([json], ["workflow"], pairs, tuned: true)),
        new(Delegates, () => new DelegatesEngine([.. specs.Select(s => s.Expression)], pairs)),
        new(Ifs, () => HandWritten.Ifs(specs, pairs)),
        new(Switch, () => HandWritten.Switch(specs, pairs)),
        new(Encoding, () => new EncodingNetworkEngine(rules, pairs)),
        new(Network, () => new NetworkEngine(rules, pairs)),
    ];
}
