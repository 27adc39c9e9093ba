namespace Nba.Host.Api;

/// <summary>One action in words.</summary>
public sealed record ActionAnswer
{
    /// <summary>Identity: 32 hexadecimal digits; outcomes name it.</summary>
    public required string Id { get; init; }

    /// <summary>Version of its visible content.</summary>
    public required int Version { get; init; }

    /// <summary>Its id in the rule files.</summary>
    public required string Action { get; init; }

    /// <summary>The customer.</summary>
    public required string Customer { get; init; }

    /// <summary>The customer's name, where known.</summary>
    public string? Name { get; init; }

    /// <summary>Key of the deposit, card, complaint … it is about.</summary>
    public string? Subject { get; init; }

    /// <summary>What to do.</summary>
    public required string Title { get; init; }

    /// <summary>Why now.</summary>
    public required string Reason { get; init; }

    /// <summary>What to say, in the order appeal, benefit, credibility.</summary>
    public required IReadOnlyList<TalkingPoint> TalkingPoints { get; init; }

    /// <summary>What to ask.</summary>
    public required string Question { get; init; }

    /// <summary>Why it is done: duty, service, care, sales, ask-consent.</summary>
    public required string Purpose { get; init; }

    /// <summary>By which channel.</summary>
    public required string Channel { get; init; }

    /// <summary>When it is due.</summary>
    public string? Due { get; init; }

    /// <summary>The day it is due, in the bank's zone.</summary>
    public string? DueOn { get; init; }

    /// <summary>Whether that moment has passed.</summary>
    public bool Overdue { get; init; }

    /// <summary>Last day.</summary>
    public string? Expires { get; init; }

    /// <summary>First moment at which the quiet hours let it be done by its channel; null when that is now.</summary>
    public string? Earliest { get; init; }

    /// <summary>The same on the bank's clock, to the minute; null for at once.</summary>
    public string? EarliestOn { get; init; }

    /// <summary>Whether the manager accepted it.</summary>
    public bool Accepted { get; init; }

    /// <summary>What would keep it from being raised now, where it had been accepted before: a reason code, as campaign-off.</summary>
    public string? Flag { get; init; }

    /// <summary>The appointment agreed on.</summary>
    public string? AppointmentAt { get; init; }

    /// <summary>Whether the branch head was told.</summary>
    public bool Escalated { get; init; }

    /// <summary>The member of the team who has it.</summary>
    public string? ClaimedBy { get; init; }

    /// <summary>When that ends; null for no end but an answer.</summary>
    public string? ClaimedUntil { get; init; }

    /// <summary>Day it was raised.</summary>
    public required string RaisedOn { get; init; }

    /// <summary>Score and its parts.</summary>
    public required ScoreAnswer Score { get; init; }

    /// <summary>What it costs this customer; null where nothing that has a price is offered.</summary>
    public PriceAnswer? Price { get; init; }

    /// <summary>For the manager alone: how far they may go from that price; null where there is nothing to concede.</summary>
    public RoomAnswer? InternalRoom { get; init; }

    /// <summary>The rules that propose it, the best first.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>The actions it stands for, when it is a bundle; an outcome may name them.</summary>
    public IReadOnlyList<MemberAnswer>? Members { get; init; }

    /// <summary>How it stands: live, held, snoozed, lapsed. Only in a customer's own list.</summary>
    public string? Status { get; init; }

    /// <summary>Why it stands so. Only in a customer's own list.</summary>
    public string? Why { get; init; }

    /// <summary>Until when it is snoozed. Only in a customer's own list.</summary>
    public string? SnoozedUntil { get; init; }

    /// <summary>Whose queues show it. Only in a customer's own list.</summary>
    public IReadOnlyList<string>? Owners { get; init; }
}

/// <summary>An action that a bundle stands for.</summary>
/// <param name="Id">Identity: 32 hexadecimal digits.</param>
/// <param name="Action">Its id in the rule files.</param>
public sealed record MemberAnswer(string Id, string Action);

/// <summary>One thing to say.</summary>
/// <param name="Kind">appeal, benefit or credibility.</param>
/// <param name="Text">The words.</param>
public sealed record TalkingPoint(string Kind, string Text);

/// <summary>
/// Score = propensity × context × value × lever × the day's factor; value in yuan a year. <paramref name="PropensityBefore"/> is what the rule supposes of any
/// customer; null where this one's answers changed nothing.
/// </summary>
public sealed record ScoreAnswer(decimal Total, decimal Propensity, decimal Context, decimal Value, decimal Lever, decimal Day, decimal? PropensityBefore = null);

/// <summary>Everything that stands for a customer, and what ended.</summary>
public sealed record CustomerAnswer(string Customer, string AsOf, string Book, bool Sweeping, IReadOnlyList<ActionAnswer> Actions, IReadOnlyList<EndedAnswer> Ended);

/// <summary>An ended action whose identity is remembered.</summary>
/// <param name="Id">Identity.</param>
/// <param name="End">done, declined, met, withdrawn or expired.</param>
/// <param name="On">Day it ended.</param>
/// <param name="Until">First day on which it may come back; null for never.</param>
public sealed record EndedAnswer(string Id, string End, string On, string? Until);

/// <summary>Ids of a customer's decision records, newest first.</summary>
public sealed record DecisionsAnswer(string Customer, int Recorded, IReadOnlyList<string> Decisions);

/// <summary>Refused and set-aside events, by position in the log.</summary>
/// <param name="DeadLetters">The letters.</param>
/// <param name="Next">Where to go on (<c>?after=</c>); null when that was all.</param>
public sealed record DeadLettersAnswer(IReadOnlyList<Stages.DeadLetter> DeadLetters, long? Next);

/// <summary>What became of events that were handed in; they are durable when this is answered.</summary>
/// <param name="Accepted">How many were applied or were known already.</param>
/// <param name="Refused">The others.</param>
public sealed record IntakeAnswer(int Accepted, IReadOnlyList<RefusedEvent> Refused);

/// <summary>A refused event.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="Detail">What must be and what is.</param>
public sealed record RefusedEvent(int Index, string Reason, string Detail);

/// <summary>What a manager answers to an action.</summary>
public sealed record OutcomeRequest
{
    /// <summary>Identity of the action.</summary>
    public string? Action { get; init; }

    /// <summary>The customer.</summary>
    public string? Customer { get; init; }

    /// <summary>done, accepted, declined, snoozed or no-answer.</summary>
    public string? Outcome { get; init; }

    /// <summary>Why it was declined.</summary>
    public string? Reason { get; init; }

    /// <summary>Who declined: manager or customer.</summary>
    public string? By { get; init; }

    /// <summary>Day until which it is snoozed.</summary>
    public string? Until { get; init; }

    /// <summary>Time until which it is snoozed, rounded up to the hour; instead of a day.</summary>
    public string? UntilAt { get; init; }

    /// <summary>Who answers, by the id of the directory: what another member of a team has claimed is not accepted or put off.</summary>
    public string? Staff { get; init; }

    /// <summary>The appointment agreed on.</summary>
    public string? At { get; init; }

    /// <summary>The person spoken with.</summary>
    public string? Person { get; init; }

    /// <summary>Of a bundle, the members answered, by action id or identity; all that it shows unless told.</summary>
    public IReadOnlyList<string>? Members { get; init; }

    /// <summary>The version that was seen: makes the answer one and the same however often it is sent.</summary>
    public int? Version { get; init; }
}

/// <summary>What became of an outcome.</summary>
/// <param name="Event">Id of the activity it became.</param>
/// <param name="Action">The action.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Verdict">The outcome when it counted; <c>gone</c> when the action had ended before, <c>already-claimed</c> when another member has it; <c>pending</c> when that is not known yet.</param>
/// <param name="Decision">Id of the decision record, if one was written.</param>
public sealed record OutcomeAnswer(string Event, string Action, string Customer, string Verdict, string? Decision)
{
    /// <summary>False where nothing is known of such an action of the customer: there never was one, or it ended long ago. Null where it is known.</summary>
    public bool? Known { get; init; }
}

/// <summary>A member of a team takes an action, or gives it back.</summary>
public sealed record ClaimRequest
{
    /// <summary>Identity of the action.</summary>
    public string? Action { get; init; }

    /// <summary>The customer.</summary>
    public string? Customer { get; init; }

    /// <summary>Who claims.</summary>
    public string? Person { get; init; }

    /// <summary>For how many hours; the policy's number unless told.</summary>
    public int? Hours { get; init; }

    /// <summary>Whether it is given back.</summary>
    public bool Release { get; init; }
}

/// <summary>What became of a claim.</summary>
/// <param name="Event">Id of the activity it became.</param>
/// <param name="Action">The action.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Verdict"><c>claimed</c>, <c>claim-ended</c>, <c>already-claimed</c>, <c>not-claimable</c>, <c>not-of-team</c>, <c>gone</c>, or <c>pending</c> when that is not known yet.</param>
/// <param name="ClaimedBy">Who has it now.</param>
/// <param name="ClaimedUntil">When that ends.</param>
/// <param name="Decision">Id of the decision record, if one was written.</param>
public sealed record ClaimAnswer(string Event, string Action, string Customer, string Verdict, string? ClaimedBy, string? ClaimedUntil, string? Decision);

/// <summary>Whether the host works.</summary>
public sealed record HealthAnswer(bool Ready, string? Why, string? Book, bool Sweeping, RulesAnswer Rules, CountsAnswer Counts, IReadOnlyList<SlotAnswer>? Slots = null, string? Detail = null);

/// <summary>A slot of a worker of a cluster.</summary>
/// <param name="Name">Stage and number.</param>
/// <param name="Partitions">Those that run in it.</param>
/// <param name="Lag">How many offsets of them are still to be taken, as of a second ago at most while it polls.</param>
public sealed record SlotAnswer(string Name, IReadOnlyList<int> Partitions, long Lag);

/// <summary>How the rule files stand: faults keep the old book in force.</summary>
public sealed record RulesAnswer(string Version, DateTimeOffset Since, DateTimeOffset? FaultySince, IReadOnlyList<string> Problems);

/// <summary>What was done since the start.</summary>
public sealed record CountsAnswer(long Activities, long Duplicates, long Refused, long Poison, long Decisions, long Changes, long Commits, long Swept);
