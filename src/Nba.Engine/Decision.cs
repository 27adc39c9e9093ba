using Nba.Engine.Actions;
using Nba.Engine.Events;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// Everything the engine concluded from one activity or journal entry about one customer. Owned by the decider and overwritten by its next decision.
/// </summary>
public sealed class Decision
{
    /// <summary>What became of the input: <see cref="Reason.Passed"/>, or why an activity raised nothing.</summary>
    public Reason Outcome { get; internal set; }

    /// <summary>Whether anything was changed or newly gated, so that a record is kept.</summary>
    public bool IsRecorded { get; internal set; }

    /// <summary>Number of the record among the customer's; its id is <c>customer.number</c>.</summary>
    public int Number { get; internal set; }

    /// <summary>The record as JSON (UTF-8); empty unless recorded.</summary>
    public ReadOnlyMemory<byte> Record { get; internal set; }

    /// <summary>What stage 2 must know, in order.</summary>
    public List<ActionRecord> Actions { get; } = [];

    /// <summary>The full hour that the activity states, in milliseconds: the customer's next decision falls due there at the latest. Null for none.</summary>
    public long? StatedHour { get; internal set; }

    /// <summary>Activities for other customers, to be logged right behind this one in the same commit; empty when a replayed log has them already.</summary>
    public List<SentActivity> Sent { get; } = [];

    internal void Clear()
    {
        Sent.Clear();
        (Outcome, IsRecorded, Number, Record, StatedHour) = (Reason.Passed, false, 0, default, null);
        Actions.Clear();
    }
}
