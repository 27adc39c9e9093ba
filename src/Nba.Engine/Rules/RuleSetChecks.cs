using Nba.Engine.Atoms;
using Nba.Engine.Expressions;
using Nba.Engine.Network;
using Nba.Engine.Sources;

namespace Nba.Engine.Rules;

/// <summary>
/// What shows of the bank's rules without any customer: lines that contradict each other or add nothing, rules of one action that are the same or lie within each other, and actions that
/// could never stand.
/// </summary>
internal sealed class RuleSetChecks
{
    private readonly LineFormulas _formulas;
    private readonly IReadOnlyList<ActionRule> _rules;
    private readonly Questions _asked;
    private readonly IReadOnlyList<AttributeView> _views;
    private readonly Dictionary<Condition, IReadOnlyList<IReadOnlyList<Literal>>> _lines = [];

    // Rules that see the same events and things: a field of one name may mean something else to others.
    private RuleSetChecks(IReadOnlyList<ActionRule> rules, ParameterRows parameters, FrameTrees trees)
    {
        (_rules, _formulas) = (rules, new LineFormulas(parameters, trees, null));
        var lines = rules.SelectMany(All).Distinct().ToList();
        _asked = new Questions([.. lines.Select(l => _formulas.Of(l.Tree))], _formulas.DomainOf);
        _views = [.. _asked.Attributes.Select((a, i) => new AttributeView(a, _asked.Domains[i]))];
        foreach (var line in lines) _lines[line] = [.. _formulas.Of(line.Tree).Terms.Select(t => (IReadOnlyList<Literal>)[.. t.Select(Coded)])];
    }

    /// <summary>Everything that is found in rules.</summary>
    public static IReadOnlyList<RuleFinding> Of(IReadOnlyList<ActionRule> rules, ParameterRows parameters, FrameTrees trees)
    {
        var findings = rules.GroupBy(r => (string.Join(' ', r.Events.Select(e => e.Index)), r.Each)).Select(g => new RuleSetChecks([.. g], parameters, trees).Find());
        var all = new FindingList();
        foreach (var list in findings) all.AddRange(list);
        // What a line means to each segment are alternatives that nobody wrote: that one of them is impossible says nothing.
        var bySegment = new LineFormulas(parameters, trees, null);
        var places = rules.SelectMany(r => r.Lines).Where(l => bySegment.IsBySegment(l.Tree)).Select(l => (l.Mark.File, l.Mark.Line, l.Mark.Column)).ToHashSet();
        return [.. all.Sorted().Where(f => f.Code != ProblemCode.ImpossibleAlternative || !places.Contains((f.File, f.Line, f.Column)))];
    }

    private FindingList Find()
    {
        var natures = _views.Select(v => v.Nature).ToList();
        // A step of a plan may have no lines: it has its time.
        var findings = new RuleChecks(natures, Describe).Of([.. _rules.Where(r => r.Lines.Count > 0).Select(Written)]);
        var algebra = new TermAlgebra(natures);
        foreach (var rule in _rules)
        {
            var lines = Terms(rule.Lines);
            if (lines is not { Count: > 0 }) continue;
            if (rule.Keep.Count > 0 && TermAlgebra.And(lines, Terms(rule.Keep)) is { Count: 0 })
                findings.Add(rule.Keep[0].Mark, ProblemCode.Contradiction, $"the action of '{rule.Name}' could never stand: 'keep' contradicts the lines that raise it", $"correct one of them");
            if (rule.Met.Count > 0 && Terms(rule.Met) is { } met && TermAlgebra.IsWithin(lines, met))
                findings.Add(rule.Met[0].Mark, ProblemCode.Contradiction, $"the action of '{rule.Name}' is never raised: 'met' holds whenever its lines do", $"correct one of them");
        }
        ConflictChecks.Find(_rules, r => Terms(r.Lines), findings);
        return findings;

        IReadOnlyList<Term>? Terms(IReadOnlyList<Condition> lines) => TermAlgebra.All(lines.Select(l => algebra.Of(_lines[l])));
    }

    private WrittenRule Written(ActionRule rule) => new(Effect(rule), WrittenCondition.All(rule.Name, rule.Mark, [.. rule.Lines.Select(l => WrittenCondition.Line(l.Text, l.Mark, _lines[l]))]));

    // Rules are held against each other where they would do the same: one that scores otherwise, or has another date, is meant for those few.
    private static string Effect(ActionRule rule) => string.Join('\n', [
        rule.Action.Id, $"{rule.Daily} {rule.Hourly} {rule.PlanOnly} {rule.Kinds} {rule.Episode}", rule.EpisodeValue?.Text ?? "", rule.Propensity.Text, rule.Context.Text, rule.Value.Text,
        .. ((DateRule?[])[rule.NotBefore, rule.Due, rule.Escalate, rule.Expires]).Select(d => $"{d?.Anchor?.Text} {d?.FromDue} {d?.Span}")]);

    private static IEnumerable<Condition> All(ActionRule rule) => rule.Lines.Concat(rule.Keep).Concat(rule.Met);

    private Literal Coded(Atom literal) => _asked.Places[literal.Attribute] is var place ? new Literal(place, literal.Test.In(_asked.Domains[place])) : default;

    private Sentence Describe(Literal literal) => _views[literal.Attribute] is var view && view.Describe(literal.Passes) is { IsEmpty: false } words ? Sentence.Of($"{view.Name} {words}") : Sentence.Quoted(_views[literal.Attribute].Name);
}
