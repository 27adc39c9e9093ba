using System.Linq.Expressions;
using Nba.Engine.Atoms;
using Nba.Engine.Expressions;
using Nba.Engine.Network;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Rules;

/// <summary>Why a rule's lines hold for a customer, or do not. Immutable.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Holds">Whether all lines asked about hold.</param>
/// <param name="Lines">Each line in the order written, with what it read.</param>
/// <param name="FirstFailing">The first that does not hold; null when all do.</param>
/// <param name="Least">The least that would have to change for all to hold, each fact looked at for itself; null when all hold, or nothing could make them.</param>
public sealed record RuleExplanation(ActionRule Rule, bool Holds, IReadOnlyList<ExplainedCondition> Lines, ExplainedCondition? FirstFailing, LeastChange? Least);

/// <summary>Explains the lines of one rule in a frame, as it is set. Costs far more than testing them, and agrees with it. For one thread at a time.</summary>
internal sealed class LineExplainer(FrameTrees trees)
{
    /// <summary>Explains some lines of a rule.</summary>
    public RuleExplanation Explain(ActionRule rule, IReadOnlyList<Condition> asked, Frame frame)
    {
        // The parameters of this customer's segment and no others.
        var formulas = new LineFormulas(new ParameterRows(frame.Param, [], null), trees, null);
        var lines = asked.Select(line => Line(rule, line, formulas, frame)).ToList();
        var holds = lines.All(l => l.Result == ConditionResult.Holds);
        return new RuleExplanation(rule, holds, lines, lines.Find(l => l.Result != ConditionResult.Holds), holds ? null : Least(asked, formulas, frame));
    }

    private ExplainedCondition Line(ActionRule rule, Condition line, LineFormulas formulas, Frame frame)
    {
        var outcome = line.Test(frame);
        var read = formulas.Of(line.Tree).Terms.SelectMany(t => t).Select(l => l.Attribute.Value).DefaultIfEmpty(line.Tree).SelectMany(Members).DistinctBy(AttributeView.NameOf);
        return new ExplainedCondition(rule.Name, line.Text, line.Mark,
            outcome switch { ConditionOutcome.Yes => ConditionResult.Holds, ConditionOutcome.No => ConditionResult.DoesNotHold, _ => ConditionResult.NotComputed },
            outcome == ConditionOutcome.Failed ? "a division by zero, a number too large, or a conversion of null" : null,
            [.. read.Select(m => new ValueRead(AttributeView.NameOf(m), ValueText.Of(Value(m, frame))))]);
    }

    private LeastChange? Least(IReadOnlyList<Condition> lines, LineFormulas formulas, Frame frame)
    {
        var asked = new Questions([formulas.Of(new LineSet(0, lines))], formulas.DomainOf);
        var views = asked.Attributes.Select((a, i) => new AttributeView(a, asked.Domains[i])).ToList();
        var codes = asked.Attributes.Select((a, i) => Code(a, asked.Domains[i], frame)).ToList();
        var possible = asked.Terms.Select(t => Term.Of(0, t.Literals.Select(l => views[l.Attribute].Nature.Narrow(l)))).OfType<Term>();
        if (Shortfall.Least(possible, attribute => codes[attribute], attribute => CanChange(views[attribute], asked.Attributes[attribute])) is not { } shortfall) return null;
        var (changes, unanswered) = (new List<ValueChange>(), new List<string>());
        foreach (var (place, passes) in shortfall.Failing)
        {
            if (!CanChange(views[place], asked.Attributes[place]))
            {
                unanswered.Add(views[place].Name);
                continue;
            }
            var value = Value(asked.Attributes[place].Value, frame);
            var (to, nearest) = views[place].Nearest(passes, codes[place], value);
            changes.Add(new ValueChange(views[place].Name, ValueText.Of(value), to, nearest));
        }
        return new LeastChange(changes, unanswered);
    }

    private long Code(AtomAttribute attribute, ValueDomain domain, Frame frame)
    {
        if (trees.SlotOf(attribute.Value) is { } slot) return LineNetwork.Code(LineNetwork.RowOf(frame, slot.Row), slot.Index, slot.Bit);
        try
        {
            return Expression.Lambda<Func<Frame, long>>(ValueCode.Of(trees.Code(attribute.Value), domain), trees.Frame).Compile(preferInterpretation: true)(frame);
        }
        catch (Exception failure) when (failure is ArithmeticException or InvalidOperationException)
        {
            return Network.Encoding.Failed;
        }
    }

    // What is read as it is stored can be told a change; what is computed of several facts cannot.
    private static bool CanChange(AttributeView view, AtomAttribute attribute) => attribute.IsPlain && view.CanChange;

    private object? Value(Expression member, Frame frame)
    {
        if (trees.SlotOf(member) is not { } slot) return Computed(member, frame);
        var row = LineNetwork.RowOf(frame, slot.Row);
        if (slot.Bit >= 0) return ((row.Value(slot.Index) >> slot.Bit) & 1) != 0;
        if (!row.Has(slot.Index)) return null;
        var stored = row.Value(slot.Index);
        return slot.Type.Kind switch
        {
            ValueKind.Boolean => stored != 0,
            ValueKind.Decimal => Scaled.ToDecimal(stored),
            ValueKind.Date => DateOnly.FromDayNumber((int)stored),
            ValueKind.Code => slot.Type.Codes!.Values[(int)stored],
            ValueKind.Set => slot.Type.Codes!.Values.Where((_, bit) => (stored >> bit & 1) != 0).ToList(),
            _ => stored,
        };
    }

    private object? Computed(Expression value, Frame frame)
    {
        try
        {
            return Expression.Lambda<Func<Frame, object?>>(Expression.Convert(trees.Code(value), typeof(object)), trees.Frame).Compile(preferInterpretation: true)(frame);
        }
        catch (Exception failure) when (failure is ArithmeticException or InvalidOperationException)
        {
            return null;
        }
    }

    // A value that is read as it is stored is told as such, and of a computed one what goes into it.
    private IReadOnlyList<Expression> Members(Expression value)
    {
        if (trees.SlotOf(value) is not null) return [value];
        var found = new Found(trees);
        found.Visit(value);
        return found.Slots;
    }

    private sealed class Found(FrameTrees trees) : ExpressionVisitor
    {
        public List<Expression> Slots { get; } = [];

        public override Expression? Visit(Expression? node)
        {
            if (node is not (MemberExpression or MethodCallExpression) || trees.SlotOf(node) is null) return base.Visit(node);
            Slots.Add(node);
            return node;
        }
    }
}
