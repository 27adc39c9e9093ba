using Nba.Engine.Policies;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Arbitration;

/// <summary>Settles conflict groups: of those that passed, the accepted one stands, else the best; the others are held until it ends.</summary>
public static class Conflicts
{
    /// <summary>Marks the losers as held; independent of the order of the list.</summary>
    public static void Settle(IReadOnlyList<Wanted> wanted, long now)
    {
        foreach (var loser in wanted)
        {
            if (loser.Rule?.Action.Conflict is not { } group || loser.Verdict.Answer != GateAnswer.Pass || loser.Accepted) continue;
            foreach (var other in wanted)
            {
                if (other == loser || other.Rule?.Action.Conflict != group) continue;
                var alive = other.Verdict.Answer == GateAnswer.Pass || other.Verdict.Reason == Reason.LostConflict;
                if (!alive || !Beats(other, loser, now)) continue;
                loser.Verdict = new Verdict(GateAnswer.Hold, Reason.LostConflict, Detail: other.Rule.Action.Id);
                break;
            }
        }
    }

    private static bool Beats(Wanted a, Wanted b, long now) => a.Accepted || Order(a, now) < Order(b, now);

    private static Precedence Order(Wanted wanted, long now) => Precedence.Of(wanted.Rule.Action.Purpose, wanted.ScoreToday, wanted.Due, wanted.Id, now);
}
