using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Nba.Host.Settings;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>
/// Intake over a simulated cluster: workers die at any call of a client, sleep for longer than a session, come and go, and are answered every error that matters. In the end every
/// foreign record is one activity in its customer's partition, or one dead letter, and those of one partition are in order.
/// </summary>
public sealed class IntakeSimulationTests
{
    private const int Seeds = 40;
    private const int Foreign = 3;
    private const int Records = 150;
    private const int MostPause = 400;
    private const int MostRounds = 60_000;

    // One record in eleven does not fit the mapping.
    private const int Broken = 11;

    private static readonly KafkaOptions Options = new() { Bootstrap = "simulated:1", Prefix = "sim", ActivityPartitions = 4, ManagerPartitions = 1 };
    private static readonly KafkaTopics Topics = new(Options);

    [Fact]
    public void Every_foreign_record_is_one_activity_or_one_dead_letter()
    {
        var (deaths, faults) = (0, new List<string>());
        for (var seed = 1; seed <= Seeds && faults.Count < 5; seed++)
        {
            try
            {
                deaths += Run(seed);
            }
            catch (Exception fault)
            {
                faults.Add($"seed {seed}: {fault.Message} {fault.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("Nba.Host", StringComparison.Ordinal))}");
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(deaths >= Seeds, $"only {deaths} deaths in {Seeds} runs: too calm to prove anything");
    }

    private static int Run(int seed)
    {
        var random = new Random(seed);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8)));
        var cluster = new SimCluster(random, () => time.GetUtcNow().ToUnixTimeMilliseconds());
        var transaction = random.Next(3) == 0 ? 45_000 : 6_000;
        var commit = random.Next(3) * random.Next(75);
        void Rest(TimeSpan pause)
        {
            time.Advance(pause);
            cluster.Expire(transaction);
        }
        cluster.OnCommit = () => Rest(TimeSpan.FromMilliseconds(random.Next(commit + 1)));
        SimIntake[] workers = [.. "abc".Select(name => new SimIntake(cluster, Topics, time, Rest, name.ToString(), Foreign) { Crashes = random.Next(8) })];
        (cluster.Faults, var running, var fed) = (random.Next(25), 1 + random.Next(workers.Length), 0);
        try
        {
            for (var rounds = 0; fed < Records || !IsDone(cluster); rounds++)
            {
                if (rounds > MostRounds) throw new InvalidOperationException($"not done after {rounds} rounds: fed {fed}, committed {string.Join(",", cluster.Group(SimIntake.Group, SimIntake.Topic, Foreign).Committed)}");
                // The storm ends, so that the rest can.
                if (rounds == MostRounds / 3) Calm(cluster, workers);
                time.Advance(TimeSpan.FromMilliseconds(random.Next(MostPause)));
                cluster.Expire(transaction);
                cluster.Group(SimIntake.Group, SimIntake.Topic, Foreign).Expire();
                if (fed < Records && random.Next(6) == 0) Feed(cluster, random, fed++);
                if (rounds < MostRounds / 3 && random.Next(150) == 0) workers[random.Next(workers.Length)].AsleepUntil = cluster.Now + random.Next(30_000);
                if (rounds < MostRounds / 3 && random.Next(300) == 0) running = 1 + random.Next(workers.Length);
                var worker = workers[random.Next(running)];
                if (worker.AsleepUntil <= cluster.Now) worker.Turn();
            }
            Check(cluster);
            return workers.Sum(w => w.Deaths);
        }
        finally
        {
            foreach (var worker in workers) worker.Dispose();
        }
    }

    private static void Calm(SimCluster cluster, SimIntake[] workers)
    {
        cluster.Faults = 0;
        foreach (var worker in workers) (worker.Crashes, worker.AsleepUntil) = (0, 0);
    }

    private static void Feed(SimCluster cluster, Random random, int number)
    {
        var json = number % Broken == 0 ? $$"""{"sum": {{number}}}""" : $$"""{"sum": {{number}}, "customer": "C{{number % 7}}"}""";
        cluster.Log(SimIntake.Topic, random.Next(Foreign)).Append(null, Encoding.UTF8.GetBytes(json), null, cluster.Now, null);
    }

    private static bool IsDone(SimCluster cluster)
    {
        var committed = cluster.Group(SimIntake.Group, SimIntake.Topic, Foreign).Committed;
        return Enumerable.Range(0, Foreign).All(p => cluster.Log(SimIntake.Topic, p).High == committed.GetValueOrDefault(p));
    }

    private static void Check(SimCluster cluster)
    {
        var made = new List<(string Id, string Customer, int Partition)>();
        for (var partition = 0; partition < Topics.Activity.Partitions; partition++)
        {
            foreach (var record in cluster.Log(Topics.Activity.Name, partition).Committed)
            {
                using var json = JsonDocument.Parse(record.Value);
                var customer = json.RootElement.GetProperty("subject").GetString()!;
                if (Encoding.UTF8.GetString(record.Key!) != customer || Murmur2.Partition(record.Key, Topics.Activity.Partitions) != partition) throw new InvalidOperationException($"an activity of {customer} lies in partition {partition}");
                made.Add((json.RootElement.GetProperty("id").GetString()!, customer, partition));
            }
        }
        var (expected, broken) = Expected(cluster);
        Same("activities", made.Select(m => m.Id), expected);
        Same("dead letters", Letters(cluster), broken);
        foreach (var customer in made.GroupBy(m => (m.Customer, Source: m.Id[..(SimIntake.Topic.Length + 2)])))
        {
            var offsets = customer.Select(m => long.Parse(m.Id.Split('-')[^1], CultureInfo.InvariantCulture)).ToList();
            if (!offsets.SequenceEqual(offsets.Order())) throw new InvalidOperationException($"activities of {customer.Key} are not in order: {string.Join(",", offsets)}");
        }
    }

    private static void Same(string what, IEnumerable<string> found, IEnumerable<string> expected)
    {
        var (has, must) = (found.Order(StringComparer.Ordinal).ToList(), expected.Order(StringComparer.Ordinal).ToList());
        if (!has.SequenceEqual(must)) throw new InvalidOperationException($"{what}: {string.Join(" ", must.Except(has))} lost, {string.Join(" ", has.GroupBy(i => i).Where(g => g.Count() > 1).Select(g => g.Key))} doubled");
    }

    private static (List<string> Sound, List<string> Broken) Expected(SimCluster cluster)
    {
        var (sound, broken) = (new List<string>(), new List<string>());
        for (var partition = 0; partition < Foreign; partition++)
        {
            var offset = 0;
            foreach (var record in cluster.Log(SimIntake.Topic, partition).Committed)
            {
                (Encoding.UTF8.GetString(record.Value!).Contains("customer", StringComparison.Ordinal) ? sound : broken).Add($"{SimIntake.Topic}-{partition}-{offset++}");
            }
        }
        return (sound, broken);
    }

    private static IEnumerable<string> Letters(SimCluster cluster)
    {
        for (var partition = 0; partition < Topics.DeadLetter.Partitions; partition++)
        {
            foreach (var record in cluster.Log(Topics.DeadLetter.Name, partition).Committed)
            {
                string Header(string name) => Encoding.UTF8.GetString(record.Headers!.GetLastBytes(name));
                if (Header("nba-reason") != "no-subject") throw new InvalidOperationException($"a dead letter because of {Header("nba-reason")}");
                yield return $"{Header("nba-topic")}-{Header("nba-partition")}-{Header("nba-offset")}";
            }
        }
    }
}
