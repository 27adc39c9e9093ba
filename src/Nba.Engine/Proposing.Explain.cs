using Nba.Engine.Actions;
using Nba.Engine.Expressions;
using Nba.Engine.Rules;

namespace Nba.Engine;

/// <summary>Why the lines of a rule hold, or do not.</summary>
internal sealed partial class Proposing
{
    /// <summary>Numbers, from 1, of the rule's lines that do not hold for the last activity and the first thing it looks at.</summary>
    public IReadOnlyList<int> FailingLines(CustomerState state, ActionRule rule, in Look look)
    {
        Set(state, rule, null, look);
        return [.. rule.Lines.Select((line, i) => (line, i)).Where(l => !l.line.Holds(frame)).Select(l => l.i + 1)];
    }

    /// <summary>The frame of a rule, for the last activity and the first thing it looks at.</summary>
    public Frame FrameOf(CustomerState state, ActionRule rule, in Look look)
    {
        Set(state, rule, null, look);
        return frame;
    }

    /// <summary>Why some of the rule's lines hold or do not, for the last activity and one thing it looks at: that of the subject, or the first.</summary>
    public RuleExplanation Explain(CustomerState state, ActionRule rule, IReadOnlyList<Condition> lines, string? subject, in Look look)
    {
        Set(state, rule, subject, look);
        return new LineExplainer(book.Rules.Trees!).Explain(rule, lines, frame);
    }

    /// <summary>Why some of the rule's lines hold for an action that stands.</summary>
    public RuleExplanation ExplainStanding(CustomerState state, ActionRule rule, IReadOnlyList<Condition> lines, OpenAction action, Row? activity, in Look look)
    {
        FrameOf(rule, action, look);
        if (activity is not null) frame.Event = activity;
        return new LineExplainer(book.Rules.Trees!).Explain(rule, lines, frame);
    }

    /// <summary>The frame of a rule for an action that stands: of a thing that is gone nothing is known.</summary>
    public Frame FrameOf(ActionRule rule, OpenAction action, in Look look)
    {
        if (!_view.Set(look, rule, action.Subject, action.Kept) && rule.Each is { } each) frame.Item = new Row(each.Facts.Count);
        return frame;
    }

    /// <summary>Forgets the last activity: what is explained next is explained without one.</summary>
    public void ForgetActivity() => LastActivity = null;

    // What an activity has just ended is what it speaks of; without one an ended thing is none that rules look at.
    private void Set(CustomerState state, ActionRule rule, string? subject, in Look look)
    {
        frame.Item = rule.Each is { } each ? new Row(each.Facts.Count) : _view.NoItem;
        if (rule.Each is { } type && state.Profile.Entities.FirstOrDefault(e => e.Type == type && (subject is null ? e.EndedOn is null || LastActivity is not null : e.Key == subject)) is { } thing) _view.SetItem(look, thing);
        else if (subject is not null) throw new ArgumentException($"the customer has no '{subject}' that '{rule.Name}' looks at", nameof(subject));
        frame.Event = LastActivity ?? _view.NoEvent;
    }
}
