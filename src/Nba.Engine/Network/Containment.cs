namespace Nba.Engine.Network;

/// <summary>Of a rule, that another one holds whenever it does.</summary>
/// <param name="Rule">Index of the rule.</param>
/// <param name="Within">Index of the other: of all such the first.</param>
/// <param name="IsSame">Whether that is so the other way round too.</param>
internal readonly record struct ContainedRule(int Rule, int Within, bool IsSame);

/// <summary>
/// Finds rules that lie within others without comparing all pairs: terms are sorted by where their literals begin, so that those which can lie within a term are a slice of one attribute's.
/// </summary>
internal sealed class Containment
{
    private readonly IReadOnlyList<IReadOnlyList<Term>> _rules;
    private readonly int[] _within;
    private readonly List<Entry> _terms = [];
    private readonly Dictionary<int, (long[] Starts, int[] Terms)> _slices = [];

    private Containment(IReadOnlyList<IReadOnlyList<Term>> rules)
    {
        (_rules, _within) = ([.. rules.Select(Reduced)], new int[rules.Count]);
        Array.Fill(_within, -1);
    }

    /// <summary>All rules that lie within another; of rules that are the same, each but the first.</summary>
    /// <param name="rules">The terms of each, at least one; none that always holds is looked at as another.</param>
    public static IReadOnlyList<ContainedRule> Of(IReadOnlyList<IReadOnlyList<Term>> rules)
    {
        var search = new Containment(rules);
        var found = search.Same();
        search.Index();
        for (var rule = 0; rule < rules.Count; rule++)
        {
            if (search._within[rule] != rule) search.Within(rule);
        }
        for (var rule = 0; rule < rules.Count; rule++)
        {
            var within = search._within[rule];
            if (within >= 0 && within != rule) found.Add(new ContainedRule(rule, within, IsSame: false));
        }
        return [.. found.OrderBy(f => f.Rule)];
    }

    // Without alternatives that lie within another: what is left is the same for rules that are the same.
    private static IReadOnlyList<Term> Reduced(IReadOnlyList<Term> rule)
    {
        if (rule.Count == 1) return rule;
        var kept = new List<Term>(rule);
        for (var i = kept.Count - 1; i >= 0; i--)
        {
            var term = kept[i];
            if (kept.Exists(k => !ReferenceEquals(k, term) && term.IsWithin(k))) kept.RemoveAt(i);
        }
        return kept;
    }

    // Those that are the same but for the order of what they are made of need no search; they are marked as within themselves, so that nothing else is said of them.
    private List<ContainedRule> Same()
    {
        var (found, known) = (new List<ContainedRule>(), new Dictionary<int, List<int>>());
        for (var rule = 0; rule < _rules.Count; rule++)
        {
            var hash = 0;
            foreach (var term in _rules[rule]) hash += Hash(term);
            if (!known.TryGetValue(hash, out var alike)) known[hash] = alike = [];
            var same = alike.FindIndex(a => TermAlgebra.IsWithin(_rules[a], _rules[rule]) && TermAlgebra.IsWithin(_rules[rule], _rules[a]));
            if (same < 0)
            {
                alike.Add(rule);
                continue;
            }
            found.Add(new ContainedRule(rule, alike[same], IsSame: true));
            _within[rule] = rule;
        }
        return found;
    }

    private void Index()
    {
        var slices = new Dictionary<int, List<(long Start, int Term)>>();
        for (var rule = 0; rule < _rules.Count; rule++)
        {
            if (_within[rule] == rule) continue;
            for (var i = 0; i < _rules[rule].Count; i++)
            {
                var term = _rules[rule][i];
                foreach (var (attribute, passes) in term.Literals)
                {
                    if (!slices.TryGetValue(attribute, out var slice)) slices[attribute] = slice = [];
                    slice.Add((passes[0].First, _terms.Count));
                }
                _terms.Add(new Entry(rule, i, Signature(term), term));
            }
        }
        foreach (var (attribute, slice) in slices)
        {
            slice.Sort();
            _slices[attribute] = ([.. slice.Select(s => s.Start)], [.. slice.Select(s => s.Term)]);
        }
    }

    // Every term that lies within one of this rule's; a rule lies within it once all its terms do.
    private void Within(int rule)
    {
        var covered = new Dictionary<int, ulong>();
        foreach (var term in _rules[rule])
        {
            if (term.Literals.Count == 0) return;
            var signature = Signature(term);
            foreach (var at in Fewest(term))
            {
                var entry = _terms[at];
                if ((entry.Signature & signature) != signature || entry.Rule == rule || _within[entry.Rule] >= 0 || !entry.Term.IsWithin(term)) continue;
                var all = _rules[entry.Rule].Count == 64 ? ulong.MaxValue : (1UL << _rules[entry.Rule].Count) - 1;
                covered[entry.Rule] = covered.GetValueOrDefault(entry.Rule) | (1UL << entry.Place);
                if (covered[entry.Rule] == all) _within[entry.Rule] = rule;
            }
        }
    }

    private ReadOnlySpan<int> Fewest(Term term)
    {
        ReadOnlySpan<int> fewest = default;
        for (var i = 0; i < term.Literals.Count; i++)
        {
            var (attribute, passes) = term.Literals[i];
            var (starts, terms) = _slices[attribute];
            var from = First(starts, passes[0].First);
            var to = passes[passes.Count - 1].Last is var last && last == long.MaxValue ? starts.Length : First(starts, last + 1);
            if (i == 0 || to - from < fewest.Length) fewest = terms.AsSpan(from, to - from);
        }
        return fewest;
    }

    private static int First(long[] starts, long from)
    {
        int low = 0, high = starts.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (starts[middle] < from) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    // A bit for each attribute that is asked for, and for each single value: a term within another has all of the other's.
    private static ulong Signature(Term term)
    {
        var bits = 0UL;
        foreach (var (attribute, passes) in term.Literals)
        {
            bits |= 1UL << (attribute & 31);
            if (passes.Count == 1 && passes[0].First == passes[0].Last) bits |= 1UL << (32 + ((int)((ulong)(passes[0].First * 31 + attribute) * 0x9E3779B97F4A7C15 >> 59) & 31));
        }
        return bits;
    }

    private static int Hash(Term term)
    {
        var hash = new HashCode();
        foreach (var literal in term.Literals) hash.Add(literal);
        return hash.ToHashCode();
    }

    private readonly record struct Entry(int Rule, int Place, ulong Signature, Term Term);
}
