using Nba.Engine;
using Nba.Engine.Arbitration;
using Nba.Host.Api;

namespace Nba.Host.WhatIf;

/// <summary>The customers for whom another book changes most, each with what changes and why. Not thread-safe.</summary>
internal sealed class AffectedCustomers(WhatIfRun run, IReadOnlyDictionary<string, CustomerPlace> places, bool names)
{
    private const int Customers = 10, ActionsEach = 3;

    private readonly RunComparison _comparison = run.Comparison;
    private IReadOnlyDictionary<WhyQuestion, WhyAnswer> _recorded = null!, _other = null!;

    /// <summary>Ten at most, those with most differences first; who only sees actions at other places is left out before everybody else.</summary>
    public IReadOnlyList<WhatIfCustomer> Read()
    {
        var chosen = _comparison.Actions.Where(a => a.Fate != Fate.Same).GroupBy(a => a.Record.Customer, StringComparer.Ordinal)
            .Select(g => (Customer: g.Key, Actions: g.OrderBy(a => a.Fate == Fate.OtherPlace).ThenByDescending(Weight).ThenBy(a => a.Id).ToList()))
            .OrderBy(c => c.Actions.All(a => a.Fate == Fate.OtherPlace)).ThenByDescending(c => c.Actions.Count).ThenBy(c => c.Customer, StringComparer.Ordinal)
            .Take(Customers).OrderByDescending(c => c.Actions.Count).ThenBy(c => c.Customer, StringComparer.Ordinal).ToList();
        var told = chosen.SelectMany(c => c.Actions.Take(ActionsEach)).Where(a => Lacks(a) is not null).ToList();
        (_recorded, _other) = (Ask(told, recorded: true), Ask(told, recorded: false));
        return [.. chosen.Select(c => new WhatIfCustomer(
            c.Customer, names ? places.GetValueOrDefault(c.Customer)?.Name : null, places.GetValueOrDefault(c.Customer)?.Segment, places.GetValueOrDefault(c.Customer)?.Branch,
            c.Actions.Count, [.. c.Actions.Take(ActionsEach).Select(Told)]))];
    }

    private IReadOnlyDictionary<WhyQuestion, WhyAnswer> Ask(IEnumerable<ComparedAction> actions, bool recorded) =>
        new Explaining(run).Ask([.. actions.Where(a => Lacks(a) == recorded).Select(Question).Distinct()], recorded);

    // Which run lacks it on its day: true for the recorded one, null where both have it.
    private static bool? Lacks(ComparedAction action) => action.Fate switch
    {
        Fate.Appears or Fate.Earlier or Fate.Longer => true,
        Fate.Disappears or Fate.Later or Fate.Shorter => false,
        _ => null,
    };

    private WhyQuestion Question(ComparedAction action)
    {
        var stands = Lacks(action) == true ? action.Alternative : action.Baseline;
        return new WhyQuestion(action.Record.Customer, action.Record.Action, RunComparison.RuleOf(stands[0].Trace.First), action.Record.Subject, run.Period.From.AddDays(action.Day), AtEnd: stands.All(o => o.Trace.Place(action.Day) == 0));
    }

    private WhatIfAction Told(ComparedAction action)
    {
        var (had, has) = (action.Baseline, action.Alternative);
        return new WhatIfAction(
            action.Record.Action, action.Record.Subject, NameOf(action.Fate), Day(action.Day), Span(had), Span(has), [.. had.Select(o => o.Owner)], [.. has.Select(o => o.Owner)],
            Rule(had), Rule(has), Worth(had), Worth(has), Why(action));
    }

    private WhatIfReason? Why(ComparedAction action)
    {
        if (Lacks(action) is not { } recorded) return null;
        var (which, book) = (recorded ? "recorded" : "other", recorded ? _comparison.Baseline.InForce : _comparison.Alternative.InForce);
        if (!book.Rules.Rules.Any(r => r.Action.Id == action.Record.Action))
            return new WhatIfReason(which, book.Bundles.Find(action.Record.Action) is null ? WhatIfReason.NoRule : WhatIfReason.NoBundle, null, null, null, null, null, null);
        if (!(recorded ? _recorded : _other).TryGetValue(Question(action), out var asked)) return null;
        var answer = WhyNotAnswer.Of(asked.Report, book.Version);
        if (answer.Reason is { } nothing) return new WhatIfReason(which, nothing, null, null, null, null, null, answer.Detail);
        if (answer.Occasions.FirstOrDefault(o => o.Subject == action.Record.Subject && o.Reason != "passed") is { } occasion)
            return new WhatIfReason(which, occasion.Reason, occasion.Rules is [var first, ..] ? first : null, occasion.Until, occasion.Line?.Text, occasion.Line?.Place, Shown(occasion.Line, book), occasion.Line is null ? occasion.Detail : null);
        var rule = Question(action).Rule;
        if (asked.Rule?.FirstFailing is { } failing && failing.Values.All(v => !v.Name.StartsWith("event.", StringComparison.Ordinal)))
        {
            var line = ReadLineAnswer.Of(failing);
            return new WhatIfReason(which, "line-failed", rule, null, line.Text, line.Place, Shown(line, book), null);
        }
        if (answer.Occasions.Count > 0) return null;
        if (!book.Rules.Rules.Any(r => r.Name == rule)) return new WhatIfReason(which, WhatIfReason.NoRule, rule, null, null, null, null, null);
        return (answer.Rules.FirstOrDefault(r => r.Rule == rule) ?? (answer.Rules is [var nearest, ..] ? nearest : null)) is { } silent ? Silent(which, silent, book) : null;
    }

    // Where all lines about facts hold, it is the activity that was not as the rule asks.
    private WhatIfReason Silent(string which, SilentRuleAnswer silent, RuleBook book)
    {
        if (silent is { Reason: "not-on", Asked: { Count: > 0 } asked }) return new WhatIfReason(which, WhatIfReason.NoActivity, silent.Rule, null, string.Join(" && ", asked), null, null, silent.On is { } on ? string.Join(" / ", on) : null);
        var detail = silent.Missing ?? (silent.Line is null && silent.On is { } types ? string.Join(" / ", types) : null);
        return new WhatIfReason(which, silent.Reason, silent.Rule, null, silent.Line?.Text, silent.Line?.Place, Shown(silent.Line, book), detail);
    }

    // What is personal stays with the bank's own pages unless names are asked for.
    private IReadOnlyList<string>? Shown(ReadLineAnswer? line, RuleBook book) => line is null ? null : names ? line.Values : [.. line.Values.Select(v => v.Split(" = ", 2) is [var name, _] && IsPersonal(name, book) ? name + " = …" : v)];

    private static bool IsPersonal(string name, RuleBook book) => name.Split('.', 2) switch
    {
        ["customer", var fact] => book.Vocabulary.Fact(fact)?.Personal == true,
        ["item", var fact] => book.Vocabulary.Entities.Any(e => e.Facts.Any(f => f.Name == fact && f.Personal)),
        _ => false,
    };

    private IReadOnlyList<string>? Span(IReadOnlyList<(string Owner, TracedAction Trace)> owners) =>
        owners.Count == 0 ? null : [Day(owners.Min(o => o.Trace.FirstDay)), Day(owners.Max(o => o.Trace.LastDay))];

    private static string? Rule(IReadOnlyList<(string Owner, TracedAction Trace)> owners) => owners.Count == 0 ? null : RunComparison.RuleOf(owners[0].Trace.Last);

    private static decimal? Worth(IReadOnlyList<(string Owner, TracedAction Trace)> owners) => owners.Count == 0 ? null : decimal.Round((decimal)owners[0].Trace.Last.Score.Base / Score.One, 2);

    private static decimal Weight(ComparedAction action) => Math.Abs((Worth(action.Alternative) ?? 0) - (Worth(action.Baseline) ?? 0));

    private string Day(int day) => WhatIfReader.Day(run.Period.From.AddDays(day));

    private static string NameOf(Fate fate) => fate switch
    {
        Fate.OtherOwner => "other-owner",
        Fate.OtherPlace => "other-place",
        _ => fate.ToString().ToLowerInvariant(),
    };
}
