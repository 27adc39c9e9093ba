using CsCheck;
using Nba.Engine.Policies;
using Nba.House;

namespace Nba.Engine.Tests.Policies;

/// <summary>What holds of any answers, in any order.</summary>
[Course(12)]
public sealed class InterestPropertyTests
{
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
