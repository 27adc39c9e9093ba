using System.Globalization;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Catalogue;

/// <summary>A quoted price in words: what the customer may hear, and apart from it, marked as internal, how far the manager may go.</summary>
internal static class QuoteText
{
    private static readonly Words Percent = new("{0}%", "{0}%"), Yuan = new("{0}元", "{0} yuan");
    private static readonly Words Until = new("（至{0}）", " (until {0})"), Day = new("yyyy年M月d日", "yyyy-MM-dd");
    private static readonly Words Internal = new("（内部：{0}）", "(internal: {0})");
    private static readonly Words Fixed = new("固定价格，不议价", "fixed, nothing to concede"), All = new("可全免", "all of it may be waived");
    private static readonly Words Up = new("最高可至{0}，更高须报{1}审批", "up to {0}; above that, ask {1}"), Down = new("最低可至{0}，更低须报{1}审批", "down to {0}; below that, ask {1}");

    /// <summary>What it costs and until when.</summary>
    public static string Price(Quote quote, string language)
    {
        var (price, nothing) = Kind(quote.Kind);
        var said = quote.Value == 0 && nothing is { } free ? free.In(language) : price.In(language, Amount(quote.Kind, quote.Value, language));
        return quote.Until is { } until ? said + Until.In(language, DateOnly.FromDayNumber(until).ToString(Day.In(language), CultureInfo.InvariantCulture)) : said;
    }

    /// <summary>How far the manager may go and who decides beyond; null where there is nothing to concede.</summary>
    public static string? Room(Quote quote, string language, string? approver)
    {
        if (PriceTerm.IsAll(quote.Kind, quote.Value)) return null;
        var room = quote.Limit is not { } limit ? Fixed.In(language)
            : PriceTerm.IsAll(quote.Kind, limit) ? All.In(language)
            : (PriceTerm.ConcedesUp(quote.Kind) ? Up : Down).In(language, Amount(quote.Kind, limit, language), approver);
        return Internal.In(language, room);
    }

    // How a price of the kind is said, and how one of 0 where that is said otherwise.
    private static (Words Price, Words? Nothing) Kind(PriceKind kind) => kind switch
    {
        PriceKind.DepositRate => (new("存款利率年{0}", "deposit rate {0} a year"), null),
        PriceKind.LendingRate => (new("贷款利率年{0}", "lending rate {0} a year"), null),
        PriceKind.FeeRate => (new("费率年{0}", "fee {0} a year"), new("免费", "no fee")),
        PriceKind.Fee => (new("费用每年{0}", "fee {0} a year"), new("免费", "no fee")),
        PriceKind.ExchangeDiscount => (new("汇率点差优惠{0}", "{0} off the exchange-rate spread"), new("按挂牌汇率，无点差优惠", "the published exchange rate")),
        PriceKind.Premium => (new("年保费{0}", "annual premium {0}"), new("免保费", "no premium")),
        PriceKind.FeeAndPremium => (new("每年费用和保费合计{0}", "fee and premium together {0} a year"), new("免费用和保费", "no fee and no premium")),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no kind of price"),
    };

    private static string Amount(PriceKind kind, long value, string language) =>
        (kind is PriceKind.Fee or PriceKind.Premium or PriceKind.FeeAndPremium ? Yuan : Percent).In(language, Scaled.ToDecimal(value).ToString("#,##0.####", CultureInfo.InvariantCulture));

    /// <summary>The same in both languages, with places for what is filled in.</summary>
    private readonly record struct Words(string Zh, string En)
    {
        public string In(string language) => language == "zh-CN" ? Zh : En;

        public string In(string language, params object?[] filled) => string.Format(CultureInfo.InvariantCulture, In(language), filled);
    }
}
