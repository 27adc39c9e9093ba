namespace Nba.Host.Api;

/// <summary>What is known of a customer, and what stands.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Name">The name as a queue shows it.</param>
/// <param name="AsOf">The moment, on the bank's clock.</param>
/// <param name="At">The same where it is an earlier one that was asked about; null for now.</param>
/// <param name="Book">Version of the rule book in force.</param>
/// <param name="MergedInto">Who the customer was merged into.</param>
/// <param name="Absorbed">Who was merged into the customer.</param>
/// <param name="Waits">Why nothing is raised at all: history before go-live, or the day on which the customer's turn comes.</param>
/// <param name="Facts">What is known, in the order declared.</param>
/// <param name="Unknown">How many facts are not known.</param>
/// <param name="Things">The customer's things.</param>
/// <param name="ControlGroup">The control group that keeps the customer out of all campaigns.</param>
/// <param name="Campaigns">Every campaign, and whether it is for the customer.</param>
/// <param name="Consents">Consents given and refused.</param>
/// <param name="Contacts">The latest contacts, latest first.</param>
/// <param name="Planned">Assignments to come.</param>
/// <param name="Standing">What stands, in queues.</param>
/// <param name="Held">What stands and no queue shows.</param>
/// <param name="Ended">What ended, latest first.</param>
/// <param name="Plans">Service plans under way.</param>
/// <param name="Activities">The latest activities, latest first.</param>
/// <param name="Decisions">How many decisions were recorded.</param>
/// <param name="Log">How far the log was looked through.</param>
public sealed record CustomerExplained(
    string Customer, string? Name, string AsOf, string? At, string Book, string? MergedInto, IReadOnlyList<string> Absorbed, string? Waits, IReadOnlyList<FactExplained> Facts, int Unknown, IReadOnlyList<ThingAnswer> Things,
    string? ControlGroup, IReadOnlyList<MembershipAnswer> Campaigns, IReadOnlyList<ConsentAnswer> Consents, IReadOnlyList<ContactAnswer> Contacts, IReadOnlyList<PlannedAnswer> Planned,
    IReadOnlyList<StandingAnswer> Standing, IReadOnlyList<StandingAnswer> Held, IReadOnlyList<EndedExplained> Ended, IReadOnlyList<PlanAnswer> Plans, IReadOnlyList<ActivityAnswer> Activities, int Decisions, LogLookAnswer? Log);

/// <summary>One of the customer's things.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Key">Which.</param>
/// <param name="EndedOn">Day on which it ended.</param>
/// <param name="Facts">What is known of it.</param>
public sealed record ThingAnswer(string Kind, string Key, string? EndedOn, IReadOnlyList<FactExplained> Facts);

/// <summary>A campaign, and whether it is for the customer.</summary>
/// <param name="Campaign">Its id.</param>
/// <param name="Reason"><c>passed</c> where it is for the customer, else why not: campaign-off, campaign-not-for-customer, held-out, in-control-group.</param>
public sealed record MembershipAnswer(string Campaign, string Reason);

/// <summary>A consent.</summary>
public sealed record ConsentAnswer(string Purpose, string Channel, bool Granted, string Since, bool OfPerson);

/// <summary>A contact that was made.</summary>
public sealed record ContactAnswer(string On, string Purpose, string Channel);

/// <summary>An assignment to come.</summary>
public sealed record PlannedAnswer(string From, string Fact, string Value);

/// <summary>An action that stands, in one line.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Action">Its id in the rule files.</param>
/// <param name="Subject">Key of the thing it is about.</param>
/// <param name="Title">Its title.</param>
/// <param name="Status">live, held, snoozed or lapsed.</param>
/// <param name="Why">Why it stands so.</param>
/// <param name="Until">Day or hour until which that lasts, where one is known.</param>
/// <param name="Detail">Which line, cap or better action it was.</param>
/// <param name="Rules">The rules that propose it, each with its place.</param>
/// <param name="Values">What the first rule's lines read.</param>
/// <param name="Owners">In whose queues.</param>
/// <param name="RaisedOn">The day it was raised.</param>
/// <param name="DueOn">The day it is due.</param>
/// <param name="Expires">Its last day.</param>
/// <param name="Score">Its score today.</param>
public sealed record StandingAnswer(
    string Id, string Action, string? Subject, string Title, string Status, string Why, string? Until, string? Detail, IReadOnlyList<string> Rules, IReadOnlyList<string> Values, IReadOnlyList<string> Owners, string RaisedOn, string? DueOn,
    string? Expires, decimal Score);

/// <summary>An action that ended.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Action">Its id in the rule files.</param>
/// <param name="End">done, declined, met, withdrawn or expired; null where only a record tells of it.</param>
/// <param name="On">The day.</param>
/// <param name="Until">First day on which it may come back; null for never.</param>
/// <param name="Reason">Why, by the decision that ended it.</param>
/// <param name="Decision">That decision.</param>
public sealed record EndedExplained(string Id, string Action, string End, string On, string? Until, string? Reason, string? Decision);

/// <summary>A service plan under way.</summary>
public sealed record PlanAnswer(string Plan, string Name, string Step, string? Action, string StartedOn, string StepSince, string? PausedSince);

/// <summary>A decision record with what its words mean.</summary>
/// <param name="Decision">The record as stored.</param>
/// <param name="AsOf">Its time on the bank's clock.</param>
/// <param name="Activity">The activity that it is about, read from the log.</param>
/// <param name="Places">Where the rules that it names stand, in the book of then: file, line and column.</param>
/// <param name="Labels">What people call the facts that it names.</param>
/// <param name="Earlier">The customer's record before it.</param>
/// <param name="Later">The customer's record after it.</param>
public sealed record DecisionExplained(
    StoredDecision Decision, string AsOf, ActivityAnswer? Activity, IReadOnlyDictionary<string, string> Places, IReadOnlyDictionary<string, string> Labels, string? Earlier, string? Later);
