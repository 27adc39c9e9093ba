using System.Globalization;
using Nba.Host.Api;

namespace Nba.Host.Delivery.Mail;

/// <summary>A message's content as lines of words, which the two parts of a mail only set. All texts of others are plain.</summary>
internal sealed class DigestWords(DeliveryContent content)
{
    private readonly PromptWords _words = new(content.Language);

    /// <summary>The language's tag.</summary>
    public string Language => content.Language;

    /// <summary>What stands in lists of mail and on locked screens: no customer's name, and no title, for a rule may put a name into it.</summary>
    public string Subject => content.Kind switch
    {
        DeliveryKind.Digest => _words.Say($"今日待办 {content.Actions.Count} 项 · {content.Date}", $"Your list for {content.Date}: {Count(content.Actions.Count, "prompt", "prompts")}"),
        DeliveryKind.Raised => _words.Say($"新的待办{Deadline}", $"A new prompt{Deadline}"),
        DeliveryKind.Changed => _words.Say($"待办有变{Deadline}", $"A prompt changed{Deadline}"),
        _ => _words.Say("待办已取消", "A prompt is withdrawn"),
    };

    /// <summary>The first line within.</summary>
    public string Heading => PlainText.Line($"{content.OwnerName ?? content.Owner} · {content.Date}");

    /// <summary>What the message is, in a sentence.</summary>
    public string Opening => content.Kind switch
    {
        DeliveryKind.Digest when content.Actions.Count == 0 => _words.Say("今天没有要办的事。", "Nothing to do today."),
        DeliveryKind.Digest => _words.Say($"今天请办 {content.Actions.Count} 项，按先后排列。", $"{Count(content.Actions.Count, "prompt", "prompts")} for today, the most important first."),
        DeliveryKind.Raised => _words.Say("这一项不宜等到明天。", "This one should not wait until tomorrow."),
        DeliveryKind.Changed => _words.Say("您已收到的这一项有变化。", "One that you have is not as it was."),
        _ => PlainText.Line(_words.Label("这一项不必再办", "No longer to be done", content.WhyWords ?? content.Why ?? "")),
    };

    /// <summary>How many more there are; null when none.</summary>
    public string? More => content.More <= 0 ? null : _words.Say($"另有 {content.More} 项未列入今日清单。", $"{Count(content.More, "more entry is", "more entries are")} behind today's list.");

    /// <summary>What is asked of the reader.</summary>
    public string Closing => _words.Say("系统自动发送。内含客户信息，请勿转发。", "Sent automatically. It holds customers' data: please do not forward it.");

    /// <summary>The customer of an action.</summary>
    public static string Customer(ActionAnswer a) => PlainText.Line(PromptWords.Customer(a.Name, a.Customer));

    /// <summary>How it stands, in marks; empty for nothing special.</summary>
    public IReadOnlyList<string> Marks(ActionAnswer a)
    {
        var marks = new List<string>();
        if (a.Overdue) marks.Add(_words.Say("已逾期", "OVERDUE"));
        if (a.Escalated) marks.Add(_words.Say("已升级", "ESCALATED"));
        if (a.Accepted) marks.Add(_words.Say("已接受", "ACCEPTED"));
        return marks;
    }

    /// <summary>How and by when.</summary>
    public string Facts(ActionAnswer a)
    {
        var facts = new List<string> { _words.Label("方式", "By", _words.Channel(a.Channel)) };
        if (a.DueOn is { } due) facts.Add(_words.Label("应办日", "Due", due));
        else if (a.Expires is { } last) facts.Add(_words.Label("最迟", "Until", last));
        return PlainText.Line(string.Join(" · ", facts));
    }

    /// <summary>What it costs; null where nothing has a price.</summary>
    public string? Price(ActionAnswer a) => a.Price is { } price ? PlainText.Line(_words.Label("报价", "Price", price.Text)) : null;

    /// <summary>What to say, each with what it is for, in order.</summary>
    public IEnumerable<(string Label, string Text)> Points(ActionAnswer a) => a.TalkingPoints.Where(p => p.Text.Length > 0).Select(p => (_words.Point(p.Kind), PlainText.Line(p.Text)));

    /// <summary>What to ask; null for nothing.</summary>
    public (string Label, string Text)? Question(ActionAnswer a) => a.Question.Length == 0 ? null : (_words.Say("请教", "Ask"), PlainText.Line(a.Question));

    /// <summary>Where it is answered, each with its word; only pages of the web.</summary>
    public IReadOnlyList<(string Word, string Address)> Links(ActionAnswer a)
    {
        if (content.Kind == DeliveryKind.Gone || content.Links.GetValueOrDefault(a.Id) is not { } links) return [];
        (string Word, string Address)[] all =
        [
            (_words.Say("已办", "Done"), links.Done), (_words.Say("接受", "Accept"), links.Accept), (_words.Say("拒绝", "Decline"), links.Decline), (_words.Say("稍后", "Not now"), links.Snooze),
        ];
        return [.. all.Where(l => Uri.TryCreate(l.Address, UriKind.Absolute, out var to) && (to.Scheme == Uri.UriSchemeHttps || to.Scheme == Uri.UriSchemeHttp)).Select(l => (l.Word, new Uri(l.Address).AbsoluteUri))];
    }

    /// <summary>A label before its text.</summary>
    public string Label(string label, string text) => _words.Label(label, label, text);

    private string Deadline => content.Actions is [{ DueOn: { } due }, ..] ? _words.Say($" · 应办日 {due}", $", due {due}") : "";

    private static string Count(int number, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many)}");
}
