using Nba.Perf.Engines;

namespace Nba.Perf;

/// <summary>What the table of rates does not tell: single decisions, loading, a very large set, two threads, reloads while decisions run.</summary>
internal static class Beyond
{
    private const int Large = 100_000;

    // All but the network load too slowly to be asked for more than this many rules.
    private const int MostForOthers = 10_000;

    // Slow engines are held against the network on so many pairs.
    private const int Few = 64;

    /// <param name="sizes">How many rules the sets have; two threads and reloads are of interest where there are many, or where only one size is asked for.</param>
    /// <param name="large">Whether a very large set is measured too.</param>
    public static int Run(IReadOnlyList<int> sizes, bool large)
    {
        var pairs = Pairs.Random();
        Figures.Head();
        Warm(pairs);
        Latency.Print(new Latency.Nothing(), sizes[0], RuleSets.Round, pairs.Customers.Count);
        var agree = true;
        foreach (var size in sizes) agree &= Latencies(size, pairs);
        foreach (var variant in (string[])[RuleSets.Round, RuleSets.Unique])
        {
            foreach (var size in sizes) Loads(RuleSets.Make(size, variant), variant, pairs);
        }
        foreach (var size in sizes.Where(s => s >= 1000 || sizes.Count == 1))
        {
            var specs = RuleSets.Make(size, RuleSets.Round);
            var rules = Quick.Load(RuleSets.Json(specs));
            TwoThreads.Print(() => new NetworkEngine(rules, pairs), size, RuleSets.Round, pairs.Customers.Count);
            Reloading.Print(specs, RuleSets.Round, pairs);
        }
        if (large) agree &= AtLarge(pairs);
        return agree ? 0 : 1;
    }

    private static bool Latencies(int size, Pairs pairs)
    {
        var specs = RuleSets.Make(size, RuleSets.Round);
        var json = RuleSets.Json(specs);
        var (rules, agree) = (Quick.Load(json), true);
        var expected = Measure.Checksum(new NetworkEngine(rules, pairs), size, Few);
        foreach (var contender in Contenders.Of(specs, json, rules, pairs))
        {
            var engine = contender.Make();
            if (Measure.Checksum(engine, size, Few) != expected)
            {
                Figures.LeftOut("latency", contender.Name, size, RuleSets.Round, "disagrees with the network");
                agree = false;
                continue;
            }
            Latency.Print(engine, size, RuleSets.Round, pairs.Customers.Count);
            GC.Collect();
        }
        return agree;
    }

    private static void Loads(IReadOnlyList<RuleSpec> specs, string variant, Pairs pairs)
    {
        Loading.Network(specs, variant, pairs);
        Loading.RulesEngine(specs, variant, pairs);
        var json = RuleSets.Json(specs);
        foreach (var contender in Contenders.Of(specs, json, Quick.Load(json), pairs).Where(c => c.Name is Contenders.Delegates or Contenders.Ifs or Contenders.Switch)) Loading.Whole(contender, specs.Count, variant);
    }

    // Held against networks of a tenth of the rules each, which the table of rates holds against the others.
    private static bool AtLarge(Pairs pairs)
    {
        foreach (var variant in RuleSets.Variants)
        {
            var specs = RuleSets.Make(Large, variant);
            Loading.Network(specs, variant, pairs);
            var rules = Quick.Load(RuleSets.Json(specs));
            var expected = Measure.Checksum(new InParts([.. specs.Chunk(MostForOthers).Select(part => new NetworkEngine(Quick.Load(RuleSets.Json(part)), pairs))], MostForOthers), Large, pairs.Customers.Count);
            foreach (var engine in (IEngine[])[new EncodingNetworkEngine(rules, pairs), new NetworkEngine(rules, pairs)])
            {
                if (Measure.Checksum(engine, Large, pairs.Customers.Count) != expected)
                {
                    Figures.LeftOut("rate", engine.Name, Large, variant, "disagrees with networks of its parts");
                    return false;
                }
                Figures.Print("rate", engine.Name, Large, variant, Measure.Run(engine, Large, pairs.Customers.Count, TimeSpan.FromMilliseconds(300), expected).PerSecond, Figures.PerSecond);
                Latency.Print(engine, Large, variant, pairs.Customers.Count);
            }
        }
        foreach (var name in (string[])[Contenders.RulesEngine, Contenders.Tuned, Contenders.Delegates, Contenders.Ifs, Contenders.Switch]) Figures.LeftOut("rate", name, Large, RuleSets.Round, "takes minutes to load");
        return true;
    }

    // Everything once, with few rules, so that nothing is compiled for the first time under the clock.
    private static void Warm(Pairs pairs)
    {
        var specs = RuleSets.Make(10, RuleSets.Unique);
        var (json, into) = (RuleSets.Json(specs), new int[10]);
        foreach (var contender in Contenders.Of(specs, json, Quick.Load(json), pairs)) contender.Make().Decide(0, into);
    }
}
