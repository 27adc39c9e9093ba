namespace Nba.Kafka.Tests.Stages;

/// <summary>Real processes on a real broker, killed and stopped at random moments: what they published equals an undisturbed run, each record once.</summary>
public sealed class ExactlyOnceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [BrokerFact]
    public async Task Workers_killed_at_random_moments_lose_nothing_and_double_nothing() => await Shaken(seed: 1, activities: 30_000, kills: 6, async (worker, random) =>
    {
        worker.Kill();
        await Task.Delay(random.Next(500), TestContext.Current.CancellationToken);
        worker.Start();
    });

    [BrokerFact]
    public async Task A_worker_that_wakes_after_its_successor_began_commits_nothing() => await Shaken(seed: 2, activities: 20_000, kills: 1, async (worker, _) =>
    {
        worker.Signal("STOP");
        // Longer than a session and a transaction: the other worker has its partitions by then.
        await Task.Delay(12_000, TestContext.Current.CancellationToken);
        worker.Signal("CONT");
    });

    private static async Task Shaken(int seed, int activities, int kills, Func<WorkerProcess, Random, Task> shake)
    {
        await using var broker = new Broker();
        await broker.Ensure();
        using var bank = new TestBank(broker);
        var made = new MadeActivities(seed, customers: 300);
        var all = made.Customers().Concat(made.Days(activities)).ToList();
        var folder = Directory.CreateTempSubdirectory("nba-shaken-");
        WorkerProcess[] workers = [new(broker.Options, "a", folder.FullName), new(broker.Options, "b", folder.FullName)];
        try
        {
            var random = new Random(seed);
            foreach (var worker in workers) worker.Start();
            var slices = all.Chunk((all.Count / (kills + 1)) + 1).ToList();
            await bank.Feed(slices[0]);
            await bank.Decided(Patience, Words);
            foreach (var slice in slices.Skip(1))
            {
                await bank.Feed(slice);
                await Task.Delay(random.Next(400), TestContext.Current.CancellationToken);
                await shake(workers[random.Next(workers.Length)], random);
            }
            await bank.Decided(Patience, Words);
            Same(CalmRun.Of(TestBank.Book, all), bank.Published());
            foreach (var worker in workers) worker.Kill();
            var said = await WorkerProcess.Ask("replay", "--verify", "--bootstrap", broker.Options.Bootstrap!, "--prefix", broker.Options.Prefix);
            var decisions = bank.Read(broker.Topics.Decisions).Count();
            Assert.StartsWith($"decisions {decisions} identical {decisions} hash ", said, StringComparison.Ordinal);
        }
        finally
        {
            foreach (var worker in workers) worker.Dispose();
            folder.Delete(recursive: true);
        }

        string Words() => string.Join("\n---\n", workers.Select(w => w.Words));
    }

    private static void Same(IReadOnlyList<PublishedAction> calm, IReadOnlyList<PublishedAction> shaken)
    {
        Assert.True(calm.Count > 1000, $"only {calm.Count} records: the activities raise too little to prove anything");
        Assert.Empty(shaken.GroupBy(a => a).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.Empty(calm.Except(shaken));
        Assert.Empty(shaken.Except(calm));
    }
}
