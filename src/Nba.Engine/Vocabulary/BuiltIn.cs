namespace Nba.Engine.Vocabulary;

/// <summary>
/// The event types and facts that the engine itself acts on; every vocabulary has them, and their names and ids are reserved.
/// </summary>
public static class BuiltIn
{
    /// <summary>What came of an action: <c>action</c> (its id), <c>outcome</c>, <c>reason</c>, <c>by</c>, <c>until</c> or <c>untilAt</c>, <c>at</c>, <c>staff</c> (who answers), of a bundle <c>members</c> (all unless told).</summary>
    public const string Outcome = "action.outcome";

    /// <summary>Somebody spoke with the customer: <c>purpose</c>, <c>channel</c>, <c>category</c>, <c>person</c>.</summary>
    public const string Contact = "contact.made";

    /// <summary>Somebody spoke with one of the customer's household: <c>relation</c> (the customer contacted), <c>purpose</c>, <c>channel</c>, <c>category</c>, <c>person</c>.</summary>
    public const string RelationContacted = "relation.contacted";

    /// <summary>Consent given or taken back: <c>purpose</c>, <c>channel</c>, <c>granted</c>; by a <c>person</c> of the customer, where it is theirs alone.</summary>
    public const string Consent = "consent.changed";

    /// <summary>Who looks after the customer: <c>a</c>, <c>b</c>, <c>team</c>, <c>branch</c>, <c>from</c>; and behind which information barrier: <c>barrier</c>, or <c>none</c>.</summary>
    public const string Assigned = "customer.assigned";

    /// <summary>The customer is another one of ours: <c>into</c> names who stays.</summary>
    public const string Merged = "customer.merged";

    /// <summary>What was known of a merged customer comes to who stays: <c>customer</c>, <c>state</c> (base64). Sent by the engine only.</summary>
    public const string Absorbed = "customer.absorbed";

    /// <summary>A member of a team takes an action for some hours: <c>action</c>, <c>person</c>, <c>hours</c>.</summary>
    public const string Claimed = "action.claimed";

    /// <summary>The member gives it back: <c>action</c>, <c>person</c>.</summary>
    public const string Released = "action.released";

    /// <summary>
    /// How far a source is complete: <c>upTo</c>, the last day of which nothing is missing. Its subject is a feed of the vocabulary, no customer, so rules and facts
    /// do not know it.
    /// </summary>
    public const string FeedComplete = "feed.complete";

    /// <summary>The one field of <see cref="FeedComplete"/>.</summary>
    public const string UpTo = "upTo";

    /// <summary>Facts folded from <see cref="Assigned"/>.</summary>
    public const string ManagerA = "managerA", ManagerB = "managerB", Team = "team", Branch = "branch", Barrier = "barrier";

    /// <summary>What an assignment says to take a customer out from behind an information barrier.</summary>
    public const string NoBarrier = "none";

    /// <summary>The fact that says personal, corporate or prospect; <c>for</c> reads it.</summary>
    public const string Kind = "kind";

    /// <summary>The fact whose codes parameters' <c>bySegment</c> names.</summary>
    public const string Segment = "segment";

    /// <summary>Built-in ids begin here; files use smaller ones.</summary>
    public const int FirstId = 9000;

    internal const int BarrierId = FirstId + 5;

    /// <summary>Purposes of actions and contacts, in the order of their codes.</summary>
    public static readonly CodeList Purposes = new("purpose", ["duty", "service", "care", "sales", "ask-consent"]);

    /// <summary>Channels of contacts and actions.</summary>
    public static readonly CodeList Channels = new("channel", ["phone", "visit", "branch", "mail", "email", "message", "app", "batch"]);

    /// <summary>Answers to an action.</summary>
    public static readonly CodeList Outcomes = new("outcome", ["done", "accepted", "declined", "snoozed", "no-answer"]);

    /// <summary>Who declined.</summary>
    public static readonly CodeList Deciders = new("by", ["manager", "customer"]);

    /// <summary>Reasons of a decline.</summary>
    public static readonly CodeList DeclineReasons = new("declineReason", ["has-it-already", "bad-time", "wrong-customer", "not-suitable", "not-interested"]);

    internal static IReadOnlyList<CodeList> CodeLists => [Purposes, Channels, Outcomes, Deciders, DeclineReasons];

    internal static IEnumerable<(int Id, string Name, (string Name, ValueType Type, bool Required)[] Fields)> Events()
    {
        ValueType text = new(ValueKind.Text), instant = new(ValueKind.Instant), date = new(ValueKind.Date), truth = new(ValueKind.Boolean);
        ValueType purpose = new(ValueKind.Code, Purposes), channel = new(ValueKind.Code, Channels);
        yield return (FirstId + 1, Outcome, [("action", text, true), ("outcome", new(ValueKind.Code, Outcomes), true),
            ("reason", new(ValueKind.Code, DeclineReasons), false), ("by", new(ValueKind.Code, Deciders), false),
            ("until", date, false), ("untilAt", instant, false), ("at", instant, false), ("person", text, false), ("staff", text, false), ("members", text, false)]);
        yield return (FirstId + 2, Contact, [("purpose", purpose, true), ("channel", channel, true), ("category", text, false), ("person", text, false)]);
        yield return (FirstId + 3, Consent, [("purpose", purpose, true), ("channel", channel, true), ("granted", truth, true), ("person", text, false)]);
        yield return (FirstId + 4, Assigned, [("a", text, false), ("b", text, false), ("team", text, false), ("branch", text, false), ("barrier", text, false), ("from", date, false)]);
        yield return (FirstId + 5, Merged, [("into", text, true)]);
        yield return (FirstId + 6, Absorbed, [("customer", text, true), ("state", text, true)]);
        yield return (FirstId + 7, RelationContacted, [("purpose", purpose, true), ("channel", channel, true), ("relation", text, true), ("category", text, false), ("person", text, false)]);
        yield return (FirstId + 11, Claimed, [("action", text, true), ("person", text, true), ("hours", new(ValueKind.Integer), false)]);
        yield return (FirstId + 12, Released, [("action", text, true), ("person", text, true)]);
    }

    internal static readonly (int Id, string Name, (string Name, ValueType Type, bool Required)[] Fields) Complete = (FirstId + 15, FeedComplete, [(UpTo, new(ValueKind.Date), true)]);

    internal static IEnumerable<(int Id, string Name, string Field)> Facts() =>
        [(FirstId + 1, ManagerA, "a"), (FirstId + 2, ManagerB, "b"), (FirstId + 3, Team, "team"), (FirstId + 4, Branch, "branch"), (BarrierId, Barrier, "barrier")];
}
