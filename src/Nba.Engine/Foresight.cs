using Nba.Engine.Expressions;
using Nba.Engine.Rules;

namespace Nba.Engine;

/// <summary>
/// Foresees for a customer for whom nothing stands until when days can pass without a rule of the day coming to hold: a line that is false now turns true
/// no sooner than something that it reads changes, and without activities that is known for counts of days, windows, baselines and what goes stale. The day
/// may be earlier than needed, never later. One per decider; not thread-safe.
/// </summary>
internal sealed class Foresight
{
    /// <summary>Nobody is left alone longer, so that what their state forgets by days stays little.</summary>
    public const int MostDays = 31;

    // A shorter quiet is not worth writing the customer's row for.
    private const int LeastDays = 4;

    private readonly RuleBook _book;
    private readonly Frame _frame;
    private readonly FrameView _view;
    private readonly ActionRule[] _rules;
    private readonly DaysAhead _days;

    public Foresight(RuleBook book, Frame frame, TodayRows todays)
    {
        (_book, _frame, _view) = (book, frame, new FrameView(book, frame));
        _rules = [.. book.Rules.Daily.Where(r => r.EventLines.Count == 0)];
        _days = new DaysAhead(book, frame, todays);
    }

    /// <summary>Number of the first day that must be decided again; 0 when tomorrow, or soon, must. The frame holds the customer's facts of today.</summary>
    public int QuietUntil(CustomerState state, in Look look, long kind)
    {
        if (state.Actions.Open.Count + state.Actions.Occurrences.Count + state.Plans.Count + state.Profile.Planned.Count > 0) return 0;
        var today = look.Today.DayNumber;
        var until = today + MostDays;
        _days.Begin(look);
        _frame.Event = _view.NoEvent;
        foreach (var rule in _rules)
        {
            if (rule.Kinds != 0 && (rule.Kinds & kind) == 0) continue;
            until = Math.Min(until, Next(rule, state, look));
            if (until < today + LeastDays) return 0;
        }
        foreach (var start in _book.Plans.Starts)
        {
            if (!start.Daily || (start.Kinds != 0 && (start.Kinds & kind) == 0)) continue;
            _frame.Item = _view.NoItem;
            until = Math.Min(until, _days.ToHold(start.Lines, null));
        }
        return until < today + LeastDays ? 0 : until;
    }

    private int Next(ActionRule rule, CustomerState state, in Look look)
    {
        if (rule.Each is not { } type)
        {
            _frame.Item = _view.NoItem;
            return _days.ToHold(rule.StateLines, null);
        }
        var next = int.MaxValue;
        for (var i = 0; i < state.Profile.Entities.Count; i++)
        {
            var thing = state.Profile.Entities[i];
            if (thing.Type != type || thing.EndedOn is not null) continue;
            _view.SetItem(look, thing);
            next = Math.Min(next, _days.ToHold(rule.StateLines, thing));
        }
        return next;
    }
}
