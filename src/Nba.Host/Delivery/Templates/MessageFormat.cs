namespace Nba.Host.Delivery.Templates;

/// <summary>What reads an inserted value, and so what must not be in it.</summary>
internal enum TextUse
{
    /// <summary>A program that takes a text for what it is: a field of a CRM.</summary>
    Data = 1,
    /// <summary>A person, in a chat or a mail without markup.</summary>
    Plain = 2,
    /// <summary>A Markdown of any dialect.</summary>
    Markdown = 3,
    /// <summary>Slack's mrkdwn.</summary>
    Slack = 4,
}

/// <summary>How much a tool takes; zero for what it does not limit.</summary>
/// <param name="Body">Bytes of the body.</param>
/// <param name="TextBytes">Bytes of one text in UTF-8.</param>
/// <param name="TextCharacters">Characters of one text, as .NET and JavaScript count them.</param>
/// <param name="Blocks">Entries of a list named <c>blocks</c>.</param>
internal readonly record struct MessageLimits(int Body = 0, int TextBytes = 0, int TextCharacters = 0, int Blocks = 0);

/// <summary>What kind of message a template makes: who reads it, and how much of it. Immutable.</summary>
/// <param name="Word">Its name in a template file.</param>
/// <param name="ContentType">Media type of the body unless the template says another.</param>
/// <param name="IsText">Whether the body is one text; else it is JSON.</param>
/// <param name="Use">What reads inserted values.</param>
/// <param name="Limits">How much the tool takes.</param>
internal sealed record MessageFormat(string Word, string ContentType, bool IsText, TextUse Use, MessageLimits Limits)
{
    private const string JsonType = "application/json; charset=utf-8";

    /// <summary>
    /// All there are. Limits are those that the makers publish: Teams 28 KB a message (Microsoft Learn, "Format cards in Teams"), Slack 3000 characters a text and 50 blocks a message (Block Kit
    /// reference), DingTalk 20000 bytes and WeCom 4096 bytes a Markdown text (their pages of group robots).
    /// </summary>
    public static IReadOnlyList<MessageFormat> All { get; } =
    [
        new("plain", "text/plain; charset=utf-8", true, TextUse.Plain, default),
        new("markdown", "text/markdown; charset=utf-8", true, TextUse.Markdown, default),
        new("slack", JsonType, false, TextUse.Slack, new MessageLimits(TextCharacters: 3000, Blocks: 50)),
        new("adaptive-card", JsonType, false, TextUse.Markdown, new MessageLimits(Body: 28_000)),
        new("dingtalk", JsonType, false, TextUse.Markdown, new MessageLimits(TextBytes: 20_000)),
        new("wecom", JsonType, false, TextUse.Markdown, new MessageLimits(TextBytes: 4096)),
        new("json", JsonType, false, TextUse.Data, default),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. All.Select(f => f.Word)];

    /// <summary>The format of that name; for none the one that holds a body to the least.</summary>
    public static MessageFormat Of(string? word) => All.FirstOrDefault(f => f.Word == word) ?? All[^1];
}
