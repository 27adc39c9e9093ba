using Nba.Engine.Atoms;
using Nba.Engine.Network;
using Nba.Engine.Sources;

namespace Nba.Engine.Stock;

/// <summary>A rule of a plain RulesEngine file.</summary>
/// <param name="Number">Its number, in the order of the files: what <see cref="StockMatcher"/> answers with.</param>
/// <param name="Workflow">Name of its workflow.</param>
/// <param name="Name">Its own name.</param>
/// <param name="Mark">Where it stands.</param>
public sealed record StockRule(int Number, string Workflow, string Name, SourceMark Mark);

/// <summary>How a set of rules was taken apart.</summary>
/// <param name="Attributes">Values that its conditions ask for.</param>
/// <param name="Whole">Those of them that are conditions which could not be taken apart.</param>
/// <param name="Alternatives">Conjunctions of tests that its rules came to.</param>
public sealed record StockFigures(int Attributes, int Whole, int Alternatives);

/// <summary>
/// Rules of plain RulesEngine files over a caller's own types, compiled into one network: each decision finds all rules that hold without looking at each, and with RulesEngine's results.
/// Immutable; safe for any thread.
/// </summary>
public sealed class StockRules
{
    private readonly RuleNetwork _network;
    private readonly Action<object[], long[]> _plain;
    private readonly Func<object[], long>?[] _lazy;
    private readonly Lazy<IReadOnlyList<RuleFinding>> _findings;

    internal StockRules(IReadOnlyList<RuleInput> inputs, IReadOnlyList<StockRule> rules, IReadOnlyList<Formula> formulas, IReadOnlyList<StockWritten> written)
    {
        (Inputs, Rules, _findings) = (inputs, rules, new(() => StockChecks.Of(rules, written)));
        var asked = new Questions(formulas, (attribute, constants) => ValueDomain.Of(attribute.Type, constants)!);
        var attributes = asked.Attributes;
        var reader = new ValueReader(inputs);
        _plain = reader.All([.. attributes.Select((a, i) => (i, a, asked.Domains[i])).Where(a => a.a.IsPlain)]);
        _lazy = [.. attributes.Select((a, i) => a.IsPlain ? null : reader.One(a, asked.Domains[i]))];
        Attributes = attributes.Count;
        Explainer = new StockExplainer(inputs, rules, formulas, written, asked.Places, asked.Domains);
        _network = RuleNetwork.Build(rules.Count, asked.Terms, new Attributes([.. attributes.Select(a => !a.IsPlain)]));
        Figures = new StockFigures(attributes.Count, attributes.Count(a => !a.IsPlain && a.Type == typeof(bool)), asked.Terms.Count);
    }

    /// <summary>What the rules read, in the order in which a matcher takes it.</summary>
    public IReadOnlyList<RuleInput> Inputs { get; }

    /// <summary>All rules, by number; those that are not enabled are not among them.</summary>
    public IReadOnlyList<StockRule> Rules { get; }

    /// <summary>How they were taken apart.</summary>
    public StockFigures Figures { get; }

    /// <summary>What loaded and is likely not meant, by file and place; found when first asked for.</summary>
    public IReadOnlyList<RuleFinding> Findings => _findings.Value;

    internal StockExplainer Explainer { get; }

    internal int Attributes { get; }

    /// <summary>Something that decides, for one thread at a time.</summary>
    public StockMatcher Matcher() => new(this);

    internal int Match(NetworkInput input, int[] into) => _network.Match(input, into);

    internal void ReadPlain(object[] inputs, long[] values) => _plain(inputs, values);

    internal long ReadLazy(object[] inputs, int attribute) => _lazy[attribute]!(inputs);

    internal bool IsLazy(int attribute) => _lazy[attribute] is not null;
}
