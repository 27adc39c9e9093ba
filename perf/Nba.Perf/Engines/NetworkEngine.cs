using Nba.Engine.Network;
using Nba.Engine.Stock;

namespace Nba.Perf.Engines;

/// <summary>The compiled network over facts that were encoded before.</summary>
internal sealed class NetworkEngine(StockRules rules, Pairs pairs) : IEngine
{
    private readonly StockMatcher _matcher = rules.Matcher();
    private readonly EncodedInput[] _encoded = Encode(rules, pairs);

    public string Name => "network";

    public int Decide(int pair, int[] into) => _matcher.Match(_encoded[pair], into);

    private static EncodedInput[] Encode(StockRules rules, Pairs pairs)
    {
        var matcher = rules.Matcher();
        return [.. pairs.Customers.Select((c, i) => matcher.Encode(c, pairs.Events[i]))];
    }
}

/// <summary>The compiled network over the objects themselves.</summary>
internal sealed class EncodingNetworkEngine(StockRules rules, Pairs pairs) : IEngine
{
    private readonly StockMatcher _matcher = rules.Matcher();

    public string Name => "encode+network";

    public int Decide(int pair, int[] into) => _matcher.Match(pairs.Customers[pair], pairs.Events[pair], into);
}
