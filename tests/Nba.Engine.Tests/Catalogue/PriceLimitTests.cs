using CsCheck;
using Nba.Engine.Catalogue;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Catalogue;

/// <summary>How far a manager may go: the least favourable price to the bank, whichever way the kind of price concedes.</summary>
[Course(7)]
public sealed class PriceLimitTests
{
    private const string Approvers = """ "approvers": {"head": {"zh": "行长", "en": "the head"}}, """;

    [Theory]
    [InlineData("deposit-rate", 1.45, 1.35, "the limit 1.35 lies below the price 1.45", "write a limit from 1.45, or none")]
    [InlineData("exchange-discount", 60, 40, "the limit 40 lies below the price 60", "write a limit from 60, or none")]
    [InlineData("lending-rate", 3.4, 3.6, "the limit 3.6 lies above the price 3.4", "write a limit up to 3.4, or none")]
    [InlineData("fee-rate", 0.2, 0.25, "the limit 0.25 lies above the price 0.2", "write a limit up to 0.2, or none")]
    [InlineData("fee", 300, 350, "the limit 350 lies above the price 300", "write a limit up to 300, or none")]
    [InlineData("premium", 168, 180, "the limit 180 lies above the price 168", "write a limit up to 168, or none")]
    [InlineData("fee-and-premium", 398, 400, "the limit 400 lies above the price 398", "write a limit up to 398, or none")]
    public void A_limit_on_the_side_on_which_nothing_is_conceded_is_told_with_its_place_and_remedy(string kind, decimal price, decimal limit, string said, string remedy)
    {
        var problem = Assert.Single(Load(kind, price, limit).Problems);

        Assert.Equal(ProblemCode.BadPrice, problem.Code);
        Assert.Equal("products.json", problem.File);
        Assert.Equal((1, Text(kind, price, limit).IndexOf(Invariant($"{limit}, \"approver\""), StringComparison.Ordinal) + 1), (problem.Line, problem.Column));
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_is_accepted_just_where_it_is_no_better_for_the_bank_than_the_price() =>
        Gen.Select(Gen.Enum<PriceKind>(), Gen.Int[0, 100], Gen.Int[0, 100]).Sample((kind, price, limit) =>
        {
            // What the bank has of it: less when it pays more or takes more off.
            int Bank(int of) => kind is PriceKind.DepositRate or PriceKind.ExchangeDiscount ? -of : of;
            return (Load(PriceTerm.Word(kind), price, limit).Book is not null) == (Bank(limit) <= Bank(price));
        }, iter: 80, threads: 1);

    [Theory]
    [InlineData("exchange-discount", 60, 120, "at most 100, not 120")]
    [InlineData("fee", 300, -1, "0 or more, not -1")]
    public void A_price_out_of_its_bounds_is_told(string kind, decimal price, decimal limit, string said) =>
        Assert.Contains(Load(kind, price, limit).Problems, p => p.Code == ProblemCode.BadPrice && p.Message.Contains(said, StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"kind": "fee", "value": 300, "limit": 200}""", ProblemCode.MissingMember, "'approver' is missing here")]
    [InlineData("""{"kind": "fee", "value": 300, "approver": "head"}""", ProblemCode.MissingMember, "'limit' is missing here")]
    [InlineData("""{"kind": "fee", "value": 300, "limit": 200, "approver": "haed"}""", ProblemCode.UnknownWord, "did you mean 'head'?")]
    [InlineData("""{"kind": "rate", "value": 1.5}""", ProblemCode.UnknownWord, "'rate' is not one of deposit-rate, lending-rate, fee-rate, fee, exchange-discount, premium, fee-and-premium")]
    [InlineData("""{"kind": "fee", "value": 300, "floor": 200}""", ProblemCode.UnknownMember, "floor")]
    public void A_price_whose_parts_do_not_fit_together_is_told(string price, ProblemCode code, string said) =>
        Assert.Contains(Load(price).Problems, p => p.Code == code && p.Message.Contains(said, StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"kind": "exchange-rate", "value": 7.125, "limit": 7.12, "approver": "head"}""")]
    [InlineData("""{"kind": "exchange-rate", "value": 60, "limit": 100}""")]
    public void What_was_stated_as_a_rate_of_exchange_is_refused_once_with_its_place_and_what_to_write_instead(string price) =>
        Assert.Equal(
            $"NBA2201 products.json:1:{Text(price).IndexOf("\"exchange-rate\"", StringComparison.Ordinal) + 1} 'exchange-rate' is no kind of price any more; write 'exchange-discount', "
            + "and as value and limit the percent taken off the bank's spread instead of a rate",
            Assert.Single(Load(price).Problems).ToString());

    [Fact]
    public void Nobody_decides_beyond_a_limit_that_leaves_nothing_to_concede() =>
        Assert.Empty(Load("""{"kind": "fee", "value": 300, "limit": 0}""").Problems);

    [Theory]
    [InlineData(PriceKind.DepositRate, 1.45, 1.55, "最高可至1.55%，更高须报支行行长审批", "up to 1.55%; above that, ask the branch head")]
    [InlineData(PriceKind.LendingRate, 3.4, 3.2, "最低可至3.2%，更低须报支行行长审批", "down to 3.2%; below that, ask the branch head")]
    [InlineData(PriceKind.FeeRate, 0.2, 0.15, "最低可至0.15%，更低须报支行行长审批", "down to 0.15%; below that, ask the branch head")]
    [InlineData(PriceKind.Fee, 300, 150, "最低可至150元，更低须报支行行长审批", "down to 150 yuan; below that, ask the branch head")]
    [InlineData(PriceKind.ExchangeDiscount, 60, 75, "最高可至75%，更高须报支行行长审批", "up to 75%; above that, ask the branch head")]
    [InlineData(PriceKind.Premium, 168, 150, "最低可至150元，更低须报支行行长审批", "down to 150 yuan; below that, ask the branch head")]
    [InlineData(PriceKind.FeeAndPremium, 1398, 1318, "最低可至1,318元，更低须报支行行长审批", "down to 1,318 yuan; below that, ask the branch head")]
    [InlineData(PriceKind.Fee, 100, 0, "可全免", "all of it may be waived")]
    [InlineData(PriceKind.ExchangeDiscount, 60, 100, "可全免", "all of it may be waived")]
    [Course(16)]
    public void What_may_be_granted_is_marked_as_internal_in_both_languages(PriceKind kind, decimal price, decimal limit, string zh, string en) =>
        Assert.Equal(($"（内部：{zh}）", $"(internal: {en})"), Room(new Quote(kind, (long)(price * Scaled.One), (long)(limit * Scaled.One), "branch-head", null)));

    [Theory]
    [InlineData(PriceKind.DepositRate, 1.45, "存款利率年1.45%", "deposit rate 1.45% a year")]
    [InlineData(PriceKind.LendingRate, 3.4, "贷款利率年3.4%", "lending rate 3.4% a year")]
    [InlineData(PriceKind.FeeRate, 0.2, "费率年0.2%", "fee 0.2% a year")]
    [InlineData(PriceKind.Fee, 300, "费用每年300元", "fee 300 yuan a year")]
    [InlineData(PriceKind.Fee, 0, "免费", "no fee")]
    [InlineData(PriceKind.ExchangeDiscount, 60, "汇率点差优惠60%", "60% off the exchange-rate spread")]
    [InlineData(PriceKind.ExchangeDiscount, 0, "按挂牌汇率，无点差优惠", "the published exchange rate")]
    [InlineData(PriceKind.Premium, 168, "年保费168元", "annual premium 168 yuan")]
    [InlineData(PriceKind.Premium, 0, "免保费", "no premium")]
    [InlineData(PriceKind.FeeAndPremium, 1398, "每年费用和保费合计1,398元", "fee and premium together 1,398 yuan a year")]
    public void A_price_is_said_in_both_languages_without_a_word_of_what_may_be_granted(PriceKind kind, decimal price, string zh, string en)
    {
        var value = (long)(price * Scaled.One);
        Assert.All([null, (long?)value], limit => Assert.Equal((zh, en), Said(new Quote(kind, value, limit, "branch-head", null))));
        Assert.Equal((zh + "（至2026年12月31日）", en + " (until 2026-12-31)"), Said(new Quote(kind, value, null, null, Scene.Day("2026-12-31").DayNumber)));
    }

    [Fact]
    public void A_fixed_price_is_told_to_the_manager_and_a_gift_needs_no_word()
    {
        Assert.Equal(("（内部：固定价格，不议价）", "(internal: fixed, nothing to concede)"), Room(new Quote(PriceKind.DepositRate, 16_000, null, null, null)));
        Assert.Equal((null, null), Room(new Quote(PriceKind.Fee, 0, null, null, null)));
    }

    [Fact]
    public void Who_is_no_approver_any_more_is_said_by_the_word() =>
        Assert.Equal("(internal: up to 1.55%; above that, ask former-head)", Room(new Quote(PriceKind.DepositRate, 14_500, 15_500, "former-head", null)).En);

    [Fact]
    public void The_price_stands_with_the_offer_and_a_new_one_is_a_new_version()
    {
        var file = """{"fund": {"class": "wealth", "zh": "基金", "en": "fund", "prices": [{"when": "customer.spend30 >= 5000", "kind": "fee", "value": 0}, {"kind": "fee", "value": 300, "limit": 200, "approver": "head"}]}, """;
        using var scene = new Scene(TestBook.With(("products.json", file + Approvers + TestBook.Products[1..].Replace("\"fund\": {\"class\": \"wealth\", \"risk\": 2, \"zh\": \"基金\", \"en\": \"Fund\"},", "", StringComparison.Ordinal)))).Known("2026-02-20");
        scene.Event("2026-03-02", "balance.reported", """{"balance": 100000}""");
        scene.Event("2026-03-03", "interest.shown", """{"product": "fund"}""");
        var first = scene.Records.Last(r => r.Action == "fund-offer");
        Assert.Equal(new Quote(PriceKind.Fee, 3_000_000, 2_000_000, "head", null), first.Price);

        scene.Store();
        scene.Tick("2026-03-04");
        Assert.Equal(first.Version, scene.Records.Last(r => r.Action == "fund-offer").Version);
        scene.Event("2026-03-04", "card.used", """{"amount": 6000, "abroad": false}""");
        var second = scene.Records.Last(r => r.Action == "fund-offer");
        Assert.Equal(new Quote(PriceKind.Fee, 0, null, null, null), second.Price);
        Assert.True(second.Version > first.Version);
    }

    private static (string Zh, string En) Said(Quote quote) => (ShippedBook.Book.Products.Say(quote, "zh-CN"), ShippedBook.Book.Products.Say(quote, "en"));

    private static (string? Zh, string? En) Room(Quote quote) => (ShippedBook.Book.Products.Room(quote, "zh-CN"), ShippedBook.Book.Products.Room(quote, "en"));

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static string Text(string kind, decimal price, decimal limit) =>
        Text(Invariant($$"""{"kind": "{{kind}}", "value": {{price}}, "limit": {{limit}}, "approver": "head"}"""));

    private static string Text(string price) => "{" + Approvers + TestBook.Products.ReplaceLineEndings(" ").Trim()[1..].Replace("\"zh\": \"贷款\",", $"\"zh\": \"贷款\", \"prices\": [{price}],", StringComparison.Ordinal);

    private static RuleBookLoad Load(string kind, decimal price, decimal limit) => TestBook.Load(("products.json", Text(kind, price, limit)));

    private static RuleBookLoad Load(string price) => TestBook.Load(("products.json", Text(price)));
}
