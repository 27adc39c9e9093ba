using System.Linq.Expressions;
using Nba.Engine.Atoms;
using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Rules;

/// <summary>
/// What sets of lines come to, as tests of stored values. A parameter is a constant here; where it is another one for some segment, the line is a choice between segments. Belongs to one
/// network; not thread-safe.
/// </summary>
internal sealed class LineFormulas(ParameterRows parameters, FrameTrees trees, Fact? kind)
{
    private readonly Classifier _classifier = new(new AttributeTable(value => trees.SlotOf(value) is not null));

    /// <summary>The formula of lines that must all hold.</summary>
    public Formula Of(LineSet set)
    {
        // Whose kind is not known is of every kind.
        var all = set.Kinds == 0 || kind is null ? Formula.Always : Coded(kind, code => (set.Kinds & (1L << code)) != 0, orNull: true);
        foreach (var line in set.Lines) all = Formula.And(all, Of(line.Tree)) ?? Formula.And(all, _classifier.Whole(line.Tree))!;
        return all;
    }

    /// <summary>Whether a line means something else to some segment.</summary>
    public bool IsBySegment(Expression tree) => Own(tree).Any();

    /// <summary>The formula of one line.</summary>
    public Formula Of(Expression tree)
    {
        var own = Own(tree).GroupBy(r => r.Values).ToList();
        if (own.Count == 0) return _classifier.Of(trees.Under(parameters.Common, tree));
        var others = own.SelectMany(g => g).Select(r => r.Code).ToHashSet();
        Formula? any = Among(code => !others.Contains(code), orNull: true, parameters.Common);
        // Who is in one segment is in no other, so it does not matter that each alternative fails for itself.
        foreach (var same in own)
        {
            var codes = same.Select(r => r.Code).ToHashSet();
            any = any is not null && Among(codes.Contains, orNull: false, same.First().Row) is { } one ? Formula.Or(any, one) : null;
        }
        return any ?? _classifier.Whole(tree);

        Formula? Among(Func<int, bool> codes, bool orNull, Row row) => Formula.And(Coded(parameters.Segment!, codes, orNull), _classifier.Of(trees.Under(row, tree)));
    }

    private IEnumerable<(Row Row, int Code, string Values)> Own(Expression tree)
    {
        var read = trees.Parameters(tree);
        var common = Values(parameters.Common, read);
        return parameters.BySegment.Select((row, code) => (Row: row, Code: code, Values: Values(row, read))).Where(r => r.Values != common);
    }

    /// <summary>How the values of an attribute become codes, once all constants are known that they are compared with.</summary>
    public ValueDomain DomainOf(AtomAttribute attribute, IReadOnlyList<object> constants) => trees.SlotOf(attribute.Value) switch
    {
        { Bit: < 0, Type: { Kind: ValueKind.Code, Codes: { } codes } } => new CodeDomain(codes),
        { Type.Kind: ValueKind.Decimal } => ScaledDomain.Instance,
        _ => ValueDomain.Of(attribute.Type, constants)!,
    };

    private Formula Coded(Fact fact, Func<int, bool> codes, bool orNull)
    {
        var words = fact.Type.Codes!.Values.Where((_, code) => codes(code)).Select(w => new ValueTest.Compared(Comparison.Same, w)).ToList<ValueTest>();
        return _classifier.Of(trees.Fact(fact.Name), new ValueTest.AnyOf(orNull ? [.. words, new ValueTest.Compared(Comparison.Same, null)] : words));
    }

    private static string Values(Row row, IEnumerable<int> read) => string.Join(' ', read.Order().Select(p => row.Value(p)));
}
