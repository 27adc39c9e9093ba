using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Expressions;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>How an action is with a customer, were the customer looked at now as on a day's tick. Immutable.</summary>
/// <param name="Customer">The customer's id.</param>
/// <param name="Action">Id of the action in the rule files.</param>
/// <param name="Now">The moment asked about.</param>
/// <param name="Occasions">Every occasion of it that rules want: those that stand, and those that a gate stops. Empty where no rule wants it.</param>
/// <param name="Rules">Every rule that could propose it and wants nothing now, with the first line that does not hold; nearest to holding first.</param>
/// <param name="Nothing">Why nothing at all is raised for the customer: the bank is still to go live, or the customer was merged into another, whose id is the detail. Null where that is not so.</param>
public sealed record WhyNotReport(string Customer, string Action, Instant Now, IReadOnlyList<WantedOccasion> Occasions, IReadOnlyList<SilentRule> Rules, Verdict? Nothing = null);

/// <summary>One occasion of an action that rules want. Immutable.</summary>
/// <param name="Id">Identity of the action.</param>
/// <param name="Subject">Key of the thing it is about, or null.</param>
/// <param name="Rules">The rules that want it, best first.</param>
/// <param name="Stands">Whether it stood already, in a queue or held out of it.</param>
/// <param name="Status">How it stands once it is decided; null where it does not.</param>
/// <param name="Verdict">What the gates answer: the first that does not pass, and until when; where all do, that it was put off, that its first day is still to come, or that its last has passed.</param>
/// <param name="Line">The line that answered, with the values it reads and the least change that would pass; null where no line did.</param>
public sealed record WantedOccasion(UInt128 Id, string? Subject, IReadOnlyList<string> Rules, bool Stands, ActionStatus? Status, Verdict Verdict, RuleExplanation? Line)
{
    /// <summary>Whether it is, or will be, in a queue.</summary>
    public bool IsLive => Status == ActionStatus.Live && Verdict.Reason != Reason.NotYet;
}

/// <summary>A rule that could propose the action and does not. Immutable.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Reason"><see cref="Reason.OtherKind"/>, <see cref="Reason.NotOn"/> where it waits for an activity or plan and its lines about facts hold, else <see cref="Reason.LineFailed"/>.</param>
/// <param name="Subject">Key of the thing it came nearest with; null where it looks at none, or the customer has none.</param>
/// <param name="Facts">Its lines about facts, with what they read, the first that fails, and the least change that would make all hold; null for another kind of customer, and where there is no thing to look at.</param>
/// <param name="Asked">Its lines about the activity that it waits for.</param>
public sealed record SilentRule(ActionRule Rule, Reason Reason, string? Subject, RuleExplanation? Facts, IReadOnlyList<Condition> Asked);
