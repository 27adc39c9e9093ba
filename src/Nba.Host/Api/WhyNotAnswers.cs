using System.Globalization;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Atoms;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Api;

/// <summary>Why an action does not stand for a customer, or how it stands, were the customer looked at now.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Action">Its id in the rule files.</param>
/// <param name="AsOf">The moment asked about.</param>
/// <param name="Book">Version of the rule book in force.</param>
/// <param name="Answer"><c>stands</c>, <c>coming</c> (nothing stops it: raised at the next look), <c>held</c> (it is kept out of queues: by policy, by its owner, or until its first day), <c>stopped</c> (a gate), <c>not-proposed</c> (no rule wants it), or <c>nothing</c> (nothing at all is raised for the customer).</param>
/// <param name="Occasions">Every occasion of it that rules want.</param>
/// <param name="Rules">Rules that could propose it and do not, nearest to it first.</param>
/// <param name="Reason">Why nothing at all is raised: <c>history</c> before the bank goes live, <c>forwarded</c> for a customer merged into another.</param>
/// <param name="Detail">The customer that stays.</param>
/// <param name="At">The moment on the bank's clock, where it is an earlier one that was asked about.</param>
/// <param name="Unknown"><c>sources</c> where nobody here knows how far the bank's sources are complete, as on a worker of a cluster: the answer supposes that none is behind.</param>
public sealed record WhyNotAnswer(
    string Customer, string Action, string AsOf, string Book, string Answer, IReadOnlyList<OccasionAnswer> Occasions, IReadOnlyList<SilentRuleAnswer> Rules, string? Reason = null, string? Detail = null, string? Unknown = null, string? At = null)
{
    internal const string Sources = "sources";

    internal static WhyNotAnswer Of(WhyNotReport found, string book) => new(
        found.Customer, found.Action, found.Now.ToString(), book, Word(found), [.. found.Occasions.Select(OccasionAnswer.Of)], [.. found.Rules.Select(SilentRuleAnswer.Of)],
        found.Nothing is { } nothing ? ReasonNames.Of(nothing.Reason) : null, found.Nothing?.Detail);

    private static string Word(WhyNotReport found) =>
        found.Nothing is not null ? "nothing"
        : found.Occasions.Any(o => o is { Stands: true, IsLive: true }) ? "stands"
        : found.Occasions.Any(o => o.IsLive) ? "coming"
        : found.Occasions.Any(o => o.Status is not (null or ActionStatus.Lapsed)) ? "held"
        : found.Occasions.Count > 0 ? "stopped" : "not-proposed";
}

/// <summary>One occasion of the action.</summary>
/// <param name="Id">Identity: 32 hexadecimal digits.</param>
/// <param name="Subject">Key of the thing it is about.</param>
/// <param name="Rules">The rules that want it, best first.</param>
/// <param name="Status">How it stands: live, held, snoozed, lapsed; null where it does not.</param>
/// <param name="Reason">What the gates answered first.</param>
/// <param name="Until">Day on which that may end.</param>
/// <param name="Detail">Which line, cap, campaign or better action it was.</param>
/// <param name="Line">The line that answered.</param>
/// <param name="Changes">The least that would have to change for that line to hold.</param>
public sealed record OccasionAnswer(string Id, string? Subject, IReadOnlyList<string> Rules, string? Status, string Reason, string? Until, string? Detail, ReadLineAnswer? Line, IReadOnlyList<ChangeAnswer>? Changes)
{
    internal static OccasionAnswer Of(WantedOccasion occasion) => new(
        ActionIdentity.Format(occasion.Id), occasion.Subject, occasion.Rules, occasion.Status?.ToString().ToLowerInvariant(), ReasonNames.Of(occasion.Verdict.Reason),
        occasion.Verdict.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), occasion.Verdict.Detail,
        occasion.Line is { Lines: [var line] } ? ReadLineAnswer.Of(line) : null, ChangeAnswer.Of(occasion.Line));
}

/// <summary>A rule that could propose the action and does not.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Place">Where it stands: file, line and column.</param>
/// <param name="Reason"><c>line-failed</c>, <c>other-kind</c>, or <c>not-on</c>: nothing is missing but the activity or plan that it waits for.</param>
/// <param name="Subject">Key of the thing it came nearest with.</param>
/// <param name="Missing">The kind of thing that it looks at and the customer has none of.</param>
/// <param name="Line">The first line that does not hold.</param>
/// <param name="Failing">How many lines do not hold.</param>
/// <param name="Changes">The least that would have to change for all to hold, each fact for itself.</param>
/// <param name="Untold">Lines that would have to hold besides, and nobody can tell by which change: they compare several facts, or compute.</param>
/// <param name="On">Types of the activities that it waits for.</param>
/// <param name="Asked">What it asks of them.</param>
public sealed record SilentRuleAnswer(
    string Rule, string Place, string Reason, string? Subject, string? Missing, ReadLineAnswer? Line, int Failing, IReadOnlyList<ChangeAnswer>? Changes, IReadOnlyList<string>? Untold, IReadOnlyList<string>? On, IReadOnlyList<string>? Asked)
{
    internal static SilentRuleAnswer Of(SilentRule silent)
    {
        var (rule, facts) = (silent.Rule, silent.Facts);
        return new SilentRuleAnswer(
            rule.Name, rule.Mark.ToString(), ReasonNames.Of(silent.Reason), silent.Subject, facts is null && silent.Reason != Engine.Vocabulary.Reason.OtherKind ? rule.Each?.Name : null,
            facts?.FirstFailing is { } line ? ReadLineAnswer.Of(line) : null, facts?.Lines.Count(l => l.Result != ConditionResult.Holds) ?? 0, ChangeAnswer.Of(facts),
            facts?.Least is { Unanswered: { Count: > 0 } untold } ? untold : null, rule.Events.Count > 0 ? [.. rule.Events.Select(e => e.Name)] : null, silent.Asked.Count > 0 ? [.. silent.Asked.Select(l => l.Text)] : null);
    }
}

/// <summary>A line and what it read.</summary>
/// <param name="Text">As written.</param>
/// <param name="Place">Where it stands: file, line and column.</param>
/// <param name="Values">The values that it read, each as <c>customer.balance = 4200</c>.</param>
/// <param name="Why">Why it could not be computed.</param>
public sealed record ReadLineAnswer(string Text, string Place, IReadOnlyList<string> Values, string? Why)
{
    internal static ReadLineAnswer Of(ExplainedCondition line) => new(line.Text, line.Mark.ToString(), [.. line.Values.Select(v => v.ToString())], line.Why);
}

/// <summary>A change that would help.</summary>
/// <param name="Fact">What would have to change.</param>
/// <param name="From">What it is.</param>
/// <param name="To">What it would have to be.</param>
public sealed record ChangeAnswer(string Fact, string From, string To)
{
    internal static IReadOnlyList<ChangeAnswer>? Of(RuleExplanation? explanation) => explanation?.Least is { Changes: { Count: > 0 } changes } ? [.. changes.Select(c => new ChangeAnswer(c.Name, c.From, c.To.ToString()))] : null;
}
