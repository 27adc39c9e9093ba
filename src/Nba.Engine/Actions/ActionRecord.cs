using Nba.Engine.Arbitration;
using Nba.Engine.Catalogue;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Actions;

/// <summary>
/// What stage 1 tells stage 2 about one action of one owner: it stands so from this version on, or it is gone. Self-contained: a queue is a fold of
/// these, in any order. Immutable.
/// </summary>
public sealed record ActionRecord
{
    /// <summary>Whose queue.</summary>
    public required string Owner { get; init; }

    /// <summary>Identity of the action.</summary>
    public required UInt128 Id { get; init; }

    /// <summary>Place among the customer's records: a greater one replaces a smaller.</summary>
    public required int Sequence { get; init; }

    /// <summary>Version of its visible content: the sequence of the record that last changed it.</summary>
    public required int Version { get; init; }

    /// <summary>The customer.</summary>
    public required string Customer { get; init; }

    /// <summary>Whether it leaves the queue.</summary>
    public bool Withdrawn { get; init; }

    /// <summary>Why it is raised, refreshed or withdrawn.</summary>
    public required Reason Reason { get; init; }

    /// <summary>Id of the action in the rule files.</summary>
    public required string Action { get; init; }

    /// <summary>Name of the customer, or null.</summary>
    public string? CustomerName { get; init; }

    /// <summary>Key of the entity it is about, or null.</summary>
    public string? Subject { get; init; }

    /// <summary>Why it is done.</summary>
    public Purpose Purpose { get; init; }

    /// <summary>Code of its channel.</summary>
    public int Channel { get; init; }

    /// <summary>What caps and reports count it as.</summary>
    public string Category { get; init; } = "";

    /// <summary>The customer's B-role manager, in the queue of the A-role manager; null in others. Sees the action while the owner is away and nobody else stands in.</summary>
    public string? ManagerB { get; init; }

    /// <summary>Whether the owner has it only because the customer has no manager: to be emptied by assigning.</summary>
    public bool Unassigned { get; init; }

    /// <summary>The member of the team who has it, or null.</summary>
    public string? ClaimedBy { get; init; }

    /// <summary>The hour at which that ends, in milliseconds; null for no end but an answer.</summary>
    public long? ClaimedUntil { get; init; }

    /// <summary>The price of what it offers, for this customer; null when it offers nothing that has one.</summary>
    public Quote? Price { get; init; }

    /// <summary>The campaign it belongs to, or null.</summary>
    public string? Campaign { get; init; }

    /// <summary>Whether the customer was contacted about it: what a campaign's budget counts. Only when it leaves the queue.</summary>
    public bool ContactMade { get; init; }

    /// <summary>What would keep it from being raised now, where the manager had accepted it before; null when nothing would.</summary>
    public Reason? Flag { get; init; }

    /// <summary>Whether it is shown in one list with others of its kind.</summary>
    public bool Batch { get; init; }

    /// <summary>Whether the manager accepted it.</summary>
    public bool Accepted { get; init; }

    /// <summary>The appointment agreed on, in milliseconds.</summary>
    public long? AppointmentAt { get; init; }

    /// <summary>Whether the branch head was told.</summary>
    public bool Escalated { get; init; }

    /// <summary>Day number on which it was raised.</summary>
    public int RaisedOn { get; init; }

    /// <summary>Day number of what gave rise to it: opportunities fade from here.</summary>
    public int OccurredOn { get; init; }

    /// <summary>Days after which it is worth half; 0 when it does not fade.</summary>
    public int HalfLifeDays { get; init; }

    /// <summary>First day number, or null.</summary>
    public int? NotBefore { get; init; }

    /// <summary>When it is due, in milliseconds, or null.</summary>
    public long? Due { get; init; }

    /// <summary>Day number on which it is due, in the bank's zone, or null.</summary>
    public int? DueOn { get; init; }

    /// <summary>Last day number, or null.</summary>
    public int? Expires { get; init; }

    /// <summary>Score and parts, without the factor of the day.</summary>
    public Score Score { get; init; }

    /// <summary>The actions it stands for, by id, when it is a bundle.</summary>
    public IReadOnlyList<BundleMember> Members { get; init; } = [];

    /// <summary>Names of the rules that propose it, the best first.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Arguments of its text.</summary>
    public IReadOnlyList<TextArgument> Arguments { get; init; } = [];

    /// <summary>The score on a day: base times urgency for dated actions, times freshness for others.</summary>
    public long ScoreOn(int today) => Score.On(DueOn is { } due ? Timing.Urgency(NotBefore ?? RaisedOn, due, today) : Timing.Freshness(today - OccurredOn, HalfLifeDays));

    /// <summary>Its place in the order at a moment.</summary>
    public Precedence Order(int today, long now) => Precedence.Of(Purpose, ScoreOn(today), Due, Id, now);
}
