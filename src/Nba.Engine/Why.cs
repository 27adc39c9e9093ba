using System.Text.RegularExpressions;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// Answers why an action stands for a customer, and what is known of the customer: the counterpart of <see cref="WhyNot"/>, asked of the decider itself. Costs far more than a decision; one per
/// thread, not thread-safe.
/// </summary>
public sealed partial class Why(RuleBook book) : IDisposable
{
    private static readonly Gate[] InOrder = Enum.GetValues<Gate>();

    private readonly CustomerDecider _decider = new(book);

    /// <summary>Every fact of the customer as of a moment, in the order declared, and of everything they have.</summary>
    /// <param name="state">The customer's state; assignments that were due take effect in it.</param>
    /// <param name="circumstances">What all customers have in common at that moment.</param>
    /// <param name="now">The moment.</param>
    public IReadOnlyList<FactRead> Profile(CustomerState state, Circumstances circumstances, Instant now)
    {
        var facts = Facts(state, circumstances, now);
        return
        [
            .. book.Vocabulary.Facts.Select(facts.Customer),
            .. state.Profile.Entities.SelectMany(e => e.Type.Facts.Select(f => facts.Item(e.Type, e.Key, f))),
        ];
    }

    /// <summary>The customer's facts as of a moment, as a row of this book; good until the next call.</summary>
    public Expressions.Row Row(CustomerState state, Circumstances circumstances, Instant now)
    {
        _decider.Circumstances = circumstances;
        return _decider.FrameOf(state, now).Customer;
    }

    /// <summary>Assignments to come, by day: from which on, which fact, and its value then.</summary>
    public IReadOnlyList<(int From, string Fact, string Text)> Planned(CustomerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return [.. state.Profile.Planned.Select(p => (p.From, book.Vocabulary.FactsById.TryGetValue(p.FactId, out var fact) ? fact.Name : "", p.Text))];
    }

    /// <summary>Why an action stands: each rule that proposes it, with lines, facts and dates. Rules that the book no longer has are left out.</summary>
    /// <param name="state">The customer's state.</param>
    /// <param name="circumstances">What all customers have in common at that moment.</param>
    /// <param name="open">The action, of that state.</param>
    /// <param name="raisedBy">The activity that gave rise to it, read by this book; null where none did or it is not at hand: then what the action keeps of it is read.</param>
    /// <param name="now">The moment.</param>
    public IReadOnlyList<StandingRule> Standing(CustomerState state, Circumstances circumstances, OpenAction open, Activity? raisedBy, Instant now)
    {
        ArgumentNullException.ThrowIfNull(open);
        var facts = Facts(state, circumstances, now);
        return [.. open.Rules.Select(RuleOf).OfType<ActionRule>().Select(r => Standing(state, facts, open, r, raisedBy, now))];

        ActionRule? RuleOf(string name) => book.Rules.Find(name) ?? (book.Bundles.Find(open.Action)?.Rule is { } bundle && bundle.Name == name ? bundle : null) ?? book.Plans.Pinned(open.Action).FirstOrDefault(r => r.Name == name);
    }

    /// <summary>What rules want for the customer, as on a day's tick at a moment, with what became of each.</summary>
    /// <param name="state">The customer's state, which is used up: it is a day further afterwards, and nobody may keep it.</param>
    /// <param name="circumstances">What all customers have in common at that moment.</param>
    /// <param name="now">The moment.</param>
    public IReadOnlyList<Candidate> Candidates(CustomerState state, Circumstances circumstances, Instant now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.MergedInto is not null || circumstances.AwaitsGoLive) return [];
        var stood = state.Actions.Open.Select(a => a.Id).ToHashSet();
        _decider.Circumstances = circumstances;
        _decider.Decide(state, new JournalEntry(0, 0, JournalKind.Day, now, ""));
        return
        [
            .. _decider.LastWanted.Select(w => new Candidate(w.Id, w.Rule?.Action.Id ?? "", w.Subject, [.. w.Rules], w.Verdict, w.Score, w.ScoreToday, w.Answers, stood.Contains(w.Id), w.Rule?.Action.Conflict,
                [.. w.Members.Select(m => new BundleMember(m.Id, m.Rule.Action.Id))])),
        ];
    }

    /// <summary>The gates of a rule in the order asked, with what a verdict says of each.</summary>
    public static IReadOnlyList<GateStep> Gates(ActionRule rule, Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var answered = verdict.Answer == GateAnswer.Pass ? null : GateOf(rule, verdict);
        return [.. InOrder.Select(gate => new GateStep(gate, Outcome(gate), Asked(rule, gate)))];

        GateOutcome Outcome(Gate gate) =>
            gate == answered ? GateOutcome.Answered
            : gate > answered ? GateOutcome.NotAsked
            : Asked(rule, gate).Count == 0 && gate < Gate.Declines ? GateOutcome.Open : GateOutcome.Passed;
    }

    /// <inheritdoc/>
    public void Dispose() => _decider.Dispose();

    private FactReading Facts(CustomerState state, Circumstances circumstances, Instant now)
    {
        _decider.Circumstances = circumstances;
        return new FactReading(book, state, _decider.FrameOf(state, now), now);
    }

    private StandingRule Standing(CustomerState state, FactReading facts, OpenAction open, ActionRule rule, Activity? raisedBy, Instant now)
    {
        IReadOnlyList<Expressions.Condition> lines = [.. rule.Lines, .. rule.Eligibility, .. rule.Applicability, .. rule.Suitability];
        var explained = _decider.ExplainStanding(state, rule, lines, open, raisedBy?.Fields, now);
        var frame = _decider.FrameOf(state, rule, open, now);
        var read = Read(lines.Select(l => l.Reads));
        IReadOnlyList<(string Name, Expressions.ValueExpression Value)> parts = [("propensity", rule.Propensity), ("context", rule.Context), ("value", rule.Value)];
        var anchors = ((DateRule?[])[rule.NotBefore, rule.Due, rule.Escalate, rule.Expires]).Select(d => d?.Anchor).OfType<Expressions.ValueExpression>();
        var beside = Read(parts.Select(p => p.Value.Reads).Concat(anchors.Select(a => a.Reads))).Where(f => read.TrueForAll(r => r.Name != f.Name)).ToList();
        var parameters = lines.Select(l => l.Text).Concat(parts.Select(p => p.Value.Text)).SelectMany(t => Parameter().Matches(t)).Select(m => m.Groups[1].Value).Distinct()
            .Select(n => book.Vocabulary.Parameters.FirstOrDefault(p => p.Name == n)).OfType<Parameter>();
        return new StandingRule(rule, explained, [.. parameters.Select(p => $"param.{p.Name} = {FactReading.Text(frame.Param, p.Index, p.Type)}")], read, beside,
            [.. parts.Where(p => p.Value.Reads is not { Facts.Count: 0, ItemFacts.Count: 0, EventSlots.Count: 0 }).Select(p => $"{p.Name} = {p.Value.Text}")], [.. Dates(rule, open, frame)]);

        List<FactRead> Read(IEnumerable<Expressions.ExpressionReads> reads)
        {
            var all = reads.ToList();
            var found = all.SelectMany(r => r.Facts).Distinct().Select(i => facts.Customer(book.Vocabulary.Facts[i])).ToList();
            if (rule.Each is { } each && open.Subject is { } key) found.AddRange(all.SelectMany(r => r.ItemFacts).Distinct().Select(i => facts.Item(each, key, each.Facts[i])));
            return found;
        }
    }

    private IEnumerable<StandingDate> Dates(ActionRule rule, OpenAction open, Expressions.Frame frame)
    {
        var due = open.Due is { } at ? book.Calendar.DateOf(new Instant(at - 1)) : (DateOnly?)null;
        foreach (var (kind, date) in ((string, DateRule?)[])[("not-before", rule.NotBefore), ("due", rule.Due), ("escalate", rule.Escalate), ("expires", rule.Expires)])
        {
            if (date is null) continue;
            yield return date.FromDue ? new StandingDate(kind, "due", due, date.Span)
                : date.Anchor is { } anchor ? new StandingDate(kind, anchor.Text, anchor.Value(frame) is { } day ? DateOnly.FromDayNumber((int)day) : null, date.Span)
                : new StandingDate(kind, "raised", DateOnly.FromDayNumber(open.RaisedOn), date.Span);
        }
    }

    // Null for what is settled before or after the gates.
    private static Gate? GateOf(ActionRule rule, Verdict verdict) => verdict.Reason switch
    {
        Reason.CampaignOff or Reason.CampaignNotForCustomer or Reason.HeldOut or Reason.InControlGroup => Gate.Campaign,
        Reason.NotEligible or Reason.HasProduct or Reason.MissingPrerequisite => Gate.Eligibility,
        Reason.UnknownFact => rule.Eligibility.Any(l => l.Text == verdict.Detail) ? Gate.Eligibility : verdict.Detail == BuiltIn.Segment ? Gate.Applicability : Gate.Suitability,
        Reason.NotApplicable => Gate.Applicability,
        Reason.NotSuitable => Gate.Suitability,
        Reason.ConsentUnknown or Reason.ConsentRefused => Gate.Consent,
        Reason.DeclinedBefore => Gate.Declines,
        Reason.CoolDown or Reason.Cap or Reason.HeldByPolicy => Gate.Contacts,
        _ => null,
    };

    private static IReadOnlyList<string> Asked(ActionRule rule, Gate gate) => gate switch
    {
        Gate.Campaign => rule.Action.CampaignId is { } campaign ? [campaign] : [],
        Gate.Eligibility => [.. rule.Eligibility.Select(l => l.Text)],
        Gate.Applicability => [.. rule.Applicability.Select(l => l.Text)],
        Gate.Suitability => [.. rule.Action.Product is { Risk: > 0 } risky ? (string[])[$"riskClass >= {risky.Risk}"] : [], .. rule.Suitability.Select(l => l.Text)],
        Gate.Consent => rule.Action.Purpose is Purpose.Duty or Purpose.AskConsent ? [] : [$"{BuiltIn.Purposes.Values[(int)rule.Action.Purpose]} × {BuiltIn.Channels.Values[rule.Action.Channel]}"],
        _ => [],
    };

    [GeneratedRegex(@"\bparam\.([A-Za-z_]\w*)")]
    private static partial Regex Parameter();
}
