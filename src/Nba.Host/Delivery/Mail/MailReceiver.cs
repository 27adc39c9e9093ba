namespace Nba.Host.Delivery.Mail;

/// <summary>Sends the messages of a subscription as mail, to the address of each owner. Thread-safe.</summary>
internal sealed class MailReceiver(Subscription subscription, MailDestination mail) : IDestination
{
    private readonly MailAddresses _to = (MailAddresses)subscription.To;

    public string? Resting => null;

    public async Task<DeliveryAnswer> Send(DeliveryMessage message, CancellationToken stopping)
    {
        if (_to.Of(message.Owner) is not { } address) return new DeliveryAnswer(DeliveryResult.NoAddress);
        if (!message.StillStands()) return new DeliveryAnswer(DeliveryResult.Withdrawn);
        var about = message.Content.Kind == DeliveryKind.Digest ? null : message.Content.Actions[0];
        var outcome = await mail.Send(message.Content, new MailKey(subscription.Name, about?.Id ?? message.Key, about?.Version ?? 0, message.Key), address, stopping).ConfigureAwait(false);
        var why = PlainText.WithoutAddresses(outcome.Reason);
        return outcome.Result switch
        {
            MailResult.Delivered => new DeliveryAnswer(DeliveryResult.Delivered),
            MailResult.Never => new DeliveryAnswer(DeliveryResult.Never, why),
            MailResult.TryAgain => new DeliveryAnswer(DeliveryResult.TryAgain, why),
            _ => new DeliveryAnswer(DeliveryResult.Away, why),
        };
    }

    public void Dispose()
    {
    }
}
