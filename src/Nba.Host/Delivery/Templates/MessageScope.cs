using Nba.Host.Api;

namespace Nba.Host.Delivery.Templates;

/// <summary>What names stand for at one place of a message. Immutable.</summary>
/// <param name="Content">What the receiver is told.</param>
/// <param name="Shown">How many of its actions are shown: fewer than there are where a tool takes no more.</param>
/// <param name="Longest">To how many characters inserted values are cut.</param>
internal sealed record MessageScope(DeliveryContent Content, int Shown, int Longest)
{
    /// <summary>The action spoken of; null outside of one.</summary>
    public ActionAnswer? Action { get; init; }

    /// <summary>The talking point spoken of; null outside of one.</summary>
    public TalkingPoint? Point { get; init; }

    /// <summary>The action's place in the list, from 1.</summary>
    public int Position { get; init; } = 1;

    /// <summary>How many actions are not shown.</summary>
    public int More => Content.More + Content.Actions.Count - Shown;

    /// <summary>Where the action is answered; null where answers by link are not set up.</summary>
    public AnswerLinks? Links => Action is { } action ? Content.Links.GetValueOrDefault(action.Id) : null;

    /// <summary>Whether words are Chinese; else they are English.</summary>
    public bool IsChinese => Content.Language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
}
