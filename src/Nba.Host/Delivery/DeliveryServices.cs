using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nba.Engine.Calendars;
using Nba.Host.Api;
using Nba.Host.Delivery.Mail;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Delivery;

/// <summary>Puts deliveries together from a host's settings.</summary>
internal static class DeliveryServices
{
    /// <summary>Adds them, to be started with the host.</summary>
    /// <exception cref="CannotStartException">The lists of hosts or networks cannot be read.</exception>
    public static void AddDeliveries(this IServiceCollection services, HostSettings settings, Store tables, ICarrier carrier, TimeProvider time)
    {
        var hosts = ReachableHosts.Parse(settings.Delivery.Hosts, settings.Delivery.Networks, out var fault) ?? throw new CannotStartException($"Nba:Delivery: {fault}");
        var mail = Mail(settings.Delivery) is { } server ? new MailDestination(server, time) : null;
        var slots = new AddressSlots(AddressSlots.Usual);
        var forms = new DeliveryForms(settings.Delivery.Folder!);
        services.AddSingleton(new SubscriptionFolder(settings.Delivery.Folder!, settings.Host.Language, TimeSpan.FromMilliseconds(settings.Delivery.PollMilliseconds), forms));
        services.AddSingleton(s => new Deliveries(
            s.GetRequiredService<SubscriptionFolder>(),
            subscription => subscription.To is MailAddresses ? new MailReceiver(subscription, mail ?? throw Said.Unusable($"no mail server is named: set Nba:Delivery:MailHost and Nba:Delivery:MailFrom"))
                : new HttpDestination(subscription, forms.Of(subscription), hosts, slots, SimulatedClock.MachineOf(time)), new DeliveryReader(tables, s.GetRequiredService<Queries>(), carrier.Control, () => carrier.NotReady is null),
            new DeliveryLedger(s.GetRequiredService<DeliveryStore>()), carrier.Changes, time, s.GetRequiredService<ILogger<Deliveries>>())
        {
            Faults = new DestinationFaults(settings.Delivery.Folder!, hosts),
            Links = Links(settings, s.GetService<AnswerTokens>(), carrier, time),
        });
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<Deliveries>());
        services.AddSingleton<DeliveriesEndpoint>();
        if (string.IsNullOrWhiteSpace(settings.Delivery.Links)) return;
        services.AddSingleton(s => new AnswerTokens(AnswerTokens.KeyOf(Path.Combine(settings.Host.Data, "answer.key"))));
        services.AddSingleton(s => new AnsweredLinks(s.GetRequiredService<DeliveryStore>())).AddSingleton<AnswerLinksEndpoint>();
    }

    private static Func<Subscription, string, ActionAnswer, AnswerLinks>? Links(HostSettings settings, AnswerTokens? tokens, ICarrier carrier, TimeProvider time)
    {
        if (tokens is null) return null;
        var address = new Uri(settings.Delivery.Links!.Trim());
        return (subscription, owner, action) => tokens.Links(
            address, owner, action, subscription.Language, carrier.Control.Current.Calendar.DateOf(new Instant(time.GetUtcNow().ToUnixTimeMilliseconds())).DayNumber + settings.Delivery.LinkDays);
    }

    // The server that mail goes out by; null where none is named.
    private static MailServer? Mail(DeliveryOptions options)
    {
        static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        if (Given(options.MailHost) is not { } host) return null;
        var server = new MailServer
        {
            Host = host, Port = options.MailPort, From = options.MailFrom ?? "", User = Given(options.MailUser), PasswordFile = Given(options.MailPasswordFile), AuthorityFile = Given(options.MailAuthorityFile),
            Tls = options.MailTls switch { "none" => MailTls.None, "implicit" => MailTls.Implicit, _ => MailTls.StartTls },
        };
        return server.Faults().ToList() is { Count: > 0 } faults ? throw new CannotStartException($"Nba:Delivery: {string.Join("; ", faults)}") : server;
    }
}
