using Nba.Engine.Rules;

namespace Nba.Engine.Reports;

/// <summary>Prompts counted under each heading of several kinds. Not thread-safe.</summary>
internal sealed class PromptGroups(ReportScope scope, IReadOnlyDictionary<string, ActionRule> byAction)
{
    private readonly SortedDictionary<string, PromptTally> _managers = new(StringComparer.Ordinal), _branches = new(StringComparer.Ordinal), _actions = new(StringComparer.Ordinal),
        _families = new(StringComparer.Ordinal), _categories = new(StringComparer.Ordinal), _purposes = new(StringComparer.Ordinal);

    public void Add(Prompt prompt, CustomerGlance who)
    {
        var rule = byAction.GetValueOrDefault(prompt.Action);
        Under(_managers, prompt.Owner).Add(prompt);
        Under(_branches, scope.Last.Directory.Find(prompt.Owner)?.Branch ?? who.Branch ?? "").Add(prompt);
        Under(_actions, prompt.Action).Add(prompt);
        Under(_families, rule?.Family ?? "").Add(prompt);
        Under(_categories, rule?.Action.Category ?? "").Add(prompt);
        Under(_purposes, rule is null ? "" : ReportCounter.PurposeOf(rule.Action)).Add(prompt);
    }

    public PromptTables Rows() => new(Rows(_managers), Rows(_branches), Rows(_purposes), Rows(_families), Rows(_categories), Rows(_actions));

    private static IReadOnlyList<PromptRow> Rows(SortedDictionary<string, PromptTally> tallies) => [.. tallies.Select(t => t.Value.Row(t.Key))];

    private static PromptTally Under(SortedDictionary<string, PromptTally> tallies, string key)
    {
        if (!tallies.TryGetValue(key, out var tally)) tallies[key] = tally = new PromptTally();
        return tally;
    }
}
