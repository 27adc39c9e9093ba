namespace Nba.Host.Api;

/// <summary>Why an action stands for a customer.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="AsOf">The moment, on the bank's clock.</param>
/// <param name="At">The same where it is an earlier one that was asked about; null for now.</param>
/// <param name="Book">Version of the rule book in force.</param>
/// <param name="Action">The action, in words.</param>
/// <param name="Raised">What raised it; null where no record tells.</param>
/// <param name="Rules">The rules that propose it, best first.</param>
/// <param name="Gates">The gates in the order asked.</param>
/// <param name="Factor">What the day makes of its score.</param>
/// <param name="Dates">Its dates, with what they are counted from.</param>
/// <param name="Others">What else rules want for the customer.</param>
/// <param name="Places">Its place in each owner's queue; null where only the customer is known, as of an earlier moment.</param>
/// <param name="History">What happened to it, latest first.</param>
/// <param name="Log">How far the log was looked through; null where there is none, as on a worker of a cluster.</param>
/// <param name="Gone">Names of rules that proposed it and are in the book no more.</param>
public sealed record ActionExplained(
    string Customer, string AsOf, string? At, string Book, ActionAnswer Action, RaisedAnswer? Raised, IReadOnlyList<RuleExplained> Rules, IReadOnlyList<GateExplained> Gates, FactorAnswer Factor,
    IReadOnlyList<DateExplained> Dates, IReadOnlyList<OtherAnswer> Others, IReadOnlyList<PlaceAnswer>? Places, IReadOnlyList<HappenedAnswer> History, LogLookAnswer? Log, IReadOnlyList<string>? Gone = null);

/// <summary>What raised an action.</summary>
/// <param name="On">The day.</param>
/// <param name="Decision">The decision record; null where none is kept.</param>
/// <param name="Now">Its time on the bank's clock.</param>
/// <param name="Tick">The kind of journal entry that did; null for an activity.</param>
/// <param name="Activity">The activity that did.</param>
public sealed record RaisedAnswer(string On, string? Decision, string? Now, string? Tick, ActivityAnswer? Activity);

/// <summary>An activity in the log.</summary>
/// <param name="Position">Its position.</param>
/// <param name="Id">Its id as sent.</param>
/// <param name="Type">Its type.</param>
/// <param name="Time">When it happened, on the bank's clock.</param>
/// <param name="Arrived">When it arrived, where that is another minute.</param>
/// <param name="Customer">Whose it was, where that customer was merged into this one.</param>
public sealed record ActivityAnswer(long Position, string Id, string Type, string Time, string? Arrived = null, string? Customer = null);

/// <summary>A rule that proposes an action, with what its lines read.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Place">Where it stands: file, line and column.</param>
/// <param name="Lines">Its lines, then those of its gates.</param>
/// <param name="Parameters">The parameters that they name.</param>
/// <param name="Facts">The facts that they read, each with what made it.</param>
/// <param name="Beside">The facts that only its score and dates read.</param>
/// <param name="Parts">Parts of its score that read anything, as written.</param>
/// <param name="Thing">The latest activities about the thing that it looks at, latest first; null for none.</param>
public sealed record RuleExplained(
    string Rule, string Place, IReadOnlyList<LineExplained> Lines, IReadOnlyList<string> Parameters, IReadOnlyList<FactExplained> Facts, IReadOnlyList<FactExplained> Beside, IReadOnlyList<string> Parts, IReadOnlyList<ActivityAnswer>? Thing);

/// <summary>A line and what it read.</summary>
/// <param name="Text">As written.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Holds">Whether it holds now.</param>
/// <param name="Values">What it read.</param>
/// <param name="Why">Why it could not be computed.</param>
public sealed record LineExplained(string Text, string Place, bool Holds, IReadOnlyList<string> Values, string? Why);

/// <summary>A fact and what made it.</summary>
/// <param name="Name">As rules write it.</param>
/// <param name="Label">As people call it.</param>
/// <param name="Value">Its value.</param>
/// <param name="How">How it comes about: latest, count, sum, days-since, rule, over …</param>
/// <param name="Key">Of which thing it is.</param>
/// <param name="Window">Days looked back, for folds that have a window.</param>
/// <param name="Rule">The rule that gave it.</param>
/// <param name="Since">Time or day of the latest activity that made it, as the state keeps it.</param>
/// <param name="From">The facts that it is computed from.</param>
/// <param name="Activities">The latest activities that made it, latest first.</param>
/// <param name="Unfound"><c>not-looked</c>: it was made before what was looked through; <c>answers</c>: it follows from answers to actions; <c>default</c>: nothing told it; null where activities are named or nothing made it.</param>
/// <param name="More">How many more activities made it than are named; null for none.</param>
public sealed record FactExplained(
    string Name, string Label, string Value, string How, string? Key = null, int? Window = null, string? Rule = null, string? Since = null, IReadOnlyList<FactExplained>? From = null,
    IReadOnlyList<ActivityAnswer>? Activities = null, string? Unfound = null, int? More = null);

/// <summary>A gate and its answer.</summary>
/// <param name="Gate">campaign, eligibility, applicability, suitability, consent, declines or contacts.</param>
/// <param name="Outcome">open (nothing to ask), passed, answered or not-asked.</param>
/// <param name="Asked">What it asks of this action.</param>
/// <param name="Reason">What it answered, where it did not let it pass.</param>
/// <param name="Until">Day on which that may end.</param>
/// <param name="Detail">Which line, cap or campaign it was.</param>
public sealed record GateExplained(string Gate, string Outcome, IReadOnlyList<string> Asked, string? Reason = null, string? Until = null, string? Detail = null);

/// <summary>What the day makes of a score.</summary>
/// <param name="Kind">urgency (1 on the first day, 2 when due), freshness (halves with the half-life), or none.</param>
/// <param name="Value">The factor.</param>
/// <param name="From">The day that it counts from.</param>
/// <param name="To">The due day, for urgency.</param>
/// <param name="HalfLifeDays">For freshness.</param>
public sealed record FactorAnswer(string Kind, decimal Value, string? From, string? To, int? HalfLifeDays);

/// <summary>A date and what it is counted from.</summary>
/// <param name="Kind">not-before, due, escalate or expires.</param>
/// <param name="On">The day; null where it is not known.</param>
/// <param name="From">raised, due, or an expression as written.</param>
/// <param name="Anchor">The day that this is.</param>
/// <param name="Span">How far: 5wd, 20d; null for the anchor itself.</param>
public sealed record DateExplained(string Kind, string? On, string From, string? Anchor, string? Span);

/// <summary>What else rules want for the customer.</summary>
/// <param name="Id">Identity.</param>
/// <param name="Action">Its id in the rule files.</param>
/// <param name="Subject">Key of the thing it is about.</param>
/// <param name="Rules">The rules that want it.</param>
/// <param name="Relation"><c>conflict</c>: of the same group, of which only the best stands; <c>bundle</c>: it stands in this one's place; <c>member</c>: this one stands in its place; <c>beside</c>.</param>
/// <param name="Answer">pass, hold or stop.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">Day on which that may end.</param>
/// <param name="Detail">Which line, cap, campaign or better action it was.</param>
/// <param name="Score">What it would be worth today.</param>
public sealed record OtherAnswer(string Id, string Action, string? Subject, IReadOnlyList<string> Rules, string Relation, string Answer, string Reason, string? Until, string? Detail, decimal Score);

/// <summary>An action's place in an owner's queue.</summary>
/// <param name="Owner">Whose queue.</param>
/// <param name="Name">The owner's name, where the directory knows one.</param>
/// <param name="Place">Place from 1 among the queue's entries; null where the queue does not show it today.</param>
/// <param name="Of">How many entries there are, the backlog's with them.</param>
/// <param name="List">In which part it is: today or backlog.</param>
/// <param name="Above">The entry above; null for none.</param>
/// <param name="Below">The entry below; null for none.</param>
/// <param name="Own">The entry itself, by its best action.</param>
public sealed record PlaceAnswer(string Owner, string? Name, int? Place, int Of, string? List, NeighbourAnswer? Above, NeighbourAnswer? Below, NeighbourAnswer? Own);

/// <summary>An entry of a queue, by its best action.</summary>
/// <param name="Place">Its place from 1.</param>
/// <param name="Customer">The customer; null for a list of several.</param>
/// <param name="Name">The customer's name.</param>
/// <param name="Action">The best action's id in the rule files.</param>
/// <param name="Purpose">Its purpose: duty comes before all else.</param>
/// <param name="Overdue">Whether it is overdue.</param>
/// <param name="Score">Its score today.</param>
public sealed record NeighbourAnswer(int Place, string? Customer, string? Name, string Action, string Purpose, bool Overdue, decimal Score);

/// <summary>Something that happened to an action.</summary>
/// <param name="Decision">The decision record.</param>
/// <param name="Now">Its time on the bank's clock.</param>
/// <param name="Reason">What happened.</param>
/// <param name="Owners">In whose queues.</param>
/// <param name="By">The activity or tick that caused it.</param>
public sealed record HappenedAnswer(string Decision, string Now, string Reason, IReadOnlyList<string> Owners, string By);

/// <summary>How far the log was looked through.</summary>
/// <param name="Looked">Activities of anybody.</param>
/// <param name="All">How many there are.</param>
/// <param name="From">When the first of those looked through arrived; null where none was left out.</param>
/// <param name="Found">How many are the customer's.</param>
public sealed record LogLookAnswer(long Looked, long All, string? From, int Found);
