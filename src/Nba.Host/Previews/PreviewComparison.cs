using Nba.Engine;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Previews;

/// <summary>Which reminders another rule book adds, removes and moves, if nothing else happens.</summary>
/// <param name="StandsAt">The day on which the store stands, and on which the other book would come into force.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Book">Version of the book in force.</param>
/// <param name="Against">Version of the other.</param>
/// <param name="Files">Names of rule files that differ, each with <c>changed</c>, <c>added</c> or <c>removed</c>.</param>
/// <param name="EmptyFacts">Facts that the other book begins to fold: nothing is known of them before it is in force, so they are null here for all that is past.</param>
/// <param name="Rules">Counts by rule and owner.</param>
/// <param name="Differences">Every difference, by rule, owner and day.</param>
internal sealed record PreviewComparison(
    string StandsAt, string From, string To, string Book, string Against, IReadOnlyList<DifferingFile> Files, IReadOnlyList<string> EmptyFacts, IReadOnlyList<ComparedRule> Rules, IReadOnlyList<PreviewDifference> Differences)
{
    /// <summary>Compares what two books bring.</summary>
    public static PreviewComparison Of(PreviewSpan span, DateOnly standsAt, RuleBook before, RuleBook after, IReadOnlyList<PreviewDifference> differences) => new(
        PreviewWords.Day(standsAt), PreviewWords.Day(span.From), PreviewWords.Day(span.To), before.Version, after.Version, DifferingFile.Between(before, after), Empty(before, after),
        ComparedRule.Of(differences),
        differences);

    // As rule files name them: of the customer, and of their things.
    private static IReadOnlyList<string> Empty(RuleBook before, RuleBook after)
    {
        var names = new List<string>();
        foreach (var key in FactKey.Read(before.Vocabulary.NewFacts(after.Vocabulary)))
        {
            var entity = after.Vocabulary.Entities.FirstOrDefault(e => e.Id == key.Entity);
            if ((entity?.Facts ?? after.Vocabulary.Facts).FirstOrDefault(f => f.Id == key.Fact) is { } fact) names.Add($"{entity?.Name ?? "customer"}.{fact.Name}");
        }
        return names;
    }
}

/// <summary>How many reminders of one rule change for one owner.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Manager">The owner; of what goes to another queue, the new one.</param>
/// <param name="Name">Their name.</param>
/// <param name="Added">Reminders that come by the other book alone.</param>
/// <param name="Removed">Reminders that come, or stay, by the book in force alone.</param>
/// <param name="Moved">Reminders that come, or are due, on another day.</param>
/// <param name="Reassigned">Reminders that come to this queue instead of another.</param>
internal sealed record ComparedRule(string Rule, string Manager, string? Name, int Added, int Removed, int Moved, int Reassigned)
{
    /// <summary>The counts of differences, in the order in which they come.</summary>
    public static IReadOnlyList<ComparedRule> Of(IReadOnlyList<PreviewDifference> differences) =>
        [.. differences.GroupBy(d => (d.Rule, d.Manager)).Select(g => new ComparedRule(g.Key.Rule, g.Key.Manager, g.First().Row.ManagerName,
            g.Count(d => d.Change == PreviewDifference.Added), g.Count(d => d.Change == PreviewDifference.Removed), g.Count(d => d.Change == PreviewDifference.Moved), g.Count(d => d.Change == PreviewDifference.Reassigned)))];
}

/// <summary>A rule file that differs between two books.</summary>
/// <param name="Path">Its path in the folder of the rules.</param>
/// <param name="Change"><c>changed</c>, <c>added</c> or <c>removed</c>.</param>
internal sealed record DifferingFile(string Path, string Change)
{
    internal static IReadOnlyList<DifferingFile> Between(RuleBook before, RuleBook after)
    {
        var (was, will) = (before.Files.ToDictionary(f => f.Path, f => f.Text, StringComparer.Ordinal), after.Files.ToDictionary(f => f.Path, f => f.Text, StringComparer.Ordinal));
        return [.. was.Keys.Union(will.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(p => was.GetValueOrDefault(p) != will.GetValueOrDefault(p))
            .Select(p => new DifferingFile(p, !was.ContainsKey(p) ? "added" : !will.ContainsKey(p) ? "removed" : "changed"))];
    }
}
