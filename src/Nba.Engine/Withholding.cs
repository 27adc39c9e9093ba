using System.IO.Hashing;
using System.Runtime.InteropServices;
using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Calendars;
using Nba.Engine.Expressions;
using Nba.Engine.Plans;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// What a day or an hour may not raise, withdraw or escalate although a line says so. After go-live every customer that was there has a turn, one of the
/// first working days, so that managers do not find the work of years on one morning: purposes that the contact policy spreads wait for it, but not service
/// that a date of the customer's ends before. While a source is behind, lines that its
/// silence alone could change prove nothing. One per decider; not thread-safe.
/// </summary>
internal sealed class Withholding(RuleBook book)
{
    /// <summary>Working days over which the first day's actions are spread.</summary>
    public const int TurnDays = 20;

    // Of its own, so that the turn says nothing of roll-outs and hold-outs, which go by hashes too.
    private const long Salt = 20;

    private readonly AbsenceReads _reads = new(book);
    private ulong _behind;
    private ulong _caughtUp;

    /// <summary>Takes the day's outlook; a journal entry may say that a source has just caught up.</summary>
    public void Begin(Outlook outlook, JournalEntry? entry)
    {
        _behind = outlook.Behind;
        _caughtUp = entry?.Kind == JournalKind.Watermark && Watermark.TryParse(entry.Payload, out var mark) && book.Vocabulary.Feed(mark.Feed) is { } feed ? feed.Bit : 0;
    }

    /// <summary>The day number of a customer's turn when the bank goes live on a day: one of the working days after it, by a stable hash of the id.</summary>
    public int TurnOf(ReadOnlySpan<char> customer, DateOnly goLive)
    {
        var place = (int)(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(customer), Salt) % TurnDays);
        return book.Calendar.Add(goLive, new DaySpan(place + 1, SpanUnit.WorkingDays)).DayNumber;
    }

    /// <summary>Why a day or an hour does not raise a rule's action yet; null when it may.</summary>
    public Verdict? Of(CustomerState state, Wanted candidate, ActionRule rule, DateOnly today) =>
        (CannotWait(candidate, rule, state.Turn) ? null : Turn(state, rule.Action.Purpose, today)) ?? Source(_reads.Of(rule));

    /// <summary>The same for starting a plan.</summary>
    public Verdict? Of(CustomerState state, PlanStart start, DateOnly today) => Turn(state, start.Plan.Steps[0].Rule.Action.Purpose, today) ?? Source(_reads.Of(start));

    /// <summary>The same for a step of a plan, which has its own time.</summary>
    public Verdict? Of(ActionRule step) => Source(_reads.Of(step));

    /// <summary>Whether a rule waited for the source that has just caught up.</summary>
    public bool Waited(ActionRule rule) => (_reads.Of(rule) & _caughtUp) != 0;

    /// <summary>Whether a start of a plan waited for it.</summary>
    public bool Waited(PlanStart start) => (_reads.Of(start) & _caughtUp) != 0;

    /// <summary>Whether a line proves nothing now.</summary>
    public bool IsMute(Condition line) => _behind != 0 && (_reads.Of(line) & _behind) != 0;

    /// <summary>Whether any of them does not.</summary>
    public bool AnyMute(IReadOnlyList<Condition> lines)
    {
        for (var i = 0; _behind != 0 && i < lines.Count; i++)
        {
            if (IsMute(lines[i])) return true;
        }
        return false;
    }

    /// <summary>Whether lines of a standing action hold: one that is mute does, and what an activity broke before stays broken.</summary>
    public bool StillHold(IReadOnlyList<Condition> lines, OpenAction action, Frame frame)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (!lines[i].Holds(frame) && (action.Status == ActionStatus.Lapsed || !IsMute(lines[i]))) return false;
        }
        return true;
    }

    /// <summary>Lets a standing action be what it was where only silence speaks against it: it is neither withdrawn by such a gate nor escalated.</summary>
    public void Spare(Wanted standing, ActionRule rule)
    {
        if (_behind == 0 || ((_reads.Of(rule) & _behind) == 0 && !AnyMute(rule.Keep))) return;
        standing.SourceBehind = true;
        if (standing.Verdict.Answer == GateAnswer.Pass) standing.Verdict = standing.Verdict with { Detail = ReasonNames.Of(Reason.SourceBehind) };
        else if (standing.Verdict.Answer == GateAnswer.Stop && SpeaksOfFacts(standing.Verdict.Reason) && (AnyMute(rule.Eligibility) || AnyMute(rule.Applicability) || AnyMute(rule.Suitability)))
            standing.Verdict = Verdict.Passed with { Detail = ReasonNames.Of(Reason.SourceBehind) };
    }

    private static bool SpeaksOfFacts(Reason reason) => reason is Reason.NotEligible or Reason.NotApplicable or Reason.NotSuitable or Reason.UnknownFact;

    // A deposit that matures, or a visit agreed, before the turn: waiting would lose the reminder.
    private bool CannotWait(Wanted candidate, ActionRule rule, int turn) => turn > 0 && rule.Action.Purpose == Purpose.Service &&
        ((rule.Due?.Anchor is not null && candidate.Due is { } due && book.Calendar.DateOf(new Instant(due - 1)).DayNumber < turn) || (rule.Expires?.Anchor is not null && candidate.Expires < turn));

    private Verdict? Turn(CustomerState state, Purpose purpose, DateOnly today) =>
        (book.Policies.SpreadAfterGoLive & (1L << (int)purpose)) != 0 && state.Turn > today.DayNumber ? new Verdict(GateAnswer.Stop, Reason.NotYetTurn, DateOnly.FromDayNumber(state.Turn)) : null;

    private Verdict? Source(ulong needed)
    {
        if ((needed & _behind) == 0) return null;
        foreach (var feed in book.Vocabulary.Feeds)
        {
            if ((feed.Bit & needed & _behind) != 0) return new Verdict(GateAnswer.Stop, Reason.SourceBehind, Detail: feed.Name);
        }
        return null;
    }
}
