using System.Net;
using System.Text;

namespace Nba.Host.WhatIf;

/// <summary>
/// A comparison as one page that needs nothing else: no script, no font, no address. Both languages are in it, and a switch of plain HTML chooses. Everything that comes from rules or data is
/// escaped.
/// </summary>
internal static class WhatIfHtml
{
    private const int Most = 25;

    private const string Head = """
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="referrer" content="no-referrer">
        <style>
        :root{color-scheme:light dark;--paper:#f6f5f1;--card:#fff;--ink:#1c2329;--soft:#59636d;--line:#dedbd3;--rest:#efede6;--was:#7a838c;--now:#0b66a3;--more:#157a4e;--less:#b2431d}
        @media (prefers-color-scheme:dark){:root{--paper:#14181c;--card:#1c2228;--ink:#e8eaec;--soft:#a4adb6;--line:#343c44;--rest:#232a31;--was:#98a2ab;--now:#5db3ee;--more:#4cc38a;--less:#f08b62}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
        main,nav{max-width:64rem;margin:0 auto;padding:0 1.25rem}
        nav{display:flex;justify-content:flex-end;gap:.25rem;padding-top:1rem}
        .pick{position:absolute;opacity:0;pointer-events:none}
        nav label{padding:.2rem .7rem;border:1px solid var(--line);border-radius:999px;cursor:pointer;color:var(--soft);font-size:.875rem}
        #zh:checked~nav label[for=zh],#en:checked~nav label[for=en]{background:var(--ink);color:var(--paper);border-color:var(--ink)}
        #zh:focus-visible~nav label[for=zh],#en:focus-visible~nav label[for=en]{outline:3px solid var(--now);outline-offset:2px}
        #zh:checked~main[lang=en],#en:checked~main[lang=zh-CN]{display:none}
        h1{font-size:1.65rem;line-height:1.25;margin:.75rem 0 .25rem;overflow-wrap:anywhere}
        h2{font-size:1.15rem;margin:2.5rem 0 .75rem}
        p{margin:.5rem 0;max-width:46rem}
        .soft{color:var(--soft)}
        .lead{font-size:1.1rem}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;margin:1.5rem 0;padding:0}
        .figures div{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.7rem .9rem}
        .figures dt{color:var(--soft);font-size:.85rem}
        .figures dd{margin:0;font-size:1.35rem;font-weight:600;font-variant-numeric:tabular-nums}
        .more{fill:var(--more)}.less{fill:var(--less)}
        dd.more{color:var(--more)}dd.less{color:var(--less)}
        .scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:.6rem}
        .scroll:focus-visible{outline:3px solid var(--now);outline-offset:2px}
        .chart{padding:.75rem}
        svg{display:block;width:100%;min-width:40rem;height:auto;font-family:inherit}
        .grid{stroke:var(--line)}.axis{stroke:var(--soft)}.rest{fill:var(--rest)}.ink{fill:var(--ink)}text.soft{fill:var(--soft)}
        .line{fill:none;stroke-width:2.25;stroke-linejoin:round}.was{stroke:var(--was);stroke-dasharray:5 4}.now{stroke:var(--now)}
        .key{display:flex;flex-wrap:wrap;gap:.35rem 1.25rem;margin:.5rem 0;padding:0;list-style:none;font-size:.875rem;color:var(--soft)}
        .key i{display:inline-block;width:1.5rem;height:0;margin-right:.4rem;vertical-align:middle;border-top:3px solid var(--now)}
        .key .k-was{border-top:3px dashed var(--was)}.key .k-more{height:.75rem;width:.75rem;border:0;background:var(--more)}.key .k-less{height:.75rem;width:.75rem;border:0;background:var(--less)}.key .k-rest{height:.75rem;width:.75rem;border:1px solid var(--line);background:var(--rest)}
        table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
        th,td{padding:.4rem .75rem;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}
        tr:last-child td,tr:last-child th{border-bottom:0}
        thead th{color:var(--soft);font-weight:500;vertical-align:bottom}
        th:first-child{text-align:left;font-weight:500;min-width:9rem;max-width:24rem;overflow:hidden;text-overflow:ellipsis}
        td.zero{color:var(--soft);opacity:.55}
        code{font:.9em ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}
        .who{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.75rem 1rem;margin:.75rem 0}
        .who h3{font-size:1rem;margin:0 0 .35rem;overflow-wrap:anywhere}
        .who ul{margin:0;padding-left:1.1rem}
        .who li{margin:.35rem 0}
        .why{display:block;color:var(--soft);font-size:.9rem;overflow-wrap:anywhere}
        footer{margin:2.5rem 0 3rem;color:var(--soft);font-size:.85rem;overflow-wrap:anywhere}
        @media (max-width:34rem){body{font-size:15px}h1{font-size:1.35rem}.figures{grid-template-columns:1fr 1fr}}
        @media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--rest:#eee;--was:#666;--now:#003f7d;--more:#0a5c37;--less:#93300f}nav{display:none}main{max-width:none}.scroll{overflow:visible}svg{min-width:0}table{font-size:.72rem}th,td{padding:.2rem .35rem;white-space:normal}.who,tr,.chart{break-inside:avoid}h2{break-after:avoid}}
        </style>
        """;

    /// <summary>The page, opened in a language.</summary>
    public static string Of(WhatIfAnswer answer, string language)
    {
        var (page, zh, en) = (new StringBuilder(), WhatIfWords.In("zh-CN"), WhatIfWords.In("en"));
        var first = language == "zh-CN" ? zh : en;
        page.Append($"<!doctype html>\n<html lang=\"{first.Language}\">\n<head>\n<title>{Escaped(first.Title(answer))}</title>\n").Append(Head.ReplaceLineEndings("\n"));
        page.Append("\n</head>\n<body>\n");
        page.Append($"<input class=\"pick\" type=\"radio\" name=\"language\" id=\"zh\" aria-label=\"中文\"{(first == zh ? " checked" : "")}>\n<input class=\"pick\" type=\"radio\" name=\"language\" id=\"en\" aria-label=\"English\"{(first == en ? " checked" : "")}>\n");
        page.Append("<nav><label for=\"zh\" lang=\"zh-CN\">中文</label><label for=\"en\" lang=\"en\">English</label></nav>\n");
        foreach (var words in (WhatIfWords[])[zh, en]) Article(page, answer, words);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void Article(StringBuilder page, WhatIfAnswer answer, WhatIfWords words)
    {
        page.Append($"<main lang=\"{words.Language}\">\n<h1>{Escaped(words.Subject(answer))}</h1>\n<p class=\"soft\">{Escaped(words.Days(answer))}</p>\n<p class=\"lead\">{Escaped(words.Headline(answer))}</p>\n");
        Figures(page, answer, words);
        Changes(page, answer, words);
        Charts(page, answer, words);
        foreach (var table in new WhatIfTables(answer, words, Most).All()) Table(page, table, words);
        if (answer.Customers.Count > 0) Customers(page, answer, words);
        page.Append($"<h2>{words.Say("What to know about these figures", "阅读须知")}</h2>\n");
        foreach (var note in answer.Notes) page.Append($"<p>{Escaped(words.Note(note))}</p>\n");
        page.Append($"<footer>{words.Say("Rule books", "规则版本")}: <code>{Escaped(answer.Recorded.Version)}</code> → <code>{Escaped(answer.Other.Version)}</code></footer>\n</main>\n");
    }

    private static void Figures(StringBuilder page, WhatIfAnswer answer, WhatIfWords words)
    {
        var (t, (before, after)) = (answer.Actions, new WhatIfTables(answer, words, Most).Load());
        page.Append("<dl class=\"figures\">\n");
        foreach (var (name, value, kind) in ((string, string, string)[])
        [
            (words.Say("Actions before", "原有提示"), WhatIfWords.Number(t.Baseline), ""), (words.Say("Actions after", "现有提示"), WhatIfWords.Number(t.Alternative), ""),
            (words.Say("New", "新增"), WhatIfWords.Signed(t.Appears), t.Appears > 0 ? "more" : ""), (words.Say("Gone", "减少"), WhatIfWords.Signed(-t.Disappears), t.Disappears > 0 ? "less" : ""),
            (words.Say("Other day or owner", "日期或归属变化"), WhatIfWords.Number(t.Moved), ""), (words.Say("Days over capacity", "超额天数"), WhatIfTables.Both(before.DaysOver, after.DaysOver), ""),
        ]) page.Append($"<div><dt>{name}</dt><dd class=\"{kind}\">{value}</dd></div>\n");
        page.Append("</dl>\n");
    }

    private static void Changes(StringBuilder page, WhatIfAnswer answer, WhatIfWords words)
    {
        page.Append($"<h2>{words.Say("What is different in the rules", "规则的差别")}</h2>\n");
        if (answer.Books.Count == 0) page.Append($"<p>{words.Say("Nothing: the rules are the same.", "没有差别。")}</p>\n");
        else page.Append("<ul>\n").AppendJoin('\n', answer.Books.Select(c => $"<li>{Escaped(words.Change(c))}</li>")).Append("\n</ul>\n");
    }

    private static void Charts(StringBuilder page, WhatIfAnswer answer, WhatIfWords words)
    {
        page.Append($"<h2>{words.Say("Actions shown each morning", "每日早晨显示的提示")}</h2>\n<ul class=\"key\"><li><i class=\"k-was\"></i>{words.Say("before", "原有")}</li><li><i></i>{words.Say("after", "现有")}</li>"
            + $"<li><i class=\"k-more\"></i>{words.Say("new: begins that day", "当日新增")}</li><li><i class=\"k-less\"></i>{words.Say("gone: began that day before", "原当日新增、现已没有")}</li><li><i class=\"k-rest\"></i>{words.Say("no working day", "非工作日")}</li></ul>\n");
        Scroll(page, words.Say("Actions shown each morning", "每日早晨显示的提示"), "scroll chart", WhatIfChart.Days(answer, words));
        if (WhatIfChart.Queues(answer, words) is not { Length: > 0 } queues) return;
        page.Append($"<h2>{words.Say("New and gone by owner", "各归属的新增与减少")}</h2>\n");
        Scroll(page, words.Say("New and gone by owner", "各归属的新增与减少"), "scroll chart", queues);
    }

    private static void Table(StringBuilder page, WhatIfTable table, WhatIfWords words)
    {
        var body = new StringBuilder("<table><thead><tr>");
        foreach (var column in table.Used) body.Append($"<th scope=\"col\">{Escaped(table.Heads[column])}</th>");
        body.Append("</tr></thead><tbody>\n");
        foreach (var row in table.Rows)
        {
            body.Append($"<tr><th scope=\"row\">{Escaped(row[0])}</th>");
            foreach (var cell in table.Used.Skip(1).Select(c => row[c])) body.Append(cell == "0" ? "<td class=\"zero\">0</td>" : $"<td>{Escaped(cell)}</td>");
            body.Append("</tr>\n");
        }
        page.Append($"<h2>{Escaped(table.Title)}</h2>\n");
        Scroll(page, table.Title, "scroll", body.Append("</tbody></table>").ToString());
        if (table.Left > 0) page.Append($"<p class=\"soft\">{words.Say($"… and {table.Left} more", $"…另有 {table.Left} 行")}</p>\n");
    }

    private static void Customers(StringBuilder page, WhatIfAnswer answer, WhatIfWords words)
    {
        page.Append($"<h2>{words.Say("The customers for whom most would be different", "变化最大的客户")}</h2>\n");
        foreach (var customer in answer.Customers)
        {
            page.Append($"<section class=\"who\"><h3>{Escaped(customer.Name is null ? customer.Customer : $"{customer.Name} ({customer.Customer})")} <span class=\"soft\">{Escaped(string.Join(" · ", ((string?[])[customer.Segment, customer.Branch, words.Different(customer)]).OfType<string>()))}</span></h3>\n<ul>\n");
            foreach (var action in customer.Actions)
            {
                page.Append($"<li><code>{Escaped(action.Action)}</code>{Escaped(WhatIfWords.About(action))}: {Escaped(words.Fate(action))}");
                foreach (var line in words.Why(action.Why)) page.Append($"<span class=\"why\">{Escaped(line)}</span>");
                page.Append("</li>\n");
            }
            if (customer.Left > 0) page.Append($"<li class=\"soft\">{words.More(customer)}</li>\n");
            page.Append("</ul></section>\n");
        }
    }

    // What is wider than the page scrolls by itself, with the keys too.
    private static void Scroll(StringBuilder page, string label, string kind, string content) =>
        page.Append($"<div class=\"{kind}\" role=\"region\" tabindex=\"0\" aria-label=\"{Escaped(label)}\">\n{content}\n</div>\n");

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
