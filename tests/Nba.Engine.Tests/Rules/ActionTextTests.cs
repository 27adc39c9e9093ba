using CsCheck;
using Nba.Engine.Rules;

namespace Nba.Engine.Tests.Rules;

public sealed class ActionTextTests
{
    private static readonly Gen<TextArgument> Any = Gen.Select(
        Gen.OneOf(Enum.GetValues<ArgumentKind>()), Gen.OneOf(Gen.Long[-1_000_000_000_000_000, 1_000_000_000_000_000], Gen.Long[-9, 99]), Gen.String.Null(),
        (kind, value, text) => new TextArgument(kind, value, text));

    [Fact]
    public void Arguments_of_an_earlier_text_can_be_shown_by_a_later_one() =>
        Gen.Select(Any.Array[0, 6], Gen.OneOf("zh-CN", "en"), Gen.OneOf("title", "reason", "appeal")).Sample((arguments, language, part) =>
        {
            var book = ShippedBook.Book;
            foreach (var action in book.Rules.ByAction.Keys)
                book.Texts.Find(action)?.Render(language, part, arguments, new DateOnly(2026, 3, 2), book.CodeName);
        }, iter: 2_000);
}
