using Nba.Engine.Calendars;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Statistics;

/// <summary>Takes a promise from the rules that propose an action, so that what is counted as late is what stood in queues as overdue.</summary>
internal sealed class PromiseReader(IReadOnlyList<ActionRule> rules, ProblemList problems)
{
    /// <summary>The promise; null when it was refused.</summary>
    public StatisticPromise? Read(SourceMark mark, string action, EntityType entity, Fact received)
    {
        var of = rules.Where(r => r.Action.Id == action).ToList();
        if (of.Count == 0)
        {
            problems.Add(mark, ProblemCode.UnknownTarget, $"'{action}' is no action that a rule in force proposes{Hint(action, entity, received)}");
            return null;
        }
        var dues = of.Select(r => Days(r, r.Due, entity, received)).Distinct().ToList();
        if (dues is not [{ } due])
        {
            problems.Add(mark, ProblemCode.BadSpan,
                $"every rule that proposes '{action}' must have the same 'due', some days or working days after item.{received.Name}, to be a promise");
            return null;
        }
        var escalate = of[0].Escalate;
        return of.Any(r => r.Escalate != escalate) && of.Count > 1
            ? new StatisticPromise(action, due, null, null)
            : new StatisticPromise(action, due, FromDue(escalate), Days(of[0], escalate, entity, received));
    }

    // Whoever invented a name is not helped by spelling, but by the names there are.
    private Sentence Hint(string action, EntityType entity, Fact received)
    {
        var near = NearMiss.Hint(action, rules.Select(r => r.Action.Id).Distinct());
        if (!near.IsEmpty) return near;
        var fit = rules.Where(r => Days(r, r.Due, entity, received) is not null).Select(r => r.Action.Id).Distinct().Order(StringComparer.Ordinal).ToList();
        return fit.Count == 0 ? Sentence.Of($"; no rule has an action with a 'due' of some days after item.{received.Name}, so leave 'promise' out") : Sentence.Of($"; due some days after item.{received.Name} are: {string.Join(", ", fit)}");
    }

    private static DaySpan? Days(ActionRule rule, DateRule? date, EntityType entity, Fact received) =>
        rule.Each == entity && date is { FromDue: false, Anchor: { } anchor } && anchor.Text.Trim() == $"item.{received.Name}"
        && (date.Span ?? default) is { Unit: not SpanUnit.Hours } span ? span : null;

    private static DaySpan? FromDue(DateRule? date) => date is { FromDue: true } && (date.Span ?? default) is { Unit: not SpanUnit.Hours } span ? span : null;
}
