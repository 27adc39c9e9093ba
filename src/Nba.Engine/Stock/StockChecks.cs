using Nba.Engine.Atoms;
using Nba.Engine.Network;
using Nba.Engine.Sources;

namespace Nba.Engine.Stock;

/// <summary>Brings rules of plain files before the checks: their lines as literals over attributes that the checks number for themselves.</summary>
internal sealed class StockChecks
{
    private static readonly HashSet<string> Nothing = [];

    private readonly Dictionary<AtomAttribute, int> _places = [];
    private readonly Dictionary<StockLine, IReadOnlyList<IReadOnlyList<Literal>>> _lines = [];
    private readonly Dictionary<StockLine, SilentComparisons> _silent = [];
    private readonly AttributeView[] _views;
    private readonly ValueDomain[] _domains;

    private StockChecks(IReadOnlyList<StockWritten> written)
    {
        var all = new HashSet<StockLine>();
        foreach (var rule in written) Lines(rule, all);
        var constants = new List<List<object>>();
        foreach (var literal in all.SelectMany(l => l.Formula!.Terms).SelectMany(t => t))
        {
            if (_places.TryAdd(literal.Attribute, constants.Count)) constants.Add([]);
            constants[_places[literal.Attribute]].AddRange(literal.Test.Constants);
        }
        _domains = [.. _places.Keys.Select((a, i) => ValueDomain.Of(a.Type, constants[i])!)];
        _views = [.. _places.Keys.Select((a, i) => new AttributeView(a, _domains[i]))];
        foreach (var line in all) _lines[line] = [.. line.Formula!.Terms.Select(t => (IReadOnlyList<Literal>)[.. t.Select(Coded)])];
    }

    /// <summary>Everything that is found in a set of rules.</summary>
    public static IReadOnlyList<RuleFinding> Of(IReadOnlyList<StockRule> rules, IReadOnlyList<StockWritten> written)
    {
        var checks = new StockChecks(written);
        var findings = new RuleChecks([.. checks._views.Select(v => v.Nature)], checks.Describe).Of([.. written.Select((w, i) => new WrittenRule(rules[i].Workflow, checks.Condition(w)))]);
        foreach (var rule in written) checks.Silent(rule, Nothing, findings);
        return findings.Sorted();
    }

    private Sentence Describe(Literal literal) =>
        _views[literal.Attribute] is var view && view.Describe(literal.Passes) is { IsEmpty: false } words ? Sentence.Of($"{view.Name} {words}") : Sentence.Of($"{_views[literal.Attribute].Name}, of which no value passes");

    private static void Lines(StockWritten rule, HashSet<StockLine> into)
    {
        foreach (var conjunct in rule.Lines) into.Add(conjunct.Line);
        foreach (var part in rule.Rules ?? []) Lines(part, into);
    }

    private Literal Coded(Atom literal) => new(_places[literal.Attribute], literal.Test.In(_domains[_places[literal.Attribute]]));

    private WrittenCondition Condition(StockWritten rule)
    {
        var lines = rule.Lines.Select(c => WrittenCondition.Line(c.Line.Text, c.Mark, _lines[c.Line]));
        if (rule.Rules is not { } rules) return WrittenCondition.All(rule.Name, rule.Mark, [.. lines]);
        if (!rule.IsAny) return WrittenCondition.All(rule.Name, rule.Mark, rules.Count == 0 ? [] : [.. lines, .. rules.Select(Condition)]);
        var any = WrittenCondition.Any(rule.Name, rule.Mark, [.. rules.Select(Condition)]);
        return rule.Lines.Count == 0 || rules.Count == 0 ? any : WrittenCondition.All(rule.Name, rule.Mark, [.. lines, any]);
    }

    // What a line proves holds for its rule, and for the rules inside of it.
    private void Silent(StockWritten rule, IReadOnlySet<string> proven, FindingList findings)
    {
        foreach (var conjunct in rule.Lines)
        {
            if (!_silent.ContainsKey(conjunct.Line)) _silent[conjunct.Line] = SilentComparisons.Of(conjunct.Line.Tree!);
        }
        if (rule.Lines.Any(c => _silent[c.Line].Proven.Count > 0)) proven = (HashSet<string>)[.. proven, .. rule.Lines.SelectMany(c => _silent[c.Line].Proven)];
        foreach (var conjunct in rule.Lines)
        {
            foreach (var found in _silent[conjunct.Line].Found)
            {
                if (found.Code == ProblemCode.TrueForNull && proven.Contains(found.Member)) continue;
                var at = Math.Max(0, conjunct.Line.Text.IndexOf(found.Member, StringComparison.Ordinal));
                findings.Add(conjunct.Node.MarkAt(conjunct.At + at), found.Code, $"'{conjunct.Line.Text}': {found.Words}", found.Advice);
            }
        }
        foreach (var part in rule.Rules ?? []) Silent(part, proven, findings);
    }
}
