using System.Diagnostics;
using Nba.Perf.Engines;

namespace Nba.Perf;

/// <summary>What one engine did.</summary>
/// <param name="PerSecond">Decisions a second, the best of several goes.</param>
/// <param name="Bytes">Bytes allocated by a decision.</param>
/// <param name="Checksum">Of all pairs and the rules that held for them, as far as it was asked for.</param>
internal sealed record Measured(double PerSecond, double Bytes, ulong Checksum);

/// <summary>Times engines, once they are known to agree.</summary>
internal static class Measure
{
    private const int Goes = 5;

    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(300);

    /// <summary>The checksum of the first pairs.</summary>
    public static ulong Checksum(IEngine engine, int rules, int pairs)
    {
        var (into, sum) = (new int[rules], 14695981039346656037UL);
        for (var pair = 0; pair < pairs; pair++)
        {
            var count = engine.Decide(pair, into);
            for (var i = 0; i < count; i++) sum = ((sum ^ (uint)pair) * 1099511628211UL ^ (uint)into[i]) * 1099511628211UL;
        }
        return sum;
    }

    /// <summary>Decisions a second, over the pairs in turn.</summary>
    public static Measured Run(IEngine engine, int rules, int pairs, TimeSpan each, ulong checksum)
    {
        var into = new int[rules];
        // Tiers of the just-in-time compiler need some calls, and some time.
        var batch = Batch(engine, into, pairs, WarmUp);
        var (best, next) = (0.0, 0);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var total = 0L;
        for (var go = 0; go < Goes; go++)
        {
            var (start, count) = (Stopwatch.GetTimestamp(), 0L);
            do
            {
                for (var i = 0; i < batch; i++)
                {
                    engine.Decide(next, into);
                    if (++next == pairs) next = 0;
                }
                count += batch;
            }
            while (Stopwatch.GetElapsedTime(start) < each);
            best = Math.Max(best, count / Stopwatch.GetElapsedTime(start).TotalSeconds);
            total += count;
        }
        return new Measured(best, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)total, checksum);
    }

    // As many decisions as take a fraction of a go, so that looking at the clock costs nothing.
    private static int Batch(IEngine engine, int[] into, int pairs, TimeSpan warm)
    {
        var (start, count) = (Stopwatch.GetTimestamp(), 0L);
        do
        {
            engine.Decide((int)(count % pairs), into);
            count++;
        }
        while (Stopwatch.GetElapsedTime(start) < warm);
        return (int)Math.Clamp(count / 20, 1, pairs);
    }
}
