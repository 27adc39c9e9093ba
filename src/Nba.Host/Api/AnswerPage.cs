using System.Globalization;
using System.Net;
using System.Text;
using Nba.Engine.Vocabulary;
using Nba.Host.Delivery;

namespace Nba.Host.Api;

/// <summary>The pages behind a link to answer by: one question, one form, no script. Everything that is put in is encoded.</summary>
internal static class AnswerPage
{
    /// <summary>The question, and a form to answer it.</summary>
    /// <param name="token">What the link says.</param>
    /// <param name="action">What stands of the action; null when nothing does.</param>
    /// <param name="today">The day, in the bank's zone.</param>
    /// <param name="fault">Why the answer before could not be taken; null for none.</param>
    public static string Form(AnswerToken token, ActionAnswer? action, DateOnly today, string? fault)
    {
        var zh = token.Language == "zh-CN";
        var body = new StringBuilder();
        body.Append(CultureInfo.InvariantCulture, $"<h1>{Encode(action?.Title is { Length: > 0 } title ? title : Say(zh, "This prompt no longer stands", "该提示已不在队列中"))}</h1>");
        if (action is { } stands) body.Append(CultureInfo.InvariantCulture, $"<p>{Encode(stands.Name is { } name ? $"{name} ({stands.Customer})" : stands.Customer)}</p><p class=\"quiet\">{Encode(stands.Reason)}</p>");
        else body.Append(CultureInfo.InvariantCulture, $"<p class=\"quiet\">{Say(zh, "An answer is kept all the same.", "答复仍会被记录。")}</p>");
        if (fault is not null) body.Append(CultureInfo.InvariantCulture, $"<p class=\"fault\" role=\"alert\">{Say(zh, "This was not taken:", "未被接受：")} {Encode(fault)}</p>");
        body.Append("<form method=\"post\">").Append(Fields(token.Outcome, zh, today)).Append(CultureInfo.InvariantCulture, $"<button type=\"submit\">{Encode(AnswerWords.Outcome(token.Outcome, zh))}</button></form>");
        return Whole(zh, AnswerWords.Outcome(token.Outcome, zh), body.ToString());
    }

    /// <summary>What came of an answer.</summary>
    public static string Answered(AnswerToken token, string verdict)
    {
        var zh = token.Language == "zh-CN";
        var words = AnswerWords.Verdict(verdict, zh) ?? Say(zh, $"Thank you: {AnswerWords.Outcome(verdict, zh)}.", $"谢谢，已记录：{AnswerWords.Outcome(verdict, zh)}。");
        return Whole(zh, words, $"<h1>{Encode(words)}</h1><p class=\"quiet\">{Say(zh, "This link is used up.", "此链接已使用。")}</p>");
    }

    /// <summary>A link that is too old.</summary>
    public static string Over(AnswerToken token)
    {
        var zh = token.Language == "zh-CN";
        return Whole(zh, Say(zh, "Too old", "已过期"), $"<h1>{Say(zh, "This link is too old.", "此链接已过期。")}</h1><p>{Say(zh, "Answer in your list instead.", "请在您的任务列表中答复。")}</p>");
    }

    /// <summary>A link that was not made here.</summary>
    public static string Unknown(string language)
    {
        var zh = language == "zh-CN";
        return Whole(zh, Say(zh, "Unknown link", "无效链接"), $"<h1>{Say(zh, "There is nothing at this link.", "此链接无效。")}</h1><p>{Say(zh, "It may have been cut when it was copied.", "复制时可能不完整。")}</p>");
    }

    private static string Fields(string outcome, bool zh, DateOnly today) => outcome switch
    {
        "accepted" => $"<label for=\"at\">{Say(zh, "Appointment, if one was made", "预约时间（如已约定）")}</label><input id=\"at\" name=\"at\" type=\"datetime-local\">",
        "snoozed" => $"<label for=\"until\">{Say(zh, "Until", "推迟到")}</label><input id=\"until\" name=\"until\" type=\"date\" required min=\"{Day(today.AddDays(1))}\" value=\"{Day(today.AddDays(1))}\">",
        "declined" => $"<label for=\"reason\">{Say(zh, "Why", "原因")}</label><select id=\"reason\" name=\"reason\" required>{string.Concat(BuiltIn.DeclineReasons.Values.Select(r => $"<option value=\"{r}\">{Encode(AnswerWords.Decline(r, zh))}</option>"))}</select>"
            + $"<label for=\"by\">{Say(zh, "By whom", "谁决定")}</label><select id=\"by\" name=\"by\"><option value=\"customer\">{Say(zh, "The customer", "客户")}</option><option value=\"manager\">{Say(zh, "Me", "我")}</option></select>",
        _ => "",
    };

    private static string Whole(bool zh, string title, string body) => PlainPage.Whole(zh ? "zh-CN" : "en", title, body);

    private static string Say(bool zh, string english, string chinese) => zh ? chinese : english;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
