using System.Globalization;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Catalogue;

/// <summary>A quoted price in words for the manager: the price, how far they may go, and who decides beyond that.</summary>
internal static class QuoteText
{
    public static string Of(Quote quote, string language, string? approver) => language == "zh-CN" ? Zh(quote, approver) : En(quote, approver);

    private static string Zh(Quote quote, string? approver)
    {
        var price = quote switch
        {
            { Kind: PriceKind.DepositRate } => $"存款利率年{Show(quote.Value)}%",
            { Kind: PriceKind.LendingRate } => $"贷款利率年{Show(quote.Value)}%",
            { Kind: PriceKind.FeeRate } => $"费率年{Show(quote.Value)}%",
            { Kind: PriceKind.ExchangeRate, Value: 0 } => "按挂牌汇率，无点差优惠",
            { Kind: PriceKind.ExchangeRate } => $"汇率点差优惠{Show(quote.Value)}%",
            { Kind: PriceKind.Premium, Value: 0 } => "免保费",
            { Kind: PriceKind.Premium } => $"年保费{Show(quote.Value)}元",
            { Kind: PriceKind.FeeAndPremium } => $"每年费用和保费合计{Show(quote.Value)}元",
            { Value: 0 } => "免费",
            _ => $"费用每年{Show(quote.Value)}元",
        };
        var room = quote.Limit is { } limit
            ? PriceTerm.IsAll(quote.Kind, limit) ? "，可全免" : PriceTerm.ConcedesUp(quote.Kind) ? $"，可上调至{Show(limit)}{Unit(quote, "元")}，更高须由{approver}审批" : $"，可下调至{Show(limit)}{Unit(quote, "元")}，更低须由{approver}审批"
            : quote is { Kind: PriceKind.Fee, Value: 0 } ? "" : "，不再议价";
        return price + room + (quote.Until is { } until ? $"（至{Zh(DateOnly.FromDayNumber(until))}）" : "");
    }

    private static string En(Quote quote, string? approver)
    {
        var price = quote switch
        {
            { Kind: PriceKind.DepositRate } => $"deposit rate {Show(quote.Value)}% a year",
            { Kind: PriceKind.LendingRate } => $"lending rate {Show(quote.Value)}% a year",
            { Kind: PriceKind.FeeRate } => $"fee {Show(quote.Value)}% a year",
            { Kind: PriceKind.ExchangeRate, Value: 0 } => "the published exchange rate",
            { Kind: PriceKind.ExchangeRate } => $"{Show(quote.Value)}% off the exchange-rate spread",
            { Kind: PriceKind.Premium, Value: 0 } => "no premium",
            { Kind: PriceKind.Premium } => $"annual premium {Show(quote.Value)} yuan",
            { Kind: PriceKind.FeeAndPremium } => $"fee and premium together {Show(quote.Value)} yuan a year",
            { Value: 0 } => "no fee",
            _ => $"fee {Show(quote.Value)} yuan a year",
        };
        var room = quote.Limit is { } limit
            ? PriceTerm.IsAll(quote.Kind, limit) ? "; you may waive all of it" : PriceTerm.ConcedesUp(quote.Kind) ? $"; you may go up to {Show(limit)}{Unit(quote, " yuan")}, beyond that {approver} decides" : $"; you may go down to {Show(limit)}{Unit(quote, " yuan")}, below that {approver} decides"
            : quote is { Kind: PriceKind.Fee, Value: 0 } ? "" : "; fixed";
        return price + room + (quote.Until is { } until ? $" (until {DateOnly.FromDayNumber(until).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)})" : "");
    }

    private static string Unit(Quote quote, string yuan) => quote.Kind is PriceKind.Fee or PriceKind.Premium or PriceKind.FeeAndPremium ? yuan : "%";

    private static string Show(long value) => Scaled.ToDecimal(value).ToString("#,##0.####", CultureInfo.InvariantCulture);

    private static string Zh(DateOnly day) => $"{day.Year}年{day.Month}月{day.Day}日";
}
