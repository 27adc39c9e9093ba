using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Nba.Perf.Engines;

namespace Nba.Perf;

/// <summary>The same engines under BenchmarkDotNet.</summary>
internal static class Bench
{
    /// <summary>Runs what BenchmarkDotNet's own options choose; everything where they choose nothing.</summary>
    public static int Run(string[] options)
    {
        // In this process: the other toolchain builds projects of its own beside this one, which central versions and locked packages do not allow.
        var job = Job.Default.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(10), logOutput: true)).WithWarmupCount(5).WithIterationCount(10).WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(200));
        var config = DefaultConfig.Instance.AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).WithArtifactsPath(Path.Combine("artifacts", "bench"));
        string[] chosen = options.Contains("--filter") || options.Contains("-f") ? options : [.. options, "--filter", "*"];
        return BenchmarkSwitcher.FromTypes([typeof(Decisions)]).Run(chosen, config).Any(s => s.HasCriticalValidationErrors || s.Reports.Any(r => !r.Success)) ? 1 : 0;
    }
}

/// <summary>One decision over a whole set of rules, on the next of 2,048 pairs.</summary>
public class Decisions
{
    private readonly Pairs _pairs = Pairs.Random();
    private IEngine _engine = null!;
    private int[] _into = [];
    private int _next;

    /// <summary>How many rules there are.</summary>
    [Params(10, 100, 1000, 10_000)]
    public int Rules { get; set; }

    /// <summary>Which thresholds they have.</summary>
    [Params(RuleSets.Round, RuleSets.Unique)]
    public string Variant { get; set; } = "";

    /// <summary>RulesEngine as it is documented.</summary>
    [Benchmark(Baseline = true)]
    public int RulesEngine() => Decide();

    /// <summary>RulesEngine with everything off that a decision does not need.</summary>
    [Benchmark]
    public int Tuned() => Decide();

    /// <summary>A delegate for each rule.</summary>
    [Benchmark]
    public int Delegates() => Decide();

    /// <summary>An <c>if</c> for each rule.</summary>
    [Benchmark]
    public int Ifs() => Decide();

    /// <summary>Nested <c>switch</c>.</summary>
    [Benchmark]
    public int Switch() => Decide();

    /// <summary>The network over objects.</summary>
    [Benchmark]
    public int Encoding() => Decide();

    /// <summary>The network over facts that were encoded before.</summary>
    [Benchmark]
    public int Network() => Decide();

    [GlobalSetup(Target = nameof(RulesEngine))]
    public void SetRulesEngine() => Set(Contenders.RulesEngine);

    [GlobalSetup(Target = nameof(Tuned))]
    public void SetTuned() => Set(Contenders.Tuned);

    [GlobalSetup(Target = nameof(Delegates))]
    public void SetDelegates() => Set(Contenders.Delegates);

    [GlobalSetup(Target = nameof(Ifs))]
    public void SetIfs() => Set(Contenders.Ifs);

    [GlobalSetup(Target = nameof(Switch))]
    public void SetSwitch() => Set(Contenders.Switch);

    [GlobalSetup(Target = nameof(Encoding))]
    public void SetEncoding() => Set(Contenders.Encoding);

    [GlobalSetup(Target = nameof(Network))]
    public void SetNetwork() => Set(Contenders.Network);

    private int Decide()
    {
        if (++_next == Pairs.Usual) _next = 0;
        return _engine.Decide(_next, _into);
    }

    // Nothing is timed that does not agree with the network.
    private void Set(string name)
    {
        var specs = RuleSets.Make(Rules, Variant);
        var json = RuleSets.Json(specs);
        var rules = Quick.Load(json);
        (_engine, _into) = (Contenders.Of(specs, json, rules, _pairs).Single(c => c.Name == name).Make(), new int[Rules]);
        const int Few = 64;
        if (Measure.Checksum(_engine, Rules, Few) != Measure.Checksum(new NetworkEngine(rules, _pairs), Rules, Few)) throw new InvalidOperationException($"{name} finds other rules than the network");
    }
}
