using Nba.Engine.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Catalogue;

/// <summary>Reads price terms of products and bundles, and who decides beyond their limits.</summary>
internal sealed class PriceReader(ExpressionCompiler compiler, IReadOnlyDictionary<string, Approver> approvers, ProblemList problems)
{
    // Stated yuan for a dollar.
    private const string FormerExchangeKind = "exchange-rate";

    /// <summary>Who may grant more, as <c>products.json</c> names them; none without the member.</summary>
    public static SortedDictionary<string, Approver> Approvers(SourceNode? products, ProblemList problems)
    {
        var approvers = new SortedDictionary<string, Approver>(StringComparer.Ordinal);
        var node = products is { Kind: SourceKind.Object } ? products.Member(ProductBook.ApproversMember) : null;
        foreach (var member in node is null || SourceObject.Open(node, problems) is null ? [] : node.Members)
        {
            if (SourceObject.Open(member.Value, problems) is not { } source) continue;
            approvers[member.Name] = new Approver(source.RequiredText("zh"), source.RequiredText("en"));
            source.Done();
        }
        return approvers;
    }

    /// <summary>The price terms of a product or bundle.</summary>
    public IReadOnlyList<PriceTerm> Read(SourceObject source) => [.. source.Items("prices").Select(p => SourceObject.Open(p, problems)).OfType<SourceObject>().Select(Price)];

    private PriceTerm Price(SourceObject source)
    {
        var when = compiler.Conditions(source.Lines("when"), Scope.Customer);
        source.Required("kind");
        source.Required("value");
        var kind = Kind(source);
        DateOnly? until = source.Text("until") is not { } text ? null : DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day : null;
        if (until is null && source.Any("until") is { } bad) problems.Add(bad.Mark, ProblemCode.WrongKind, $"a day must stand here, as 2026-03-31");
        var (value, limit, approver) = (Amount(source, "value", problems) ?? 0, Amount(source, "limit", problems), source.Text("approver"));
        if (kind is { } known) Check(source, known, value, limit);
        Check(source, kind, limit, approver);
        source.Done();
        return new PriceTerm(when, kind ?? default, value, limit, approver, until);
    }

    // The same number would mean something else under the name of today, so it is not taken for that.
    private PriceKind? Kind(SourceObject source)
    {
        if (source.Any("kind") is not { Text: FormerExchangeKind } former)
            return source.Word("kind", PriceTerm.Words) is { } word ? (PriceKind)PriceTerm.Words.ToList().IndexOf(word) : null;
        problems.Add(former.Mark, ProblemCode.UnknownWord,
            $"'{FormerExchangeKind}' is no kind of price any more; write '{PriceTerm.Word(PriceKind.ExchangeDiscount)}', and as value and limit the percent taken off the bank's spread instead of a rate");
        return null;
    }

    // A bank concedes by paying more on a deposit and giving more off the spread, and by taking less in interest and fees.
    private void Check(SourceObject source, PriceKind kind, long value, long? limit)
    {
        var word = PriceTerm.Word(kind);
        foreach (var (name, stated) in new[] { ("value", value), ("limit", limit ?? value) })
        {
            if (stated < 0) problems.Add(source.MarkOf(name), ProblemCode.BadPrice, $"a price of the kind '{word}' is 0 or more, not {Show(stated)}");
            else if (kind == PriceKind.ExchangeDiscount && stated > 100 * Scaled.One)
                problems.Add(source.MarkOf(name), ProblemCode.BadPrice, $"a price of the kind '{word}' is percent off the bank's spread, at most 100, not {Show(stated)}");
        }
        if (limit is not { } far || (PriceTerm.ConcedesUp(kind) ? far >= value : far <= value)) return;
        problems.Add(source.MarkOf("limit"), ProblemCode.BadPrice, PriceTerm.ConcedesUp(kind)
            ? Sentence.Of($"the limit {Show(far)} lies below the price {Show(value)}; '{word}' is conceded by going up: write a limit from {Show(value)}, or none where the price is fixed")
            : Sentence.Of($"the limit {Show(far)} lies above the price {Show(value)}; '{word}' is conceded by going down: write a limit up to {Show(value)}, or none where the price is fixed"));
    }

    // Nobody decides beyond a limit that leaves nothing to concede.
    private void Check(SourceObject source, PriceKind? kind, long? limit, string? approver)
    {
        if (limit is { } far && kind is { } known && !PriceTerm.IsAll(known, far) && source.Any("approver") is null) problems.Add(source.MarkOf("limit"), ProblemCode.MissingMember, $"'approver' is missing here: who decides beyond the limit");
        if (source.Any("limit") is null && approver is not null) problems.Add(source.MarkOf("approver"), ProblemCode.MissingMember, $"'limit' is missing here: how far a manager may go without the approver");
        if (approver is not null && !approvers.ContainsKey(approver)) problems.AddUnknown(source.MarkOf("approver"), ProblemCode.UnknownWord, approver, $"approver of products.json", approvers.Keys);
    }

    private static string Show(long value) => Scaled.ToDecimal(value).ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>An amount in ten-thousandths; null when it is absent or has more decimals.</summary>
    public static long? Amount(SourceObject source, string name, ProblemList problems)
    {
        if (source.Number(name) is not { } number) return null;
        if (Scaled.TryFrom(number, out var scaled)) return scaled;
        problems.Add(source.MarkOf(name), ProblemCode.WrongKind, $"a price has at most four decimals");
        return null;
    }
}
