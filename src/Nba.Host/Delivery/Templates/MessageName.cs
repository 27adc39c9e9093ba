using System.Globalization;
using Nba.Host.Api;

namespace Nba.Host.Delivery.Templates;

/// <summary>Where a name means something.</summary>
internal enum NameScope
{
    /// <summary>Everywhere.</summary>
    Message,
    /// <summary>Where one action is spoken of.</summary>
    Action,
    /// <summary>Where one talking point is spoken of.</summary>
    Point,
}

/// <summary>A name that a template may put into braces, and what it stands for. Immutable.</summary>
/// <param name="Word">The name.</param>
/// <param name="Scope">Where it means something.</param>
/// <param name="Value">A text, a whole or decimal number, a truth value; null where there is nothing.</param>
internal sealed record MessageName(string Word, NameScope Scope, Func<MessageScope, object?> Value)
{
    /// <summary>Whether it is a number or a truth value, which JSON can keep as such.</summary>
    public bool HasType { get; private init; }

    /// <summary>Whether it is an address, which is inserted as such.</summary>
    public bool IsAddress { get; private init; }

    /// <summary>All there are.</summary>
    public static IReadOnlyList<MessageName> All { get; } =
    [
        OfMessage("kind", m => m.Content.Kind.ToString().ToLowerInvariant()),
        OfMessage("owner", m => m.Content.Owner),
        OfMessage("ownerName", m => m.Content.OwnerName),
        OfMessage("language", m => m.Content.Language),
        OfMessage("asOf", m => m.Content.AsOf),
        OfMessage("date", m => m.Content.Date),
        OfMessage("why", m => m.Content.Why),
        OfMessage("whyWords", m => m.Content.WhyWords),
        OfMessage("shown", m => m.Shown, typed: true),
        OfMessage("more", m => m.More, typed: true),
        OfMessage("total", m => m.Shown + m.More, typed: true),
        OfAction("id", a => a.Id),
        OfAction("version", a => a.Version, typed: true),
        OfAction("action", a => a.Action),
        OfAction("customer", a => a.Customer),
        OfAction("name", a => a.Name),
        OfAction("subject", a => a.Subject),
        OfAction("title", a => a.Title),
        OfAction("reason", a => a.Reason),
        OfAction("question", a => a.Question),
        OfAction("purpose", a => a.Purpose),
        OfAction("channel", a => a.Channel),
        OfAction("due", a => a.Due),
        OfAction("dueOn", a => a.DueOn),
        OfAction("overdue", a => a.Overdue, typed: true),
        OfAction("expires", a => a.Expires),
        OfAction("earliest", a => a.Earliest),
        OfAction("earliestOn", a => a.EarliestOn),
        OfAction("accepted", a => a.Accepted, typed: true),
        OfAction("flag", a => a.Flag),
        OfAction("appointmentAt", a => a.AppointmentAt),
        OfAction("escalated", a => a.Escalated, typed: true),
        OfAction("claimedBy", a => a.ClaimedBy),
        OfAction("claimedUntil", a => a.ClaimedUntil),
        OfAction("raisedOn", a => a.RaisedOn),
        OfAction("score", a => a.Score.Total, typed: true),
        OfAction("price", a => a.Price?.Text),
        OfAction("internalRoom", a => a.InternalRoom?.Text),
        new("position", NameScope.Action, m => m.Position) { HasType = true },
        Link("done", l => l.Done),
        Link("accept", l => l.Accept),
        Link("decline", l => l.Decline),
        Link("snooze", l => l.Snooze),
        new("point.kind", NameScope.Point, m => m.Point?.Kind),
        new("point.text", NameScope.Point, m => m.Point?.Text),
    ];

    /// <summary>The words of all.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. All.Select(n => n.Word)];

    /// <summary>The value as text; null for nothing, and for a text in which there is nothing to see.</summary>
    public string? Text(MessageScope scope) => Value(scope) switch
    {
        string text => InsertedText.Of(text, TextUse.Data).Length == 0 ? null : text,
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Whether there is something: a text that is not empty, a number that is not zero, what is true.</summary>
    public bool IsThere(MessageScope scope) => Value(scope) switch
    {
        bool truth => truth,
        int number => number != 0,
        decimal number => number != 0,
        _ => Text(scope) is not null,
    };

    private static MessageName OfMessage(string word, Func<MessageScope, object?> value, bool typed = false) => new(word, NameScope.Message, value) { HasType = typed };

    private static MessageName OfAction(string word, Func<ActionAnswer, object?> value, bool typed = false) =>
        new("action." + word, NameScope.Action, m => m.Action is { } action ? value(action) : null) { HasType = typed };

    private static MessageName Link(string word, Func<AnswerLinks, string> value) =>
        new("links." + word, NameScope.Action, m => m.Links is { } links ? InsertedText.Address(value(links)) : null) { IsAddress = true };
}
