using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Nba.Engine.Actions;
using Nba.Host.Settings;
using Nba.Host.Transport;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>
/// The real transport and stage over a simulated cluster, one thread, every choice from a seed: workers die at any call of a client, fall asleep for longer than a session and wake, lose
/// their disks, and are answered every error that matters. In the end every customer's transfers were counted once each, in order, and every version of an action was published once.
/// </summary>
public sealed class SimulationTests
{
    private const int Customers = 7;
    private const int Partitions = 3;
    private const int Transfers = 140;

    // Most milliseconds that pass in a round: some fifty rounds are a session.
    private const int MostPause = 400;
    private const int MostRounds = 60_000;

    private const int MostFaults = 5;

    [Fact]
    public void Whatever_happens_everything_counts_once()
    {
        var (deaths, done, faults, progress) = (0, 0, new List<string>(), SimProgress.Asked());
        for (var seed = progress.First; done < progress.Seeds && faults.Count < MostFaults; seed++)
        {
            try
            {
                deaths += Run(seed);
            }
            catch (Exception fault)
            {
                faults.Add($"seed {seed}: {fault.Message} {fault.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("Nba.Host", StringComparison.Ordinal))}");
                progress.Failed(seed, faults[^1]);
            }
            progress.At(++done, faults.Count);
        }
        progress.End(done, faults.Count);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(deaths >= done, $"only {deaths} deaths in {done} runs: too calm to prove anything");
    }

    private static int Run(int seed)
    {
        var random = new Random(seed);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8)));
        var options = new KafkaOptions { Bootstrap = "simulated:1", Prefix = "sim", ActivityPartitions = Partitions, ManagerPartitions = 2 };
        var topics = new KafkaTopics(options);
        var cluster = new SimCluster(random, () => time.GetUtcNow().ToUnixTimeMilliseconds());
        var folder = Folder(seed);
        // Shorter than a session as it should be, or longer, as somebody may set it.
        var transaction = random.Next(3) == 0 ? 45_000 : 6_000;
        void Rest(TimeSpan pause)
        {
            time.Advance(pause);
            cluster.Expire(transaction);
        }
        SimWorker[] workers = [.. "abc".Select(name => new SimWorker(cluster, options, time, Rest, name.ToString(), folder.FullName))];
        var running = 1 + random.Next(workers.Length);
        try
        {
            var sent = Enumerable.Range(0, Customers).SelectMany(c => Enumerable.Range(0, Transfers / Customers).Select(_ => c)).OrderBy(_ => random.Next()).ToList();
            for (var c = 0; c < Customers; c++) Feed(cluster, topics, c, $"r{c}", "customer.registered", $"\"name\":\"客户{c}\",\"kind\":\"personal\"");
            (cluster.Faults, var rounds, var fed) = (random.Next(25), 0, 0);
            foreach (var worker in workers) worker.Crashes = random.Next(8);
            while (fed < sent.Count || !IsDone(cluster, topics))
            {
                if (++rounds > MostRounds) throw new InvalidOperationException($"not done after {rounds} rounds: fed {fed}, committed {string.Join(",", cluster.Group("decide", topics.Activity.Name, Partitions).Committed)}");
                // The storm ends, so that the rest can.
                if (rounds == MostRounds / 3) Calm(cluster, workers);
                time.Advance(TimeSpan.FromMilliseconds(random.Next(MostPause)));
                cluster.Expire(transaction);
                cluster.Group("decide", topics.Activity.Name, Partitions).Expire();
                if (fed < sent.Count && random.Next(6) == 0) Feed(cluster, topics, sent[fed], $"t{fed++}", "transfer.out", "\"amount\":100");
                Disturb(cluster, workers, random, rounds < MostRounds / 3, ref running);
                var worker = workers[random.Next(running)];
                if (worker.AsleepUntil <= cluster.Now) worker.Turn();
            }
            Check(cluster, topics, sent);
            return workers.Sum(w => w.Deaths);
        }
        finally
        {
            foreach (var worker in workers) worker.Dispose();
            folder.Delete(recursive: true);
        }
    }

    // In memory where the system has such a place: no disk is what this is about, and opening stores is most of the time.
    private static DirectoryInfo Folder(int seed) => Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory(Path.Combine("/dev/shm", string.Create(CultureInfo.InvariantCulture, $"nba-sim-{Environment.ProcessId}-{seed}")))
        : Directory.CreateTempSubdirectory("nba-sim-");

    private static void Calm(SimCluster cluster, SimWorker[] workers)
    {
        cluster.Faults = 0;
        foreach (var worker in workers) (worker.Crashes, worker.AsleepUntil) = (0, 0);
    }

    private static void Disturb(SimCluster cluster, SimWorker[] workers, Random random, bool storms, ref int running)
    {
        if (!storms) return;
        switch (random.Next(300))
        {
            // SIGSTOP: for less or for longer than a session.
            case 0 or 1: workers[random.Next(workers.Length)].AsleepUntil = cluster.Now + random.Next(30_000); break;
            case 2: workers[random.Next(workers.Length)].Forget(); break;
            // Scaled up or down; one that is no longer scheduled is a process that hangs.
            case 3: running = 1 + random.Next(workers.Length); break;
        }
    }

    private static void Feed(SimCluster cluster, KafkaTopics topics, int customer, string id, string type, string data)
    {
        var name = $"C{customer}";
        var key = Encoding.UTF8.GetBytes(name);
        var json = $$$"""{"specversion":"1.0","id":"{{{id}}}","source":"sim","type":"{{{type}}}","subject":"{{{name}}}","time":"{{{new Engine.Calendars.Instant(cluster.Now)}}}","data":{{{{data}}}}}""";
        cluster.Log(topics.Activity.Name, Murmur2.Partition(key, Partitions)).Append(key, Encoding.UTF8.GetBytes(json), null, cluster.Now, null);
    }

    private static bool IsDone(SimCluster cluster, KafkaTopics topics)
    {
        var committed = cluster.Group("decide", topics.Activity.Name, Partitions).Committed;
        return Enumerable.Range(0, Partitions).All(p => cluster.Log(topics.Activity.Name, p).High == committed.GetValueOrDefault(p));
    }

    private static void Check(SimCluster cluster, KafkaTopics topics, List<int> sent)
    {
        var records = Enumerable.Range(0, topics.Actions.Partitions).SelectMany(p => cluster.Log(topics.Actions.Name, p).Committed).Select(r => ActionEvents.Read(r.Value)).ToList();
        if (records.GroupBy(r => (r.Id, r.Sequence)).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new InvalidOperationException($"sequence {twice.Key.Sequence} of an action was published {twice.Count()} times");
        foreach (var customer in records.GroupBy(r => r.Customer))
        {
            var counts = customer.Select(Count).ToList();
            var expected = Enumerable.Range(1, sent.Count(c => $"C{c}" == customer.Key)).Select(n => (long)n);
            if (!counts.SequenceEqual(expected)) throw new InvalidOperationException($"{customer.Key} has versions with {string.Join(",", counts)} transfers, and must have 1 to {expected.Last()} once each");
        }
        if (records.Select(r => r.Customer).Distinct().Count() != sent.Distinct().Count()) throw new InvalidOperationException("a customer has no action");
        var letters = Enumerable.Range(0, topics.DeadLetter.Partitions).Sum(p => cluster.Log(topics.DeadLetter.Name, p).Committed.Count());
        if (letters > 0) throw new InvalidOperationException($"{letters} dead letters, and nothing was wrong with any event");
    }

    private static long Count(ActionRecord record) => record.Arguments.First(a => a.Text is null || a.Text.All(char.IsAsciiDigit)) is { Text: { } text } ? long.Parse(text, CultureInfo.InvariantCulture) : record.Arguments.First(a => a.Text is null).Value;
}
