using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Nba.Host.Privacy;

/// <summary>
/// An export as one page to be read, which needs nothing else: no script, no font, no address. Everything that stands in it is escaped, for it comes from wherever the bank's data come from. In the language
/// of the export.
/// </summary>
internal static class PersonPage
{
    private const int Deepest = 32;

    // An event may be as deep as the reader of JSON goes, and stands some levels down.
    private static readonly JsonDocumentOptions AsDeepAsItIs = new() { MaxDepth = 128 };

    private const string Head = """
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="referrer" content="no-referrer">
        <meta name="robots" content="noindex">
        <style>
        :root{color-scheme:light dark}
        body{margin:0 auto;max-width:64rem;padding:1.5rem;font:16px/1.5 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
        h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}
        h2{font-size:1.15rem;margin:2.25rem 0 .25rem}
        p{margin:.25rem 0;max-width:46rem}
        .soft{opacity:.75}
        .one{border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:.5rem;padding:.5rem .9rem;margin:.6rem 0}
        dl{display:grid;grid-template-columns:minmax(7rem,13rem) 1fr;gap:.15rem .9rem;margin:.25rem 0}
        dt{opacity:.75}
        dd{margin:0;min-width:0}
        dd dl{grid-template-columns:minmax(5rem,9rem) 1fr}
        ul{margin:0;padding-left:1.1rem}
        details summary{cursor:pointer}
        @media (max-width:34rem){body{padding:1rem}dl,dd dl{grid-template-columns:1fr}dd{margin-bottom:.3rem}}
        @media print{.one{break-inside:avoid}details{display:none}}
        </style>
        """;

    // What the document's members are called, and what is in them.
    private static readonly (string Name, string Zh, string En, string ZhSays, string EnSays)[] Sections =
    [
        ("customers", "已知信息", "What is known", "由所收到的活动得出的事实、事物、同意与联系记录，以及各事实的来源。", "Facts, things, consents and contacts that follow from what was received, each with what made it."),
        ("actions", "提示", "Prompts", "现在各客户经理列表中的提示。", "Prompts that stand in managers' lists now."),
        ("decisions", "决策记录", "Decisions", "每次决策考虑了什么，改变了什么。", "What each decision considered, and what it changed."),
        ("spent", "计入营销预算", "Counted to campaigns", "计入某活动预算的联系。", "Contacts that count to a campaign's budget."),
        ("waiting", "等待的时刻", "Hours waited for", "将重新作出决策的时刻。", "When decisions are to be made anew."),
        ("activities", "收到的活动", "What was received", "银行各系统送来的活动，按送来时的原样。", "Activities that the bank's systems sent, as they came."),
        ("deadLetters", "未采用的活动", "What could not be used", "被拒绝或搁置的活动及其原因。", "Activities that were refused or set aside, and why."),
        ("deliveries", "发出的提示", "What was sent to managers' tools", "各接收方得到了什么。", "What each receiver has."),
        ("undelivered", "未能送达", "What could not be delivered", "搁置的消息及其原因。", "Messages that were set aside, and why."),
        ("calendar", "日历", "Calendars", "客户经理日历中显示的内容。", "What managers' calendars show."),
        ("audit", "谁查看过", "Who looked", "谁在何时查看或更改了这些数据。", "Who read or changed these data, and when."),
    ];

    /// <summary>The page of a document that <see cref="PersonExport"/> wrote.</summary>
    public static string Of(byte[] document)
    {
        using var read = JsonDocument.Parse(document, AsDeepAsItIs);
        var root = read.RootElement;
        var zh = root.GetProperty("language").GetString() == "zh-CN";
        var title = (zh ? "关于客户的全部数据：" : "Everything held of customer ") + root.GetProperty("customer").GetString();
        var page = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"{(zh ? "zh-CN" : "en")}\">\n<head>\n<title>{Escaped(title)}</title>\n").Append(Head.ReplaceLineEndings("\n")).Append("\n</head>\n<body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Escaped(title)}</h1>\n<p class=\"soft\">{(zh ? "截至" : "As of")} {Escaped(root.GetProperty("asOf").GetString()!)}</p>\n");
        foreach (var section in Sections) Section(page, section, root.GetProperty(section.Name), zh);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void Section(StringBuilder page, (string Name, string Zh, string En, string ZhSays, string EnSays) section, JsonElement all, bool zh)
    {
        page.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>{(zh ? section.Zh : section.En)} ({all.GetArrayLength()})</h2>\n<p class=\"soft\">{(zh ? section.ZhSays : section.EnSays)}</p>\n");
        foreach (var one in all.EnumerateArray())
        {
            page.Append("<div class=\"one\">\n");
            Value(page, one, Deepest);
            page.Append("</div>\n");
        }
        page.Append("</section>\n");
    }

    private static void Value(StringBuilder page, JsonElement value, int deep)
    {
        if (deep == 0) page.Append("<code>").Append(Escaped(value.GetRawText())).Append("</code>");
        else if (value.ValueKind == JsonValueKind.Object) Members(page, value, deep);
        else if (value.ValueKind == JsonValueKind.Array) Items(page, value, deep);
        else page.Append(Escaped(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText()));
    }

    private static void Members(StringBuilder page, JsonElement value, int deep)
    {
        page.Append("<dl>");
        foreach (var member in value.EnumerateObject())
        {
            if (member.Value is { ValueKind: JsonValueKind.Array } none && none.GetArrayLength() == 0) continue;
            page.Append("<dt>").Append(Escaped(member.Name)).Append("</dt><dd>");
            Value(page, member.Value, deep - 1);
            page.Append("</dd>\n");
        }
        page.Append("</dl>\n");
    }

    private static void Items(StringBuilder page, JsonElement value, int deep)
    {
        page.Append("<ul>");
        foreach (var item in value.EnumerateArray())
        {
            page.Append("<li>");
            Value(page, item, deep - 1);
            page.Append("</li>\n");
        }
        page.Append("</ul>\n");
    }

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
