using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Catalogue;

/// <summary>What goes with what, and what is the step up from what: written beside the product a customer has, asked for by the one that is offered.</summary>
internal sealed class ProductRelations(CodeList? codes, ProblemList problems)
{
    private readonly Dictionary<int, (long Complements, long Upgrades, SourceMark Mark)> _written = [];

    /// <summary>Reads <c>complements</c> and <c>upgrades</c> of one product.</summary>
    public void Add(int code, SourceObject source)
    {
        var complements = ProductBook.Bits(source.Lines("complements"), codes, ProblemCode.UnknownProduct, $"product", problems);
        var upgrades = ProductBook.Bits(source.Lines("upgrades"), codes, ProblemCode.UnknownProduct, $"product", problems);
        _written[code] = (complements, upgrades, source.MarkOf("upgrades"));
    }

    /// <summary>The products with what they go with and are the step up from; reports a product that is the step up from itself.</summary>
    public IEnumerable<KeyValuePair<string, Product>> Complete(IReadOnlyDictionary<string, Product> products)
    {
        foreach (var (word, product) in products)
        {
            if (Above(product.Code, 0) is var all && (all & (1L << product.Code)) != 0)
                problems.Add(_written[product.Code].Mark, ProblemCode.WrongKind, $"'{word}' is the step up from itself by way of its upgrades");
        }
        return products.Select(p => KeyValuePair.Create(p.Key, p.Value with { ComplementOf = Those(p.Value.Code, w => w.Complements), UpgradeOf = Those(p.Value.Code, w => w.Upgrades) }));
    }

    // Everything that steps up lead to from a product.
    private long Above(int code, long seen)
    {
        foreach (var (next, _) in _written.Where(w => (_written[code].Upgrades & ~seen & (1L << w.Key)) != 0)) seen = Above(next, seen | (1L << next));
        return seen;
    }

    private long Those(int code, Func<(long Complements, long Upgrades, SourceMark Mark), long> what)
    {
        long bits = 0;
        foreach (var (other, written) in _written)
        {
            if ((what(written) & (1L << code)) != 0) bits |= 1L << other;
        }
        return bits;
    }
}
