using Nba.Engine.Actions;
using Nba.Engine.Events;
using Nba.Engine.Plans;
using Nba.Engine.Profiles;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// Makes two customers one. The one who goes withdraws their actions and sends all that is known of them to the one who stays; what comes for them later is
/// sent on. The one who stays folds it: facts, things, ledger, plans, and actions under identities of their own.
/// </summary>
internal sealed class Merging(RuleBook book)
{
    // Base64 and the envelope must fit an event.
    private const int MostBytes = 45_000;

    private readonly StateWriter _writer = new();
    private readonly int _barrier = book.Vocabulary.Fact(BuiltIn.Barrier)!.Index;

    /// <summary>The customer goes; false, and nothing is done, for a merge in a circle.</summary>
    public bool Leave(CustomerState state, Activity activity, DecisionContext context, Reconciler reconciler, Decision decision, List<ActionChange> changes)
    {
        var into = activity.Fields.Text(activity.Type.Field("into")!.Index)!;
        if (into == state.Customer || state.Absorbed.Contains(into)) return false;
        decision.Sent.Add(SentActivity.Make(into, BuiltIn.Absorbed, $"{activity.Id}/{state.Customer}", context.Now, json =>
        {
            json.WriteString("customer", state.Customer);
            json.WriteBase64String("state", Bytes(state));
        }));
        foreach (var open in state.Actions.Open.ToArray()) reconciler.End(state.Actions, [], open, ActionEnd.Withdrawn, Reason.MergedAway, null, context.Today, context, changes);
        var (sequence, stamp, decisions) = (state.Actions.LastSequence, state.Stamp, state.Decisions);
        // What is known of them before stays behind their barrier, also until the one who stays is.
        var barrier = state.Profile.Cells[_barrier];
        state.Reset(state.Customer);
        state.Profile.Cells[_barrier] = barrier;
        (state.Actions.LastSequence, state.Stamp, state.Decisions, state.MergedInto) = (sequence, stamp, decisions, into);
        return true;
    }

    /// <summary>The customer stays and takes the other over.</summary>
    public void Absorb(CustomerState state, Activity activity)
    {
        var gone = activity.Fields.Text(activity.Type.Field("customer")!.Index)!;
        var other = new CustomerState(book.Vocabulary);
        other.Reset(gone);
        book.Codec.Read(Convert.FromBase64String(activity.Fields.Text(activity.Type.Field("state")!.Index)!), other);
        state.Seen.Absorb(other.Seen);
        Absorbing.Absorb(state.Profile, other.Profile, book.Vocabulary);
        state.Ledger.Absorb(other.Ledger);
        foreach (var plan in other.Plans) Take(state.Plans, plan);
        state.Actions.Absorb(state.Customer, other.Actions);
        state.Interest.Absorb(other.Interest, state.Actions.Current);
        // The turn is the survivor's own: they wait for it or have had it, and what stands of the other stands already.
        state.Absorbed.Add(gone);
        state.Absorbed.AddRange(other.Absorbed);
    }

    /// <summary>Until when an identity may not come back, whether it ended with this customer or with one merged into them.</summary>
    public static EndedAction? Blocked(CustomerState state, UInt128 id, ActionRule rule, string? subject, long episode, int today)
    {
        var blocked = state.Actions.Blocked(id, today);
        for (var i = 0; blocked is null && i < state.Absorbed.Count; i++)
            blocked = state.Actions.Blocked(ActionIdentity.Of(state.Absorbed[i], rule.Action.Id, subject, episode), today);
        return blocked;
    }

    // Without the ids where the whole is too large: what came twice around the merge can then not be told.
    private ReadOnlySpan<byte> Bytes(CustomerState state)
    {
        _writer.Clear();
        book.Codec.Write(state, _writer);
        if (_writer.Length <= MostBytes) return _writer.Written;
        state.Seen.Clear();
        _writer.Clear();
        book.Codec.Write(state, _writer);
        return _writer.Written;
    }

    // Of two runs of one plan the further one goes on; one that is over is the furthest.
    private void Take(List<PlanInstance> plans, PlanInstance other)
    {
        var at = plans.FindIndex(p => p.Plan == other.Plan);
        if (at >= 0 && Place(other) > Place(plans[at])) plans[at] = other;
        if (at >= 0) return;
        at = plans.FindIndex(p => string.CompareOrdinal(p.Plan, other.Plan) > 0);
        plans.Insert(at < 0 ? plans.Count : at, other);
    }

    private int Place(PlanInstance instance)
    {
        if (instance.Step.Length == 0) return int.MaxValue;
        var steps = book.Plans.Find(instance.Plan)?.Steps ?? [];
        var at = 0;
        while (at < steps.Count && steps[at].Id != instance.Step) at++;
        return at;
    }
}
