using System.Globalization;
using System.Text;
using MimeKit;
using MimeKit.Text;

namespace Nba.Host.Delivery.Mail;

/// <summary>
/// Makes mail of a manager's list of the day, or of one prompt that cannot wait. The same content and key give the same bytes. What a manager may concede is not told: mail is forwarded.
/// </summary>
internal static class DigestMail
{
    /// <summary>The mail.</summary>
    /// <param name="content">What it tells.</param>
    /// <param name="key">What makes it the same mail when it is sent again.</param>
    /// <param name="from">Address of the sender.</param>
    /// <param name="to">Address of the receiver.</param>
    public static MimeMessage Of(DeliveryContent content, MailKey key, MailboxAddress from, MailboxAddress to)
    {
        var message = new MimeMessage();
        message.From.Add(from);
        message.To.Add(to);
        message.Subject = new DigestWords(content).Subject;
        message.Date = DateTimeOffset.Parse(content.AsOf, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        message.MessageId = key.MessageId(from.Domain);
        if (content.Kind != DeliveryKind.Digest) message.References.Add(key.ThreadId(from.Domain));
        // No answering machine is to answer (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        // The better part comes last (RFC 2046, 5.1.4).
        var parts = new MultipartAlternative { Part(TextFormat.Plain, DigestText.Of(content)), Part(TextFormat.Html, DigestHtml.Of(content)) };
        parts.Boundary = key.Boundary;
        parts.Headers.Add(HeaderId.ContentLanguage, content.Language);
        message.Body = parts;
        return message;
    }

    // Chinese is shorter so, and no line is too long.
    private static TextPart Part(TextFormat format, string text)
    {
        var part = new TextPart(format) { ContentTransferEncoding = ContentEncoding.Base64 };
        part.SetText(Encoding.UTF8, text);
        return part;
    }
}
