using Nba.Engine.Sources;

namespace Nba.Host.Delivery.Templates;

/// <summary>
/// How one tool is told of actions: a file, so that another tool is a file and no code. Every value is inserted so that it stays a value: no markup, mention, link or member of JSON comes of it.
/// Immutable; safe for any thread.
/// </summary>
internal sealed class MessageTemplate
{
    private readonly IReadOnlyDictionary<DeliveryKind, MessagePattern> _messages;
    private readonly MessageLimits _limits;

    internal MessageTemplate(MessageFormat format, string contentType, MessageLimits limits, IReadOnlyDictionary<DeliveryKind, MessagePattern> messages) =>
        (Format, ContentType, _limits, _messages) = (format, contentType, limits, messages);

    /// <summary>What kind of message it makes.</summary>
    public MessageFormat Format { get; }

    /// <summary>Media type of its bodies.</summary>
    public string ContentType { get; }

    /// <summary>What it has something to say of.</summary>
    public IReadOnlyCollection<DeliveryKind> Kinds => [.. _messages.Keys.Order()];

    /// <summary>Reads a template file; null after problems, which say where.</summary>
    public static MessageTemplate? Parse(SourceFile file, ProblemList problems) => new MessageTemplateReader(problems).Read(file);

    /// <summary>
    /// The message. Where the tool takes less, a digest's list is cut and <c>more</c> counts what is left out; then long values are. What is too long even so is the template itself.
    /// Null where the template has nothing to say of that kind, or the content has no action to tell of.
    /// </summary>
    public RenderedMessage? Render(DeliveryContent content)
    {
        if (!_messages.TryGetValue(content.Kind, out var message) || (content.Kind != DeliveryKind.Digest && content.Actions.Count == 0)) return null;
        var digest = content.Kind == DeliveryKind.Digest;
        var path = message.Path.Path(Scope(content, content.Actions.Count, int.MaxValue));
        var fit = new MessageFit(Format.IsText, _limits);
        return new RenderedMessage(message.Method, path, ContentType, fit.Body(message.Body, digest ? content.Actions.Count : 1, digest, (shown, longest) => Scope(content, shown, longest)));
    }

    // A digest speaks of an action only within its list.
    private static MessageScope Scope(DeliveryContent content, int shown, int longest) =>
        content.Kind == DeliveryKind.Digest
            ? new MessageScope(content, shown, longest)
            : new MessageScope(content, content.Actions.Count, longest) { Action = content.Actions[0] };
}

/// <summary>The message of one kind.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">What follows the destination's address.</param>
/// <param name="Body">The body; null for none.</param>
internal sealed record MessagePattern(string Method, TextPattern Path, IMessagePart? Body);
