using CsCheck;
using Nba.Engine.Arbitration;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Arbitration;

[Course(10)]
public sealed class ConflictsTests
{
    private static readonly ActionRule[] Rules = [.. TestBook.Default.Rules.Rules];

    private static readonly Gen<Wanted[]> Many = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[0, 4], Gen.Int[0, 6], Gen.Bool)
        .Select((rule, score, answer, due, accepted) => (rule, score, answer, due, accepted)).Array[0, 8]
        .Select(all => all.Select((w, i) => One(i + 1, Rules[w.rule], w.score, w.answer switch { 0 => new Verdict(GateAnswer.Stop, Reason.NotEligible), 1 => new Verdict(GateAnswer.Hold, Reason.Cap), _ => Verdict.Passed }, w.due, w.accepted && w.answer > 1)).ToArray());

    [Fact]
    public void The_order_of_candidates_does_not_show() => Gen.Select(Many, Gen.Int[0, 1_000_000]).Sample((wanted, seed) =>
    {
        var other = wanted.Select(Copy).ToArray();
        new Random(seed).Shuffle(other);
        Conflicts.Settle(wanted, 1_000);
        Conflicts.Settle(other, 1_000);
        Assert.Equal(wanted.OrderBy(w => w.Id).Select(w => w.Verdict), other.OrderBy(w => w.Id).Select(w => w.Verdict));
    }, iter: 5_000);

    [Fact]
    public void Of_a_group_exactly_one_of_those_that_passed_stands_unless_more_were_accepted() => Many.Sample(wanted =>
    {
        var passed = wanted.Where(w => w.Rule.Action.Conflict == "offer" && w.Verdict.Answer == GateAnswer.Pass).ToList();
        Conflicts.Settle(wanted, 1_000);
        var standing = passed.Count(w => w.Verdict.Answer == GateAnswer.Pass);
        return standing == Math.Max(passed.Count(w => w.Accepted), Math.Min(1, passed.Count));
    }, iter: 5_000);

    [Fact]
    public void The_better_score_wins_and_the_loser_is_held_naming_the_winner()
    {
        var (fund, card) = (One(1, Rule("fund-asked"), 5, Verdict.Passed), One(2, Rule("card-abroad"), 9, Verdict.Passed));
        Conflicts.Settle([fund, card], 1_000);
        Assert.Equal(new Verdict(GateAnswer.Hold, Reason.LostConflict, null, "card-offer"), fund.Verdict);
        Assert.Equal(GateAnswer.Pass, card.Verdict.Answer);
    }

    [Fact]
    public void An_accepted_action_wins_over_every_score()
    {
        var (fund, card) = (One(1, Rule("fund-asked"), 5, Verdict.Passed, accepted: true), One(2, Rule("card-abroad"), 9, Verdict.Passed));
        Conflicts.Settle([fund, card], 1_000);
        Assert.Equal((GateAnswer.Pass, GateAnswer.Hold), (fund.Verdict.Answer, card.Verdict.Answer));
    }

    [Fact]
    public void A_candidate_that_may_not_stand_beats_nobody()
    {
        var (fund, card) = (One(1, Rule("fund-asked"), 5, Verdict.Passed), One(2, Rule("card-abroad"), 9, new Verdict(GateAnswer.Stop, Reason.HasProduct)));
        Conflicts.Settle([fund, card], 1_000);
        Assert.Equal(GateAnswer.Pass, fund.Verdict.Answer);
    }

    [Fact]
    public void Precedence_is_overdue_duty_duty_score_due_and_id()
    {
        Precedence[] order =
        [
            Precedence.Of(Purpose.Duty, 1, 999, 9, 1_000), Precedence.Of(Purpose.Duty, 9, 1_000, 8, 1_000), Precedence.Of(Purpose.Duty, 5, null, 7, 1_000),
            Precedence.Of(Purpose.Sales, 9, null, 6, 1_000), Precedence.Of(Purpose.Care, 5, 10, 5, 1_000), Precedence.Of(Purpose.Care, 5, 20, 4, 1_000),
            Precedence.Of(Purpose.Service, 5, null, 2, 1_000), Precedence.Of(Purpose.Service, 5, null, 3, 1_000),
        ];
        Assert.Equal(order, order.Reverse().Order());
    }

    private static ActionRule Rule(string name) => TestBook.Default.Rules.Find(name)!;

    private static Wanted One(int id, ActionRule rule, long score, Verdict verdict, int due = 0, bool accepted = false) =>
        new() { Id = (UInt128)(uint)id, Rule = rule, Score = new Score(0, 0, 0, 0, score), ScoreToday = score, Verdict = verdict, Due = due == 0 ? null : due * 300, Accepted = accepted };

    private static Wanted Copy(Wanted w) => new() { Id = w.Id, Rule = w.Rule, Score = w.Score, ScoreToday = w.ScoreToday, Verdict = w.Verdict, Due = w.Due, Accepted = w.Accepted };
}
