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
    public static Command Build() => new("customer", "A person's own data: everything that is held of a customer, and its erasure") { Export(), Erase() };

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
        var queries = new Queries(store, TimeProvider.System);
        var document = new PersonExport(store, queries, deliveries, AuditFolder.In(settings.Host.Data)).Write(customer, settings.Host.Language, out var why);
        // Before it leaves, as a host does.
        if (document is not null) LocalAudit.Enter(settings, AuditAct.Read, "nba customer export", Past.Family(queries, customer));
        return new Answered(document, why);
    }

    private static Command Erase()
    {
        var customer = new Argument<string>("customer") { Description = "Id of the customer" };
        var reason = new Option<string>("--reason") { Description = "Why; kept with the tombstone, so it should name nobody", HelpName = "TEXT", Required = true };
        var yes = new Option<bool>("--yes") { Description = "Do not ask whether this is meant" };
        var (data, language) = (HostCommand.Data(), HostCommand.Language());
        var command = new Command("erase", "Erase a customer for good, and whoever was merged with them: the key, profile, actions, decisions, deliveries and letters; what comes of them later is refused. In a store that is sealed (Nba:Privacy:KeyFile)") { customer, reason, yes, data, language };
        command.SetAction((parsed, cancellation) => HostCommand.Guard(async () =>
        {
            var settings = HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)), (nameof(HostOptions.Language), parsed.GetValue(language)));
            var (who, why) = (parsed.GetValue(customer)!, parsed.GetValue(reason)!);
            if (string.IsNullOrWhiteSpace(why)) return CommandLine.Wrong($"--reason must say why");
            if (!parsed.GetValue(yes) && !IsMeant(who)) return CommandLine.FaultsFound;
            var (erased, absence) = await CustomerErase.Run(settings, who, why, cancellation).ConfigureAwait(false);
            if (erased is null)
            {
                Speech.Aside($"nba: {absence!}");
                return CommandLine.FaultsFound;
            }
            Speech.Line($"erased at {erased.At}: {string.Join(", ", erased.Customers)}; nothing of them can be read here any more, or in copies of this store");
            if (erased.Untold.Count > 0) Speech.Aside($"receivers that could not be told, and may still show something of them, so that it must be taken away there by hand: {string.Join(", ", erased.Untold)}");
            return CommandLine.Ok;
        }));
        return command.WithExamples("nba customer erase K0003306 --reason \"request of 2026-11-28\" --yes --data artifacts/live");
    }

    // Whoever is asked writes the id once more: a slip of the finger erases nobody.
    private static bool IsMeant(string customer)
    {
        Speech.Aside($"This cannot be taken back. Write the id of the customer once more to erase them:");
        if (System.Console.In.ReadLine()?.Trim() == customer) return true;
        Speech.Aside($"nothing was erased");
        return false;
    }
}
