using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Calendars;
using Nba.Engine.Expressions;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>Drafts the bundles that what is wanted may make, asks their own gates, and words those that stand. One per decider.</summary>
internal sealed class Bundling(RuleBook book, Frame frame)
{
    private readonly WantedPool _pool = new();
    private readonly List<BundleDraft> _drafts = [];
    private readonly Func<long, int> _dayOf = milliseconds => book.Calendar.DateOf(new Instant(milliseconds)).DayNumber;

    /// <summary>Adds bundles to what is wanted and holds their members.</summary>
    public void Form(CustomerState state, DecisionContext context, List<Wanted> wanted)
    {
        _pool.Reset();
        _drafts.Clear();
        foreach (var open in state.Actions.Open)
        {
            if (open.IsBundle && book.Bundles.Find(open.Action) is null) wanted.Add(_pool.Stopped(open, null, Reason.BundleDissolved));
        }
        for (var i = 0; i < book.Bundles.All.Count; i++) Draft(book.Bundles.All[i], state, context, wanted);
        if (_drafts.Count == 0) return;
        Bundles.Settle(_drafts, wanted, context.Today.DayNumber, context.Now.UnixMilliseconds, _dayOf);
        foreach (var draft in _drafts)
        {
            if (draft.Wanted.Verdict.Answer == GateAnswer.Stop || draft.Wanted.Members.Count == 0) continue;
            book.Texts.Find(draft.Bundle.Id)?.Fill(frame, draft.Bundle.Rule, context.Today, draft.Wanted.Arguments);
            draft.Wanted.Price = draft.Bundle.PriceFor(frame, context.Today)?.Quote;
        }
    }

    private void Draft(Bundle bundle, CustomerState state, DecisionContext context, List<Wanted> wanted)
    {
        var id = ActionIdentity.Of(context.Customer, bundle.Id, null, 0);
        var open = state.Actions.Find(id);
        if (open is null && !MayStand(bundle, wanted)) return;
        var draft = _pool.Take(id, bundle.Rule, null, 0, (0, 0), open);
        draft.Verdict = open is null && state.Actions.Blocked(id, context.Today.DayNumber) is not null
            ? new Verdict(GateAnswer.Stop, Reason.Again)
            : book.Gates.Ask(bundle.Rule, new GateInput { Customer = context.Customer, Frame = frame, Ledger = state.Ledger, Today = context.Today, Accepted = draft.Accepted, Stands = draft.Stands, IsCase = context.IsCase });
        _drafts.Add(new BundleDraft(bundle, draft));
    }

    private static bool MayStand(Bundle bundle, List<Wanted> wanted)
    {
        var members = 0;
        foreach (var one in wanted)
        {
            if (one.Rule is not null && one.Verdict.Answer != GateAnswer.Stop && bundle.Members.Contains(one.Rule.Action.Id)) members++;
        }
        return members >= bundle.Min;
    }
}
