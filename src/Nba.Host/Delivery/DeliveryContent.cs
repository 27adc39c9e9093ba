using Nba.Host.Api;

namespace Nba.Host.Delivery;

/// <summary>What a message is about.</summary>
internal enum DeliveryKind
{
    /// <summary>An action that the receiver was not told of.</summary>
    Raised = 1,
    /// <summary>An action that the receiver has, with other content.</summary>
    Changed = 2,
    /// <summary>An action that the receiver has, and that no longer stands.</summary>
    Gone = 3,
    /// <summary>A manager's list of the day.</summary>
    Digest = 4,
}

/// <summary>What a receiver is told in one message, in the words of one language: what templates put into a tool's own form. Immutable.</summary>
internal sealed record DeliveryContent
{
    /// <summary>What it is about.</summary>
    public required DeliveryKind Kind { get; init; }

    /// <summary>Id of the manager, team or head whose queue it is.</summary>
    public required string Owner { get; init; }

    /// <summary>The owner's name, where the directory knows one.</summary>
    public string? OwnerName { get; init; }

    /// <summary>Language of all words: <c>zh-CN</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The moment it is of, in UTC.</summary>
    public required string AsOf { get; init; }

    /// <summary>That moment's day in the bank's zone.</summary>
    public required string Date { get; init; }

    /// <summary>The actions: one, but for a digest, whose are those of the day's list, best first. Of one that is gone the words are those it was delivered with.</summary>
    public required IReadOnlyList<ActionAnswer> Actions { get; init; }

    /// <summary>How many more entries the digest's list leaves out.</summary>
    public int More { get; init; }

    /// <summary>Why an action is gone: a reason code, as <c>campaign-off</c>; null for others.</summary>
    public string? Why { get; init; }

    /// <summary>The same in words.</summary>
    public string? WhyWords { get; init; }

    /// <summary>Where each action is answered, by its id; empty where answers by link are not set up.</summary>
    public IReadOnlyDictionary<string, AnswerLinks> Links { get; init; } = new Dictionary<string, AnswerLinks>();
}

/// <summary>Addresses at which an action is answered. Each asks before it acts.</summary>
/// <param name="Done">It is done.</param>
/// <param name="Accept">The manager takes it, with an appointment or without.</param>
/// <param name="Decline">The manager or the customer declines, with a reason.</param>
/// <param name="Snooze">Not now.</param>
internal sealed record AnswerLinks(string Done, string Accept, string Decline, string Snooze);

/// <summary>A message as a template makes it, to be sent as it is.</summary>
/// <param name="Method">HTTP method; <c>POST</c> unless the template says another.</param>
/// <param name="Path">What follows the destination's address: empty, or a path that begins with a slash; already escaped.</param>
/// <param name="ContentType">Media type of the body.</param>
/// <param name="Body">The body; empty for none.</param>
internal sealed record RenderedMessage(string Method, string Path, string ContentType, byte[] Body);
