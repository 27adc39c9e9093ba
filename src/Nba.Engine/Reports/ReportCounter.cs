using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Reports;

/// <summary>
/// Counts what came of rules and campaigns in a period, customer by customer: the order of customers never shows. Memory goes with rules and owners, not with
/// decisions. Not thread-safe.
/// </summary>
public sealed class ReportCounter
{
    private readonly ReportScope _scope;
    private readonly PromptFold _prompts;
    private readonly SortedDictionary<string, RuleActivity> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ActionRule> _byAction = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<Arms> _arms;
    private readonly PromptTally _total = new();
    private readonly PromptGroups _groups;
    private readonly List<CareGap> _overlooked = [];
    private readonly SortedDictionary<string, (int Customers, int Overlooked)> _care = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Rule, UInt128 Id), (Reason Reason, string? Detail)?> _proposed = [];
    private readonly HashSet<string> _firedFor = new(StringComparer.Ordinal);
    private readonly HashSet<(string Rule, UInt128 Id)> _before = [], _now = [];
    private int _customers;
    private long _recorded, _decided;

    /// <summary>A count of nothing yet.</summary>
    public ReportCounter(ReportScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        (_scope, _prompts, _arms) = (scope, new PromptFold(scope), Arms.Of(scope));
        foreach (var rule in scope.Books.SelectMany(b => b.All))
        {
            // Of a rule that stood in several books the last one counts.
            _rules[rule.Name] = new RuleActivity(rule);
            _byAction[rule.Action.Id] = rule;
        }
        _groups = new PromptGroups(scope, _byAction);
    }

    /// <summary>Adds all that is known of one customer.</summary>
    public void Add(CustomerHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        _decided += history.Who.Decisions;
        _recorded += history.Decisions.Count;
        Follow(history);
        foreach (var prompt in _prompts.Of(history)) Count(prompt, history.Who);
        if (history.Who.Merged) return;
        _customers++;
        foreach (var rule in _rules.Values.Where(r => r.Rule.Kinds == 0 || (r.Rule.Kinds & history.Who.KindBit) != 0)) rule.For++;
        foreach (var arm in _arms) arm.Add(history, InPeriod, _scope.EndsAt);
        Care(history.Who);
    }

    /// <summary>The report on all that was added.</summary>
    public Report Result()
    {
        List<Finding> findings = [.. new SilentRules(_scope, [.. _rules.Values]).Find()];
        return new Report(
            _scope.From, _scope.To, [.. _scope.Books.Select(b => new BookDays(b.Version, b.From, b.To))], _customers, _recorded, _decided, _prompts.Stray, findings, _total.Row(""), _groups.Rows(),
            [.. _rules.Values.Select(r => r.Row())],
            new CareReport(_scope.CareDays, [.. _care.Select(c => new CareRow(c.Key, c.Value.Customers, c.Value.Overlooked))],
                [.. _overlooked.OrderBy(o => o.Manager, StringComparer.Ordinal).ThenBy(o => o.Customer, StringComparer.Ordinal)]),
            [.. _arms.Select(a => a.Row(_scope))]);
    }

    /// <summary>The word of an action's purpose.</summary>
    internal static string PurposeOf(ActionDefinition action) => BuiltIn.Purposes.Values[(int)action.Purpose];

    private bool InPeriod(long at) => at < _scope.EndsAt && _scope.DayOf(at) >= _scope.From.DayNumber;

    // A rule fires when a record has a candidate of it that the customer's record before had not, or that is raised by it.
    private void Follow(CustomerHistory history)
    {
        _proposed.Clear();
        _before.Clear();
        foreach (var decision in history.Decisions)
        {
            if (decision.Now >= _scope.EndsAt) break;
            var (day, inPeriod) = (_scope.DayOf(decision.Now), InPeriod(decision.Now));
            _now.Clear();
            foreach (var candidate in decision.Candidates.Where(c => c.IsProposed))
            {
                foreach (var name in candidate.Rules)
                {
                    if (!_rules.TryGetValue(name, out var rule)) continue;
                    var key = (name, candidate.Id);
                    _now.Add(key);
                    if (!_before.Contains(key) || decision.Changes.Any(c => c.Id == candidate.Id && c.Reason == Reason.Raised)) rule.Fired(day);
                    if (inPeriod) Propose(key, candidate);
                }
            }
            _before.Clear();
            _before.UnionWith(_now);
        }
        Settle();
    }

    private void Propose((string Rule, UInt128 Id) key, RecordedCandidate candidate)
    {
        // What passed once has passed, whatever came later.
        if (_proposed.TryGetValue(key, out var stop) && stop is null) return;
        _proposed[key] = candidate.Passes ? null : (candidate.Reason, candidate.Detail);
    }

    private void Settle()
    {
        _firedFor.Clear();
        foreach (var (key, stop) in _proposed)
        {
            _rules[key.Rule].Proposed(stop);
            if (_firedFor.Add(key.Rule)) _rules[key.Rule].Customers++;
        }
    }

    private void Count(Prompt prompt, CustomerGlance who)
    {
        if (!prompt.IsKnown) return;
        if (prompt.RaisedOn < _scope.From.DayNumber)
        {
            if (!(prompt.GoneOn < _scope.From.DayNumber) && _rules.TryGetValue(prompt.Rule, out var earlier)) earlier.StoodBefore++;
            return;
        }
        _total.Add(prompt);
        _groups.Add(prompt, who);
        if (_rules.TryGetValue(prompt.Rule, out var rule)) rule.Prompts.Add(prompt);
    }

    private void Care(CustomerGlance who)
    {
        var isOverlooked = !(who.LastCareOn > _scope.To.DayNumber - _scope.CareDays);
        var row = _care.GetValueOrDefault(who.Manager ?? "");
        _care[who.Manager ?? ""] = (row.Customers + 1, row.Overlooked + (isOverlooked ? 1 : 0));
        if (isOverlooked) _overlooked.Add(new CareGap(who.Customer, who.Manager, who.Branch, who.LastCareOn is { } day ? DateOnly.FromDayNumber(day) : null));
    }
}
