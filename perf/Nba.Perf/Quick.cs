using System.Globalization;
using Nba.Engine;
using Nba.Engine.Stock;
using Nba.Perf.Engines;

namespace Nba.Perf;

/// <summary>One table of all engines over the made sets, tab-separated: what a script can read and a person too.</summary>
internal static class Quick
{
    // Slow engines are held against the network on fewer pairs, for they would not end.
    private const int FewPairs = 64;
    private const int SlowFrom = 1000;

    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(100);

    public static int Run(IReadOnlyList<int> sizes, IReadOnlyList<string> variants)
    {
        var pairs = Pairs.Random();
        Console.WriteLine("engine\trules\tvariant\tdecisions/s\tratio\tbytes\tchecksum");
        var agree = true;
        foreach (var variant in variants)
        {
            foreach (var size in sizes) agree &= One(RuleSets.Make(size, variant), size, variant, pairs);
        }
        return agree ? 0 : 1;
    }

    private static bool One(IReadOnlyList<RuleSpec> specs, int size, string variant, Pairs pairs)
    {
        var json = RuleSets.Json(specs);
        var rules = Load(json);
        return Table([.. Contenders.Of(specs, json, rules, pairs).Select(c => c.Make)], size, variant, pairs.Customers.Count, new NetworkEngine(rules, pairs));
    }

    /// <summary>Lines of a table: the first engine is the base of every ratio.</summary>
    public static bool Table(IReadOnlyList<Func<IEngine>> all, int size, string variant, int pairs, IEngine network)
    {
        var (agree, ground) = (true, 0.0);
        foreach (var make in all)
        {
            var engine = make();
            var few = size >= SlowFrom && engine is RulesEngineEngine ? Math.Min(FewPairs, pairs) : pairs;
            var (sum, expected) = (Measure.Checksum(engine, size, few), Measure.Checksum(network, size, few));
            if (sum != expected)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{engine.Name}\t{size}\t{variant}\tdisagrees: {sum:x16} and not {expected:x16} on the first {few} pairs"));
                agree = false;
                continue;
            }
            var measured = Measure.Run(engine, size, few, Each, expected);
            if (ground == 0) ground = measured.PerSecond;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{engine.Name}\t{size}\t{variant}\t{measured.PerSecond:F0}\t{measured.PerSecond / ground:F2}\t{measured.Bytes:F0}\t{measured.Checksum:x16}"));
            GC.Collect();
        }
        return agree;
    }

    public static StockRules Load(string json) => RuleBook.FromWorkflows(json, RuleInput.Of<Customer>("customer"), RuleInput.Of<Event>("event"));
}
