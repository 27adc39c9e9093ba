using System.Collections.Frozen;
using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Rules;

/// <summary>
/// The networks of a set of rules: for each event type one of the lines over an activity, for days and for hours one of the lines over a customer, and for each kind of thing one of the
/// lines over it. Each is there once for every set of parameters that tells its lines something else, since a parameter is a constant in it. Immutable; safe for any thread.
/// </summary>
internal sealed class RuleNetworks
{
    private readonly FrozenDictionary<Row, Variant> _variants;

    private RuleNetworks(FrozenDictionary<Row, Variant> variants) => _variants = variants;

    /// <summary>Builds the networks of rules.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="parameters">The rows of parameters that a frame may have.</param>
    /// <param name="trees">What their trees mean.</param>
    /// <param name="vocabulary">The words.</param>
    public static RuleNetworks Build(RuleSet rules, IEnumerable<Row> parameters, FrameTrees trees, VocabularyBook vocabulary)
    {
        var (known, variants) = (new Dictionary<string, LineNetwork>(StringComparer.Ordinal), new Dictionary<Row, Variant>());
        foreach (var row in parameters)
        {
            LineNetwork Network(string name, IEnumerable<LineSet> of)
            {
                var sets = of.ToList();
                // What none of its lines reads makes no difference.
                var read = sets.SelectMany(s => s.Lines).SelectMany(l => trees.Parameters(l.Tree)).Distinct().Order();
                var key = string.Join(' ', read.Select(p => $"{p}={row.Value(p)}").Prepend(name));
                return known.TryGetValue(key, out var network) ? network : known[key] = LineNetwork.Build(sets, row, trees, vocabulary.Fact(BuiltIn.Kind));
            }
            TickNetworks Tick(string name, IReadOnlyList<ActionRule> all) => new(
                Network(name, all.Select(r => new LineSet(r.Kinds, [.. r.StateLines.Where(l => !IsOfThing(l))]))),
                [.. vocabulary.Entities.Select(type => Things(name, all, type))]);
            ThingNetwork? Things(string name, IReadOnlyList<ActionRule> all, EntityType type)
            {
                var places = Enumerable.Range(0, all.Count).Where(i => all[i].Each == type).ToArray();
                return places.Length == 0 ? null : new(places, Network($"{name} {type.Index}", places.Select(i => new LineSet(0, [.. all[i].StateLines.Where(IsOfThing)]))));
            }
            variants[row] = new Variant(
                [.. vocabulary.Events.Select(e => Network($"event {e.Index}", rules.On(e).Select(r => new LineSet(r.Kinds, r.EventLines))))], Tick("day", rules.Daily), Tick("hour", rules.Hourly));
        }
        return new RuleNetworks(variants.ToFrozenDictionary());
    }

    /// <summary>The networks for a frame's parameters; null where they were built for other ones.</summary>
    public Variant? Under(Row parameters) => _variants.GetValueOrDefault(parameters);

    private static bool IsOfThing(Condition line) => line.Reads.ItemFacts.Count > 0;

    /// <summary>The networks under one row of parameters; the list is by index of event type.</summary>
    internal sealed record Variant(IReadOnlyList<LineNetwork> Events, TickNetworks Day, TickNetworks Hour);

    /// <summary>The networks for a day or an hour.</summary>
    /// <param name="Customer">Of the lines that read no thing; numbers are places among the rules looked at then.</param>
    /// <param name="Things">By index of the kind of thing; null where no rule looks at one.</param>
    internal sealed record TickNetworks(LineNetwork Customer, IReadOnlyList<ThingNetwork?> Things);

    /// <summary>The lines that read a kind of thing.</summary>
    /// <param name="Places">By number in the network: the rule's place among those looked at then.</param>
    /// <param name="Network">Their network.</param>
    internal sealed record ThingNetwork(int[] Places, LineNetwork Network);
}
