using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Nba.Host.Api;

namespace Nba.Host.Delivery.Mail;

/// <summary>
/// A message as HTML that mail programs show alike: one column of tables with inline styles, nothing fetched, no script. It sets no colour of text or paper, so that a program's dark mode is the
/// reader's, and no width, so that it fits a telephone.
/// </summary>
internal static class DigestHtml
{
    private const string Fonts = "font-family:-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',Helvetica,Arial,sans-serif";
    private const string Rule = "border-top:1px solid #999999";

    // Chinese stays readable in the source; whatever could end a text or an attribute is encoded.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The page.</summary>
    public static string Of(DeliveryContent content)
    {
        var words = new DigestWords(content);
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\r\n<html lang=\"{E(words.Language)}\">\r\n<head>\r\n<meta charset=\"utf-8\">\r\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\r\n");
        html.Append("<meta name=\"color-scheme\" content=\"light dark\">\r\n<meta name=\"supported-color-schemes\" content=\"light dark\">\r\n");
        html.Append(CultureInfo.InvariantCulture, $"<title>{E(words.Subject)}</title>\r\n</head>\r\n");
        html.Append(CultureInfo.InvariantCulture, $"<body style=\"margin:0;padding:16px;{Fonts};font-size:15px;line-height:1.5\">\r\n");
        html.Append("<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" align=\"center\" style=\"width:100%;max-width:640px;border-collapse:collapse;word-break:break-word;overflow-wrap:anywhere\">\r\n");
        html.Append(CultureInfo.InvariantCulture, $"<tr><td colspan=\"2\" style=\"padding:0 0 16px 0\"><h1 style=\"margin:0;font-size:20px;line-height:1.3\">{E(words.Heading)}</h1><p style=\"margin:4px 0 0 0\">{E(words.Opening)}</p></td></tr>\r\n");
        for (var i = 0; i < content.Actions.Count; i++) Write(html, words, content.Actions[i], content.Kind == DeliveryKind.Digest ? i + 1 : null, content.Kind == DeliveryKind.Gone);
        if (words.More is { } more) html.Append(CultureInfo.InvariantCulture, $"<tr><td colspan=\"2\" style=\"{Rule};padding:12px 0\">{E(more)}</td></tr>\r\n");
        html.Append(CultureInfo.InvariantCulture, $"<tr><td colspan=\"2\" style=\"{Rule};padding:12px 0 0 0;font-size:12px\">{E(words.Closing)}</td></tr>\r\n</table>\r\n</body>\r\n</html>\r\n");
        return html.ToString();
    }

    private static void Write(StringBuilder html, DigestWords words, ActionAnswer a, int? rank, bool isGone)
    {
        html.Append("<tr>");
        if (rank is { } place) html.Append(CultureInfo.InvariantCulture, $"<td valign=\"top\" style=\"{Rule};padding:12px 10px 12px 0;width:1%;white-space:nowrap;font-size:20px;line-height:1.3;font-weight:bold\">{place}</td>");
        html.Append(CultureInfo.InvariantCulture, $"<td valign=\"top\"{(rank is null ? " colspan=\"2\"" : "")} style=\"{Rule};padding:12px 0\">\r\n");
        html.Append(CultureInfo.InvariantCulture, $"<div>{E(DigestWords.Customer(a))}");
        foreach (var mark in words.Marks(a)) html.Append(CultureInfo.InvariantCulture, $" <span style=\"border:1px solid #999999;border-radius:3px;padding:0 5px;font-size:12px;font-weight:bold;white-space:nowrap\">{E(mark)}</span>");
        html.Append("</div>\r\n");
        html.Append(CultureInfo.InvariantCulture, $"<div style=\"font-size:17px;font-weight:bold;line-height:1.4{(isGone ? ";text-decoration:line-through" : "")}\">{E(PlainText.Line(a.Title))}</div>\r\n");
        if (a.Reason.Length > 0) html.Append(CultureInfo.InvariantCulture, $"<div>{E(PlainText.Line(a.Reason))}</div>\r\n");
        html.Append(CultureInfo.InvariantCulture, $"<div style=\"font-size:13px;padding-top:2px\">{E(words.Facts(a))}{(words.Price(a) is { } price ? "<br>" + E(price) : "")}</div>\r\n");
        if (!isGone) Say(html, words, a);
        html.Append("</td></tr>\r\n");
    }

    private static void Say(StringBuilder html, DigestWords words, ActionAnswer a)
    {
        var points = words.Points(a).ToList();
        if (points.Count > 0)
        {
            html.Append("<ol style=\"margin:8px 0 0 0;padding:0 0 0 22px\">\r\n");
            foreach (var (label, text) in points) html.Append(CultureInfo.InvariantCulture, $"<li style=\"margin:0 0 4px 0\"><b>{E(words.Label(label, "").TrimEnd())}</b>{(words.Language == "zh-CN" ? "" : " ")}{E(text)}</li>\r\n");
            html.Append("</ol>\r\n");
        }
        if (words.Question(a) is var (ask, question)) html.Append(CultureInfo.InvariantCulture, $"<div style=\"margin:4px 0 0 0;padding:0 0 0 10px;border-left:3px solid #999999\"><b>{E(words.Label(ask, "").TrimEnd())}</b>{(words.Language == "zh-CN" ? "" : " ")}{E(question)}</div>\r\n");
        var links = words.Links(a);
        if (links.Count == 0) return;
        html.Append("<div style=\"padding-top:10px\">");
        foreach (var (word, address) in links) html.Append(CultureInfo.InvariantCulture, $"<a href=\"{E(address)}\" style=\"display:inline-block;margin:0 8px 6px 0;padding:5px 14px;border:1px solid #999999;border-radius:4px;text-decoration:none;font-weight:bold\">{E(word)}</a>");
        html.Append("</div>\r\n");
    }

    private static string E(string text) => Encoder.Encode(text);
}
