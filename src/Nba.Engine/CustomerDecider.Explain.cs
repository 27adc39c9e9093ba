using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Expressions;
using Nba.Engine.Rules;

namespace Nba.Engine;

/// <content>What explains a decision: lines with the values they read, in the frame of the last decision or of a moment.</content>
public sealed partial class CustomerDecider
{
    /// <summary>Numbers, from 1, of the rule's lines that did not hold in the last decision.</summary>
    internal IReadOnlyList<int> FailingLines(CustomerState state, ActionRule rule) => _proposing.FailingLines(state, rule, new Look(state, _frameDay, _dayStart, Given));

    /// <summary>Why a rule's lines held in the last decision, or did not.</summary>
    internal RuleExplanation Explain(CustomerState state, ActionRule rule) => _proposing.Explain(state, rule, rule.Lines, null, new Look(state, _frameDay, _dayStart, Given));

    /// <summary>The frame of a rule as the last decision left it; the decider's own, good until its next call.</summary>
    internal Frame FrameOf(CustomerState state, ActionRule rule) => _proposing.FrameOf(state, rule, new Look(state, _frameDay, _dayStart, Given));

    /// <summary>
    /// Why a rule's lines hold for a customer now, or do not: each line with the values it reads, the first that fails, and the least change of facts that would make all hold. Without an
    /// activity, whose fields are null. Decides nothing, but overwrites <see cref="Last"/>, and assignments that were due take effect in the state. Costs far more than a decision.
    /// </summary>
    /// <param name="state">The customer.</param>
    /// <param name="rule">A rule of this decider's book.</param>
    /// <param name="now">The moment; facts are as of its day.</param>
    /// <param name="subject">Key of the thing that a rule with <c>each</c> looks at; the first that has not ended when left out.</param>
    /// <exception cref="ArgumentException">The customer has no such thing.</exception>
    public RuleExplanation Explain(CustomerState state, ActionRule rule, Instant now, string? subject = null) => Explain(state, rule, rule.Lines, now, subject);

    /// <summary>The same for some lines of the rule, gates among them.</summary>
    internal RuleExplanation Explain(CustomerState state, ActionRule rule, IReadOnlyList<Condition> lines, Instant now, string? subject)
    {
        var today = Begin(now, null);
        Context(state, now, today, Trigger.Activity);
        _proposing.ForgetActivity();
        return _proposing.Explain(state, rule, lines, subject, new Look(state, today, _dayStart, Given));
    }

    /// <summary>Why lines of a rule hold for an action that stands: with the activity that gave rise to it, or with what the action keeps of that.</summary>
    internal RuleExplanation ExplainStanding(CustomerState state, ActionRule rule, IReadOnlyList<Condition> lines, OpenAction action, Row? activity, Instant now)
    {
        var today = Begin(now, null);
        Context(state, now, today, Trigger.Activity);
        return _proposing.ExplainStanding(state, rule, lines, action, activity, new Look(state, today, _dayStart, Given));
    }

    /// <summary>The frame with the customer's facts at a moment; the decider's own, good until its next call.</summary>
    internal Frame FrameOf(CustomerState state, Instant now)
    {
        Context(state, now, Begin(now, null), Trigger.Activity);
        return _frame;
    }

    /// <summary>The same with what a rule sees beside them for an action that stands.</summary>
    internal Frame FrameOf(CustomerState state, ActionRule rule, OpenAction action, Instant now)
    {
        var today = Begin(now, null);
        Context(state, now, today, Trigger.Activity);
        return _proposing.FrameOf(rule, action, new Look(state, today, _dayStart, Given));
    }

    /// <summary>Whether a rule is for customers of this one's kind.</summary>
    internal bool IsFor(CustomerState state, ActionRule rule, Instant now) => rule.Kinds == 0 || (rule.Kinds & Context(state, now, Begin(now, null), Trigger.Activity).KindBit) != 0;
}
