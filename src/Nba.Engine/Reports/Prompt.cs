using Nba.Engine.Vocabulary;

namespace Nba.Engine.Reports;

/// <summary>What became of a prompt; each has one.</summary>
internal enum PromptEnd
{
    Open, Done, Accepted, Declined, Met, Expired, Withdrawn,
}

/// <summary>One standing of an action in queues, from the day it was raised: what a manager is given. Changed while its customer is gone through.</summary>
internal sealed class Prompt(UInt128 id, string action, string rule, long raisedAt, int raisedOn, bool isKnown)
{
    public UInt128 Id => id;

    public string Action => action;

    /// <summary>The best of the rules that proposed it.</summary>
    public string Rule => rule;

    public long RaisedAt => raisedAt;

    public int RaisedOn => raisedOn;

    /// <summary>Whether its beginning is on record: what came with a merged customer began elsewhere.</summary>
    public bool IsKnown => isKnown;

    /// <summary>Who has it, or had it last.</summary>
    public string Owner { get; private set; } = "";

    /// <summary>Why it is in no queue, or null while it is.</summary>
    public Reason? Gone { get; private set; }

    /// <summary>Day number on which it left the queues, for as long as it is in none.</summary>
    public int? GoneOn { get; private set; }

    public bool IsSnoozed { get; private set; }

    public bool HasNoAnswer { get; private set; }

    public string? DeclineReason { get; private set; }

    public bool ByCustomer { get; private set; }

    /// <summary>Day number of the first answer that says yes or no.</summary>
    public int? AnsweredOn { get; private set; }

    private bool _done, _declined, _accepted;

    // Who holds an action back for now has not ended it.
    private bool IsHeld => Gone is >= Reason.CoolDown and <= Reason.PlanPaused;

    /// <summary>Done before declined before accepted, whatever came later; else how it left the queues.</summary>
    public PromptEnd End => _done || Gone == Reason.Done ? PromptEnd.Done
        : _declined || Gone == Reason.Declined ? PromptEnd.Declined
        : _accepted ? PromptEnd.Accepted
        : Gone is null || IsHeld ? PromptEnd.Open
        : Gone == Reason.Met ? PromptEnd.Met
        : Gone == Reason.Expired ? PromptEnd.Expired
        : PromptEnd.Withdrawn;

    public void Stand(string owner) => (Owner, Gone, GoneOn) = (owner, null, null);

    public void Leave(Reason reason, int day) => (Gone, GoneOn) = (reason, day);

    public void Answer(in RecordedAnswer answer, int day)
    {
        switch (answer.Outcome)
        {
            case "done": _done = true; break;
            case "accepted": _accepted = true; break;
            case "declined":
                (_declined, DeclineReason, ByCustomer) = (true, DeclineReason ?? answer.Reason, ByCustomer || answer.ByCustomer);
                break;
            case "snoozed": IsSnoozed = true; return;
            default: HasNoAnswer = true; return;
        }
        AnsweredOn = Math.Min(day, AnsweredOn ?? day);
    }
}
