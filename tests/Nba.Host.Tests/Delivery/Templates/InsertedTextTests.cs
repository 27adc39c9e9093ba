using System.Text;
using Nba.Host.Delivery;
using Nba.Host.Delivery.Templates;

namespace Nba.Host.Tests.Delivery.Templates;

public sealed class InsertedTextTests
{
    [Theory]
    [InlineData("Wang Fang 王芳 (VIP), 3.5%, 10:30; O'Neill & Söhne", "Markdown")]
    [InlineData("1.85% for one year", "Markdown")]
    [InlineData("-5,000 yuan", "Markdown")]
    [InlineData("+30%", "Markdown")]
    [InlineData("200,000.00 yuan on 2026-03-06, +30%?!", "Markdown")]
    [InlineData("Wang Fang #1 - (VIP) [gold] a|b 3.5% 10:30", "Slack")]
    [InlineData("Wang *Fang* [gold] <x> #1", "Plain")]
    [InlineData("a@b.example <x> *y* https://z", "Data")]
    public void Ordinary_words_stay_what_they_are(string words, string use) => Assert.Equal(words, InsertedText.Of(words, Enum.Parse<TextUse>(use)));

    [Theory]
    [InlineData("[x](javascript:alert(1))", "Markdown", "［x］(javascript:alert(1))")]
    [InlineData("**y** `c` ~~z~~", "Markdown", "＊＊y＊＊ ｀c｀ ～～z～～")]
    [InlineData("</script>", "Markdown", "＜/script＞")]
    [InlineData("# big", "Markdown", "＃ big")]
    [InlineData("- item", "Markdown", "－ item")]
    [InlineData("12. item", "Markdown", "12． item")]
    [InlineData("{{DATE(x)}}", "Markdown", "｛｛DATE(x)｝｝")]
    [InlineData("&lt;b", "Markdown", "＆lt;b")]
    [InlineData("https://evil.example", "Markdown", "https：//evil．example")]
    [InlineData("@all", "Markdown", "＠all")]
    [InlineData("<!channel>", "Slack", "&lt;!channel&gt;")]
    [InlineData("<@U012> R&D", "Slack", "&lt;＠U012&gt; R&amp;D")]
    [InlineData("> quoted", "Slack", "＞ quoted")]
    [InlineData("*b* _i_ ~s~", "Slack", "＊b＊ ＿i＿ ～s～")]
    [InlineData("https://evil.example", "Slack", "https：//evil．example")]
    [InlineData("@all www.evil.example", "Plain", "＠all www．evil．example")]
    public void What_a_tool_could_take_for_something_else_is_written_full_width(string words, string use, string expected) => Assert.Equal(expected, InsertedText.Of(words, Enum.Parse<TextUse>(use)));

    [Theory]
    [InlineData("two\nlines\r\nand\u2028more\u0085end\t.", "two lines and more end .")]
    [InlineData("  \n padded \n", "padded")]
    [InlineData("\u202Eevil\u202C \u2066x\u2069\u200F\u061C", "evil x")]
    [InlineData("a\0b\u0001c\u001B[31m\u007F\u009B", "abc[31m")]
    [InlineData("zero\u200Bwidth\uFEFF\u00AD\u2060\uFFFE", "zerowidth")]
    [InlineData("👨‍👩‍👧 é 𝕏", "👨‍👩‍👧 é 𝕏")]
    public void A_value_is_one_line_of_visible_characters(string words, string expected) => Assert.Equal(expected, InsertedText.Of(words, TextUse.Data));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("👨‍👩‍👧👨‍👩‍👧", 12, "👨‍👩‍👧…")]
    [InlineData("", 1, "")]
    [InlineData("ab", 1, "…")]
    public void A_cut_is_between_what_people_see_as_characters(string words, int most, string expected) => Assert.Equal(expected, InsertedText.Of(words, TextUse.Data, most));

    [Fact]
    public void Half_a_character_becomes_the_one_that_says_so()
    {
        Assert.Equal("half \uFFFD pair", InsertedText.Of("half \uD800 pair", TextUse.Data));
        Assert.Equal("%EF%BF%BD", InsertedText.Segment("\uD800"));
    }

    [Fact]
    public void A_cut_counts_what_is_written_and_never_breaks_an_escape()
    {
        for (var most = 1; most < 40; most++)
        {
            var cut = InsertedText.Of("<<<&&&>>>x", TextUse.Slack, most);
            Assert.True(cut.Length <= most);
            Assert.Matches("^(&lt;|&amp;|&gt;|x)*…?$", cut);
        }
    }

    [Theory]
    [InlineData("a/b?c#d e", "a%2Fb%3Fc%23d%20e")]
    [InlineData("../x", "..%2Fx")]
    [InlineData("..", "%EF%BC%8E%EF%BC%8E")]
    [InlineData("王'芳\"", "%E7%8E%8B%27%E8%8A%B3%22")]
    public void Part_of_a_path_stays_one_part(string value, string expected) => Assert.Equal(expected, InsertedText.Segment(value));

    [Theory]
    [InlineData("https://nba.bank.example/a/1?t=Zm9v_-x", "https://nba.bank.example/a/1?t=Zm9v_-x")]
    [InlineData("https://nba.bank.example/a) [b](c|d> \"e", "https://nba.bank.example/a%29%20%5Bb%5D%28c%7Cd%3E%20%22e")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("/answers/1", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void An_address_is_one_of_the_web_that_no_markup_ends(string? value, string? expected) => Assert.Equal(expected, InsertedText.Address(value));

    [Fact]
    public void A_path_holds_values_percent_encoded_and_whole()
    {
        var long_ = new string('x', 5000);
        var template = ToldWords.Template("""{"format": "json", "messages": {"raised": {"method": "PUT", "path": "/c/{action.customer}/t?o={owner}", "body": {"a": "{action.customer}"}}}}""");
        var content = ToldWords.Content(DeliveryKind.Raised);
        RenderedMessage Of(string customer) => template.Render(content with { Owner = "rm/1&x=2", Actions = [content.Actions[0] with { Customer = customer }] })!;

        Assert.Equal("/c/a%2Fb%3F..%0D%0A/t?o=rm%2F1%26x%3D2", Of("a/b?..\r\n").Path);
        Assert.Equal($"/c/{long_}/t?o=rm%2F1%26x%3D2", Of(long_).Path);
        Assert.Equal("""{"a":"a/b?.."}""", Encoding.UTF8.GetString(Of("a/b?..\r\n").Body));
    }
}
