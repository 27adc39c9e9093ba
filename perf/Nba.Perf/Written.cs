using System.Globalization;
using System.Text;
using System.Text.Json;
using Nba.Perf.Engines;

namespace Nba.Perf;

/// <summary>The made sets as files: what <c>workload</c> reads, and what engines of other languages read (<c>perf/peers</c>).</summary>
internal static class Written
{
    // Others may be slow: they are held against the network on few pairs.
    private const int Pairs = 64;

    /// <summary>Writes the sets of these sizes with round thresholds, the facts, and checksums of what the network finds.</summary>
    public static int To(string folder, IReadOnlyList<int> sizes)
    {
        Directory.CreateDirectory(folder);
        var pairs = Perf.Pairs.Random();
        File.WriteAllText(Path.Combine(folder, "data.json"), JsonSerializer.Serialize(pairs));
        var sums = new StringBuilder("rules\tpairs\tchecksum\n");
        foreach (var size in sizes)
        {
            var json = RuleSets.Json(RuleSets.Make(size, RuleSets.Round));
            File.WriteAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"workflow_{size}.json")), json);
            sums.Append(CultureInfo.InvariantCulture, $"{size}\t{Pairs}\t{Measure.Checksum(new NetworkEngine(Quick.Load(json), pairs), size, Pairs):x16}\n");
        }
        File.WriteAllText(Path.Combine(folder, "checksums.tsv"), sums.ToString());
        Console.WriteLine($"{folder}: {sizes.Count} sets, {pairs.Customers.Count} pairs");
        return 0;
    }
}
