using System.IO.Hashing;
using System.Runtime.InteropServices;
using Nba.Engine.Calendars;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// What a day or an hour may not raise although its rule holds. After go-live every customer that was there has a turn, one of the first working days,
/// so that managers do not find the work of years on one morning; duty does not wait for it. One per decider; not thread-safe.
/// </summary>
internal sealed class Withholding(RuleBook book)
{
    /// <summary>Working days over which the first day's actions are spread.</summary>
    public const int TurnDays = 20;

    // Of its own, so that the turn says nothing of roll-outs and hold-outs, which go by hashes too.
    private const long Salt = 20;

    /// <summary>The day number of a customer's turn when the bank goes live on a day: one of the working days after it, by a stable hash of the id.</summary>
    public int TurnOf(ReadOnlySpan<char> customer, DateOnly goLive)
    {
        var place = (int)(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(customer), Salt) % TurnDays);
        return book.Calendar.Add(goLive, new DaySpan(place + 1, SpanUnit.WorkingDays)).DayNumber;
    }

    /// <summary>Why a day or an hour does not raise an action yet; null when it may.</summary>
    public Verdict? Of(CustomerState state, Purpose purpose, DateOnly today) =>
        purpose != Purpose.Duty && state.Turn > today.DayNumber ? new Verdict(GateAnswer.Stop, Reason.NotYetTurn, DateOnly.FromDayNumber(state.Turn)) : null;
}
