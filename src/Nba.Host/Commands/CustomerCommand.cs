using System.CommandLine;
using Nba.Engine.Sources;
using Nba.Host.Access.Audit;
using Nba.Host.Api;
using Nba.Host.Delivery;
using Nba.Host.Privacy;
using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Commands;

/// <summary><c>nba customer</c>: what a person may ask of a bank about themselves.</summary>
internal static class CustomerCommand
{
    public static Command Build() => new("customer", "A person's own data: everything that is held of a customer") { Export() };

    private static Command Export()
    {
        var customer = new Argument<string>("customer") { Description = "Id of the customer" };
        var html = new Option<string?>("--html") { Description = "Write it into this file as one page to be read, instead of JSON", HelpName = "FILE" };
        var (data, language) = (HostCommand.Data(), HostCommand.Language());
        var command = new Command("export", "Give out everything that is held of a customer, and of whoever was merged with them, as JSON; from the host that runs on the data directory, else from its store") { customer, html, data, language };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var settings = HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)), (nameof(HostOptions.Language), parsed.GetValue(language)));
            var who = parsed.GetValue(customer)!;
            var address = Asking.Address($"customers/{Uri.EscapeDataString(who)}/export", ("lang", settings.Host.Language));
            var answered = await Asking.ForRows(settings, address, store => FromRows(settings, store, who), Asking.PatienceForThePast).ConfigureAwait(false);
            if (answered.Bytes is not { } document)
            {
                Speech.Aside($"nba: {answered.Absence ?? Sentence.Of($"the first commit is still to come")}");
                return CommandLine.FaultsFound;
            }
            if (parsed.GetValue(html) is not { } file)
            {
                Asking.Print(document);
                return CommandLine.Ok;
            }
            await File.WriteAllTextAsync(file, PersonPage.Of(document)).ConfigureAwait(false);
            Speech.Line($"{file} holds what is held of {who}; it is as personal as the data itself");
            return CommandLine.Ok;
        }));
        return command.WithExamples("nba customer export lin-xia --data artifacts/first-event", "nba customer export lin-xia --html artifacts/lin-xia.html --lang zh-CN --data artifacts/first-event");
    }

    private static Answered FromRows(HostSettings settings, Store store, string customer)
    {
        using var deliveries = DeliveryStore.OpenReadOnly(settings);
        var document = new PersonExport(store, new Queries(store, TimeProvider.System), deliveries, AuditFolder.In(settings.Host.Data)).Write(customer, settings.Host.Language, out var why);
        return new Answered(document, why);
    }
}
