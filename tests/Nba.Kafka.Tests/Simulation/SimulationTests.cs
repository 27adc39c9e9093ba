namespace Nba.Kafka.Tests.Simulation;

/// <summary>
/// The real transport and stages over a simulated cluster, one thread, every choice from a seed: workers die at any call of a client, fall asleep for longer than a session and wake, lose
/// their disks, and are answered every error that matters, commits take their time, while midnights pass, rule books and campaigns are switched, in the middle of a sweep too, and some activities lie in a partition that is not their customer's. In the end every transfer and every day was counted once, in order, every version
/// of an action was published once, queues are what the actions give, and a replay from the topics is identical, from
/// their beginning and from archives that were read while all that went on.
/// </summary>
public sealed class SimulationTests
{
    private const int MostFaults = 5;

    [Fact]
    public void Whatever_happens_everything_counts_once()
    {
        var (deaths, paces, archives, switches, done, faults, progress) = (0, 0, 0, 0, 0, new List<string>(), SimProgress.Asked());
        for (var seed = progress.First; done < progress.Seeds && faults.Count < MostFaults; seed++)
        {
            try
            {
                using var bank = new SimBank(seed);
                bank.Run();
                (deaths, paces, archives) = (deaths + bank.Deaths, paces + bank.Paces, archives + bank.Archives.Count);
                var checks = new SimChecks(bank);
                checks.All();
                switches += checks.Switches;
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
        Assert.True(done < 20 || paces >= done, $"records were let gather {paces} times in {done} runs");
        Assert.True(done < 20 || switches >= done, $"campaigns were switched {switches} times in the middle of a sweep in {done} runs");
        Assert.True(done < 20 || archives * 3 >= done, $"only {archives} archives were made in {done} runs");
    }
}
