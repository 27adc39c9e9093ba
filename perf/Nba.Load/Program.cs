using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Nba.Engine;
using Nba.Engine.Sources;
using Nba.Host.Stages;
using Nba.Host.State.Sealing;
using Nba.Host.Transport.Embedded;
using Nba.Load;

// Measures the whole system on this machine beside a bare twin; prints every figure, the line of the summary last.
var options = LoadOptions.Parse(args);
if (options is null) return 2;
var book = LoadBook(options.Rules);
var root = Path.Combine(Path.GetTempPath(), $"nba-load-{Environment.ProcessId}");
Directory.CreateDirectory(root);
try
{
    if (options.Audit > 0) AuditMeasure.Run(options.Audit, root);
    else if (options.Worker is not null) KafkaProcesses.Work(options, root);
    else if (options.Processes > 0) KafkaProcesses.Run(options, args, root);
    else if (options.Restore is { } bank) KafkaMeasure.Restore(options, options.Bootstrap!, root, bank);
    else if (options.Bootstrap is { } bootstrap) KafkaMeasure.Run(options, bootstrap, root);
    else Measure(options, book, root);
}
finally
{
    Directory.Delete(root, recursive: true);
}
return 0;

static RuleBook LoadBook(string folder)
{
    var files = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).Select(f => new SourceFile(Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllText(f))).ToList();
    var load = RuleBook.Load(files);
    return load.Book ?? throw new InvalidOperationException($"the rules do not load: {load.Problems[0]}");
}

static void Measure(LoadOptions options, RuleBook book, string root)
{
    var stream = new LoadStream(options.Customers, 20260302);
    var (setup, warm, run, half) = (Path.Combine(root, "setup"), Path.Combine(root, "warm"), Path.Combine(root, "run"), Path.Combine(root, "half"));
    Say($"making {options.Customers} customers and {options.Activities} activities");
    EventFile.Write(setup, Setup(stream, options.Customers));
    EventFile.Write(warm, Stream(stream, options.Activities / 4, LoadStream.Start));
    EventFile.Write(run, Stream(stream, options.Activities, LoadStream.Start + 3_600_000));
    EventFile.Write(half, Stream(stream, options.HalfLoad, LoadStream.Start + 7_200_000));
    var stage = new StageOptions { BatchActivities = options.Batch };
    MakeCustomers(options, book, root, setup, stage, Places(options, root));
    GC.Collect();
    using (var rig = new Rig(Path.Combine(root, "store"), book, stage, Places(options, root)))
    {
        Say($"restart seconds {rig.Restart.TotalSeconds:F2}");
        // The cache is warm in a running host.
        rig.Feed(EventFile.Chunks(warm, options.Batch));
        var counters = rig.Counters;
        var (hits, misses, changes, before) = (counters.CacheHits, counters.CacheMisses, counters.Changes, counters.Activities);
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var took = rig.Feed(EventFile.Chunks(run, options.Batch));
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        var activities = counters.Activities - before;
        var rate = activities / took.TotalSeconds;
        Say($"cache hits {100.0 * (counters.CacheHits - hits) / Math.Max(1, counters.CacheHits - hits + counters.CacheMisses - misses):F1}% changes per 100 activities {100.0 * (counters.Changes - changes) / activities:F1} bytes allocated per activity {allocated / activities} decisions {counters.Decisions} refused {counters.Refused}");
        var latency = HalfLoad(rig, half, rate / 2);
        var tick = MorningTick(rig, stream);
        Say($"morning tick seconds {tick.Seconds:F1} customers {options.Customers} fresh p99ms {tick.FreshP99:F0} worst {tick.FreshWorst:F0}");
        var rss = Process.GetCurrentProcess().WorkingSet64 / (1 << 20);
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 / (1 << 20);
        Say($"peak rssMB {peak} managed MB {GC.GetTotalMemory(false) >> 20} live MB {GC.GetTotalMemory(true) >> 20} gen0 {GC.CollectionCount(0)} gen1 {GC.CollectionCount(1)} gen2 {GC.CollectionCount(2)}");
        var twin = options.Activities / Twin.Run(Path.Combine(root, "twin"), book, run, options.Batch, options.Batch).TotalSeconds;
        Say($"activities/s {rate:F0} twin {twin:F0} ratio {rate / twin:F2} p99ms {latency:F0} rssMB {rss}");
    }
}

static SealPlaces? Places(LoadOptions options, string root)
{
    if (!options.Sealed) return null;
    var master = Path.Combine(root, "master.key");
    if (!File.Exists(master)) File.WriteAllText(master, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
    return new SealPlaces(master, Path.Combine(root, "keys", "customers.keys"));
}

// In a method of its own, so that nothing of it is in memory any more when the rest is measured.
static void MakeCustomers(LoadOptions options, RuleBook book, string root, string setup, StageOptions stage, SealPlaces? seal)
{
    using var rig = new Rig(Path.Combine(root, "store"), book, stage, seal);
    var took = rig.Feed(EventFile.Chunks(setup, options.Batch));
    File.Delete(setup);
    Say($"setup {options.Customers * (long)LoadStream.Setup / took.TotalSeconds:F0} activities/s");
    // Mornings follow each other: the one measured later finds customers as the one before left them, and what happened since.
    Say($"first morning seconds {rig.AdvanceTo(LoadStream.Start - 3_600_000).TotalSeconds:F1}");
}

// Hands in small chunks at half the rate and takes the time until each is durable: its queues are visible then.
static double HalfLoad(Rig rig, string events, double rate)
{
    const int size = 50;
    var waits = new List<Task<double>>();
    var start = Stopwatch.GetTimestamp();
    var sent = 0L;
    foreach (var chunk in EventFile.Chunks(events, size))
    {
        while (Stopwatch.GetElapsedTime(start).TotalSeconds * rate < sent) Thread.Yield();
        var begun = Stopwatch.GetTimestamp();
        sent += chunk.Count;
        waits.Add(rig.Submit(chunk).ContinueWith(_ => Stopwatch.GetElapsedTime(begun).TotalMilliseconds, TaskScheduler.Default));
    }
    return Percentile(waits, 99);
}

// A day begins over every customer while fresh activities keep coming.
static (double Seconds, double FreshP99, double FreshWorst) MorningTick(Rig rig, LoadStream stream)
{
    var time = LoadStream.Start + 86_400_000;
    var waits = new List<Task<double>>();
    var start = Stopwatch.GetTimestamp();
    do
    {
        var chunk = new IntakeChunk();
        for (var i = 0; i < 20; i++) chunk.Add(stream.Next(time), time);
        var begun = Stopwatch.GetTimestamp();
        var wait = rig.Submit(chunk).ContinueWith(_ => Stopwatch.GetElapsedTime(begun).TotalMilliseconds, TaskScheduler.Default);
        waits.Add(wait);
        wait.Wait();
    }
    while (rig.IsSweeping);
    return (Stopwatch.GetElapsedTime(start).TotalSeconds, Percentile(waits, 99), Percentile(waits, 100));
}

static double Percentile(List<Task<double>> waits, int percent) => Percentiles.Of([.. Task.WhenAll(waits).GetAwaiter().GetResult().Order()], percent);

static IEnumerable<(long, ReadOnlyMemory<byte>)> Setup(LoadStream stream, int customers)
{
    for (var n = 0; n < LoadStream.Setup; n++)
    {
        for (var customer = 0; customer < customers; customer++) yield return (LoadStream.Before, stream.MakeState(customer, n, LoadStream.Before - (n * 86_400_000L)).ToArray());
    }
}

static IEnumerable<(long, ReadOnlyMemory<byte>)> Stream(LoadStream stream, int activities, long from)
{
    for (var i = 0; i < activities; i++) yield return (from + i, stream.Next(from + i).ToArray());
}

static void Say(FormattableString text) => System.Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
