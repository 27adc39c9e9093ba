namespace Nba.Kafka.Tests.Stages;

/// <summary>Real processes on a real broker, disturbed while they work: what they published equals an undisturbed run, each record once, and a replay from the topics agrees.</summary>
public sealed class ExactlyOnceTests
{
    [BrokerFact]
    public async Task Workers_killed_at_random_moments_lose_nothing_and_double_nothing()
    {
        await using var bank = await ShakenBank.Open(seed: 1, workers: 2);
        await bank.Run(slices: 7, activities: 30_000, async (worker, random) =>
        {
            worker.Kill();
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(500)), TimeProvider.System, TestContext.Current.CancellationToken);
            worker.Start();
        });
        await bank.Check();
    }

    [BrokerFact]
    public async Task A_worker_that_wakes_after_its_successor_began_commits_nothing()
    {
        await using var bank = await ShakenBank.Open(seed: 2, workers: 2);
        await bank.Run(slices: 2, activities: 20_000, async (worker, _) =>
        {
            worker.Signal("STOP");
            // Longer than a session and a transaction: the other worker has its partitions by then.
            await Task.Delay(TimeSpan.FromMilliseconds(12_000), TimeProvider.System, TestContext.Current.CancellationToken);
            worker.Signal("CONT");
        });
        await bank.Check();
    }

    [BrokerFact]
    public async Task A_worker_that_wakes_into_an_empty_group_commits_nothing_of_what_it_knew()
    {
        await using var bank = await ShakenBank.Open(seed: 6, workers: 2);
        await bank.Run(slices: 3, activities: 30_000, async (sleeper, _) =>
        {
            var successor = bank.Workers.First(w => w != sleeper);
            sleeper.Signal("STOP");
            // The other worker takes its partitions over and decides everything; then it dies, and its session ends.
            await bank.Decided();
            successor.Kill();
            await Task.Delay(TimeSpan.FromMilliseconds(12_000), TimeProvider.System, TestContext.Current.CancellationToken);
            sleeper.Signal("CONT");
            await Task.Delay(TimeSpan.FromMilliseconds(3_000), TimeProvider.System, TestContext.Current.CancellationToken);
            successor.Start();
        });
        await bank.Check();
    }

    [BrokerFact]
    public async Task A_worker_that_lost_its_disk_goes_on_from_the_changelogs()
    {
        await using var bank = await ShakenBank.Open(seed: 3, workers: 1);
        await bank.Run(slices: 3, activities: 15_000, (worker, _) =>
        {
            worker.Kill();
            worker.LoseDisk();
            worker.Start();
            return Task.CompletedTask;
        });
        await bank.Check();
    }

    [BrokerFact]
    public async Task Workers_come_and_go_under_load()
    {
        await using var bank = await ShakenBank.Open(seed: 4, workers: 3, running: 1);
        var step = 0;
        await bank.Run(slices: 5, activities: 25_000, (_, _) =>
        {
            // One to three, and back to one.
            switch (step++)
            {
                case 0 or 1: bank.Workers[step].Start(); break;
                default: bank.Workers[step - 2].Kill(); break;
            }
            return Task.CompletedTask;
        });
        await bank.Check();
    }

    [OwnBrokerFact]
    public async Task A_broker_that_is_killed_and_comes_back_costs_time_and_nothing_else()
    {
        await using var own = new OwnBroker();
        await own.Start();
        await using var bank = await ShakenBank.Open(seed: 5, workers: 1, own.Address);
        await bank.Run(slices: 3, activities: 15_000, async (_, _) =>
        {
            await own.Kill();
            await Task.Delay(TimeSpan.FromMilliseconds(2000), TimeProvider.System, TestContext.Current.CancellationToken);
            await own.Up();
        });
        await bank.Check();
    }
}
