using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Api;

/// <content>What is known of a customer, and what stands, each in a line.</content>
internal sealed partial class ExplainQueries
{
    private const int MostContacts = 8;
    private const int MostEnded = 20;
    private const int MostActivities = 10;

    /// <summary>What is known of a customer; null, with why in words, where nobody knows the customer.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="language">Of the words.</param>
    /// <param name="why">Why there is no answer.</param>
    /// <param name="whole">For the customer's own export: nothing is left out, texts are told, and every fact names its activities.</param>
    public CustomerExplained? Customer(string customer, string language, out Sentence? why, bool whole = false)
    {
        why = null;
        var (looked, found) = Look(customer);
        if (looked is not var (head, book, now))
        {
            why = Sentence.Of($"the first commit is still to come");
            return null;
        }
        if (queries.State(customer) is not { } state)
        {
            why = queries.NoCustomer(customer);
            return null;
        }
        var circumstances = PartitionJournal.CircumstancesOf(store, new Keys(0)) ?? Circumstances.Live;
        var today = book.Calendar.DateOf(now);
        var (origins, unread) = (new Origins(book, customer, language, today, found) { Whole = whole }, new Origins(book, customer, language, today, null) { Whole = whole });
        var most = whole ? int.MaxValue : 0;
        var records = ActionHistory.Records(store, customer, state.Decisions);
        using var inquiry = new Why(book);
        var facts = inquiry.Profile(state, circumstances, now);
        var known = facts.Where(f => f.Thing is null && f.Value != "null").ToList();
        var standing = Standing(inquiry, state, circumstances, book, language, now);
        return new CustomerExplained(
            customer, queries.NameOf(state), Moment.Local(now, book.Calendar), queries.As is null ? null : Moment.Local(now, book.Calendar), head.Book, state.MergedInto, state.Absorbed, Waits(state, circumstances),
            [.. known.Select(f => whole ? origins.Of(f) : unread.Of(f) with { From = null })], facts.Count(f => f.Thing is null) - known.Count, Things(state, facts, unread),
            book.Campaigns.ControlGroupOf(customer, today)?.Name, Campaigns(book, customer, inquiry.Row(state, circumstances, now), today),
            [.. state.Ledger.Consents.Select(c => new ConsentAnswer(BuiltIn.Purposes.Values[c.Purpose], BuiltIn.Channels.Values[c.Channel], c.Granted, Moment.Local(new Instant(c.Time), book.Calendar), c.Person != 0))],
            [.. state.Ledger.Contacts.Reverse().Take(Math.Max(most, MostContacts)).Select(c => new ContactAnswer(ActionWords.Day(c.Day), BuiltIn.Purposes.Values[c.Purpose], BuiltIn.Channels.Values[c.Channel]))],
            [.. inquiry.Planned(state).Select(p => new PlannedAnswer(ActionWords.Day(p.From), p.Fact, p.Text))],
            [.. standing.Where(s => s.Status == "live")], [.. standing.Where(s => s.Status != "live")], Ended(state, records, book.Calendar, Math.Max(most, MostEnded)), Plans(state, book, language), origins.Latest(Math.Max(most, MostActivities)), state.Decisions, origins.Log);
    }

    private static string? Waits(CustomerState state, Circumstances circumstances) => circumstances.AwaitsGoLive ? ReasonNames.Of(Reason.History) : state.Turn > 0 ? ActionWords.Day(state.Turn) : null;

    private static List<ThingAnswer> Things(CustomerState state, IReadOnlyList<FactRead> facts, Origins words) =>
    [
        .. state.Profile.Entities.Select(e => new ThingAnswer(e.Type.Name, e.Key, e.EndedOn is { } day ? ActionWords.Day(day) : null,
            [.. facts.Where(f => f.Thing == e.Type && f.Key == e.Key && f.Value != "null").Select(f => words.Of(f) with { From = null })])),
    ];

    private static List<MembershipAnswer> Campaigns(RuleBook book, string customer, Engine.Expressions.Row facts, DateOnly today) =>
        [.. book.Campaigns.All.Select(c => new MembershipAnswer(c.Id, ReasonNames.Of(book.Campaigns.Check(c, customer, facts, today))))];

    // What stands, best first, with the answer of a look at it now.
    private List<StandingAnswer> Standing(Why inquiry, CustomerState state, Circumstances circumstances, RuleBook book, string language, Instant now)
    {
        var words = new ActionWords(book, language, now);
        var looked = state.Actions.Open.Select(a => (Open: a, Said: words.Of(state, a, null), Rules: inquiry.Standing(state, circumstances, a, null, now))).ToList();
        var candidates = inquiry.Candidates(queries.State(state.Customer)!, circumstances, now).ToDictionary(c => c.Id);
        return
        [
            .. looked.Select(l => One(l.Open, l.Said, l.Rules, candidates.GetValueOrDefault(l.Open.Id))).OrderByDescending(s => s.Status == "live").ThenByDescending(s => s.Score).ThenBy(s => s.Id, StringComparer.Ordinal),
        ];
    }

    private static StandingAnswer One(OpenAction open, ActionAnswer said, IReadOnlyList<StandingRule> rules, Candidate? look)
    {
        var verdict = look is { } seen && ReasonNames.Of(seen.Verdict.Reason) == said.Why ? seen.Verdict : (Engine.Policies.Verdict?)null;
        return new StandingAnswer(
            said.Id, open.Action, open.Subject, said.Title, said.Status!, said.Why!, said.SnoozedUntil ?? Day(verdict?.Until), verdict?.Detail, [.. rules.Select(r => $"{r.Rule.Name} {r.Rule.Mark}")],
            rules.Count == 0 ? [] : [.. rules[0].Lines.Lines.SelectMany(l => l.Values).Where(v => !v.Name.StartsWith("event.", StringComparison.Ordinal)).Select(v => v.ToString()).Distinct()], said.Owners ?? [], said.RaisedOn, said.DueOn, said.Expires, Millionths(look?.ScoreToday ?? open.Score.Base));
    }

    private static List<EndedExplained> Ended(CustomerState state, IReadOnlyList<StoredDecision> records, BankCalendar calendar, int most)
    {
        var ended = new List<EndedExplained>();
        foreach (var one in state.Actions.Ended.OrderByDescending(e => e.EndedOn).ThenBy(e => e.Id).Take(most))
        {
            var id = ActionIdentity.Format(one.Id);
            var by = records.FirstOrDefault(r => r.Changes.Any(c => c.Id == id && c.Withdrawn)) ?? records.FirstOrDefault(r => r.Changes.Any(c => c.Id == id));
            var action = one.Action.Length > 0 ? one.Action : by?.Changes.FirstOrDefault(c => c.Id == id)?.Action ?? "";
            ended.Add(new EndedExplained(id, action, one.End.ToString().ToLowerInvariant(), ActionWords.Day(one.EndedOn), one.Until == int.MaxValue ? null : ActionWords.Day(one.Until), by?.Changes.First(c => c.Id == id).Reason, by?.Id));
        }
        return [.. ended.Concat(OnlyRecorded(state, records, ended, calendar)).OrderByDescending(e => e.On, StringComparer.Ordinal).Take(most)];
    }

    // What left with its campaign or its rule has no end that the customer's state keeps: it may come back with them. The records tell.
    private static IEnumerable<EndedExplained> OnlyRecorded(CustomerState state, IReadOnlyList<StoredDecision> records, List<EndedExplained> ended, BankCalendar calendar)
    {
        HashSet<string> known = [.. ended.Select(e => e.Id), .. state.Actions.Open.Select(a => ActionIdentity.Format(a.Id)), .. state.Actions.Ended.Select(e => ActionIdentity.Format(e.Id))];
        foreach (var record in records)
        {
            foreach (var left in record.Changes.GroupBy(c => c.Id).Where(c => known.Add(c.Key) && c.All(one => one.Withdrawn)))
            {
                var (on, one) = (ActionHistory.Local(record.Now, calendar)[..10], left.First());
                yield return new EndedExplained(left.Key, one.Action ?? "", "withdrawn", on, on, one.Reason, record.Id);
            }
        }
    }

    private static List<PlanAnswer> Plans(CustomerState state, RuleBook book, string language) =>
    [
        .. state.Plans.Where(p => p.Step.Length > 0).Select(p => (Instance: p, Plan: book.Plans.Of(p))).Select(p => new PlanAnswer(p.Instance.Plan, p.Plan is { } plan ? language == "zh-CN" ? plan.Zh : plan.En : p.Instance.Plan, p.Instance.Step,
            p.Plan?.Steps.FirstOrDefault(s => s.Id == p.Instance.Step)?.Rule.Action.Id, ActionWords.Day(p.Instance.StartedOn), ActionWords.Day(p.Instance.StepSince), p.Instance.PausedSince is { } since ? ActionWords.Day(since) : null)),
    ];
}
