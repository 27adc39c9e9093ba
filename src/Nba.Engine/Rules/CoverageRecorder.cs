using System.Linq.Expressions;
using Nba.Engine.Expressions;

namespace Nba.Engine.Rules;

/// <summary>Counts which lines, alternatives and gates the steps of cases touch. Not thread-safe.</summary>
internal sealed class CoverageRecorder(RuleSet rules)
{
    private readonly Dictionary<string, Tally[]> _tallies = new(StringComparer.Ordinal);

    /// <summary>What was seen so far of every rule.</summary>
    public IReadOnlyList<RuleCoverage> Seen => [.. rules.Rules.Select(r => new RuleCoverage(r, r.Cases.Count, [.. Of(r).Select(t => t.Seen)]))];

    /// <summary>Looks at a rule in a frame, as a decision left it; lines about an activity only where the decision was about one that the rule listens to.</summary>
    public void See(ActionRule rule, Frame frame, bool isOn)
    {
        var holds = isOn || rule.EventLines.Count == 0;
        foreach (var tally in Of(rule))
        {
            if (tally.IsGate ? !holds : tally.ReadsEvent && !isOn) continue;
            holds &= tally.Test(frame);
        }
    }

    private Tally[] Of(ActionRule rule)
    {
        if (_tallies.TryGetValue(rule.Name, out var known)) return known;
        var gates = rule.Eligibility.Concat(rule.Applicability).Concat(rule.Suitability);
        return _tallies[rule.Name] = [.. rule.Lines.Select(l => new Tally(l, false, rules.Trees!)), .. gates.Select(l => new Tally(l, true, rules.Trees!))];
    }

    /// <summary>One line and its alternatives.</summary>
    private sealed class Tally
    {
        private readonly Condition _line;
        private readonly List<(string Text, Func<Frame, bool> Holds)> _alternatives;
        private readonly int[] _heldOf;
        private int _held;
        private int _failed;

        public Tally(Condition line, bool isGate, FrameTrees trees)
        {
            (_line, IsGate) = (line, isGate);
            var parts = new List<Expression>();
            Split(line.Tree, parts);
            var texts = LineText.Alternatives(line.Text);
            // Where written and meant do not fall together, as in a list of words, the line is one.
            _alternatives = parts.Count == 1 || texts.Count != parts.Count ? [] : [.. parts.Select((part, i) => (texts[i], Expression.Lambda<Func<Frame, bool>>(trees.Code(part), trees.Frame).Compile(preferInterpretation: true)))];
            _heldOf = new int[_alternatives.Count];
        }

        public bool IsGate { get; }

        public bool ReadsEvent => _line.ReadsEvent;

        public LineCoverage Seen => new(_line, IsGate, _held, _failed, [.. _alternatives.Select((a, i) => new AlternativeCoverage(a.Text, _heldOf[i]))]);

        public bool Test(Frame frame)
        {
            var holds = _line.Holds(frame);
            if (holds) _held++;
            else _failed++;
            for (var i = 0; i < _heldOf.Length; i++)
            {
                if (Holds(_alternatives[i].Holds, frame)) _heldOf[i]++;
            }
            return holds;
        }

        private static bool Holds(Func<Frame, bool> alternative, Frame frame)
        {
            try
            {
                return alternative(frame);
            }
            catch (Exception failure) when (failure is ArithmeticException or InvalidOperationException)
            {
                return false;
            }
        }

        private static void Split(Expression tree, List<Expression> into)
        {
            if (tree is not BinaryExpression { NodeType: ExpressionType.OrElse } either)
            {
                into.Add(tree);
                return;
            }
            Split(either.Left, into);
            Split(either.Right, into);
        }
    }
}
