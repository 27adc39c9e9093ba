using System.Collections.Frozen;
using Nba.Engine.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Catalogue;

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

    private ProductBook(IEnumerable<KeyValuePair<string, Product>> products, IReadOnlyDictionary<string, Approver> approvers) =>
        (_products, Approvers) = (products.ToFrozenDictionary(StringComparer.Ordinal), approvers);

    /// <summary>The code list that product words come from.</summary>
    public const string CodeList = "product";

    /// <summary>The member of <c>products.json</c> that is no product: offers of several actions.</summary>
    internal const string BundlesMember = "bundles";

    /// <summary>The member of <c>products.json</c> that is no product: who may grant more than a price's limit.</summary>
    internal const string ApproversMember = "approvers";

    /// <summary>The fact that says which products the customer has.</summary>
    public const string HoldingsFact = "products";

    /// <summary>The fact that says the investor's risk class; its first code is class 1.</summary>
    public const string RiskClassFact = "riskClass";

    /// <summary>Who may grant more than a price's limit, by their word.</summary>
    public IReadOnlyDictionary<string, Approver> Approvers { get; }

    /// <summary>A price in words, as the customer may hear it.</summary>
    public string Say(Quote quote, string language) => QuoteText.Price(quote, language);

    /// <summary>How far a manager may go from a price and who decides beyond, in words marked as internal: never for the customer. Null where there is nothing to concede.</summary>
    public string? Room(Quote quote, string language) =>
        QuoteText.Room(quote, language, quote.Approver is { } word && Approvers.TryGetValue(word, out var approver) ? (language == "zh-CN" ? approver.Zh : approver.En) : quote.Approver);

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
        var approvers = PriceReader.Approvers(node, problems);
        var prices = new PriceReader(compiler, approvers, problems);
        foreach (var member in node is null || SourceObject.Open(node, problems) is null ? [] : node.Members.Where(m => m.Name is not ("$schema" or BundlesMember or ApproversMember)))
        {
            var code = codes?.IndexOf(member.Name) ?? -1;
            if (code < 0) problems.AddUnknown(member.NameMark, ProblemCode.UnknownCode, member.Name, $"word of the code list '{CodeList}'", codes?.Values ?? []);
            else if (SourceObject.Open(member.Value, problems) is { } source) products[member.Name] = One(code, source, codes!, related, vocabulary, prices, problems);
        }
        return new ProductBook(related.Complete(products), approvers);
    }

    private static Product One(int code, SourceObject source, CodeList codes, ProductRelations related, VocabularyBook vocabulary, PriceReader prices, ProblemList problems)
    {
        var requires = Bits(source.Lines("requires"), codes, ProblemCode.UnknownProduct, $"product", problems);
        related.Add(code, source);
        var segments = Bits(source.Lines("segments"), vocabulary.Fact(BuiltIn.Segment)?.Type.Codes, ProblemCode.UnknownCode, $"segment (the fact '{BuiltIn.Segment}' lists them)", problems);
        var terms = prices.Read(source);
        var product = new Product(
            code, source.RequiredText("class"), source.Whole("risk", 0, 5) ?? 0, requires, source.RequiredText("zh"), source.RequiredText("en"), terms, segments, PriceReader.Amount(source, "value", problems));
        source.Done();
        return product;
    }

    /// <summary>Words of a code list as bits; reports those it does not have.</summary>
    internal static long Bits(IReadOnlyList<SourceNode> words, CodeList? codes, ProblemCode unknown, Sentence what, ProblemList problems)
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
}
