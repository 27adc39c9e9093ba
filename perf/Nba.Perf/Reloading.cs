using System.Diagnostics;
using HdrHistogram;
using Nba.Engine.Stock;
using Nba.Perf.Engines;

namespace Nba.Perf;

/// <summary>
/// Single decisions of one thread while another loads edited rules again and again, beside those of a time as long without: what the longest waited. A decision on objects; the first after a
/// change of rules makes its matcher too.
/// </summary>
internal sealed class Reloading
{
    private const int Reloads = 20;

    // A decision of a minute is a fault of the rig.
    private const long Longest = 60_000_000_000;

    private readonly Pairs _pairs;
    private StockRules _rules;
    private bool _ends;

    private Reloading(StockRules rules, Pairs pairs) => (_rules, _pairs) = (rules, pairs);

    public static void Print(IReadOnlyList<RuleSpec> specs, string variant, Pairs pairs)
    {
        var texts = Enumerable.Range(0, Reloads + 1).Select(edit => RuleSets.Json(RuleSets.Edited(specs, edit).Rules)).ToArray();
        var loader = Loading.Loader();
        var decides = new Reloading(Loading.Rules(loader, texts[0]), pairs);
        decides.During(() => Thread.CurrentThread.Join(TimeSpan.FromMilliseconds(500)));
        GC.Collect();
        var (start, pauses) = (Stopwatch.GetTimestamp(), GC.GetTotalPauseDuration());
        var loaded = decides.During(() =>
        {
            foreach (var text in texts.Skip(1)) Volatile.Write(ref decides._rules, Loading.Rules(loader, text));
        });
        (var took, pauses) = (Stopwatch.GetElapsedTime(start), GC.GetTotalPauseDuration() - pauses);
        GC.Collect();
        var quiet = decides.During(() => Thread.CurrentThread.Join(took));
        Lines("with reloads", loaded, specs.Count, variant);
        Lines("without reloads", quiet, specs.Count, variant);
        Figures.Print("reload beside decisions", Contenders.Encoding, specs.Count, variant, took.TotalMilliseconds / Reloads, Figures.Milliseconds);
        Figures.Print("collector's pauses of a reload", Contenders.Encoding, specs.Count, variant, pauses.TotalMilliseconds / Reloads, Figures.Milliseconds);
    }

    private static void Lines(string when, LongHistogram times, int rules, string variant)
    {
        var ofSecond = 1e9 / Stopwatch.Frequency;
        Figures.Print($"latency p99.9 {when}", Contenders.Encoding, rules, variant, times.GetValueAtPercentile(99.9) * ofSecond, Figures.Nanoseconds);
        Figures.Print($"longest decision {when}", Contenders.Encoding, rules, variant, times.GetMaxValue() * ofSecond, Figures.Nanoseconds);
    }

    // Times of all decisions that another thread takes while something is done here.
    private LongHistogram During(Action act)
    {
        var times = new LongHistogram(1, Longest, 3);
        Volatile.Write(ref _ends, false);
        var thread = new Thread(() => Decide(times));
        thread.Start();
        act();
        Volatile.Write(ref _ends, true);
        thread.Join();
        return times;
    }

    private void Decide(LongHistogram times)
    {
        var (rules, into, pair) = (Volatile.Read(ref _rules), new int[_rules.Rules.Count], 0);
        var matcher = rules.Matcher();
        while (!Volatile.Read(ref _ends))
        {
            var before = Stopwatch.GetTimestamp();
            if (Volatile.Read(ref _rules) is var newest && newest != rules) (rules, matcher) = (newest, newest.Matcher());
            matcher.Match(_pairs.Customers[pair], _pairs.Events[pair], into);
            times.RecordValue(Math.Min(Longest, Stopwatch.GetTimestamp() - before));
            if (++pair == _pairs.Customers.Count) pair = 0;
        }
    }
}
