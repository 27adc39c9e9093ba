using System.Text;
using MimeKit;
using MimeKit.Text;
using Nba.Host.Delivery;
using Nba.Host.Delivery.Mail;
using Nba.House;

namespace Nba.Host.Tests.Delivery.Mail;

/// <summary>Mail of the day and of single prompts, read back as a mail program reads it.</summary>
public sealed class DigestMailTests
{
    private static readonly string[] Hostile =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg/onload=alert(1)>", "</td></tr></table><h1>", "&lt;b&gt; & <b>", "<!-- ", "]]>", "a\r\nBcc: all@bank.example\r\n\r\nbody", "=?utf-8?B?eA==?=",
        "a\u0000b\u001B[31mc\u202Ed", ".\r\n.\r\nQUIT", "https://evil.example/",
    ];

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public void The_list_of_the_day_has_every_part_in_order_as_text_and_as_a_page(string language)
    {
        var mail = Read(Prompts.Digest(language));

        Golden.Matches(mail.TextBody!.ReplaceLineEndings("\n"), $"tests/Nba.Host.Tests/Goldens/digest-{language}.txt");
        Golden.Matches(mail.HtmlBody!.ReplaceLineEndings("\n"), $"tests/Nba.Host.Tests/Goldens/digest-{language}.html");
        Assert.Equal(language == "en" ? "Your list for 2026-03-02: 3 prompts" : "今日待办 3 项 · 2026-03-02", mail.Subject);
        Assert.Equal(("text/plain", "text/html"), (mail.BodyParts.First().ContentType.MimeType, mail.BodyParts.Last().ContentType.MimeType));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 0, 30, 0, TimeSpan.Zero), mail.Date);
        Assert.Equal(("auto-generated", language), (mail.Headers["Auto-Submitted"], mail.Body!.Headers[HeaderId.ContentLanguage]));
    }

    [Theory]
    [InlineData(DeliveryKind.Raised, "en", "A new prompt, due 2026-03-01", "This one should not wait until tomorrow.")]
    [InlineData(DeliveryKind.Changed, "en", "A prompt changed, due 2026-03-01", "One that you have is not as it was.")]
    [InlineData(DeliveryKind.Gone, "en", "A prompt is withdrawn", "No longer to be done: its campaign was switched off")]
    [InlineData(DeliveryKind.Raised, "zh-CN", "新的待办 · 应办日 2026-03-01", "这一项不宜等到明天。")]
    [InlineData(DeliveryKind.Changed, "zh-CN", "待办有变 · 应办日 2026-03-01", "您已收到的这一项有变化。")]
    [InlineData(DeliveryKind.Gone, "zh-CN", "待办已取消", "这一项不必再办：活动已关闭")]
    internal void One_prompt_that_cannot_wait_says_what_became_of_it(DeliveryKind kind, string language, string subject, string opening)
    {
        var mail = Read(Prompts.One(kind, language));

        Assert.Equal(subject, mail.Subject);
        Assert.Contains(opening, mail.TextBody!, StringComparison.Ordinal);
        Assert.Contains(opening, mail.HtmlBody!, StringComparison.Ordinal);
        // It is answered where it stands.
        Assert.Equal(kind != DeliveryKind.Gone, mail.TextBody!.Contains("https://nba.bank/a/2", StringComparison.Ordinal));
        Assert.Equal(kind != DeliveryKind.Gone, mail.HtmlBody!.Contains("href=\"https://nba.bank/a/2\"", StringComparison.Ordinal));
    }

    [Fact]
    public void A_subject_names_no_customer_whatever_titles_say()
    {
        foreach (var kind in Enum.GetValues<DeliveryKind>())
        {
            var content = Prompts.One(kind) with { OwnerName = "Anna" };
            content = content with { Actions = [content.Actions[0] with { Title = "Call Zhang Wei (C1001)" }] };
            Assert.DoesNotContain("Zhang", Read(content).Subject, StringComparison.Ordinal);
            Assert.DoesNotContain("C1001", Read(content).Subject, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_same_key_gives_the_same_bytes_and_another_version_another_id_in_the_same_conversation()
    {
        Assert.Equal(Bytes(Prompts.One(DeliveryKind.Raised), Prompts.Key), Bytes(Prompts.One(DeliveryKind.Raised), Prompts.Key));

        var (first, second) = (Read(Prompts.One(DeliveryKind.Raised)), Read(Prompts.One(DeliveryKind.Changed), Prompts.Key with { Version = 4 }));
        Assert.NotEqual(first.MessageId, second.MessageId);
        Assert.Equal(Assert.Single(first.References), Assert.Single(second.References));
        Assert.NotEqual(first.MessageId, Read(Prompts.One(DeliveryKind.Raised), Prompts.Key with { Subscription = "other" }).MessageId);
        Assert.NotEqual(first.MessageId, Read(Prompts.One(DeliveryKind.Raised), Prompts.Key with { Action = "other" }).MessageId);
        Assert.EndsWith("@bank.example", first.MessageId, StringComparison.Ordinal);
        Assert.DoesNotContain("be757704", first.MessageId, StringComparison.Ordinal);
        Assert.Empty(Read(Prompts.Digest("en")).References);
    }

    [Fact]
    public void A_page_fetches_nothing_runs_nothing_and_has_only_inline_styles()
    {
        var page = Read(Prompts.Digest("en")).HtmlBody!;

        var tags = Tags(page);
        Assert.Empty(tags.Select(t => t.Name).Except(["html", "head", "meta", "title", "body", "table", "tr", "td", "h1", "p", "div", "span", "ol", "li", "b", "br", "a"]));
        Assert.Empty(tags.SelectMany(t => t.Attributes).Select(a => a.Name).Except(["lang", "charset", "name", "content", "style", "role", "cellpadding", "cellspacing", "border", "align", "valign", "colspan", "href"]));
        Assert.DoesNotContain("url(", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(4, tags.Count(t => t.Name == "a" && !t.IsEndTag));
        Assert.Contains("href=\"https://nba.bank/a/1?d=x&amp;k=%C3%A9\"", page, StringComparison.Ordinal);
        Assert.Equal(tags.Where(t => !t.IsEndTag && t.Name is not ("meta" or "br")).Select(t => t.Name).Order(StringComparer.Ordinal), tags.Where(t => t.IsEndTag).Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_name_and_no_text_of_others_becomes_more_than_words()
    {
        var (calm, calmText) = (Shape(Prompts.Hostile("calm")), Read(Prompts.Hostile("calm")).TextBody!.Split('\n').Length);
        foreach (var text in Hostile)
        {
            var content = Prompts.Hostile(text);
            var mail = Read(content);
            var links = text.StartsWith("https:", StringComparison.Ordinal) ? 1 : 0;

            Assert.Equal(calm.Replace("a,a/,", "", StringComparison.Ordinal), Shape(content).Replace("a,a/,", "", StringComparison.Ordinal));
            Assert.Equal(1 + links, Tags(mail.HtmlBody!).Count(t => t.Name == "a" && !t.IsEndTag));
            Assert.Equal(calmText + links, mail.TextBody!.Split('\n').Length);
            Assert.Equal(["Auto-Submitted", "Date", "From", "MIME-Version", "Message-Id", "Subject", "To"], mail.Headers.Select(h => h.Field).Order(StringComparer.Ordinal));
            Assert.Single(mail.To);
            Assert.Contains(PlainText.Line(text), Words(mail.HtmlBody!), StringComparison.Ordinal);
            Assert.Contains(PlainText.Line(text), mail.TextBody!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_name_of_500_characters_comes_back_whole_and_no_line_is_longer_than_mail_allows()
    {
        var name = string.Concat(Enumerable.Repeat("很🎂长;é", 84))[..498];
        var content = Prompts.Hostile(name, "zh-CN");

        var mail = Read(content);
        Assert.Contains(name, mail.TextBody!, StringComparison.Ordinal);
        Assert.Contains(name, Words(mail.HtmlBody!), StringComparison.Ordinal);
        Assert.All(Encoding.UTF8.GetString(Bytes(content, Prompts.Key)).Split('\n'), line => Assert.InRange(line.Length, 0, 998));
    }

    [Fact]
    public void How_far_the_manager_may_go_is_not_told()
    {
        var mail = Read(Prompts.Digest("en"));

        Assert.DoesNotContain("1.50", mail.TextBody! + mail.HtmlBody!, StringComparison.Ordinal);
        Assert.Contains("Price: 1.35 % a year", mail.TextBody!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_with_nothing_to_do_says_so() =>
        Assert.Contains("Nothing to do today.", Read(Prompts.Digest("en") with { Actions = [], More = 0 }).TextBody!, StringComparison.Ordinal);

    private static byte[] Bytes(DeliveryContent content, MailKey key)
    {
        using var bytes = new MemoryStream();
        using var mail = DigestMail.Of(content, key, new MailboxAddress("Next best actions", "nba@bank.example"), new MailboxAddress(null, "anna@bank.example"));
        mail.WriteTo(bytes);
        return bytes.ToArray();
    }

    private static MimeMessage Read(DeliveryContent content, MailKey? key = null) => MimeMessage.Load(new MemoryStream(Bytes(content, key ?? Prompts.Key)));

    private static string Shape(DeliveryContent content) => string.Concat(Tags(Read(content).HtmlBody!).Select(t => t.Name + (t.IsEndTag ? "/" : "") + ","));

    private static List<HtmlTagToken> Tags(string page) => [.. Tokens(page).OfType<HtmlTagToken>()];

    private static string Words(string page) => string.Concat(Tokens(page).OfType<HtmlDataToken>().Select(t => t.Data));

    private static IEnumerable<HtmlToken> Tokens(string page)
    {
        using var reader = new StringReader(page);
        var tokens = new HtmlTokenizer(reader) { DecodeCharacterReferences = true };
        while (tokens.ReadNextToken(out var token)) yield return token;
    }
}
