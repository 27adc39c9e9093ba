using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Rules;

/// <summary>
/// The networks of a set of rules: for each event type one of the lines over an activity, for days and for hours one of the lines over a customer, and for each kind of thing one of the lines
/// over it. Immutable; safe for any thread.
/// </summary>
/// <param name="Events">By index of the event type; numbers are places among <see cref="RuleSet.On"/>.</param>
/// <param name="Day">For a day.</param>
/// <param name="Hour">For an hour.</param>
internal sealed record RuleNetworks(IReadOnlyList<LineNetwork> Events, TickNetworks Day, TickNetworks Hour)
{
    /// <summary>Builds the networks of rules.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="parameters">What parameters are.</param>
    /// <param name="trees">What the trees of lines mean.</param>
    /// <param name="vocabulary">The words.</param>
    public static RuleNetworks Build(RuleSet rules, ParameterRows parameters, FrameTrees trees, VocabularyBook vocabulary)
    {
        LineNetwork Network(IEnumerable<LineSet> sets) => LineNetwork.Build([.. sets], parameters, trees, vocabulary.Fact(BuiltIn.Kind));
        ThingNetwork? Things(IReadOnlyList<ActionRule> all, EntityType type)
        {
            var places = Enumerable.Range(0, all.Count).Where(i => all[i].Each == type).ToArray();
            return places.Length == 0 ? null : new(places, Network(places.Select(i => new LineSet(0, [.. all[i].StateLines.Where(IsOfThing)]))));
        }
        TickNetworks Tick(IReadOnlyList<ActionRule> all) =>
            new(Network(all.Select(r => new LineSet(r.Kinds, [.. r.StateLines.Where(l => !IsOfThing(l))]))), [.. vocabulary.Entities.Select(type => Things(all, type))]);
        return new RuleNetworks([.. vocabulary.Events.Select(e => Network(rules.On(e).Select(r => new LineSet(r.Kinds, r.EventLines))))], Tick(rules.Daily), Tick(rules.Hourly));
    }

    private static bool IsOfThing(Condition line) => line.Reads.ItemFacts.Count > 0;
}

/// <summary>The networks for a day or an hour.</summary>
/// <param name="Customer">Of the lines that read no thing; numbers are places among the rules looked at then.</param>
/// <param name="Things">By index of the kind of thing; null where no rule looks at one.</param>
internal sealed record TickNetworks(LineNetwork Customer, IReadOnlyList<ThingNetwork?> Things);

/// <summary>The lines that read a kind of thing.</summary>
/// <param name="Places">By number in the network: the rule's place among those looked at then.</param>
/// <param name="Network">Their network.</param>
internal sealed record ThingNetwork(int[] Places, LineNetwork Network);
