using Nba.Engine.Arbitration;
using Nba.Engine.Calendars;
using Nba.Engine.Plans;
using Nba.Engine.Policies;
using Nba.Engine.Routing;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Actions;

/// <summary>
/// Wanted against standing: raises, refreshes, holds, lapses, expires and completes actions. Between ticks an action whose reason is gone only lapses; its
/// end is sealed at the next tick, so that the order of activities between two ticks never shows. Not thread-safe.
/// </summary>
public sealed class Reconciler(BankCalendar calendar, RouteBook routes, PlanBook plans)
{
    private readonly Publisher _publisher = new(calendar, routes);

    /// <summary>Makes the slice stand as wanted and lists every change.</summary>
    public void Reconcile(ActionSlice slice, List<PlanInstance> planInstances, IReadOnlyList<Wanted> wanted, DecisionContext context, List<ActionChange> changes)
    {
        for (var i = 0; i < wanted.Count; i++)
        {
            var one = wanted[i];
            var open = slice.Find(one.Id);
            if (open is null) Raise(slice, one, context);
            else if (one.Verdict.Answer != GateAnswer.Stop && one.Expires < context.Today.DayNumber && !open.Accepted) End(slice, planInstances, open, ActionEnd.Expired, Reason.Expired, Again(one.Rule, ActionEnd.Expired), context.Today, context, changes);
            else Update(open, one, context);
        }
        if (context.Trigger is Trigger.Day or Trigger.Book or Trigger.CatchUp) Seal(slice, planInstances, wanted, context, changes);
        foreach (var open in slice.Open) _publisher.Publish(slice, open, Find(wanted, open.Id), context, changes);
    }

    /// <summary>Ends an action: it leaves the queues, its identity is remembered, and its plan moves on.</summary>
    public void End(ActionSlice slice, List<PlanInstance> planInstances, OpenAction open, ActionEnd end, Reason reason, AgainRule? again, DateOnly endedOn, DecisionContext context, List<ActionChange> changes)
    {
        slice.Open.Remove(open);
        if (again is { } rule) slice.End(new EndedAction(open.Id, end, endedOn.DayNumber, Until(rule, endedOn), open.Action, 0));
        _publisher.Withdraw(slice, open, reason, context, changes);
        foreach (var plan in planInstances)
        {
            if (plan.StartedOn == open.Episode && plans.CurrentStep(plan) is { } step && step.Rule.Action.Id == open.Action) plans.Advance(plan, end, context.Today);
        }
    }

    /// <summary>Tells the queues of a contact over an action that has ended before, so that a campaign's budget counts it.</summary>
    public void Spend(ActionSlice slice, EndedAction ended, ActionDefinition definition, Reason reason, DecisionContext context, List<ActionChange> changes) =>
        _publisher.Spend(slice, ended.Id, escalated: false, definition, reason, context, changes);

    /// <summary>The same over an action that stands: its leaving the queues tells, or, when none shows it, a record of its own.</summary>
    public void Spend(ActionSlice slice, OpenAction open, ActionDefinition definition, Reason reason, DecisionContext context, List<ActionChange> changes)
    {
        if (open.Published) open.Spends = definition.CampaignId;
        else _publisher.Spend(slice, open.Id, open.Escalated, definition, reason, context, changes);
    }

    /// <summary>When an ended identity may come back.</summary>
    public int Until(AgainRule rule, DateOnly endedOn) =>
        rule.Never ? int.MaxValue : rule.After is { } span ? calendar.Add(endedOn, span).DayNumber : endedOn.DayNumber;

    private static void Raise(ActionSlice slice, Wanted wanted, DecisionContext context)
    {
        if (wanted.Verdict.Answer == GateAnswer.Stop) return;
        var open = slice.Spare().Begin(wanted.Id, wanted.Rule.Action.Id, wanted.Subject, wanted.Episode);
        (open.RaisedOn, open.OccurredAt, open.OccurredId) = (context.Today.DayNumber, wanted.OccurredAt, wanted.OccurredId);
        (open.Ticked, open.Why) = (context.Trigger == Trigger.Day, Reason.Raised);
        open.Kept.AddRange(wanted.Kept);
        slice.Add(open);
        slice.Occurrences.RemoveAll(o => wanted.Rules.Exists(r => r.Name == o.Rule) && o.Subject == wanted.Subject && (wanted.Rule.Episode != EpisodeKind.Event || (long)o.EventId == wanted.Episode));
        Update(open, wanted, context);
    }

    private static void Update(OpenAction open, Wanted wanted, DecisionContext context)
    {
        var today = context.Today.DayNumber;
        if (wanted.Verdict.Answer == GateAnswer.Stop && !(open.Accepted && !Acceptance.IsEndedBy(wanted.Verdict.Reason)))
        {
            (open.Status, open.Why) = (ActionStatus.Lapsed, wanted.Verdict.Reason);
            if (open.IsBundle) BundledAction.Renew(open.Members, [], open.Ticked, dayBegins: false);
            return;
        }
        // What was accepted stands against all else; a standing action that no rule proposes any more keeps the dates it had.
        if (wanted.Verdict.Answer != GateAnswer.Stop || wanted.Score.Lever > 0) Copy(open, wanted, context);
        if (wanted.Verdict.Answer == GateAnswer.Hold)
        {
            // What a bundle stands for is in the queue with it: its dates go on.
            if (wanted.Verdict.Reason == Reason.InBundle) Resume(open, today);
            else open.HeldSince ??= today;
            (open.Status, open.Why) = (ActionStatus.Held, wanted.Verdict.Reason);
            return;
        }
        Resume(open, today);
        if ((today < open.SnoozedUntil || context.Now.UnixMilliseconds < open.SnoozedUntilAt) && !(today >= open.Expires))
        {
            (open.Status, open.Why) = (ActionStatus.Snoozed, Reason.Snoozed);
            return;
        }
        if (today >= open.SnoozedUntil) open.SnoozedUntil = null;
        if (context.Now.UnixMilliseconds >= open.SnoozedUntilAt) open.SnoozedUntilAt = null;
        (open.Status, open.Why) = (ActionStatus.Live, wanted.Verdict.Answer == GateAnswer.Stop ? wanted.Verdict.Reason : open.Accepted ? Reason.Accepted : Reason.Raised);
        if (open.Escalate <= today && !wanted.SourceBehind) open.Escalated = true;
    }

    private static void Resume(OpenAction open, int today)
    {
        if (open.HeldSince is { } since) open.PausedDays += today - since;
        open.HeldSince = null;
    }

    private static void Copy(OpenAction open, Wanted wanted, DecisionContext context)
    {
        if (wanted.Members.Count > 0)
        {
            BundledAction.Renew(open.Members, wanted.Members, open.Ticked, context.Trigger == Trigger.Day);
            // As fresh and as old as the last of its members, whenever it was first made; the queues reckon from those days.
            if (open.OccurredAt != wanted.OccurredAt || open.RaisedOn != wanted.RaisedOn) (open.OccurredAt, open.RaisedOn, open.PublishedScore) = (wanted.OccurredAt, wanted.RaisedOn ?? open.RaisedOn, -1);
        }
        (open.NotBefore, open.Due, open.Escalate, open.Expires, open.Score, open.Price) = (wanted.NotBefore, wanted.Due, wanted.Escalate, wanted.Expires, wanted.Score, wanted.Price);
        open.Rules.Clear();
        foreach (var rule in wanted.Rules) open.Rules.Add(rule.Name);
        open.Arguments.Clear();
        open.Arguments.AddRange(wanted.Arguments);
    }

    private void Seal(ActionSlice slice, List<PlanInstance> planInstances, IReadOnlyList<Wanted> wanted, DecisionContext context, List<ActionChange> changes)
    {
        for (var i = slice.Open.Count - 1; i >= 0; i--)
        {
            var open = slice.Open[i];
            if (open.Status != ActionStatus.Lapsed)
            {
                open.Ticked |= context.Trigger == Trigger.Day;
                continue;
            }
            var end = open.Why == Reason.Met ? ActionEnd.Met : ActionEnd.Withdrawn;
            // What a version, a switch or a source withdrew, and what never stood through a tick, leaves no trace.
            var ownDoing = open.Ticked && context.Trigger == Trigger.Day && open.Why is not (Reason.RuleRemoved or Reason.CampaignOff or Reason.CampaignNotForCustomer or Reason.HeldOut or Reason.InControlGroup);
            End(slice, planInstances, open, end, open.Why, ownDoing ? Again(Find(wanted, open.Id)?.Rule, end) : null, context.Today, context, changes);
        }
    }

    private static AgainRule? Again(ActionRule? rule, ActionEnd end) => rule?.Action.Again[(int)end];

    private static Wanted? Find(IReadOnlyList<Wanted> wanted, UInt128 id)
    {
        for (var i = 0; i < wanted.Count; i++)
        {
            if (wanted[i].Id == id) return wanted[i];
        }
        return null;
    }
}
