using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Calendars;
using Nba.Engine.Expressions;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>Gates, scores and dates one candidate while its frame is set.</summary>
internal sealed class Appraisal(RuleBook book)
{
    /// <summary>Fills verdict, score, dates and arguments.</summary>
    public void Appraise(Wanted wanted, ActionRule rule, Frame frame, CustomerState state, DecisionContext context, OpenAction? open)
    {
        var today = context.Today;
        wanted.Answers = Answers(state.Interest, rule.Action);
        wanted.Score = Score.Of(
            rule.Propensity.Value(frame) ?? 0, rule.Context.Value(frame) ?? Scaled.One, rule.Value.Value(frame) ?? 0, rule.Action.Campaign?.Lever ?? Score.One, book.Policies.Interest, wanted.Answers);
        wanted.Price = rule.Action.Product?.PriceFor(frame, today)?.Quote;
        var dueDay = Date(wanted, rule, frame, today, open);
        var factor = dueDay is { } due
            ? Timing.Urgency(wanted.NotBefore ?? open?.RaisedOn ?? today.DayNumber, due.DayNumber, today.DayNumber)
            : Timing.Freshness(today.DayNumber - book.Calendar.DateOf(new Instant(wanted.OccurredAt)).DayNumber, rule.Action.HalfLifeDays);
        wanted.ScoreToday = wanted.Score.On(factor);
        book.Texts.Find(rule.Action.Id)?.Fill(frame, rule, today, wanted.Arguments);
        if (open is null && Merging.Blocked(state, wanted.Id, rule, wanted.Subject, wanted.Episode, today.DayNumber) is { } ended)
        {
            wanted.Verdict = new Verdict(GateAnswer.Stop, Reason.Again, ended.Until == int.MaxValue ? null : DateOnly.FromDayNumber(ended.Until), ended.End.ToString().ToLowerInvariant());
            return;
        }
        var input = new GateInput { Customer = context.Customer, Frame = frame, Ledger = state.Ledger, Subject = wanted.Subject, Today = today, Accepted = wanted.Accepted, Stands = wanted.Stands, IsCase = context.IsCase };
        wanted.Verdict = book.Gates.Ask(rule, input);
        // What stops an accepted action only flags it; the gates behind that one may end or hold it.
        if (wanted is { Accepted: true, Verdict.Answer: GateAnswer.Stop } && !Acceptance.IsEndedBy(wanted.Verdict.Reason)) wanted.Verdict = book.Gates.OnAccepted(rule, input) ?? wanted.Verdict;
        if (open is null && wanted.Verdict.Answer != GateAnswer.Stop && wanted.Expires < today.DayNumber) wanted.Verdict = new Verdict(GateAnswer.Stop, Reason.Expired);
    }

    /// <summary>Which occasion this is, as a number that a replay computes too.</summary>
    public long Episode(ActionRule rule, Frame frame, ulong eventId, DateOnly today) => rule.Episode switch
    {
        EpisodeKind.Event => (long)eventId,
        EpisodeKind.Month => (today.Year * 12) + today.Month,
        EpisodeKind.Year => today.Year,
        EpisodeKind.Value => rule.EpisodeValue?.Value(frame) ?? 0,
        _ => 0,
    };

    private InterestAnswers Answers(InterestLedger interest, ActionDefinition action) =>
        interest.IsEmpty || !book.Policies.Interest.Covers(action.Purpose) ? default : interest.Of(Gates.ScopeHash(action.Category));

    private DateOnly? Date(Wanted wanted, ActionRule rule, Frame frame, DateOnly today, OpenAction? open)
    {
        var raised = open is null ? today : DateOnly.FromDayNumber(open.RaisedOn + Paused(open, today));
        wanted.NotBefore = Day(rule.NotBefore, frame, raised, null)?.DayNumber;
        DateOnly? dueDay = null;
        if (rule.Due is { Span.Unit: SpanUnit.Hours, Anchor: null, FromDue: false } hours)
        {
            wanted.Due = wanted.OccurredAt + (hours.Span!.Value.Count * 3_600_000L) + (open is null ? 0 : Paused(open, today) * 86_400_000L);
            dueDay = book.Calendar.DateOf(new Instant(wanted.Due.Value - 1)); // midnight is the end of a day, as in the queue
        }
        else if (Day(rule.Due, frame, raised, null) is { } due)
        {
            dueDay = due;
            wanted.Due = book.Calendar.EndOf(due).UnixMilliseconds;
        }
        wanted.Escalate = Day(rule.Escalate, frame, raised, dueDay)?.DayNumber;
        wanted.Expires = Day(rule.Expires, frame, raised, dueDay)?.DayNumber;
        return dueDay;
    }

    private DateOnly? Day(DateRule? rule, Frame frame, DateOnly raised, DateOnly? due)
    {
        if (rule is null) return null;
        var anchor = rule.FromDue ? due : rule.Anchor is null ? raised : rule.Anchor.Value(frame) is { } day ? DateOnly.FromDayNumber((int)day) : null;
        return anchor is { } from ? rule.Span is { Unit: not SpanUnit.Hours } span ? book.Calendar.Add(from, span) : from : null;
    }

    private static int Paused(OpenAction open, DateOnly today) => open.PausedDays + (open.HeldSince is { } since ? today.DayNumber - since : 0);
}
