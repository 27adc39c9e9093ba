using System.Collections.Frozen;
using Nba.Engine.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Catalogue;

/// <summary>What kind of price a term states.</summary>
public enum PriceKind
{
    /// <summary>Interest, in percent a year.</summary>
    Rate,
    /// <summary>Units of one currency for another.</summary>
    ExchangeRate,
    /// <summary>Yuan.</summary>
    Fee,
}

/// <summary>A price of a product and whom it is for.</summary>
/// <param name="When">Lines that must hold; none for everybody.</param>
/// <param name="Kind">What the value is.</param>
/// <param name="Value">The price, in ten-thousandths.</param>
/// <param name="Floor">The least price a manager may agree to, in ten-thousandths; null when it is fixed.</param>
/// <param name="Approver">Who may approve below the floor.</param>
/// <param name="Until">Last day it is offered; null for no end.</param>
public sealed record PriceTerm(IReadOnlyList<Condition> When, PriceKind Kind, long Value, long? Floor, string? Approver, DateOnly? Until)
{
    /// <summary>The first term that is offered on a day and whose lines hold, or null.</summary>
    public static PriceTerm? First(IReadOnlyList<PriceTerm> terms, Frame frame, DateOnly today)
    {
        foreach (var term in terms)
        {
            if ((term.Until is null || today <= term.Until) && term.When.All(c => c.Holds(frame))) return term;
        }
        return null;
    }
}

/// <summary>Something the bank offers.</summary>
/// <param name="Code">Its word in the code list <c>product</c>, and the position there.</param>
/// <param name="Class">Product class; the category of its sales actions unless they say another.</param>
/// <param name="Risk">Risk level from 1 to 5; 0 when suitability does not apply.</param>
/// <param name="Requires">Products a customer must have first, as bits.</param>
/// <param name="Zh">Name in Chinese.</param>
/// <param name="En">Name in English.</param>
/// <param name="Prices">Price terms; the first whose lines hold is the price.</param>
/// <param name="Segments">Segments it is meant for, as bits; all when 0.</param>
/// <param name="Worth">What it is worth to the bank in ten-thousandths of a yuan a year, for rules that state no value of their own; null when it does not say.</param>
/// <param name="ComplementOf">Products that it goes with, as bits.</param>
/// <param name="UpgradeOf">Products that it is the step up from, as bits.</param>
public sealed record Product(int Code, string Class, int Risk, long Requires, string Zh, string En, IReadOnlyList<PriceTerm> Prices,
    long Segments = 0, long? Worth = null, long ComplementOf = 0, long UpgradeOf = 0)
{
    /// <summary>The price for this customer on this day, or null.</summary>
    public PriceTerm? PriceFor(Frame frame, DateOnly today) => PriceTerm.First(Prices, frame, today);
}

/// <summary>The product catalogue. Immutable; safe for any thread.</summary>
public sealed class ProductBook
{
    private readonly FrozenDictionary<string, Product> _products;

    private ProductBook(IEnumerable<KeyValuePair<string, Product>> products) => _products = products.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The code list that product words come from.</summary>
    public const string CodeList = "product";

    /// <summary>The member of <c>products.json</c> that is no product: offers of several actions.</summary>
    internal const string BundlesMember = "bundles";

    /// <summary>The fact that says which products the customer has.</summary>
    public const string HoldingsFact = "products";

    /// <summary>The fact that says the investor's risk class; its first code is class 1.</summary>
    public const string RiskClassFact = "riskClass";

    /// <summary>Words of all products, in ordinal order.</summary>
    public IReadOnlyList<string> Names => [.. _products.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The product of that word, or null.</summary>
    public Product? Find(string word) => _products.GetValueOrDefault(word);

    /// <summary>Reads <c>products.json</c>; an absent file is an empty catalogue.</summary>
    internal static ProductBook Read(SourceNode? node, VocabularyBook vocabulary, ExpressionCompiler compiler, ProblemList problems)
    {
        var products = new SortedDictionary<string, Product>(StringComparer.Ordinal);
        var codes = vocabulary.CodeLists.FirstOrDefault(c => c.Name == CodeList);
        var related = new ProductRelations(codes, problems);
        foreach (var member in node is null || SourceObject.Open(node, problems) is null ? [] : node.Members.Where(m => m.Name is not ("$schema" or BundlesMember)))
        {
            var code = codes?.IndexOf(member.Name) ?? -1;
            if (code < 0) problems.AddUnknown(member.NameMark, ProblemCode.UnknownCode, member.Name, $"word of the code list '{CodeList}'", codes?.Values ?? []);
            else if (SourceObject.Open(member.Value, problems) is { } source) products[member.Name] = One(code, source, codes!, related, vocabulary, compiler, problems);
        }
        return new ProductBook(related.Complete(products));
    }

    private static Product One(int code, SourceObject source, CodeList codes, ProductRelations related, VocabularyBook vocabulary, ExpressionCompiler compiler, ProblemList problems)
    {
        var requires = Bits(source.Lines("requires"), codes, ProblemCode.UnknownProduct, "product", problems);
        related.Add(code, source);
        var segments = Bits(source.Lines("segments"), vocabulary.Fact(BuiltIn.Segment)?.Type.Codes, ProblemCode.UnknownCode, $"segment (the fact '{BuiltIn.Segment}' lists them)", problems);
        var prices = Prices(source, compiler, problems);
        var product = new Product(
            code, source.RequiredText("class"), source.Whole("risk", 0, 5) ?? 0, requires, source.RequiredText("zh"), source.RequiredText("en"), prices, segments, Amount(source, "value", problems));
        source.Done();
        return product;
    }

    /// <summary>Words of a code list as bits; reports those it does not have.</summary>
    internal static long Bits(IReadOnlyList<SourceNode> words, CodeList? codes, ProblemCode unknown, string what, ProblemList problems)
    {
        long bits = 0;
        foreach (var word in words)
        {
            var code = codes?.IndexOf(word.Text) ?? -1;
            if (code < 0) problems.AddUnknown(word.Mark, unknown, word.Text, what, codes?.Values ?? []);
            else bits |= 1L << code;
        }
        return bits;
    }

    /// <summary>The price terms of a product or bundle.</summary>
    internal static IReadOnlyList<PriceTerm> Prices(SourceObject source, ExpressionCompiler compiler, ProblemList problems) =>
        [.. source.Items("prices").Select(p => SourceObject.Open(p, problems)).OfType<SourceObject>().Select(p => Price(p, compiler, problems))];

    private static PriceTerm Price(SourceObject source, ExpressionCompiler compiler, ProblemList problems)
    {
        var when = compiler.Conditions(source.Lines("when"), Scope.Customer);
        source.Required("kind");
        source.Required("value");
        var kind = source.Word("kind", "rate", "exchange-rate", "fee") switch { "rate" => PriceKind.Rate, "fee" => PriceKind.Fee, _ => PriceKind.ExchangeRate };
        DateOnly? until = source.Text("until") is not { } text ? null : DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day : null;
        if (until is null && source.Any("until") is { } bad) problems.Add(bad.Mark, ProblemCode.WrongKind, "a day must stand here, as 2026-03-31");
        var term = new PriceTerm(when, kind, Amount(source, "value", problems) ?? 0, Amount(source, "floor", problems), source.Text("approver"), until);
        source.Done();
        return term;
    }

    private static long? Amount(SourceObject source, string name, ProblemList problems)
    {
        if (source.Number(name) is not { } number) return null;
        if (Scaled.TryFrom(number, out var scaled)) return scaled;
        problems.Add(source.MarkOf(name), ProblemCode.WrongKind, "a price has at most four decimals");
        return null;
    }
}
