using System.Globalization;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Calendars;
using Nba.Engine.Policies;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Api;

/// <summary>
/// Explains what stands for a customer from committed rows, with the activities of the log that made the facts: now, or as of an earlier moment from what <see cref="Past"/> rebuilt. One thread.
/// </summary>
/// <param name="store">The rows.</param>
/// <param name="queries">Answers from them.</param>
/// <param name="begin">Begins to look for a customer's activities, and answers what ends it: with null where there is no log. Whoever begins ends it before the store is closed.</param>
internal sealed partial class ExplainQueries(Store store, Queries queries, Func<string, Func<ActivityLook?>> begin)
{
    /// <summary>Why an action's id alone finds nothing.</summary>
    public static readonly Sentence NoAction = Sentence.Of($"no queue shows an action of that id now: one that is held, put off or ended is found through its customer, with 'nba explain action CUSTOMER ID'");

    /// <summary>Why there is no such record.</summary>
    public static Sentence NoDecision(string id) => $"there is no decision record '{id}': its id is the customer's, a dot and a number, as K0003306.15, and only decisions that changed or newly gated something are recorded; 'nba explain customer' names the latest";

    /// <summary>How far back is looked, as people write it: a number, or all; null for anything else.</summary>
    public static long? LookBack(string? text) => text == "all" ? long.MaxValue : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The customer of whom an owner's queue shows an action; null when none shows it.</summary>
    public string? CustomerOf(UInt128 action)
    {
        using var rows = store.Scan(new Keys(0).Prefix(Table.Actions), sweep: true);
        while (rows.MoveNext())
        {
            if (rows.Key.Length >= 16 && System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(rows.Key[^16..]) == action) return ActionRecordCodec.Read(rows.Value).Customer;
        }
        return null;
    }

    /// <summary>Why an action stands, by its id or its name in the rule files; null, with why in words, where it does not.</summary>
    public ActionExplained? Action(string customer, string action, string language, out Sentence? why)
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
        if (Find(state, action) is not { } open)
        {
            why = NotStanding(state, book, action, queries.AsOf);
            return null;
        }
        var circumstances = PartitionJournal.CircumstancesOf(store, new Keys(0)) ?? Circumstances.Live;
        var id = ActionIdentity.Format(open.Id);
        var origins = new Origins(book, customer, language, book.Calendar.DateOf(now), found);
        var records = ActionHistory.Records(store, customer, state.Decisions);
        var (raised, position) = RaisedBy(records, open, origins, book.Calendar);
        using var inquiry = new Why(book);
        var proposing = inquiry.Standing(state, circumstances, open, position is { } at ? origins.ActivityAt(at) : null, now);
        var rules = proposing.Select(s => Rule(s, open.Subject, origins)).ToList();
        // A bundle stands by its members.
        foreach (var member in open.Members.Select(m => state.Actions.Find(m.Id)).OfType<OpenAction>())
            rules.AddRange(inquiry.Standing(state, circumstances, member, null, now).Select(s => Rule(s, member.Subject, origins)));
        var said = new ActionWords(book, language, now).Of(state, open, queries.NameOf(state));
        var candidates = inquiry.Candidates(queries.State(customer)!, circumstances, now);
        var own = candidates.FirstOrDefault(c => c.Id == open.Id);
        return new ActionExplained(
            customer, Moment.Local(now, book.Calendar), queries.As is null ? null : Moment.Local(now, book.Calendar), head.Book, Scored(said, own), raised, rules,
            proposing.Count == 0 ? [] : Gates(proposing[0], own), Factor(book, open, own, now), proposing.Count == 0 ? [] : Dates(proposing[0], open, book), [.. candidates.Where(c => c.Id != open.Id).Select(c => Other(c, own))],
            queries.As is null ? Places(book, open, now) : null, ActionHistory.Of(records, id, book.Calendar), origins.Log, open.Rules.Count > proposing.Count ? [.. open.Rules.Except(proposing.Select(s => s.Rule.Name))] : null);
    }

    // The look ends here in any case: the store may be closed after an error.
    private ((StageHead Head, RuleBook Book, Instant Now)? Looked, ActivityLook? Found) Look(string customer)
    {
        var looking = begin(customer);
        (StageHead Head, RuleBook Book, Instant Now)? looked;
        ActivityLook? found;
        try
        {
            looked = queries.Standing();
        }
        finally
        {
            found = looking();
        }
        return (looked, found);
    }

    private static OpenAction? Find(CustomerState state, string action) => ActionIdentity.TryParse(action, out var id)
        ? state.Actions.Find(id)
        : state.Actions.Open.Where(a => a.Action == action).OrderBy(a => a.Status).FirstOrDefault();

    private static Sentence NotStanding(CustomerState state, RuleBook book, string action, string? at)
    {
        if (!ActionIdentity.TryParse(action, out var id))
        {
            if (Queries.Unaskable(book, action, at) is { } unknown && book.Bundles.Find(action) is null) return unknown;
            var last = state.Actions.Ended.Where(e => e.Action == action).OrderBy(e => e.EndedOn).Select(e => (EndedAction?)e).LastOrDefault();
            return last is { } before ? Ended(before)
                : at is not null ? Sentence.Of($"no '{action}' stood for {state.Customer} at {at}: ask why with 'nba why-not {state.Customer} {action} --at {at.Replace(' ', 'T')}', and the same --data")
                : Sentence.Of($"no '{action}' stands for {state.Customer}: ask why with 'nba why-not {state.Customer} {action}', and the same --data, or how it stood earlier with --at");
        }
        return state.Actions.Ended.Where(e => e.Id == id).Select(e => (EndedAction?)e).FirstOrDefault() is { } ended ? Ended(ended)
            : Sentence.Of($"no action {action} stands for {state.Customer}: 'nba explain customer {state.Customer}' lists those that do");

        Sentence Ended(EndedAction one)
        {
            var again = one.Until == int.MaxValue ? Sentence.Of($"does not come back") : one.Until <= one.EndedOn ? Sentence.Of($"may come back at once") : Sentence.Of($"may come back from {ActionWords.Day(one.Until)}");
            return Sentence.Of($"'{one.Action}' of {state.Customer} ended on {ActionWords.Day(one.EndedOn)} ({one.End.ToString().ToLowerInvariant()}) and {again}: ask how it stood with --at {ActionWords.Day(one.EndedOn - 1)}, or why there is none now with 'nba why-not {state.Customer} {one.Action}'");
        }
    }

    // The record of the decision that raised it names the activity; where a tick did, the action itself remembers what gave rise to it.
    private static (RaisedAnswer Raised, long? Position) RaisedBy(IReadOnlyList<StoredDecision> records, OpenAction open, Origins origins, BankCalendar calendar)
    {
        var record = ActionHistory.Raising(records, ActionIdentity.Format(open.Id));
        var found = open.OccurredId == 0 ? null : origins.Find(open.OccurredId, new Instant(open.OccurredAt));
        var position = found?.Position ?? (open.OccurredId == 0 ? null : record?.Input.Position);
        return (new RaisedAnswer(ActionWords.Day(open.RaisedOn), record?.Id, record is null ? null : ActionHistory.Local(record.Now, calendar), record?.Input.Kind, found?.Answer ?? (position is { } at ? origins.At(at) : null)), position);
    }

    private static RuleExplained Rule(StandingRule standing, string? subject, Origins origins) => new(
        standing.Rule.Name, standing.Rule.Mark.ToString(), [.. standing.Lines.Lines.Select(l => new LineExplained(l.Text, l.Mark.ToString(), l.Result == Engine.Atoms.ConditionResult.Holds, [.. l.Values.Select(v => v.ToString())], l.Why))],
        standing.Parameters, [.. standing.Facts.Select(origins.Of)], [.. standing.Beside.Select(origins.Of)], standing.Parts, standing.Rule.Each is { } each && subject is not null ? origins.About(each, subject) : null);

    private static List<GateExplained> Gates(StandingRule standing, Candidate? own)
    {
        var verdict = own?.Verdict ?? Verdict.Passed;
        return
        [
            .. Why.Gates(standing.Rule, verdict).Select(g => g.Outcome == GateOutcome.Answered
                ? new GateExplained(Word(g.Gate), Word(g.Outcome), g.Asked, ReasonNames.Of(verdict.Reason), Day(verdict.Until), verdict.Detail)
                : new GateExplained(Word(g.Gate), Word(g.Outcome), g.Asked)),
        ];
    }

    // The total of today, as the owner's queue ranks it.
    private static ActionAnswer Scored(ActionAnswer action, Candidate? own) => own is null || action.Score.Total == 0 ? action : action with { Score = action.Score with { Total = Millionths(own.ScoreToday), Day = own.Score.Base == 0 ? 1 : Math.Round((decimal)own.ScoreToday / own.Score.Base, 6) } };

    private static FactorAnswer Factor(RuleBook book, OpenAction open, Candidate? own, Instant now)
    {
        var today = book.Calendar.DateOf(now).DayNumber;
        if (open.Due is { } due)
        {
            var (first, last) = (open.NotBefore ?? open.RaisedOn, book.Calendar.DateOf(new Instant(due - 1)).DayNumber);
            return new FactorAnswer("urgency", Millionths(Timing.Urgency(first, last, today)), ActionWords.Day(first), ActionWords.Day(last), null);
        }
        var (from, half) = (book.Calendar.DateOf(new Instant(open.OccurredAt)).DayNumber, book.Definition(open.Action)?.HalfLifeDays ?? 0);
        return half == 0 ? new FactorAnswer("none", 1, null, null, null) : new FactorAnswer("freshness", Millionths(Timing.Freshness(today - from, half)), ActionWords.Day(from), null, half);
    }

    private static List<DateExplained> Dates(StandingRule standing, OpenAction open, RuleBook book) =>
    [
        .. standing.Dates.Select(d => new DateExplained(d.Kind, d.Kind switch
        {
            "not-before" => open.NotBefore is { } day ? ActionWords.Day(day) : null,
            "due" => open.Due is { } due ? ActionWords.Day(book.Calendar.DateOf(new Instant(due - 1)).DayNumber) : null,
            "escalate" => open.Escalate is { } day ? ActionWords.Day(day) : null,
            _ => open.Expires is { } day ? ActionWords.Day(day) : null,
        }, d.From, Day(d.Anchor), d.Span?.ToString())),
    ];

    private static OtherAnswer Other(Candidate other, Candidate? own) => new(
        ActionIdentity.Format(other.Id), other.Action, other.Subject, [.. other.Rules.Select(r => r.Name)], Relation(other, own), other.Verdict.Answer.ToString().ToLowerInvariant(), ReasonNames.Of(other.Verdict.Reason),
        Day(other.Verdict.Until), other.Verdict.Detail, Millionths(other.ScoreToday));

    private static string Relation(Candidate other, Candidate? own) =>
        other.Members.Any(m => m.Id == own?.Id) ? "bundle"
        : own?.Members.Any(m => m.Id == other.Id) == true ? "member"
        : other.Conflict is { } group && group == own?.Conflict ? "conflict" : "beside";

    private static string Word<T>(T value) where T : struct, Enum => value switch
    {
        GateOutcome.NotAsked => "not-asked",
        _ => value.ToString().ToLowerInvariant(),
    };

    private static string? Day(DateOnly? day) => day is { } known ? ActionWords.Day(known.DayNumber) : null;

    private static decimal Millionths(long value) => value / (decimal)Score.One;
}
