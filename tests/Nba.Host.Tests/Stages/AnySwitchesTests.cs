using Nba.Engine.Actions;
using Nba.Engine.Campaigns;
using Nba.Host.Stages;

namespace Nba.Host.Tests.Stages;

/// <summary>Switches, activities, answers, nights, edits and kills at any moment, in sweeps of any chunks: a replay of what is stored agrees to the byte.</summary>
public sealed class AnySwitchesTests
{
    private const int Runs = 5;
    private const int Customers = 24;
    private const int Steps = 90;

    private static readonly RuleBookEditions Editions = new();

    [Fact]
    public void Whenever_campaigns_are_switched_a_replay_decides_the_same()
    {
        var (chained, killed) = (0, 0);
        for (var seed = 1; seed <= Runs; seed++)
        {
            var random = new Random(seed);
            using var bank = new SweptBank(Customers, new StageOptions { SweepChunk = 1 + random.Next(6), Lanes = 1 + random.Next(3), BatchActivities = 1 + random.Next(4) });
            string? archived = null;
            for (var step = 0; step < Steps; step++)
            {
                Live(bank, random);
                var switches = bank.Switches();
                if (switches == 0) continue;
                if (switches > 1) chained++;
                archived ??= bank.Copy();
                if (random.Next(8) != 0) continue;
                bank.Kill();
                killed++;
            }
            bank.Turns();
            var chunk = 1 + random.Next(40);
            foreach (var since in archived is null ? (string?[])[null] : [null, archived])
            {
                var difference = bank.Replayed(chunk, since);
                Assert.True(difference is null, $"seed {seed}, in chunks of {chunk}, from {since ?? "the beginning"}: {difference}");
            }
        }
        Assert.True(chained > Runs && killed > Runs, $"only {chained} times campaigns were switched again in a sweep, and {killed} times a process was killed in one");
    }

    private static void Live(SweptBank bank, Random random)
    {
        switch (random.Next(12))
        {
            case 0: bank.Pass(TimeSpan.FromHours(1 + random.Next(30))); break;
            case 1 or 2: bank.Give(Editions.Next(random)); break;
            case 3 or 4: bank.Take(bank.Event("transfer.out", SweptBank.Customer(random.Next(Customers + 4)), """{"amount": 10}""")); break;
            case 5 when bank.Standing(random.Next(2) == 0 ? SweptBank.Offer : "days-talk") is { Count: > 0 } standing:
                var action = standing[random.Next(standing.Count)];
                bank.Take(bank.Event("action.outcome", action.Customer, $$"""{"action":"{{ActionIdentity.Format(action.Id)}}",{{Answer(bank, random)}}}"""));
                break;
            default: bank.Turn(); break;
        }
    }

    private static string Answer(SweptBank bank, Random random) => random.Next(3) switch
    {
        0 => "\"outcome\":\"done\"",
        1 => "\"outcome\":\"accepted\"",
        _ => $"\"outcome\":\"snoozed\",\"untilAt\":\"{bank.Now.AddMinutes(30 + random.Next(600)):yyyy-MM-ddTHH:mm:sszzz}\"",
    };

    // Mostly the same files under other switches; sometimes other files.
    private sealed class RuleBookEditions
    {
        private readonly Engine.RuleBook[] _files = [SweptBank.Files(), SweptBank.Files("Other words")];
        private readonly Dictionary<(int Files, int Setting), Engine.RuleBook> _books = [];
        private readonly CampaignSetting[] _settings =
        [
            new() { Enabled = false }, new() { Enabled = true }, new() { Percentage = 30 }, new() { Percentage = 70, Lever = 2_000_000 }, new() { Lever = 500_000 },
        ];
        private int _edition;

        public Engine.RuleBook Next(Random random)
        {
            if (random.Next(8) == 0) _edition = 1 - _edition;
            var key = (_edition, random.Next(_settings.Length));
            return _books.TryGetValue(key, out var known) ? known : _books[key] = SweptBank.Switched(_files[key._edition], key.Item2 + 1, _settings[key.Item2]);
        }
    }
}
