using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Calendars;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>A fact as it is read, and what it comes from. Immutable.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="Thing">Of which kind of thing it is; null for the customer's own.</param>
/// <param name="Key">Of which thing; null for the customer's own, and for what is read of all things of a kind.</param>
/// <param name="Value">Its value as a person writes it; <c>null</c> when it is not known.</param>
/// <param name="At">For folded facts, event time of the latest activity that made it, as far as the fold keeps that; null otherwise.</param>
/// <param name="IsDay">Whether only the day of <paramref name="At"/> is kept.</param>
/// <param name="Rule">The rule that gave it; null for every other kind of fact.</param>
/// <param name="From">The facts that it is computed from; empty for folded ones.</param>
/// <param name="IsDefault">Whether nothing was ever folded into it, and its default is read.</param>
public sealed record FactRead(Fact Fact, EntityType? Thing, string? Key, string Value, Instant? At, bool IsDay, string? Rule, IReadOnlyList<FactRead> From, bool IsDefault = false)
{
    /// <summary>Its name as rules write it: <c>customer.balance</c>, <c>item.maturesOn</c>.</summary>
    public string Name => $"{(Thing is null ? "customer" : Key is null ? Thing.Name : "item")}.{Fact.Name}";

    /// <summary>The folded facts that it comes from, itself when it is one.</summary>
    public IEnumerable<FactRead> Folded => Fact.Origin == FactOrigin.Fold ? [this] : From.SelectMany(f => f.Folded);
}

/// <summary>A rule that proposes a standing action, with what its lines read. Immutable.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Lines">Its lines and those of its gates.</param>
/// <param name="Parameters">The parameters that they and the score name, as <c>param.salaryFloor = 5000</c>.</param>
/// <param name="Facts">The facts that they read.</param>
/// <param name="Beside">The facts that only its score and dates read.</param>
/// <param name="Parts">Parts of its score that read anything, as <c>value = customer.contributionYear * param.retainedShare</c>.</param>
/// <param name="Dates">Its dates, with what they are counted from.</param>
public sealed record StandingRule(
    ActionRule Rule, RuleExplanation Lines, IReadOnlyList<string> Parameters, IReadOnlyList<FactRead> Facts, IReadOnlyList<FactRead> Beside, IReadOnlyList<string> Parts, IReadOnlyList<StandingDate> Dates);

/// <summary>A date of a standing action. Immutable.</summary>
/// <param name="Kind">not-before, due, escalate or expires.</param>
/// <param name="From">What it is counted from: <c>raised</c>, <c>due</c>, or an expression as written.</param>
/// <param name="Anchor">The day that this is; null where it is not known.</param>
/// <param name="Span">How far; null for the anchor itself.</param>
public sealed record StandingDate(string Kind, string From, DateOnly? Anchor, DaySpan? Span);

/// <summary>What rules want for a customer, with what became of it. Immutable.</summary>
/// <param name="Id">Identity of the action.</param>
/// <param name="Action">Id of the action in the rule files; empty where no rule knows it any more.</param>
/// <param name="Subject">Key of the thing it is about, or null.</param>
/// <param name="Rules">The rules that want it, best first.</param>
/// <param name="Verdict">The first gate that does not pass, or what settled it after them.</param>
/// <param name="Score">Its score.</param>
/// <param name="ScoreToday">The base times the factor of the day.</param>
/// <param name="Answers">The customer's answers that its propensity learned from.</param>
/// <param name="Stood">Whether it stood before it was looked at.</param>
/// <param name="Conflict">The group of which only the best stands, or null.</param>
/// <param name="Members">For a bundle, the actions that it stands for.</param>
public sealed record Candidate(
    UInt128 Id, string Action, string? Subject, IReadOnlyList<ActionRule> Rules, Verdict Verdict, Score Score, long ScoreToday, InterestAnswers Answers, bool Stood, string? Conflict, IReadOnlyList<BundleMember> Members);

/// <summary>A gate, in the order in which they are asked.</summary>
public enum Gate
{
    /// <summary>Is its campaign on, and for this customer?</summary>
    Campaign,
    /// <summary>May we, by law and product terms?</summary>
    Eligibility,
    /// <summary>Is it relevant now?</summary>
    Applicability,
    /// <summary>Is it in the customer's interest?</summary>
    Suitability,
    /// <summary>Has the customer agreed?</summary>
    Consent,
    /// <summary>Was it declined before?</summary>
    Declines,
    /// <summary>Is it not one contact too many?</summary>
    Contacts,
}

/// <summary>How a gate answered.</summary>
public enum GateOutcome
{
    /// <summary>It had nothing to ask of this action.</summary>
    Open,
    /// <summary>It let the action pass.</summary>
    Passed,
    /// <summary>It stopped or held it.</summary>
    Answered,
    /// <summary>One before it had answered.</summary>
    NotAsked,
}

/// <summary>A gate and its answer.</summary>
/// <param name="Gate">Which one.</param>
/// <param name="Outcome">How it answered.</param>
/// <param name="Asked">What it asks of this action: the campaign, the lines as written, the consent needed; empty for nothing that can be named.</param>
public sealed record GateStep(Gate Gate, GateOutcome Outcome, IReadOnlyList<string> Asked);
