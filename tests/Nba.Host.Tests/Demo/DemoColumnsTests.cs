using Nba.Host.Demo;

namespace Nba.Host.Tests.Demo;

public sealed class DemoColumnsTests
{
    [Theory]
    [InlineData("ab", 2)]
    [InlineData("王丽芳", 6)]
    [InlineData("3月9日", 6)]
    [InlineData("，。", 4)]
    public void A_Chinese_character_takes_two_columns(string text, int width) => Assert.Equal(width, DemoColumns.Width(text));

    [Fact]
    public void Padding_fills_or_cuts_to_the_width()
    {
        Assert.Equal("王丽  ", DemoColumns.Pad("王丽", 6));
        Assert.Equal("王…", DemoColumns.Pad("王丽芳", 4).TrimEnd());
        Assert.Equal(4, DemoColumns.Width(DemoColumns.Pad("王丽芳", 4)));
    }

    [Fact]
    public void Lines_keep_words_whole_and_never_begin_with_a_closing_mark()
    {
        Assert.Equal(["one two", "three"], DemoColumns.Wrap("one two three", 9));
        Assert.Equal(["一二", "三。"], DemoColumns.Wrap("一二三。", 5));
        Assert.Equal(["余额", "1,200.50", "元"], DemoColumns.Wrap("余额1,200.50元", 8));
        Assert.Empty(DemoColumns.Wrap("", 8));
    }
}
