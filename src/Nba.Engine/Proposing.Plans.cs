using Nba.Engine.Actions;
using Nba.Engine.Events;
using Nba.Engine.Plans;
using Nba.Engine.Policies;
using Nba.Engine.Rules;

namespace Nba.Engine;

/// <summary>The steps of plans: which begin, which wait, and which action the current one wants.</summary>
internal sealed partial class Proposing
{
    /// <summary>Starts plans whose rule listens to this input; a plan that ran within a year is not begun again. Whether one was.</summary>
    public bool StartPlans(CustomerState state, Activity? activity, DateOnly today, Trigger trigger)
    {
        var started = false;
        frame.Event = activity?.Fields ?? _view.NoEvent;
        for (var i = 0; i < book.Plans.Starts.Count; i++)
        {
            var start = book.Plans.Starts[i];
            if (activity is null ? !start.Daily : !start.Events.Contains(activity.Type)) continue;
            if ((start.Kinds != 0 && (start.Kinds & book.Facts.KindBit(frame.Customer)) == 0) || !AllHold(start.Lines) || start.Plan.Steps.Count == 0) continue;
            if (activity is null && (withholding.Of(state, start, today) is not null || (trigger == Trigger.CatchUp && !withholding.Waited(start)))) continue;
            var known = state.Plans.FindIndex(p => p.Plan == start.Plan.Id);
            if (known >= 0 && (state.Plans[known].Step.Length > 0 || state.Plans[known].StartedOn + 365 > today.DayNumber)) continue;
            if (known >= 0) state.Plans.RemoveAt(known);
            var at = state.Plans.FindIndex(p => string.CompareOrdinal(p.Plan, start.Plan.Id) > 0);
            state.Plans.Insert(at < 0 ? state.Plans.Count : at, new PlanInstance
            {
                Plan = start.Plan.Id, Version = start.Plan.Version, StartedOn = today.DayNumber, Step = start.Plan.Steps[0].Id, StepSince = today.DayNumber,
            });
            started = true;
        }
        return started;
    }

    /// <summary>The definition of a standing action: of the plan version it is a step of, else of the book in force; null when no rule proposes it any more.</summary>
    public ActionDefinition? Definition(CustomerState state, OpenAction open)
    {
        foreach (var plan in state.Plans)
        {
            if (plan.StartedOn == open.Episode && book.Plans.CurrentStep(plan) is { } step && step.Rule.Action.Id == open.Action) return step.Rule.Action;
        }
        return book.Definition(open.Action);
    }

    // The rules in force that propose an action, then those of earlier plan versions.
    private ActionRule[] RulesOf(string action) => _rulesOf.GetValueOrDefault(action) ?? [];

    private static Dictionary<string, ActionRule[]> WithPinned(RuleBook book)
    {
        if (book.Plans.Earlier.Count == 0) return book.Rules.ByAction;
        var pinned = book.Plans.Earlier.SelectMany(p => p.Steps).Select(s => s.Rule);
        return book.Rules.Rules.Concat(pinned).GroupBy(r => r.Action.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
    }

    private void Pause(CustomerState state, DateOnly today)
    {
        foreach (var plan in state.Plans)
        {
            if (plan.Step.Length > 0) plan.Pause(IsPaused(plan), today);
        }
    }

    private bool IsPaused(PlanInstance plan)
    {
        if (book.Plans.Of(plan)?.PausedWhile is { } lines) return lines.Count > 0 && AllHold(lines);
        for (var i = 0; i < book.Policies.Holds.Count; i++)
        {
            if (AllHold(book.Policies.Holds[i].While)) return true;
        }
        return false;
    }

    // What the contact policy holds is no reason to put a duty off; a plan that says itself when it pauses means all of it.
    private bool Waits(PlanInstance plan, ActionRule rule) => plan.PausedSince is not null && (rule.Action.Purpose != Purpose.Duty || book.Plans.Of(plan)?.PausedWhile is not null);

    private void Step(Scene scene, PlanInstance plan)
    {
        if (book.Plans.CurrentStep(plan) is not { } step) return;
        var waits = Waits(plan, step.Rule);
        if (book.Calendar.Add(DateOnly.FromDayNumber(plan.StepSince), step.After) > (waits ? plan.Clock(scene.Context.Today) : scene.Context.Today)) return;
        if (!_view.Set(scene.Look, step.Rule, null, [])) return;
        if (!waits && !withholding.AnyMute(step.Rule.Met) && IsMet(step.Rule))
        {
            // The customer did it before the step opened: the plan moves on.
            book.Plans.Advance(plan, ActionEnd.Met, scene.Context.Today);
            return;
        }
        var id = ActionIdentity.Of(scene.Context.Customer, step.Rule.Action.Id, null, plan.StartedOn);
        if (scene.State.Actions.Find(id) is null && AllHold(step.Rule.StateLines))
            Join(scene, Appraised(scene, step.Rule, id, null, plan.StartedOn, (scene.DayStart.UnixMilliseconds, 0), null, null, waits ? GateAnswer.Stop : null), withholding.Of(step.Rule));
    }

    private PlanInstance? PlanOf(Scene scene, ActionRule rule, long startedOn)
    {
        foreach (var plan in scene.State.Plans)
        {
            if (plan.StartedOn == startedOn && book.Plans.CurrentStep(plan)?.Rule == rule) return plan;
        }
        return null;
    }
}
