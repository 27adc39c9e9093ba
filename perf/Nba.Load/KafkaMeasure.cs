using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Nba.Engine;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Kafka;

namespace Nba.Load;

/// <summary>
/// Both stages over a real broker on this machine: activities wait in their topic, and the time is taken until all of them are decided and committed. Beside it a bare twin that
/// consumes, parses and produces in transactions of the same period.
/// </summary>
internal static class KafkaMeasure
{
    /// <summary>Partitions of stage 1.</summary>
    internal const int Partitions = 12;

    /// <summary>A bank of this run's own.</summary>
    internal static readonly string Prefix = "load" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    private const int Samples = 300;

    public static void Run(LoadOptions options, string bootstrap, string root)
    {
        var settings = Settings(options, bootstrap, root, Prefix);
        var stream = new LoadStream(options.Customers, 20260302);
        var own = Nba.Host.RuleFiles.RuleFolder.Load(options.Rules).Book!;
        var topics = new KafkaTopics(settings.Kafka);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var setup = (long)options.Customers * LoadStream.Setup;
        Say($"bank {Prefix}: making {options.Customers} customers and {options.Activities} activities");
        using (var worker = new RunningWorker(settings, own))
        {
            var filled = Fill(bootstrap, topics, Setup(stream, options.Customers, now).Concat(LatencyProbe.Customers(2 * Samples, now)));
            Say($"produced {setup / filled.TotalSeconds:F0} activities/s");
            Say($"setup {worker.Rate(setup + (4 * Samples)):F0} activities/s");
        }
        Fill(bootstrap, topics, Stream(stream, options.Activities, now));
        var twin = KafkaTwin.Run(settings, own, options.Activities);
        var opened = Stopwatch.GetTimestamp();
        double rate;
        double[] half;
        using var commits = new CommitTimes();
        using (var worker = new RunningWorker(settings, own))
        {
            worker.Await(1);
            Say($"restart seconds {Stopwatch.GetElapsedTime(opened).TotalSeconds:F1}");
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            var allocated = GC.GetTotalAllocatedBytes();
            rate = worker.Rate(options.Activities);
            var each = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / options.Activities;
            Say($"cpu us an activity {each:F1} transactions {worker.Transactions} changes per 100 activities {100.0 * worker.Changes / options.Activities:F1} bytes allocated per activity {(GC.GetTotalAllocatedBytes() - allocated) / options.Activities}");
            Say(commits, "at full load");
            Say($"records of actions {worker.Queues.Records} queues ranked {worker.Queues.Ranked} published {worker.Queues.Published}");
            half = Waits(0, rate / 2);
            Say(commits, "at half load");
            var quarter = Waits(Samples, rate / 4);
            Say($"at a quarter of the load p50ms {Percentiles.Of(quarter, 50):F0} p99ms {Percentiles.Of(quarter, 99):F0}");

            double[] Waits(int first, double others)
            {
                Say($"nothing left to do after seconds {worker.AwaitQuiet().TotalSeconds:F1}");
                commits.Clear();
                return [.. LatencyProbe.Run(bootstrap, settings.Kafka, Stream(stream, LatencyProbe.Load(others), now), others, first, Samples).Order()];
            }
        }
        Say($"restart from the changelog seconds {FromChangelog(settings, own).TotalSeconds:F1}");
        Say($"peak rssMB {Process.GetCurrentProcess().PeakWorkingSet64 / (1 << 20)}");
        Say($"activities/s {rate:F0} twin {twin:F0} ratio {rate / twin:F2} p50ms {Percentiles.Of(half, 50):F0} p99ms {Percentiles.Of(half, 99):F0}");
    }

    /// <summary>Starts a worker of a bank that an earlier run left, with nothing local: two builds can be held against each other over the same topics.</summary>
    public static void Restore(LoadOptions options, string bootstrap, string root, string bank)
    {
        var settings = Settings(options, bootstrap, root, bank);
        var took = FromChangelog(settings, Nba.Host.RuleFiles.RuleFolder.Load(options.Rules).Book!);
        Say($"restart from the changelog seconds {took.TotalSeconds:F1} cpu seconds {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:F1} bytes allocated {GC.GetTotalAllocatedBytes()} peak rssMB {Process.GetCurrentProcess().PeakWorkingSet64 / (1 << 20)}");
    }

    // As on a new machine: nothing local is left, and every partition's rows are read back.
    private static TimeSpan FromChangelog(HostSettings settings, RuleBook own)
    {
        var local = Path.Combine(settings.Host.Data, "kafka");
        if (Directory.Exists(local)) Directory.Delete(local, recursive: true);
        var since = Stopwatch.GetTimestamp();
        using var worker = new RunningWorker(settings, own);
        while (worker.Restored == 0) Pause.For(5);
        var first = Stopwatch.GetElapsedTime(since);
        while (worker.Running < Partitions) Pause.For(5);
        var all = Stopwatch.GetElapsedTime(since);
        Say($"rows read back {worker.Restored} in seconds {(all - first).TotalSeconds:F1}");
        return all;
    }

    private static void Say(CommitTimes commits, string load)
    {
        foreach (var (topic, count, p50, p99) in commits.Told()) Say($"commits of {topic} {load} {count} p50ms {p50:F0} p99ms {p99:F0}");
        commits.Clear();
    }

    internal static TimeSpan Fill(string bootstrap, KafkaTopics topics, IEnumerable<(string Customer, byte[] Json)> events)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = bootstrap, LingerMs = 5, QueueBufferingMaxMessages = 1_000_000, CompressionType = CompressionType.Lz4 }).Build();
        var start = Stopwatch.GetTimestamp();
        foreach (var (customer, json) in events) Produce(producer, topics, customer, json);
        producer.Flush(TimeSpan.FromMinutes(2));
        return Stopwatch.GetElapsedTime(start);
    }

    internal static void Produce(IProducer<byte[], byte[]> producer, KafkaTopics topics, string customer, byte[] json)
    {
        var key = Encoding.UTF8.GetBytes(customer);
        var place = new TopicPartition(topics.Activity.Name, Murmur2.Partition(key, topics.Activity.Partitions));
        while (true)
        {
            try
            {
                producer.Produce(place, new Message<byte[], byte[]> { Key = key, Value = json });
                return;
            }
            catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                Pause.For(2);
            }
        }
    }

    internal static IEnumerable<(string, byte[])> Setup(LoadStream stream, int customers, long now)
    {
        for (var n = 0; n < LoadStream.Setup; n++)
        {
            for (var customer = 0; customer < customers; customer++)
            {
                var json = stream.MakeState(customer, n, now - (n * 86_400_000L)).ToArray();
                yield return (stream.Subject, json);
            }
        }
    }

    internal static IEnumerable<(string, byte[])> Stream(LoadStream stream, int activities, long now)
    {
        for (var i = 0; i < activities; i++)
        {
            var json = stream.Next(now + (i / 100)).ToArray();
            yield return (stream.Subject, json);
        }
    }

    /// <summary>Settings of a worker of this rig.</summary>
    internal static HostSettings Settings(LoadOptions options, string bootstrap, string root, string prefix, string instance = "1")
    {
        var kafka = new KafkaOptions { Bootstrap = bootstrap, Prefix = prefix, Instance = instance, ActivityPartitions = Partitions };
        kafka.Runs = KafkaRoles.Decide | KafkaRoles.Queue;
        return new HostSettings(new HostOptions { Rules = options.Rules, Data = root, Language = "zh-CN" }, new StoreOptions(), new StageOptions { BatchActivities = options.Batch }, kafka);
    }

    private static void Say(FormattableString text) => System.Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
