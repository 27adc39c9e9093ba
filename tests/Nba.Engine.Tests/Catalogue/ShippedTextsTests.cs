using System.Text.RegularExpressions;
using Nba.Engine.Rules;
using Nba.House;

namespace Nba.Engine.Tests.Catalogue;

/// <summary>The shipped texts beside the price terms: a price that a manager may move is not spoken of as the published one and no other.</summary>
[Course(7)]
public sealed partial class ShippedTextsTests
{
    [Fact]
    public void No_text_says_that_a_price_is_as_published_where_the_catalogue_leaves_room()
    {
        var book = ShippedBook.Book;
        Findings.None(from action in book.Texts.Ids
                      where HasRoom(book, action)
                      from language in TextBook.Languages
                      from part in TextBook.Parts
                      let text = book.Texts.Find(action)!.Render(language, part, [], Scene.Day("2026-03-02"), book.CodeName)
                      where AsPublished().IsMatch(text)
                      select $"{action}, {language}, {part}: {text}");
    }

    [Theory]
    [InlineData("利率以我行当日公示为准；提前支取按合同约定计息", true)]
    [InlineData("权益、条件和年费以我行公示及领用合约为准", true)]
    [InlineData("各期限利率以挂牌为准", true)]
    [InlineData("报价以我行当日公示利率为起点，实际利率以合同为准", false)]
    [InlineData("存款保险的保障范围以公示为准", false)]
    [InlineData("It is a deposit, at the rate published on the day", true)]
    [InlineData("Rates are those published on the day", true)]
    [InlineData("Benefits, conditions and fees are as published and in the card agreement", true)]
    [InlineData("The quote starts from the rate published on the day, and the contract's holds", false)]
    [InlineData("The cover of deposit insurance is as published", false)]
    public void The_words_looked_for_are_those_that_fix_a_price(string text, bool fixes) => Assert.Equal(fixes, AsPublished().IsMatch(text));

    // Of one that names no product, any may be spoken of.
    private static bool HasRoom(RuleBook book, string action) =>
        (book.Bundles.Find(action)?.Prices ?? book.Definition(action)?.Product?.Prices)?.Any(p => p.Limit is not null) ?? true;

    [GeneratedRegex("(利率|收费|年费|价格|报价)[^，。；]*以[^，。；]*(公示|公布|挂牌)[^，。；]*为准"
        + @"|\b(rates?|fees?|prices?)\b[^.;,]*\b(as|those) published|\bat the (rate|fee|price) published", RegexOptions.IgnoreCase)]
    private static partial Regex AsPublished();
}
