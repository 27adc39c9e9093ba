using CsCheck;
using Nba.Engine.Actions;
using Nba.Engine.Policies;
using Nba.Engine.Tests.Root;
using Nba.House;

namespace Nba.Engine.Tests.Policies;

/// <summary>What holds of any answers, in any order.</summary>
[Course(12)]
public sealed class InterestPropertyTests
{
    private static readonly Lazy<RuleBook> Book = new(() => TestBook.With(("policies/declines.json", InterestTests.Policy())));

    private static readonly Gen<(UInt128 Action, ulong Category, InterestSign Sign)> Answer =
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 3].Select(i => (InterestSign)i), (a, s) => ((UInt128)(uint)a, (ulong)(a % 2), s));

    [Fact]
    public void The_order_and_the_repetition_of_answers_do_not_matter() =>
        Gen.Select(Answer.Array[0, 12], Gen.Int[0, 1_000_000]).Sample((answers, seed) =>
        {
            var shuffled = answers.Concat(answers.Take(answers.Length / 2)).ToArray();
            new Random(seed).Shuffle(shuffled);

            Assert.Equal(Written(Ledger(answers)), Written(Ledger(shuffled)));
        }, iter: 2_000, threads: 1);

    [Fact]
    public void Every_action_counts_once_and_a_merge_adds() =>
        Gen.Select(Answer.Array[0, 12], Answer.Array[0, 12], Gen.Int[0, 12]).Sample((own, other, settled) =>
        {
            var (stays, goes) = (Ledger(own), Ledger(other));
            for (var i = 0; i < settled && goes.Recent.Count > 0; i++) goes.Settle(0);
            var (before, more) = (Sum(stays), Sum(goes));
            Assert.Equal(own.Select(a => a.Action).Distinct().Count(), before);

            stays.Absorb(goes, id => id + 100);

            Assert.Equal(before + more, Sum(stays));
        }, iter: 1_000, threads: 1);

    [Fact]
    public void A_further_yes_never_lowers_it_a_further_no_never_raises_it_and_it_stays_a_chance() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, InterestPolicy.MostPriorAnswers], Gen.Int[0, 10_000], Gen.Int[0, 10_000]).Sample((prior, weight, yes, no) =>
        {
            var policy = new InterestPolicy(1, weight, 1, 1);
            var now = policy.Propensity(prior, new(yes, no));

            Assert.InRange(now, 0, 1_000_000);
            Assert.True(policy.Propensity(prior, new(yes + 1, no)) >= now);
            Assert.True(policy.Propensity(prior, new(yes, no + 1)) <= now);
            Assert.Equal(prior, policy.Propensity(prior, default));
            // The mean of the Beta posterior, in exact fractions.
            Assert.InRange(((((decimal)weight * prior) + (yes * 1_000_000m)) / (weight + yes + no)) - now, 0, 1);
        }, iter: 5_000, threads: 1);

    [Fact]
    public void The_order_of_answers_between_two_ticks_does_not_show_in_what_is_learned() =>
        Gen.Select(Worlds.Days, Gen.Int[0, 1_000_000]).Sample((days, seed) =>
        {
            using var straight = Worlds.Begin(Book.Value);
            using var permuted = Worlds.Begin(Book.Value);
            var random = new Random(seed);
            for (var day = 0; day < days.Length; day++)
            {
                foreach (var (given, arrival) in Worlds.Events(straight, day, days[day]))
                {
                    straight.Event(given, arrival);
                    permuted.Event(given, arrival);
                }
                var answers = Answers(straight, day, random);
                foreach (var answer in answers) straight.Event(answer, answer.Time);
                random.Shuffle(answers);
                foreach (var answer in answers) permuted.Event(answer, answer.Time);
                foreach (var scene in new[] { straight, permuted }) scene.Tick(Worlds.FirstDay.AddDays(day + 1).ToString("yyyy-MM-dd", null));
                Assert.Equal(Written(straight.State.Interest), Written(permuted.State.Interest));
                Assert.Equal(straight.State.Actions.Open.Select(o => (o.Id, o.Score)), permuted.State.Actions.Open.Select(o => (o.Id, o.Score)));
            }
        }, iter: 300, threads: 1);

    // Up to three answers, which may contradict each other, to each action that stands in a queue.
    private static GivenEvent[] Answers(Scene scene, int day, Random random)
    {
        string[] words =
        [
            "\"outcome\": \"done\"", "\"outcome\": \"accepted\", \"by\": \"customer\"", "\"outcome\": \"declined\", \"by\": \"customer\", \"reason\": \"not-interested\"",
            "\"outcome\": \"declined\", \"by\": \"customer\", \"reason\": \"bad-time\"",
        ];
        var time = scene.Book.Calendar.AtLocal(Worlds.FirstDay.AddDays(day), (23 * 60) + 30);
        return [.. scene.State.Actions.Open.Where(o => o.Published).SelectMany(o => Enumerable.Range(0, random.Next(4)).Select(i => new GivenEvent("action.outcome",
            $$"""{"action": "{{ActionIdentity.Format(o.Id)}}", {{words[random.Next(words.Length)]}}}""", time, $"answer {day} {o.Id:x} {i}")))];
    }

    private static InterestLedger Ledger(IEnumerable<(UInt128 Action, ulong Category, InterestSign Sign)> answers)
    {
        var ledger = new InterestLedger();
        foreach (var (action, category, sign) in answers) ledger.Add(action, category, sign);
        return ledger;
    }

    private static int Sum(InterestLedger ledger) => new ulong[] { 0, 1 }.Select(ledger.Of).Sum(a => a.Yes + a.No);

    private static byte[] Written(InterestLedger ledger)
    {
        var writer = new StateWriter();
        InterestCodec.Write(ledger, writer);
        return writer.Written.ToArray();
    }
}
