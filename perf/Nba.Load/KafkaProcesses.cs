using System.Diagnostics;
using System.Globalization;
using Nba.Host.Transport.Kafka;

namespace Nba.Load;

/// <summary>
/// The same load on several worker processes that share the partitions: how many activities a second they decide together, and what one costs them in processor time. Whoever measures only
/// produces.
/// </summary>
internal static class KafkaProcesses
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static void Run(LoadOptions options, string[] args, string root)
    {
        var (stream, now) = (new LoadStream(options.Customers, 20260302), TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        var topics = new KafkaTopics(KafkaMeasure.Settings(options, options.Bootstrap!, root, KafkaMeasure.Prefix).Kafka);
        var workers = Enumerable.Range(1, options.Processes).Select(i => new Child(args, string.Create(CultureInfo.InvariantCulture, $"{KafkaMeasure.Prefix}/{i}"))).ToList();
        try
        {
            Await(workers, w => w.Partitions, KafkaMeasure.Partitions, exact: workers.Count);
            var setup = (long)options.Customers * LoadStream.Setup;
            KafkaMeasure.Fill(options.Bootstrap!, topics, KafkaMeasure.Setup(stream, options.Customers, now));
            Await(workers, w => w.Activities, setup);
            KafkaMeasure.Fill(options.Bootstrap!, topics, KafkaMeasure.Stream(stream, options.Activities, now));
            Await(workers, w => w.Activities, setup + (options.Activities / 10));
            var (since, from, cpu) = (Stopwatch.GetTimestamp(), workers.Sum(w => w.Activities), workers.Sum(w => w.CpuMilliseconds));
            Await(workers, w => w.Activities, setup + options.Activities);
            var activities = workers.Sum(w => w.Activities) - from;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"processes {workers.Count} partitions {string.Join('+', workers.Select(w => w.Partitions))} activities/s {activities / Stopwatch.GetElapsedTime(since).TotalSeconds:F0} cpu us an activity {1000.0 * (workers.Sum(w => w.CpuMilliseconds) - cpu) / activities:F1}"));
        }
        finally
        {
            foreach (var worker in workers) worker.Dispose();
        }
    }

    /// <summary>Is one of the workers, until its input ends; says every so often what it has done.</summary>
    public static void Work(LoadOptions options, string root)
    {
        var parts = options.Worker!.Split('/');
        var own = Nba.Host.RuleFiles.RuleFolder.Load(options.Rules).Book!;
        using var worker = new RunningWorker(KafkaMeasure.Settings(options, options.Bootstrap!, root, parts[0], parts[1]), own);
        var ended = Task.Run(Console.In.ReadToEnd);
        while (!ended.IsCompleted)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{worker.Running} {worker.Activities} {Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds:F0}"));
            Pause.For(100);
        }
    }

    // All together have so many; with a number of workers given, each has its share.
    private static void Await(List<Child> workers, Func<Child, long> what, long all, int exact = 0)
    {
        for (var since = Stopwatch.GetTimestamp(); workers.Sum(what) < all || (exact > 0 && workers.Any(w => what(w) != all / exact)); Pause.For(20))
        {
            if (Stopwatch.GetElapsedTime(since) > Patience) throw new TimeoutException($"the workers have {string.Join('+', workers.Select(what))} of {all} after {Patience.TotalMinutes} minutes");
        }
    }

    private sealed class Child : IDisposable
    {
        private readonly Process _process;
        private long _partitions, _activities, _cpu;

        public Child(string[] args, string name)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet") start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
            foreach (var argument in args.Append("--worker").Append(name)) start.ArgumentList.Add(argument);
            _process = Process.Start(start)!;
            new Thread(Read) { IsBackground = true, Name = name }.Start();
        }

        public long Partitions => Volatile.Read(ref _partitions);

        public long Activities => Volatile.Read(ref _activities);

        public long CpuMilliseconds => Volatile.Read(ref _cpu);

        public void Dispose()
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
            _process.Dispose();
        }

        private void Read()
        {
            while (_process.StandardOutput.ReadLine() is { } line)
            {
                var numbers = line.Split(' ');
                if (numbers.Length != 3 || !long.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var partitions)) continue;
                Volatile.Write(ref _partitions, partitions);
                Volatile.Write(ref _activities, long.Parse(numbers[1], CultureInfo.InvariantCulture));
                Volatile.Write(ref _cpu, long.Parse(numbers[2], CultureInfo.InvariantCulture));
            }
        }
    }
}
