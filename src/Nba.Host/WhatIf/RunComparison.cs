using Nba.Engine;
using Nba.Engine.Actions;

namespace Nba.Host.WhatIf;

/// <summary>A count of actions under a name: a rule, a family, a segment, a branch or an owner.</summary>
/// <param name="Key">Its id.</param>
/// <param name="Actions">How its actions compare.</param>
internal sealed record CountedGroup(string Key, Tally Actions);

/// <summary>One day of both runs: actions that queues show in the morning, each once however many owners have it.</summary>
internal readonly record struct CountedDay(int Baseline, int Alternative, int Appears, int Disappears);

/// <summary>Two runs over one log, compared action by action. Reads both and changes nothing; not thread-safe.</summary>
/// <param name="baseline">The run under the recorded rules.</param>
/// <param name="alternative">The run under the other rules.</param>
internal sealed class RunComparison(QueueTrace baseline, QueueTrace alternative)
{
    private readonly Lazy<IReadOnlyList<ComparedAction>> _actions = new(() => Pair(baseline, alternative));

    /// <summary>The run under the recorded rules.</summary>
    public QueueTrace Baseline => baseline;

    /// <summary>The run under the other rules.</summary>
    public QueueTrace Alternative => alternative;

    /// <summary>Every action that either run showed, in the order of identities.</summary>
    public IReadOnlyList<ComparedAction> Actions => _actions.Value;

    /// <summary>All of them counted.</summary>
    public Tally Total() => Actions.Aggregate(default(Tally), (sum, action) => sum + Count(action, true, true, action.Fate));

    /// <summary>Counted by the rule that proposed them first.</summary>
    public IReadOnlyList<CountedGroup> ByRule() => By(RuleOf);

    /// <summary>Counted by the family of that rule.</summary>
    public IReadOnlyList<CountedGroup> ByFamily()
    {
        var (recorded, other) = (Families(baseline.InForce), Families(alternative.InForce));
        string Family(ActionRecord record, bool isBaseline) => (isBaseline ? recorded : other).GetValueOrDefault(RuleOf(record)) ?? record.Category;
        return Groups(action => Keys(action, Family));
    }

    /// <summary>Counted by something of the customer; actions of customers of whom it is not known are left out.</summary>
    public IReadOnlyList<CountedGroup> ByCustomer(Func<string, string?> of) => By(record => of(record.Customer));

    /// <summary>Counted for each owner, who has an action or does not.</summary>
    public IReadOnlyList<CountedGroup> ByOwner() => Groups(action =>
        (action.Baseline.Select(o => (string?)o.Owner), action.Alternative.Select(o => (string?)o.Owner)));

    /// <summary>Counted by days.</summary>
    public IReadOnlyList<CountedDay> ByDay()
    {
        var days = new CountedDay[baseline.Days];
        foreach (var action in Actions)
        {
            for (var day = 0; day < days.Length; day++)
            {
                var (was, is_) = (action.Baseline.Any(o => o.Trace.Place(day) > 0), action.Alternative.Any(o => o.Trace.Place(day) > 0));
                if (was || is_) days[day] = Add(days[day], was, is_);
            }
        }
        return days;
    }

    /// <summary>By days, how many actions that only one run has begin there: under the other rules, and under the recorded ones.</summary>
    public IReadOnlyList<(int New, int Gone)> Begun()
    {
        var days = new (int New, int Gone)[baseline.Days];
        foreach (var action in Actions)
        {
            if (action.Fate == Fate.Appears) days[action.Day].New++;
            else if (action.Fate == Fate.Disappears) days[action.Day].Gone++;
        }
        return days;
    }

    /// <summary>An owner's actions counted by days.</summary>
    public IReadOnlyList<CountedDay> ByDay(string owner)
    {
        var (had, has) = (baseline.Owners.GetValueOrDefault(owner), alternative.Owners.GetValueOrDefault(owner));
        var days = new CountedDay[baseline.Days];
        foreach (var id in (had?.Actions.Keys ?? Enumerable.Empty<UInt128>()).Union(has?.Actions.Keys ?? Enumerable.Empty<UInt128>()))
        {
            var (a, b) = (had?.Actions.GetValueOrDefault(id), has?.Actions.GetValueOrDefault(id));
            for (var day = 0; day < days.Length; day++) days[day] = Add(days[day], a?.Place(day) > 0, b?.Place(day) > 0);
        }
        return days;
    }

    /// <summary>Name of the rule that proposed it first; a bundle's is the bundle.</summary>
    public static string RuleOf(ActionRecord record) => record.Rules.Count > 0 ? record.Rules[0] : record.Action;

    private static CountedDay Add(CountedDay day, bool was, bool stands) => new(
        day.Baseline + (was ? 1 : 0), day.Alternative + (stands ? 1 : 0), day.Appears + (stands && !was ? 1 : 0), day.Disappears + (was && !stands ? 1 : 0));

    private static List<ComparedAction> Pair(QueueTrace baseline, QueueTrace alternative)
    {
        var all = new SortedDictionary<UInt128, ComparedAction>();
        foreach (var (trace, isBaseline) in ((QueueTrace, bool)[])[(baseline, true), (alternative, false)])
        {
            foreach (var (name, owner) in trace.Owners)
            {
                foreach (var (id, traced) in owner.Actions)
                {
                    if (!all.TryGetValue(id, out var action)) all[id] = action = new ComparedAction(id);
                    action.Add(isBaseline, name, traced);
                }
            }
        }
        foreach (var action in all.Values) action.Settle(baseline.Days);
        return [.. all.Values];
    }

    private static Dictionary<string, string> Families(RuleBook book) => book.Entries.Where(e => e.Shape == "action").DistinctBy(e => e.Name).ToDictionary(e => e.Name, e => e.Family, StringComparer.Ordinal);

    private IReadOnlyList<CountedGroup> By(Func<ActionRecord, string?> of) => Groups(action => Keys(action, (record, _) => of(record)));

    private static (IEnumerable<string?>, IEnumerable<string?>) Keys(ComparedAction action, Func<ActionRecord, bool, string?> of) => (
        action.Baseline.Take(1).Select(o => of(o.Trace.First, true)), action.Alternative.Take(1).Select(o => of(o.Trace.First, false)));

    private List<CountedGroup> Groups(Func<ComparedAction, (IEnumerable<string?>, IEnumerable<string?>)> keys)
    {
        var groups = new SortedDictionary<string, Tally>(StringComparer.Ordinal);
        foreach (var action in Actions)
        {
            var (was, stands) = keys(action);
            foreach (var key in was.Union(stands).OfType<string>().Where(k => k.Length > 0)) groups[key] = groups.GetValueOrDefault(key) + Count(action, was.Contains(key), stands.Contains(key), action.Fate);
        }
        return [.. groups.Select(g => new CountedGroup(g.Key, g.Value)).OrderByDescending(g => g.Actions.Changed).ThenByDescending(g => g.Actions.OtherPlace).ThenBy(g => g.Key, StringComparer.Ordinal)];
    }

    // In a group that has it in one run only, it appears or disappears, whatever it does elsewhere.
    private static Tally Count(ComparedAction action, bool inBaseline, bool inAlternative, Fate fate)
    {
        var (was, stands) = (inBaseline && action.Baseline.Count > 0, inAlternative && action.Alternative.Count > 0);
        var moved = was && stands ? fate : Fate.Same;
        return new Tally(
            was ? 1 : 0, stands ? 1 : 0, stands && !was ? 1 : 0, was && !stands ? 1 : 0, moved == Fate.Earlier ? 1 : 0, moved == Fate.Later ? 1 : 0,
            moved == Fate.Shorter ? 1 : 0, moved == Fate.Longer ? 1 : 0, moved == Fate.OtherOwner ? 1 : 0, moved == Fate.OtherPlace ? 1 : 0);
    }
}
