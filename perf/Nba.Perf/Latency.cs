using System.Diagnostics;
using Nba.Perf.Engines;

namespace Nba.Perf;

/// <summary>How long single decisions take, each with a look at the clock before and after it: <see cref="Nothing"/> says what those looks cost.</summary>
internal static class Latency
{
    private const int Most = 400_000;

    // So that one in a hundred is more than one or two.
    private const int Fewest = 300;

    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(500);

    public static void Print(IEngine engine, int rules, string variant, int pairs)
    {
        var into = new int[rules];
        Take(engine, into, pairs, new long[Most], Math.Min(Fewest, 30));
        var taken = new long[Most];
        var sorted = taken.AsSpan(0, Take(engine, into, pairs, taken, Fewest));
        sorted.Sort();
        Figures.Print("latency p50", engine.Name, rules, variant, Nanoseconds(sorted, 50), Figures.Nanoseconds);
        Figures.Print("latency p99", engine.Name, rules, variant, Nanoseconds(sorted, 99), Figures.Nanoseconds);
    }

    private static int Take(IEngine engine, int[] into, int pairs, long[] taken, int fewest)
    {
        var (start, count) = (Stopwatch.GetTimestamp(), 0);
        while (count < taken.Length)
        {
            var before = Stopwatch.GetTimestamp();
            engine.Decide(count % pairs, into);
            var after = Stopwatch.GetTimestamp();
            taken[count++] = after - before;
            if (count >= fewest && Stopwatch.GetElapsedTime(start, after) > Each) break;
        }
        return count;
    }

    // By nearest rank.
    private static double Nanoseconds(ReadOnlySpan<long> sorted, int percent) => sorted[Math.Min(sorted.Length - 1, (int)((long)sorted.Length * percent / 100))] * 1e9 / Stopwatch.Frequency;

    /// <summary>Decides nothing.</summary>
    internal sealed class Nothing : IEngine
    {
        public string Name => "nothing";

        public int Decide(int pair, int[] into) => 0;
    }
}
