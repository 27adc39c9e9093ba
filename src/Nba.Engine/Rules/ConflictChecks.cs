using System.Globalization;
using Nba.Engine.Expressions;
using Nba.Engine.Network;
using Nba.Engine.Sources;

namespace Nba.Engine.Rules;

/// <summary>
/// Of a conflict group only the best stands. A rule whose lines hold only where those of another of its group do, which no gate stops that would not stop it too and which scores more,
/// comes up only once the other was answered. Found where all of that shows in the files, and nowhere else: nothing is supposed of facts.
/// </summary>
internal static class ConflictChecks
{
    /// <summary>Adds what is found among rules over the same events and things.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="linesOf">When all lines of a rule hold; null where that is too much to say.</param>
    /// <param name="findings">Where it is added.</param>
    public static void Find(IReadOnlyList<ActionRule> rules, Func<ActionRule, IReadOnlyList<Term>?> linesOf, FindingList findings)
    {
        foreach (var group in rules.Where(r => r.Action.Conflict is not null && !r.PlanOnly).GroupBy(r => r.Action.Conflict, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            var members = group.Select(r => (Rule: r, Lines: linesOf(r))).Where(m => m.Lines is { Count: > 0 }).ToList();
            foreach (var (loser, lines) in members)
            {
                if (members.FirstOrDefault(m => m.Rule != loser && Wins(m.Rule, loser) && TermAlgebra.IsWithin(lines!, m.Lines!)).Rule is { } winner)
                    findings.Add(loser.Mark, ProblemCode.AlwaysLoses, $"whenever the rule '{loser.Name}' holds, '{winner.Name}' of the conflict group '{group.Key}' does too and scores more", $"let it score more, narrow the other, or take it out of the group");
            }
        }
    }

    private static bool Wins(ActionRule winner, ActionRule loser) =>
        winner.Action.Id != loser.Action.Id && IsAskedWith(winner, loser) && PassesWith(winner, loser) && Scores(winner, loser);

    private static bool IsAskedWith(ActionRule winner, ActionRule loser) =>
        (winner.Daily || !loser.Daily) && (winner.Hourly || !loser.Hourly) && (winner.Kinds == 0 || (loser.Kinds != 0 && (loser.Kinds & ~winner.Kinds) == 0));

    private static bool PassesWith(ActionRule winner, ActionRule loser)
    {
        var (w, l) = (winner.Action, loser.Action);
        return (w.Purpose, w.Channel, w.Category, w.CampaignId) == (l.Purpose, l.Channel, l.Category, l.CampaignId) && w.Product is null && w.Contains.Count == 0
            && Within(winner.Eligibility, loser.Eligibility) && Within(winner.Applicability, loser.Applicability) && Within(winner.Suitability, loser.Suitability);
    }

    // Parts that are the same are equal whatever they read; others are compared where both are numbers.
    private static bool Scores(ActionRule winner, ActionRule loser)
    {
        if (winner.Action.HalfLifeDays != loser.Action.HalfLifeDays || Date(winner.NotBefore) != Date(loser.NotBefore) || Date(winner.Due) != Date(loser.Due)) return false;
        var more = false;
        foreach (var (a, b) in new[] { (winner.Propensity, loser.Propensity), (winner.Context, loser.Context), (winner.Value, loser.Value) })
        {
            if (a.Text == b.Text) continue;
            if (!long.TryParse(a.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var x) || !long.TryParse(b.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var y) || x < y) return false;
            more = true;
        }
        return more;
    }

    private static bool Within(IReadOnlyList<Condition> some, IReadOnlyList<Condition> others) => some.All(s => others.Any(o => o.Text == s.Text));

    private static string Date(DateRule? date) => date is null ? "" : $"{date.Anchor?.Text} {date.FromDue} {date.Span}";
}
