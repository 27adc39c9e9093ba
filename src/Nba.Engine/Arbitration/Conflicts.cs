using Nba.Engine.Policies;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Arbitration;

/// <summary>Settles conflict groups: of those that passed, the accepted one stands, else the best; the others are held until it ends. Bundles have won by then.</summary>
public static class Conflicts
{
    /// <summary>Marks the losers as held; independent of the order of the list.</summary>
    public static void Settle(IReadOnlyList<Wanted> wanted, long now)
    {
        foreach (var loser in wanted)
        {
            if (loser.Rule?.Action.Conflict is not { } group || loser.Verdict.Answer != GateAnswer.Pass || loser.Accepted) continue;
            Wanted? winner = null;
            foreach (var other in wanted)
            {
                if (other == loser || !other.Competes(group)) continue;
                var alive = other.Verdict.Answer == GateAnswer.Pass || other.Verdict.Reason == Reason.LostConflict;
                if (alive && Beats(other, loser, now) && (winner is null || Comes(other, winner, now))) winner = other;
            }
            if (winner is not null) loser.Verdict = new Verdict(GateAnswer.Hold, Reason.LostConflict, Detail: winner.Rule.Action.Id);
        }
    }

    private static bool Comes(Wanted a, Wanted b, long now) => a.Accepted != b.Accepted ? a.Accepted : Order(a, now) < Order(b, now);

    private static bool Beats(Wanted a, Wanted b, long now) => a.Accepted || Order(a, now) < Order(b, now);

    private static Precedence Order(Wanted wanted, long now) => Precedence.Of(wanted.Rule.Action.Purpose, wanted.ScoreToday, wanted.Due, wanted.Id, now);
}
