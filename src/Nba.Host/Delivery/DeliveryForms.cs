using Nba.Engine.Sources;
using Nba.Host.Delivery.Templates;

namespace Nba.Host.Delivery;

/// <summary>
/// The forms that messages can have: CloudEvents, templates of the bank's own in the folder <c>templates</c> beside the subscriptions, and the shipped ones. A template is read when a subscription
/// that names it begins to run. Thread-safe.
/// </summary>
/// <param name="folder">The folder of the subscriptions.</param>
internal sealed class DeliveryForms(string folder)
{
    private readonly TemplateShelf _shelf = new(Path.Combine(folder, "templates"));

    /// <summary>Names of the templates there are now.</summary>
    public IReadOnlyCollection<string> Names => _shelf.Names;

    /// <summary>Whether a template can be used; adds its faults where it cannot.</summary>
    public bool IsWhole(string name, SourceMark asked, ProblemList problems) => name == Subscription.CloudEvents || _shelf.Find(name, asked, problems) is not null;

    /// <summary>What puts a subscription's messages into its form.</summary>
    /// <exception cref="InvalidDataException">Its template was whole when the subscription was read, and is not any more.</exception>
    public Func<DeliveryMessage, RenderedMessage?> Of(Subscription subscription)
    {
        if (subscription.Template == Subscription.CloudEvents) return CloudEventForm.Of;
        var problems = new ProblemList();
        var template = _shelf.Find(subscription.Template, new SourceMark(subscription.File.Path, 1, 1), problems) ?? throw new InvalidDataException(string.Join('\n', problems.Sorted()));
        return message => template.Render(message.Content);
    }
}
