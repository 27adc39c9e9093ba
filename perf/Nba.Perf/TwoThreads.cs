using System.Diagnostics;
using Nba.Perf.Engines;

namespace Nba.Perf;

/// <summary>Decisions of one thread beside those of two that share the rules: the best of several goes, by turns.</summary>
internal static class TwoThreads
{
    private const int Goes = 7;
    private const int Batch = 64;

    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(300);

    /// <param name="make">Makes an engine for one thread; all it makes share their rules.</param>
    /// <param name="rules">How many rules there are.</param>
    /// <param name="variant">Their variant.</param>
    /// <param name="pairs">How many pairs there are.</param>
    public static void Print(Func<IEngine> make, int rules, string variant, int pairs)
    {
        IEngine[] engines = [make(), make()];
        var (one, two) = (0.0, 0.0);
        // The first go warms up.
        for (var go = 0; go <= Goes; go++)
        {
            var (alone, together) = (Rate(engines[..1], rules, pairs), Rate(engines, rules, pairs));
            if (go > 0) (one, two) = (Math.Max(one, alone), Math.Max(two, together));
        }
        Figures.Print("one thread", engines[0].Name, rules, variant, one, Figures.PerSecond);
        Figures.Print("two threads", engines[0].Name, rules, variant, two, Figures.PerSecond);
        Figures.Print("two threads over one", engines[0].Name, rules, variant, two / one, Figures.Times);
    }

    private static double Rate(IEngine[] engines, int rules, int pairs)
    {
        using var start = new Barrier(engines.Length);
        var rates = new double[engines.Length];
        var threads = engines.Select((engine, i) => new Thread(() =>
        {
            start.SignalAndWait();
            rates[i] = Rate(engine, new int[rules], pairs);
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return rates.Aggregate((all, rate) => all + rate);
    }

    private static double Rate(IEngine engine, int[] into, int pairs)
    {
        var (began, count) = (Stopwatch.GetTimestamp(), 0L);
        do
        {
            for (var i = 0; i < Batch; i++) engine.Decide((int)((count + i) % pairs), into);
            count += Batch;
        }
        while (Stopwatch.GetElapsedTime(began) < Each);
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
