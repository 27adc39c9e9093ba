using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// Answers why an action does not stand for a customer: the customer is decided as on a day's tick at the moment asked about, by the decider itself, and what it wanted, stopped or passed over is told.
/// What only an activity could raise is told as such. Costs far more than a decision; one per thread, not thread-safe.
/// </summary>
public sealed class WhyNot(RuleBook book) : IDisposable
{
    private readonly CustomerDecider _decider = new(book);

    /// <summary>Asks about one action.</summary>
    /// <param name="state">The customer's state, which is used up: it is a day further afterwards, and nobody may keep it.</param>
    /// <param name="circumstances">What all customers have in common at that moment.</param>
    /// <param name="action">Id of an action of the book's rules; a bundle's is none, its members' are.</param>
    /// <param name="now">The moment; facts are as of its day.</param>
    public WhyNotReport Ask(CustomerState state, Circumstances circumstances, string action, Instant now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.MergedInto is { } stays) return new WhyNotReport(state.Customer, action, now, [], [], new Verdict(GateAnswer.Stop, Reason.Forwarded, Detail: stays));
        if (circumstances.AwaitsGoLive) return new WhyNotReport(state.Customer, action, now, [], [], new Verdict(GateAnswer.Stop, Reason.History));
        var stood = state.Actions.Open.Where(a => a.Action == action).Select(a => a.Id).ToHashSet();
        _decider.Circumstances = circumstances;
        var rules = book.Rules.Rules.Where(r => r.Action.Id == action).ToList();
        var today = book.Calendar.DateOf(now);
        var wanted = Wants(state, action, now, rules.Any(r => r.Hourly));
        return new WhyNotReport(state.Customer, action, now,
            [.. wanted.Select(w => new WantedOccasion(w.Id, w.Subject, [.. w.Rules.Select(r => r.Name)], stood.Contains(w.Id), state.Actions.Find(w.Id)?.Status, Said(state.Actions.Find(w.Id), w.Verdict, today), Line(state, w, now)))],
            [.. rules.Where(r => !wanted.Any(w => w.Rules.Contains(r))).Select(r => Silent(state, r, now)).OrderBy(s => Distance(s.Facts))]);
    }

    /// <inheritdoc/>
    public void Dispose() => _decider.Dispose();

    // What a day wants, and where rules ask for hours, what an hour wants beside it; not what lapses, unless it stands all the same because its manager accepted it.
    private List<Want> Wants(CustomerState state, string action, Instant now, bool hourly)
    {
        var wants = new List<Want>();
        foreach (var kind in hourly ? (ReadOnlySpan<JournalKind>)[JournalKind.Hour, JournalKind.Day] : [JournalKind.Day])
        {
            _decider.Decide(state, new JournalEntry(0, 0, kind, now, ""));
            foreach (var wanted in _decider.LastWanted.Where(w => w.Rule?.Action.Id == action))
            {
                wants.RemoveAll(w => w.Id == wanted.Id);
                if (wanted.Verdict.Reason != Reason.NoLongerHolds || state.Actions.Find(wanted.Id) is { Status: not ActionStatus.Lapsed })
                    wants.Add(new Want(wanted.Id, wanted.Subject, wanted.Rule, [.. wanted.Rules.DefaultIfEmpty(wanted.Rule)], wanted.Verdict));
            }
        }
        return wants;
    }

    private RuleExplanation? Line(CustomerState state, Want wanted, Instant now)
    {
        var rule = wanted.Rule;
        var line = rule.Eligibility.Concat(rule.Applicability).Concat(rule.Suitability).FirstOrDefault(l => l.Text == wanted.Verdict.Detail);
        return line is null || wanted.Verdict.Answer == GateAnswer.Pass ? null : _decider.Explain(state, rule, [line], now, wanted.Subject);
    }

    private SilentRule Silent(CustomerState state, ActionRule rule, Instant now)
    {
        var asked = rule.EventLines;
        if (!_decider.IsFor(state, rule, now)) return new SilentRule(rule, Reason.OtherKind, null, null, asked);
        var things = rule.Each is { } each ? state.Profile.Entities.Where(e => e.Type == each && e.EndedOn is null).Select(e => e.Key).ToList() : [];
        if (rule.Each is not null && things.Count == 0) return new SilentRule(rule, Reason.LineFailed, null, null, asked);
        var (subject, facts) = things.Cast<string?>().DefaultIfEmpty(null).Select(t => (Thing: t, Facts: _decider.Explain(state, rule, rule.StateLines, now, t))).MinBy(e => Distance(e.Facts));
        return new SilentRule(rule, facts.Holds ? Reason.NotOn : Reason.LineFailed, subject, facts, asked);
    }

    // What no gate stops its owner may have put off all the same; or its first day is still to come, or its last has passed.
    private static Verdict Said(OpenAction? open, in Verdict verdict, DateOnly today) => (verdict.Answer, open) switch
    {
        (GateAnswer.Pass, { Status: ActionStatus.Live, NotBefore: { } first }) when first > today.DayNumber => new Verdict(GateAnswer.Hold, Reason.NotYet, DateOnly.FromDayNumber(first)),
        (GateAnswer.Pass, { Status: ActionStatus.Snoozed }) => new Verdict(GateAnswer.Hold, Reason.Snoozed, open.SnoozedUntil is { } day ? DateOnly.FromDayNumber(day) : null),
        (GateAnswer.Pass, null) => new Verdict(GateAnswer.Stop, Reason.Expired),
        _ => verdict,
    };

    // How many lines are in the way; where there is nothing to look at, all.
    private static int Distance(RuleExplanation? facts) => facts?.Lines.Count(l => l.Result != Atoms.ConditionResult.Holds) ?? int.MaxValue;

    /// <summary>What the decider wanted, kept beyond its next call.</summary>
    private sealed record Want(UInt128 Id, string? Subject, ActionRule Rule, IReadOnlyList<ActionRule> Rules, Verdict Verdict);
}
