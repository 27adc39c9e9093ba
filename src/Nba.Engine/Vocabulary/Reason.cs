namespace Nba.Engine.Vocabulary;

/// <summary>Why the engine answered as it did. Numbers are stored and never reused; <c>docs/reasons.md</c> is generated from this list.</summary>
public enum Reason
{
    /// <summary>Nothing stands in the way.</summary>
    Passed = 0,

    /// <summary>The bytes are not JSON.</summary>
    NotJson = 101,
    /// <summary>The bytes are not UTF-8.</summary>
    BrokenUtf8 = 102,
    /// <summary>The event is larger than 64 KiB.</summary>
    Oversize = 103,
    /// <summary>The event has no <c>id</c> or no <c>source</c>.</summary>
    NoId = 104,
    /// <summary>The event has no <c>subject</c>, which names the customer.</summary>
    NoSubject = 105,
    /// <summary>The event's <c>type</c> is not in the vocabulary.</summary>
    UnknownType = 106,
    /// <summary>A field of the event's data has another type than the vocabulary says.</summary>
    WrongFieldType = 107,
    /// <summary>A required field is missing.</summary>
    MissingField = 108,
    /// <summary>A field holds a word that its code list does not have.</summary>
    UnknownCode = 109,
    /// <summary>The event's time is no RFC 3339 time.</summary>
    BadTime = 110,
    /// <summary>The event's time lies more than ten minutes ahead of its arrival.</summary>
    TooFarInTheFuture = 111,
    /// <summary>The event is not CloudEvents 1.0.</summary>
    NotCloudEvents = 112,
    /// <summary>The engine failed on the activity three times; its bytes are kept.</summary>
    Poison = 113,
    /// <summary>The event's type is the engine's own: it sends it from one customer to another, and takes it from nobody.</summary>
    InternalType = 114,
    /// <summary>A watermark names a feed that the vocabulary does not have.</summary>
    UnknownFeed = 115,
    /// <summary>A watermark lies after the day it arrived on.</summary>
    WatermarkAhead = 116,
    /// <summary>A record of the topic of actions is none, or of a form that this process does not read.</summary>
    NotAnAction = 117,
    /// <summary>A queue could not be put into words: what was published of it stays.</summary>
    QueueFailed = 118,
    /// <summary>The activity lies in another partition than its customer's: its producer must key it by customer and choose partitions by murmur2.</summary>
    WrongPartition = 119,
    /// <summary>A record of a foreign topic does not fit its mapping.</summary>
    NotMapped = 120,
    /// <summary>The customer was erased: nothing of them is taken in any more, and what was sent is not kept.</summary>
    Erased = 121,

    /// <summary>An activity with this id was applied before.</summary>
    Duplicate = 201,
    /// <summary>Too old to tell whether it was applied before; only repeatable folds ran.</summary>
    BeyondKeptIds = 202,
    /// <summary>Older than its type allows: it folds and raises nothing.</summary>
    Stale = 203,
    /// <summary>Marked as history, or taken in before the bank went live: it folds and raises nothing.</summary>
    History = 204,
    /// <summary>The customer was merged into another, to whom the activity was sent on.</summary>
    Forwarded = 205,
    /// <summary>A merge into the customer themselves, or into one merged into them before: nothing was done.</summary>
    MergeInCircle = 206,

    /// <summary>The rule's campaign is switched off or outside its dates.</summary>
    CampaignOff = 301,
    /// <summary>The customer is outside the campaign's roll-out.</summary>
    CampaignNotForCustomer = 302,
    /// <summary>The customer is held out to measure the campaign.</summary>
    HeldOut = 303,
    /// <summary>The customer is in a control group: kept out of all campaigns, to measure them together.</summary>
    InControlGroup = 304,
    /// <summary>An eligibility line does not hold.</summary>
    NotEligible = 311,
    /// <summary>A fact that eligibility or suitability needs is not known.</summary>
    UnknownFact = 312,
    /// <summary>An applicability line does not hold.</summary>
    NotApplicable = 313,
    /// <summary>The product's risk is above the customer's risk class, or a suitability line does not hold.</summary>
    NotSuitable = 314,
    /// <summary>The customer has the product already.</summary>
    HasProduct = 315,
    /// <summary>A product that this one needs is missing.</summary>
    MissingPrerequisite = 316,
    /// <summary>Consent for this purpose and channel is not known.</summary>
    ConsentUnknown = 321,
    /// <summary>Consent for this purpose and channel was refused.</summary>
    ConsentRefused = 322,
    /// <summary>The customer declined this before, and the time is not over.</summary>
    DeclinedBefore = 331,
    /// <summary>The action ended before, and may not come back yet.</summary>
    Again = 332,
    /// <summary>A recent contact's cool-down is not over.</summary>
    CoolDown = 341,
    /// <summary>A cap on contacts is reached.</summary>
    Cap = 342,
    /// <summary>A condition of the contact policy holds the action, as an open complaint does.</summary>
    HeldByPolicy = 343,
    /// <summary>A better action of the same conflict group stands.</summary>
    LostConflict = 344,
    /// <summary>Before the action's first day.</summary>
    NotYet = 345,
    /// <summary>Snoozed until a stated day.</summary>
    Snoozed = 346,
    /// <summary>The bank has just gone live: the customer's turn is a later one of the first twenty working days.</summary>
    NotYetTurn = 347,
    /// <summary>A bundle stands in its place.</summary>
    InBundle = 348,
    /// <summary>A source that the rule needs is behind: what has not arrived may still come.</summary>
    SourceBehind = 349,
    /// <summary>The action is a step of a plan, and something pauses the plan, as an open complaint does.</summary>
    PlanPaused = 351,

    /// <summary>Raised for the first time.</summary>
    Raised = 401,
    /// <summary>Its visible content changed.</summary>
    Refreshed = 402,
    /// <summary>The manager did it.</summary>
    Done = 411,
    /// <summary>The manager or the customer declined it.</summary>
    Declined = 412,
    /// <summary>The customer did it by themselves.</summary>
    Met = 413,
    /// <summary>What it was raised for holds no more.</summary>
    NoLongerHolds = 414,
    /// <summary>Nobody answered in time.</summary>
    Expired = 415,
    /// <summary>The rule or action is gone from the rule book.</summary>
    RuleRemoved = 416,
    /// <summary>The customer has another owner now.</summary>
    Reassigned = 417,
    /// <summary>The manager accepted it.</summary>
    Accepted = 418,
    /// <summary>Held, out of queues, until what holds it is over.</summary>
    Held = 419,
    /// <summary>Back from being held or snoozed.</summary>
    Released = 420,
    /// <summary>Past its escalation day: the branch head owns it too.</summary>
    Escalated = 421,
    /// <summary>The customer was merged into another, with whom the action goes on.</summary>
    MergedAway = 422,
    /// <summary>Too few of its members pass together any more: they stand alone.</summary>
    BundleDissolved = 428,
    /// <summary>An answer to an action that has gone.</summary>
    Gone = 431,

    /// <summary>A member of the team has it, until a stated hour or an answer.</summary>
    Claimed = 441,
    /// <summary>The claim is over: its hour has come, it was given back, or the action was put off.</summary>
    ClaimEnded = 442,
    /// <summary>Another member of the team has it: the first claim counts.</summary>
    AlreadyClaimed = 443,
    /// <summary>No team has this action in its queue now, so nobody can claim it.</summary>
    NotClaimable = 444,
    /// <summary>Whoever claims it is not of the team that has it.</summary>
    NotOfTeam = 445,

    /// <summary>A line of the rule does not hold.</summary>
    LineFailed = 501,
    /// <summary>The rule is for other kinds of customers.</summary>
    OtherKind = 502,
    /// <summary>A fact the rule compares is null.</summary>
    NullFact = 503,
    /// <summary>A line could not be computed.</summary>
    LineError = 504,
    /// <summary>The rule does not listen to this input.</summary>
    NotOn = 505,

    /// <summary>The day lies outside the known calendar; weekends alone were counted.</summary>
    CalendarAssumed = 601,
}
