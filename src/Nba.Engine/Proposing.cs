using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Expressions;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// Finds which actions should stand: those of rules that look at this input, of open occurrences, of plans, and those that stand already while what
/// they were raised for holds. Each is taken through the gates and scored while its frame is set. One per decider.
/// </summary>
internal sealed partial class Proposing(RuleBook book, Frame frame, Withholding withholding)
{
    private readonly FrameView _view = new(book, frame);
    private readonly WantedPool _pool = new();
    private readonly Appraisal _appraisal = new(book);
    private readonly RuleMatcher _matcher = new(book.Rules, frame);
    private readonly List<(int Rule, int Thing)> _things = [];
    private readonly bool[] _areAsked = new bool[book.Vocabulary.Entities.Count];
    private readonly Dictionary<string, ActionRule[]> _rulesOf = WithPinned(book);

    /// <summary>Takes the day's outlook.</summary>
    public void Begin(Outlook outlook)
    {
        frame.Customer.Unsettled = outlook.Customer;
        _view.Begin(outlook);
    }

    /// <summary>Opens an occurrence for every rule whose event lines the activity meets; whether there was one.</summary>
    public bool Open(CustomerState state, Activity activity, in Look look)
    {
        var opened = false;
        var kind = book.Facts.KindBit(frame.Customer);
        frame.Event = activity.Fields;
        LastActivity = activity.Fields;
        var rules = book.Rules.On(activity.Type);
        if (rules.Length == 0) return false;
        _view.SetSubject(look, activity, rules);
        foreach (var found in _matcher.Opened(activity.Type, kind))
        {
            var rule = rules[found];
            var subject = rule.Each is not null && rule.Each == activity.Type.Entity ? activity.EntityKey : null;
            if (rule.Each is not null && subject is null) continue;
            state.Actions.Add(new Occurrence(rule.Name, subject, activity.Time.UnixMilliseconds, activity.IdHash, look.Today.DayNumber, FrameView.Keep(rule, activity.Fields)));
            opened = true;
        }
        return opened;
    }

    /// <summary>Gathers what is wanted; standing actions come too, with a stop where they hold no longer. A book may have switched campaigns on, a line each.</summary>
    public void Gather(CustomerState state, DecisionContext context, Instant dayStart, GivenFacts? given, List<Wanted> wanted, string? switchedOn = null)
    {
        _pool.Reset();
        var scene = new Scene(state, context, dayStart, given, wanted);
        Pause(state, context.Today);
        Adopt(scene);
        foreach (var action in state.Actions.Open) Standing(scene, action);
        Occurrences(scene);
        if (context.Trigger is Trigger.Day or Trigger.Hour) LookAtAll(scene, context.Trigger == Trigger.Hour);
        else if (context.Trigger == Trigger.Book && switchedOn is not null) LookAtCampaigns(scene, switchedOn);
        else if (context.Trigger == Trigger.CatchUp)
        {
            foreach (var rule in book.Rules.Rules)
            {
                if ((rule.Daily || rule.Hourly) && withholding.Waited(rule)) Look(scene, rule);
            }
        }
        foreach (var plan in state.Plans) Step(scene, plan);
    }

    /// <summary>Fields of the last activity decided.</summary>
    private Row? LastActivity { get; set; }

    private void Standing(Scene scene, OpenAction action)
    {
        if (action.IsBundle) return; // stands by its members
        var kept = false;
        ActionRule? known = null;
        var met = false;
        foreach (var rule in RulesOf(action.Action))
        {
            known ??= rule;
            if (!_view.Set(scene.Look, rule, action.Subject, action.Kept)) continue;
            var plan = rule.PlanOnly ? PlanOf(scene, rule, action.Episode) : null;
            if (rule.PlanOnly && plan is null) continue;
            if (!withholding.AnyMute(rule.Met) && IsMet(rule))
            {
                (met, known) = (true, rule);
                break;
            }
            var own = action.Rules.Contains(rule.Name);
            if (!own && !(rule.Daily && rule.EventLines.Count == 0)) continue;
            if ((rule.Kinds != 0 && (rule.Kinds & scene.Context.KindBit) == 0) || !(own ? withholding.StillHold(rule.Keep, action, frame) : AllHold(rule.StateLines) && !withholding.AnyMute(rule.StateLines))) continue;
            kept = true;
            Want(scene, rule, action.Id, action.Subject, action.Episode, (action.OccurredAt, action.OccurredId), action, paused: plan is not null && Waits(plan, rule) ? GateAnswer.Hold : null);
        }
        if (kept && !met) return;
        for (var i = scene.Wanted.Count - 1; i >= 0; i--)
        {
            if (scene.Wanted[i].Id == action.Id) scene.Wanted.RemoveAt(i);
        }
        var reason = met ? Reason.Met : known is null ? Reason.RuleRemoved : Reason.NoLongerHolds;
        var stopped = _pool.Stopped(action, known, reason);
        scene.Wanted.Add(stopped);
        if (!action.Accepted || known is null || !_view.Set(scene.Look, known, action.Subject, action.Kept)) return;
        // What the manager accepted stays: its dates and texts go on following the facts.
        _appraisal.Appraise(stopped, known, frame, scene.State, scene.Context, action);
        // An open complaint holds it all the same, and consent or law end it; only that the customer did it comes first.
        if (met || (stopped.Verdict.Answer != GateAnswer.Hold && !Acceptance.IsEndedBy(stopped.Verdict.Reason))) stopped.Verdict = new Verdict(GateAnswer.Stop, reason);
    }

    // An occurrence of what stands already is the same occasion; the latest one speaks, in whatever order they came.
    private void Adopt(Scene scene)
    {
        var occurrences = scene.State.Actions.Occurrences;
        for (var i = occurrences.Count - 1; i >= 0; i--)
        {
            var one = occurrences[i];
            if (book.Rules.Find(one.Rule) is not { } rule || !_view.Set(scene.Look, rule, one.Subject, one.Kept)) continue;
            var id = ActionIdentity.Of(scene.Context.Customer, rule.Action.Id, one.Subject, _appraisal.Episode(rule, frame, one.EventId, scene.Context.Today));
            if (scene.State.Actions.Find(id) is not { } standing) continue;
            occurrences.RemoveAt(i);
            if ((one.Time, one.EventId).CompareTo((standing.OccurredAt, standing.OccurredId)) <= 0) continue;
            (standing.OccurredAt, standing.OccurredId) = (one.Time, one.EventId);
            standing.Kept.Clear();
            standing.Kept.AddRange(one.Kept);
            standing.PublishedScore = -1; // the queues reckon freshness from its day
        }
    }

    private void Occurrences(Scene scene)
    {
        var open = scene.State.Actions.Occurrences;
        for (var i = open.Count - 1; i >= 0; i--)
        {
            var (rule, stays) = (book.Rules.Find(open[i].Rule), scene.Context.Trigger != Trigger.Day || open[i].OpenedOn >= scene.Context.Today.DayNumber);
            if (rule is not null && _view.Set(scene.Look, rule, open[i].Subject, open[i].Kept) && AllHold(rule.StateLines))
            {
                var episode = _appraisal.Episode(rule, frame, open[i].EventId, scene.Context.Today);
                var id = ActionIdentity.Of(scene.Context.Customer, rule.Action.Id, open[i].Subject, episode);
                var answered = scene.State.Actions.IsAnswered(id, open[i].Time);
                stays &= !answered;
                if (!answered) Want(scene, rule, id, open[i].Subject, episode, (open[i].Time, open[i].EventId), scene.State.Actions.Find(id), open[i].Kept);
            }
            if (rule is null || !stays) open.RemoveAt(i);
        }
    }

    private void LookAtAll(Scene scene, bool hourly)
    {
        var rules = hourly ? book.Rules.Hourly : book.Rules.Daily;
        frame.Event = _view.NoEvent;
        frame.Item = _view.NoItem;
        _things.Clear();
        Array.Clear(_areAsked);
        foreach (var found in _matcher.Due(hourly, scene.Context.KindBit))
        {
            var rule = rules[found];
            if (rule.EventLines.Count > 0) continue;
            if (rule.Each is not { } type) Propose(scene, rule, null);
            else if (_matcher.IsWhole) ProposeThings(scene, rule, type, hourly, found);
            else Look(scene, rule);
            frame.Item = _view.NoItem;
        }
    }

    // What a product owner switches on is there at once, and not only the next morning.
    private void LookAtCampaigns(Scene scene, string switchedOn)
    {
        foreach (var id in switchedOn.Split(JournalEntry.Between))
        {
            foreach (var rule in book.Rules.Rules)
            {
                if (rule.Action.CampaignId == id && (rule.Daily || rule.Hourly)) Look(scene, rule);
            }
        }
    }

    private void AskThings(Scene scene, EntityType type, bool hourly)
    {
        var things = scene.State.Profile.Entities;
        for (var i = 0; i < things.Count; i++)
        {
            if (things[i].Type != type || things[i].EndedOn is not null) continue;
            _view.SetItem(scene.Look, things[i]);
            _matcher.Things(hourly, type, i, _things);
        }
        _things.Sort();
        _areAsked[type.Index] = true;
    }

    private void ProposeThings(Scene scene, ActionRule rule, EntityType type, bool hourly, int place)
    {
        if (!_areAsked[type.Index]) AskThings(scene, type, hourly);
        var at = _things.BinarySearch((place, -1));
        for (var i = ~at; i < _things.Count && _things[i].Rule == place; i++)
        {
            var thing = scene.State.Profile.Entities[_things[i].Thing];
            _view.SetItem(scene.Look, thing);
            Propose(scene, rule, thing.Key);
        }
    }

    private void Look(Scene scene, ActionRule rule)
    {
        if (rule.EventLines.Count > 0 || (rule.Kinds != 0 && (rule.Kinds & scene.Context.KindBit) == 0)) return;
        frame.Event = _view.NoEvent;
        if (rule.Each is not { } type)
        {
            frame.Item = _view.NoItem;
            if (AllHold(rule.StateLines)) Propose(scene, rule, null);
            return;
        }
        for (var i = 0; i < scene.State.Profile.Entities.Count; i++)
        {
            var entity = scene.State.Profile.Entities[i];
            if (entity.Type != type || entity.EndedOn is not null) continue;
            _view.SetItem(scene.Look, entity);
            if (AllHold(rule.StateLines)) Propose(scene, rule, entity.Key);
        }
    }

    private void Propose(Scene scene, ActionRule rule, string? subject)
    {
        var today = scene.Context.Today;
        var episode = _appraisal.Episode(rule, frame, 0, today);
        // An episode that moves while what raised the action still holds is the same occasion.
        foreach (var open in scene.State.Actions.Open)
        {
            if (open.Action == rule.Action.Id && open.Subject == subject && open.Rules.Contains(rule.Name) && open.Status != ActionStatus.Lapsed) return;
        }
        var id = ActionIdentity.Of(scene.Context.Customer, rule.Action.Id, subject, episode);
        if (scene.State.Actions.Find(id) is not null) return;
        var candidate = Appraised(scene, rule, id, subject, episode, (scene.DayStart.UnixMilliseconds, 0), null, null, null);
        Join(scene, candidate, withholding.Of(scene.State, candidate, rule, today));
    }

    private void Want(Scene scene, ActionRule rule, UInt128 id, string? subject, long episode, (long At, ulong Id) occurred, OpenAction? open, IReadOnlyList<KeptField>? kept = null, GateAnswer? paused = null) =>
        Join(scene, Appraised(scene, rule, id, subject, episode, occurred, open, kept, paused));

    private Wanted Appraised(Scene scene, ActionRule rule, UInt128 id, string? subject, long episode, (long At, ulong Id) occurred, OpenAction? open, IReadOnlyList<KeptField>? kept, GateAnswer? paused)
    {
        var candidate = _pool.Take(id, rule, subject, episode, occurred, open);
        if (kept is not null) candidate.Kept.AddRange(kept);
        _appraisal.Appraise(candidate, rule, frame, scene.State, scene.Context, open);
        if (open is null && candidate.Verdict.Answer != GateAnswer.Stop && IsMet(rule)) candidate.Verdict = new Verdict(GateAnswer.Stop, Reason.Met);
        if (paused is { } answer && candidate.Verdict.Answer != GateAnswer.Stop) candidate.Verdict = new Verdict(answer, Reason.PlanPaused);
        if (open is not null) withholding.Spare(candidate, rule);
        return candidate;
    }

    // What a day, an hour or a plan wants, unless it is withheld.
    private static void Join(Scene scene, Wanted candidate, Verdict? withheld)
    {
        if (withheld is { } why && candidate.Verdict.Answer != GateAnswer.Stop) candidate.Verdict = why;
        Join(scene, candidate);
    }

    private static void Join(Scene scene, Wanted candidate)
    {
        foreach (var other in scene.Wanted)
        {
            if (other.Id != candidate.Id) continue;
            WantedPool.Merge(other, candidate);
            return;
        }
        scene.Wanted.Add(candidate);
    }

    private bool IsMet(ActionRule rule) => rule.Met.Count > 0 && AllHold(rule.Met);

    private bool AllHold(IReadOnlyList<Condition> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (!lines[i].Holds(frame)) return false;
        }
        return true;
    }

    /// <summary>What one gathering works on.</summary>
    private readonly record struct Scene(CustomerState State, DecisionContext Context, Instant DayStart, GivenFacts? Given, List<Wanted> Wanted)
    {
        public Look Look => new(State, Context.Today, DayStart, Given);
    }
}
