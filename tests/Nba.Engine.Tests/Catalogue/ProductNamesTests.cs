using Nba.Engine.Rules;
using Nba.House;

namespace Nba.Engine.Tests.Catalogue;

/// <summary>Names of products as a bank's letter writes them.</summary>
[Course(6)]
public sealed class ProductNamesTests
{
    [Fact]
    public void English_names_are_written_as_within_a_sentence() =>
        Assert.All(ShippedBook.Book.Products.Names.Select(n => ShippedBook.Book.Products.Find(n)!.En), n => Assert.True(char.IsAsciiLetterLower(n[0]), n));

    [Theory]
    [InlineData("en", "reason", "Term deposit was closed or cancelled.")]
    [InlineData("en", "title", "The customer gave up their term deposit: ask why")]
    [InlineData("zh-CN", "title", "客户停用了定期存款，请了解原因")]
    public void A_text_that_begins_with_a_product_begins_with_a_capital(string language, string part, string expected)
    {
        var book = ShippedBook.Book;
        var code = book.Vocabulary.CodeLists.First(c => c.Name == "product").IndexOf("time-deposit");
        var text = book.Texts.Find("product-closed-talk")!;
        var arguments = Enumerable.Repeat(new TextArgument(ArgumentKind.Plain, code, null), text.ArgumentCount).ToList();

        Assert.Equal(expected, text.Render(language, part, arguments, Scene.Day("2026-03-02"), book.CodeName));
    }
}
