using System.Globalization;
using Nba.Kafka.Tests.Stages;

namespace Nba.Kafka.Tests.Soak;

/// <summary>For minutes or hours: one disturbed bank after the other on a real broker, chosen by a seed, each held against an undisturbed run of the same activities.</summary>
public sealed class SoakTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    [SoakFact]
    public async Task Rounds_of_disturbances_end_as_undisturbed_runs_do()
    {
        var (since, seed) = (TimeProvider.System.GetTimestamp(), SoakSettings.Seed);
        var (random, report, left) = (new Random(seed), new SoakReport(SoakSettings.Minutes, seed), new Queue<SoakRound>());
        var kinds = SoakRound.All(SoakSettings.Minutes).Where(k => SoakSettings.Only is not { Length: > 0 } only || k.Name.Contains(only, StringComparison.Ordinal)).ToArray();
        var reached = new HashSet<string>(StringComparer.Ordinal);
        Say($"soak of {SoakSettings.Minutes} minutes, seed {seed}");
        for (var number = 1; TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(SoakSettings.Minutes); number++)
        {
            if (left.Count == 0)
            {
                random.Shuffle(kinds);
                foreach (var kind in kinds) left.Enqueue(kind);
            }
            var round = left.Dequeue();
            if (round.Brokers > 0 && !OwnBroker.CanStart) continue;
            reached.Add(round.Name);
            var chosen = random.Next(1_000_000);
            Say($"round {number}: {round.Name}, seed {chosen}");
            var result = await One(round, chosen);
            report.Add(result);
            Say($"round {number}: {SoakReport.Of(result)}");
        }
        if (SoakSettings.Report is { } file) await File.WriteAllTextAsync(file, report.Markdown(kinds.Select(k => k.Name).Where(n => !reached.Contains(n))), TestContext.Current.CancellationToken);
        Say(report.Line);
        Assert.Equal(0, report.Differences);
    }

    private static async Task<SoakResult> One(SoakRound round, int seed)
    {
        var since = TimeProvider.System.GetTimestamp();
        await using var own = round.Brokers > 0 ? new OwnBroker(round.Brokers) : null;
        if (own is not null) await own.Start();
        await using var bank = await ShakenBank.Open(seed, round.Workers, own?.Address, round.Running, round.Shape, Math.Max(1, round.Brokers), Patience);
        var disturbed = new Disturbed(bank, own, new Random(seed)) { Worker = bank.Workers[0] };
        IReadOnlyList<string> differences;
        try
        {
            await bank.Run(round.Slices, round.Activities, async (worker, _) =>
            {
                disturbed.Worker = worker;
                await round.Disturb(disturbed);
                disturbed.Nth++;
            });
            differences = await bank.Differences();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            differences = [$"{failure.GetType().Name}: {failure.Message}"];
        }
        return new SoakResult(round.Name, seed, bank.Activities, bank.Workers.Sum(w => w.Kills), bank.Workers.Sum(w => w.Wakes), TimeProvider.System.GetElapsedTime(since), differences);
    }

    private static void Say(string line) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line}"));
}
