using Nba.Engine.Arbitration;
using Nba.Engine.Catalogue;
using Nba.Engine.Routing;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Actions;

/// <summary>How an action stands.</summary>
public enum ActionStatus
{
    /// <summary>In its owners' queues.</summary>
    Live,
    /// <summary>Held by policy, out of queues.</summary>
    Held,
    /// <summary>Snoozed by its owner, out of queues.</summary>
    Snoozed,
    /// <summary>What it was raised for holds no more; its end is sealed at the next tick unless it holds again before.</summary>
    Lapsed,
}

/// <summary>An action that stands for a customer until it ends. Reused from one customer to the next by the slice that holds it.</summary>
public sealed class OpenAction
{
    /// <summary>Identity: customer, action, subject and episode.</summary>
    public UInt128 Id { get; internal set; }

    /// <summary>Id of the action in the rule files.</summary>
    public string Action { get; internal set; } = "";

    /// <summary>Key of the entity it is about, or null.</summary>
    public string? Subject { get; internal set; }

    /// <summary>Which occasion.</summary>
    public long Episode { get; internal set; }

    /// <summary>Names of the rules that propose it, the best first.</summary>
    public List<string> Rules { get; } = [];

    /// <summary>How it stands.</summary>
    public ActionStatus Status { get; set; }

    /// <summary>Why it stands so.</summary>
    public Reason Why { get; set; }

    /// <summary>Version of its visible content.</summary>
    public int Version { get; set; }

    /// <summary>Hash of its visible content at that version.</summary>
    public ulong Visible { get; set; }

    /// <summary>Day number on which it was raised.</summary>
    public int RaisedOn { get; internal set; }

    /// <summary>Event time of what gave rise to it.</summary>
    public long OccurredAt { get; set; }

    /// <summary>Id of that activity; 0 for what no activity raised. Decides between two of one time.</summary>
    public ulong OccurredId { get; set; }

    /// <summary>Whether it has stood through a tick.</summary>
    public bool Ticked { get; set; }

    /// <summary>Whether its owners' queues show it.</summary>
    public bool Published { get; set; }

    /// <summary>Whether the manager accepted it.</summary>
    public bool Accepted { get; set; }

    /// <summary>The appointment agreed on, in milliseconds; null for none.</summary>
    public long? AppointmentAt { get; set; }

    /// <summary>Whether the branch head was told.</summary>
    public bool Escalated { get; set; }

    /// <summary>Day number on which a hold began; null while not held.</summary>
    public int? HeldSince { get; set; }

    /// <summary>Days it was held: they move its unanchored dates.</summary>
    public int PausedDays { get; set; }

    /// <summary>Day number until which it is snoozed.</summary>
    public int? SnoozedUntil { get; set; }

    /// <summary>The full hour until which it is snoozed, in milliseconds.</summary>
    public long? SnoozedUntilAt { get; set; }

    /// <summary>The member of the team who has it; null while nobody has.</summary>
    public string? ClaimedBy { get; set; }

    /// <summary>The full hour at which that ends, in milliseconds; null for no end but an answer.</summary>
    public long? ClaimedUntil { get; set; }

    /// <summary>First day.</summary>
    public int? NotBefore { get; set; }

    /// <summary>When it is due, in milliseconds.</summary>
    public long? Due { get; set; }

    /// <summary>Day on which the branch head is told.</summary>
    public int? Escalate { get; set; }

    /// <summary>Last day.</summary>
    public int? Expires { get; set; }

    /// <summary>Base score as its owners' queues know it.</summary>
    public long PublishedScore { get; set; }

    /// <summary>Its score and parts.</summary>
    public Score Score { get; set; }

    /// <summary>The price of what it offers, for this customer; null when it offers nothing that has one.</summary>
    public Quote? Price { get; set; }

    /// <summary>The campaign whose budget the contact that ends it spends, or null. Only while it ends; not stored.</summary>
    public string? Spends { get; set; }

    /// <summary>Whose it is.</summary>
    public Owners Owners { get; set; }

    /// <summary>Arguments of its text.</summary>
    public List<TextArgument> Arguments { get; } = [];

    /// <summary>Fields of the activity that gave rise to it.</summary>
    public List<KeptField> Kept { get; } = [];

    /// <summary>The actions it stands for, by id, when it is a bundle.</summary>
    public List<BundledAction> Members { get; } = [];

    /// <summary>Whether it stands for other actions.</summary>
    public bool IsBundle => Members.Count > 0;
    /// <summary>Takes over another customer's action, as one that no queue of this customer's shows yet.</summary>
    internal OpenAction TakeOver(UInt128 id, OpenAction from)
    {
        Begin(id, from.Action, from.Subject, from.Episode);
        (Status, Why, RaisedOn, OccurredAt, OccurredId, Ticked) = (from.Status, from.Why, from.RaisedOn, from.OccurredAt, from.OccurredId, from.Ticked);
        (Accepted, AppointmentAt, Escalated, HeldSince, PausedDays, SnoozedUntil) = (from.Accepted, from.AppointmentAt, from.Escalated, from.HeldSince, from.PausedDays, from.SnoozedUntil);
        (NotBefore, Due, Escalate, Expires, Score, Price) = (from.NotBefore, from.Due, from.Escalate, from.Expires, from.Score, from.Price);
        Rules.AddRange(from.Rules);
        Arguments.AddRange(from.Arguments);
        Kept.AddRange(from.Kept);
        return this;
    }

    internal OpenAction Begin(UInt128 id, string action, string? subject, long episode)
    {
        (Id, Action, Subject, Episode) = (id, action, subject, episode);
        (Status, Why, Version, Visible, RaisedOn, OccurredAt, OccurredId) = (ActionStatus.Live, default, 0, 0, 0, 0, 0);
        (Ticked, Published, Accepted, AppointmentAt, Escalated, HeldSince, PausedDays, SnoozedUntil) = (false, false, false, null, false, null, 0, null);
        (SnoozedUntilAt, ClaimedBy, ClaimedUntil) = (null, null, null);
        (NotBefore, Due, Escalate, Expires, PublishedScore, Score, Price, Owners, Spends) = (null, null, null, null, 0, default, null, default, null);
        Rules.Clear();
        Arguments.Clear();
        Kept.Clear();
        Members.Clear();
        return this;
    }
}

/// <summary>An event whose own lines held, open until its action stands or, if none does, through the next day's tick.</summary>
public sealed record Occurrence(string Rule, string? Subject, long Time, ulong EventId, int OpenedOn, IReadOnlyList<KeptField> Kept);

/// <summary>An ended identity and until when it may not come back.</summary>
/// <param name="Id">The identity.</param>
/// <param name="End">How it ended.</param>
/// <param name="EndedOn">Day number.</param>
/// <param name="Until">First day number on which it may; <see cref="int.MaxValue"/> for never.</param>
/// <param name="Action">Id of the action in the rule files.</param>
/// <param name="AnsweredAt">Event time of the answer, in milliseconds: what happened up to then is answered too; 0 for ends without one.</param>
public readonly record struct EndedAction(UInt128 Id, ActionEnd End, int EndedOn, int Until, string Action, long AnsweredAt);
