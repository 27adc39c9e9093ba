namespace Nba.Engine.Network;

/// <summary>
/// Finds which of many rules hold for an input without looking at each: rules are divided by the attribute that divides them best, and within a part tested together. Immutable; safe for
/// any thread that has its own input.
/// </summary>
public sealed class RuleNetwork
{
    // Up to so many rules, of so many alternatives, code is faster than rows of bits.
    private const int MostInCode = 24;
    private const int MostAlternativesInCode = 3 * MostInCode;
    private const int MostPartitions = 1024;

    // Copies of terms that no value of the dividing attribute rules out.
    private const int MostCopies = 24;

    private readonly int _by;
    private readonly Segments? _segments;
    private readonly RulePartition[] _partitions;

    private RuleNetwork(int by, Segments? segments, RulePartition[] partitions, int rules) => (_by, _segments, _partitions, Rules) = (by, segments, partitions, rules);

    /// <summary>How many rules there are: what a list of those that hold must have room for.</summary>
    public int Rules { get; }

    /// <summary>Builds the network of some rules' terms.</summary>
    /// <param name="rules">How many rules there are.</param>
    /// <param name="terms">Their terms; a rule without any never holds.</param>
    /// <param name="attributes">What the terms ask for.</param>
    public static RuleNetwork Build(int rules, IEnumerable<Term> terms, Attributes attributes)
    {
        var all = terms.OrderBy(t => t.Rule).ToArray();
        var (demands, (by, segments)) = (Demand.Of(all), Divide(all, attributes));
        if (segments is null) return new RuleNetwork(-1, null, [Part(demands, attributes)], rules);
        var possible = Enumerable.Range(0, segments.Count).Select(_ => new List<Demand>()).ToArray();
        foreach (var demand in demands)
        {
            foreach (var (segment, rest) in demand.Under(segments, by)) possible[segment].Add(rest);
        }
        var known = new Dictionary<List<Demand>, RulePartition>(SameDemands.Instance);
        foreach (var part in possible)
        {
            if (!known.ContainsKey(part)) known[part] = Part(part, attributes);
        }
        return new RuleNetwork(by, segments, [.. possible.Select(p => known[p])], rules);
    }

    /// <summary>
    /// Writes the numbers of the rules that hold, ascending, and answers how many; what follows them in the array is overwritten and means nothing. Nothing is allocated once an input has met
    /// the largest part.
    /// </summary>
    public int Match(NetworkInput input, int[] into) =>
        _segments is { } segments ? _partitions[segments.At(input.Values[_by])](input, into) : _partitions[0](input, into);

    private static RulePartition Part(IReadOnlyList<Demand> demands, Attributes attributes) =>
        demands.Count == 0 ? (_, _) => 0
        : demands.Count <= MostInCode && demands.Sum(d => Math.Max(1, d.Either.Count)) <= MostAlternativesInCode ? CodePartition.Compile(demands, attributes)
        : new BitmapPartition([.. demands.SelectMany(d => d.Candidates(attributes))], attributes).Match;

    // The attribute that leaves the fewest terms to a value, as if all segments were as likely as each other. Terms, not the bits they become: those depend on what divides them.
    private static (int By, Segments? Segments) Divide(Term[] terms, Attributes attributes)
    {
        // To divide at all, half of the terms must go.
        (int By, Segments? Segments, long Copies) best = (-1, null, terms.Length);
        foreach (var attribute in terms.SelectMany(t => t.Literals).Select(l => l.Attribute).Distinct().Where(a => !attributes.IsLazy(a)).Order())
        {
            var sets = terms.Select(t => t.On(attribute)).ToArray();
            // Only what tells values apart: few bounds each.
            var segments = Segments.Of(sets.OfType<ValueSet>());
            if (segments.Count > MostPartitions) continue;
            var copies = 0L;
            foreach (var set in sets) copies += set is null ? segments.Count : segments.Under(set).Count();
            if (copies <= (long)MostCopies * terms.Length && copies * (best.Segments?.Count ?? 2) < best.Copies * segments.Count) best = (attribute, segments, copies);
        }
        return (best.By, best.Segments);
    }

    /// <summary>Segments that leave the same demands have one part.</summary>
    private sealed class SameDemands : IEqualityComparer<List<Demand>>
    {
        public static SameDemands Instance { get; } = new();

        public bool Equals(List<Demand>? x, List<Demand>? y) => x!.SequenceEqual(y!);

        public int GetHashCode(List<Demand> demands) => demands.Aggregate(demands.Count, HashCode.Combine);
    }
}
