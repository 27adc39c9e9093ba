using Nba.Host.Delivery;

namespace Nba.Host.Tests.Delivery.Templates;

/// <summary>Names that somebody gave an account to see what a chat makes of them.</summary>
internal static class HostileWords
{
    /// <summary>What each tool might take for something else than words.</summary>
    public static readonly string[] All =
    [
        "</script><script>alert(1)</script>", "<!channel> <!here> <!everyone>", "<@U012AB3CD>", "<at>all</at>", "@all @所有人 @channel @13800138000", "[x](javascript:alert(1))", "![x](https://evil.example/p.png)",
        "https://evil.example/a", "www.evil.example", "evil.example", "<https://evil.example|bank>", "dingtalk://dingtalkclient/page/link?url=x", "\"}}],\"blocks\":[{\"type\":\"image\"}]", "{action.title} {{DATE(2020-01-01T00:00:00Z)}} ${x}",
        "# big", "> quoted", "- item", "1. item", "2) item", "***", "===", "*bold* _it_ ~gone~ `code` ~~x~~ **y**", "```\ncode\n```", "a|b|c\n-|-|-\n1|2|3", "line\nbreak\r\n\u2028\u2029\u0085\v\f<@U1>", "tab\tbed",
        "\u202Eevil\u202C\u2066x\u2069\u200F\u200E\u061C", "zero\u200Bwidth\uFEFF\u00AD\u2060", "\0\u0001\u001B[31mred\u007F\u009B", "&lt;b&gt; &#91;x&#93; &amp;", "\\*\\[x\\](y)", "\uD800 half", "<font color=\"warning\">x</font>", "<img src=x onerror=alert(1)>",
        "mailto:a@b.example", "javascript:alert(1)", "a\u3000b", "𝕏 👨‍👩‍👧 é", "'; DROP TABLE customers;--", "%0d%0aX: y", "../../x", "..",
    ];

    /// <summary>A content with some of them in each of its words, so that all are in it.</summary>
    public static DeliveryContent InTurn(DeliveryContent content)
    {
        string Some(int part) => string.Join(" ~ ", All.Where((_, i) => i % 7 == part));
        var action = content.Actions[0];
        return content with
        {
            WhyWords = content.WhyWords is null ? null : string.Join(" ~ ", All),
            Actions = [action with { Name = Some(0), Title = Some(1), Reason = Some(2), Question = Some(3), TalkingPoints = [.. action.TalkingPoints.Select((p, i) => p with { Text = Some(4 + i) })] }],
        };
    }
}
