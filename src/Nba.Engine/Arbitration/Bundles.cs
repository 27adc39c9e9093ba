using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Arbitration;

/// <summary>A bundle that might stand: its definition, and a candidate with identity, what its own gates said, and how it stands already.</summary>
public readonly record struct BundleDraft(Bundle Bundle, Wanted Wanted);

/// <summary>
/// Merges actions that pass together. Each bundle competes as one candidate in all conflict groups of its members; of two that share a member or a group
/// the better one stands. A function of what is wanted, whatever its order. Pure.
/// </summary>
public static class Bundles
{
    /// <summary>
    /// Adds the bundles that stand and holds their members, and with a hold those whose members are all held; a bundle that stood and does so no longer is
    /// added with a stop. To be called before <see cref="Conflicts.Settle"/>.
    /// </summary>
    /// <param name="drafts">The bundles to try.</param>
    /// <param name="wanted">The candidates after their gates; bundles are added.</param>
    /// <param name="today">Day number.</param>
    /// <param name="now">The moment, in milliseconds.</param>
    /// <param name="dayOf">The day number of a moment in milliseconds.</param>
    public static void Settle(IReadOnlyList<BundleDraft> drafts, List<Wanted> wanted, int today, long now, Func<long, int> dayOf)
    {
        while (Best(drafts, wanted, today, now, dayOf) is { } best)
        {
            foreach (var member in best.Members) member.Verdict = new Verdict(GateAnswer.Hold, Reason.InBundle, Detail: best.Rule.Action.Id);
            wanted.Add(best);
        }
        foreach (var draft in drafts)
        {
            if (wanted.Contains(draft.Wanted)) continue;
            if (Waits(draft, wanted, today, dayOf) is { } hold) draft.Wanted.Verdict = hold;
            else if (draft.Wanted.Stands) Dissolve(draft.Wanted);
            else continue;
            wanted.Add(draft.Wanted);
        }
    }

    private static void Dissolve(Wanted bundle)
    {
        bundle.Members.Clear();
        bundle.Verdict = new Verdict(GateAnswer.Stop, Reason.BundleDissolved, Detail: bundle.Verdict.Answer == GateAnswer.Pass ? null : ReasonNames.Of(bundle.Verdict.Reason));
    }

    private static Wanted? Best(IReadOnlyList<BundleDraft> drafts, List<Wanted> wanted, int today, long now, Func<long, int> dayOf)
    {
        Wanted? best = null;
        foreach (var draft in drafts)
        {
            var bundle = draft.Wanted;
            if (wanted.Contains(bundle) || bundle.Verdict.Answer != GateAnswer.Pass || !Gather(draft, wanted, today, waiting: false)) continue;
            Compose(bundle, today, dayOf);
            if (!IsBeaten(bundle, wanted, now) && (best is null || Comes(bundle, best, now))) best = bundle;
        }
        return best;
    }

    // The bundle's members among what is wanted; false when they are too few, or one was accepted for itself.
    private static bool Gather(BundleDraft draft, List<Wanted> wanted, int today, bool waiting)
    {
        var (bundle, members) = (draft.Wanted, draft.Wanted.Members);
        members.Clear();
        foreach (var one in wanted)
        {
            if (one.Rule is null || one.Members.Count > 0 || !draft.Bundle.Members.Contains(one.Rule.Action.Id)) continue;
            if (one.Accepted && !bundle.Accepted && Lives(one)) return Without(members);
            var joins = waiting ? one.Verdict is { Answer: GateAnswer.Hold, Reason: Reason.HeldByPolicy or Reason.Cap or Reason.CoolDown } : Lives(one) && IsShown(one, bundle, today);
            if (joins) members.Add(one);
        }
        members.Sort((a, b) => a.Id.CompareTo(b.Id));
        return Distinct(members) >= draft.Bundle.Min || Without(members);
    }

    private static bool Without(List<Wanted> members)
    {
        members.Clear();
        return false;
    }

    private static bool Lives(Wanted one) =>
        one.Verdict.Answer == GateAnswer.Pass || (one.Accepted && one.Verdict.Answer == GateAnswer.Stop && !Acceptance.IsEndedBy(one.Verdict.Reason));

    // Neither before its first day nor after its last, and not snoozed for itself.
    private static bool IsShown(Wanted one, Wanted bundle, int today)
    {
        if (one.NotBefore > today || (one.Expires < today && !one.Accepted)) return false;
        return !(one.SnoozedUntil > today) || one.Expires <= today || one.SnoozedUntil <= bundle.SnoozedUntil;
    }

    private static int Distinct(List<Wanted> members)
    {
        var count = 0;
        for (var i = 0; i < members.Count; i++)
        {
            var first = true;
            for (var k = 0; k < i && first; k++) first = members[k].Rule.Action.Id != members[i].Rule.Action.Id;
            if (first) count++;
        }
        return count;
    }

    // Worth their values together, at the best of their chances; as urgent as the first of them, as old as the last.
    private static void Compose(Wanted bundle, int today, Func<long, int> dayOf)
    {
        (bundle.NotBefore, bundle.Due, bundle.Escalate, bundle.Expires, bundle.OccurredAt, bundle.RaisedOn, bundle.Score) = (null, null, null, null, long.MinValue, 0, default);
        foreach (var one in bundle.Members)
        {
            bundle.Score = one == bundle.Members[0] ? one.Score : Score.Together(bundle.Score, one.Score);
            bundle.NotBefore = one.NotBefore > bundle.NotBefore || bundle.NotBefore is null ? one.NotBefore : bundle.NotBefore;
            bundle.Due = one.Due < bundle.Due || bundle.Due is null ? one.Due : bundle.Due;
            bundle.Escalate = one.Escalate < bundle.Escalate || bundle.Escalate is null ? one.Escalate : bundle.Escalate;
            bundle.Expires = one.Expires < bundle.Expires || bundle.Expires is null ? one.Expires : bundle.Expires;
            bundle.OccurredAt = Math.Max(bundle.OccurredAt, one.OccurredAt);
            bundle.RaisedOn = Math.Max(bundle.RaisedOn.Value, one.RaisedOn ?? today);
        }
        bundle.ScoreToday = bundle.Score.On(bundle.Due is { } due
            ? Timing.Urgency(bundle.NotBefore ?? bundle.RaisedOn.Value, dayOf(due - 1), today)
            : Timing.Freshness(today - dayOf(bundle.OccurredAt), bundle.Rule.Action.HalfLifeDays));
    }

    // By another candidate of one of its groups that is no member, or by a bundle that stands.
    private static bool IsBeaten(Wanted bundle, List<Wanted> wanted, long now)
    {
        if (bundle.Accepted) return false;
        foreach (var other in wanted)
        {
            if (other.Verdict.Answer == GateAnswer.Pass && !bundle.Members.Contains(other) && other.SharesGroup(bundle) && (other.Accepted || Order(other, now) < Order(bundle, now))) return true;
        }
        return false;
    }

    // It waits with its members when a policy holds them all, whether it stood before or not: what came first must not show.
    private static Verdict? Waits(BundleDraft draft, List<Wanted> wanted, int today, Func<long, int> dayOf)
    {
        if (draft.Wanted.Verdict.Answer == GateAnswer.Stop || wanted.Exists(w => w.Rule is not null && w.Members.Count == 0 && draft.Bundle.Members.Contains(w.Rule.Action.Id) && Lives(w)) || !Gather(draft, wanted, today, waiting: true)) return null;
        Compose(draft.Wanted, today, dayOf);
        return draft.Wanted.Members[0].Verdict;
    }

    private static bool Comes(Wanted a, Wanted b, long now) => a.Accepted != b.Accepted ? a.Accepted : Order(a, now) < Order(b, now);

    private static Precedence Order(Wanted wanted, long now) => Precedence.Of(wanted.Rule.Action.Purpose, wanted.ScoreToday, wanted.Due, wanted.Id, now);
}
