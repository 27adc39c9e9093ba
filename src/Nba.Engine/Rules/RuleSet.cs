using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Rules;

/// <summary>
/// The door of this room: which rules look at an input (<see cref="On"/>, days, hours), and the networks that find those of them that hold (<see cref="RuleMatcher"/>). Immutable; safe for
/// any thread.
/// </summary>
public sealed class RuleSet
{
    private readonly ActionRule[][] _byEvent;

    internal RuleSet(IReadOnlyList<ActionRule> rules, VocabularyBook vocabulary)
    {
        Rules = rules;
        Daily = [.. rules.Where(r => r.Daily)];
        Hourly = [.. rules.Where(r => r.Hourly)];
        _byEvent = [.. vocabulary.Events.Select(e => rules.Where(r => r.Events.Contains(e)).ToArray())];
        ByName = rules.ToDictionary(r => r.Name, StringComparer.Ordinal);
        ByAction = rules.GroupBy(r => r.Action.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>All rules that propose actions, by name.</summary>
    public IReadOnlyList<ActionRule> Rules { get; }

    /// <summary>Their networks; null while the book has faults.</summary>
    internal RuleNetworks? Networks { get; private init; }

    internal ActionRule[] Daily { get; }

    internal ActionRule[] Hourly { get; }

    /// <summary>Whether any rule is looked at every hour, so that hours must be journalled.</summary>
    public bool AsksForHours => Hourly.Length > 0;

    internal Dictionary<string, ActionRule> ByName { get; }

    internal Dictionary<string, ActionRule[]> ByAction { get; }

    /// <summary>What trees of lines mean; null while the book has faults.</summary>
    internal FrameTrees? Trees { get; private init; }

    /// <summary>The same rules with their networks.</summary>
    internal RuleSet Networked(ParameterRows parameters, FrameTrees trees, VocabularyBook vocabulary) => new(Rules, vocabulary) { Trees = trees, Networks = RuleNetworks.Build(this, parameters, trees, vocabulary) };

    /// <summary>The rules that listen to an event type.</summary>
    internal ActionRule[] On(EventType type) => _byEvent[type.Index];

    /// <summary>The rule of that name, or null.</summary>
    public ActionRule? Find(string name) => ByName.GetValueOrDefault(name);
}
