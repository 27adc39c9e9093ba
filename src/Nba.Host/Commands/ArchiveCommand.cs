using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Nba.Host.Archives;
using Nba.Host.Settings;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;
using Nba.Host.Transport.Kafka;

namespace Nba.Host.Commands;

/// <summary><c>nba archive</c>: writes the states of a bank into a folder, so that a replay can begin there, or checks such a folder.</summary>
internal static class ArchiveCommand
{
    public static Command Build()
    {
        var to = new Option<string?>("--to") { Description = "Folder that the archive becomes, as archives/2026-03; its name is yours, and it must not be there yet", HelpName = "DIR" };
        var check = new Option<string?>("--check") { Description = "Check the files of an archive against their hashes instead", HelpName = "DIR" };
        var data = HostCommand.Data();
        var bootstrap = new Option<string?>("--bootstrap") { Description = "Archive a bank on Kafka from its topics; workers may go on meanwhile", HelpName = "HOST:PORT" };
        var prefix = new Option<string?>("--prefix") { Description = "Prefix of its topics (NBA__KAFKA__PREFIX; default: nba)" };
        var command = new Command("archive", "Write the states of a stopped host, or of a bank on Kafka, into a folder from which 'nba replay --verify --archive DIR' can begin") { to, check, data, bootstrap, prefix };
        command.SetAction((parsed, _) => HostCommand.Guard(() => Task.FromResult((parsed.GetValue(to), parsed.GetValue(check), parsed.GetValue(bootstrap)) switch
        {
            (null, { } made, null) => Check(made),
            ({ } directory, null, null) => OfStore(directory, Asking.InStore(HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)))).Store),
            ({ } directory, null, { } brokers) => OfTopics(directory, HostCommand.Settings(("Kafka:Bootstrap", brokers), ("Kafka:Prefix", parsed.GetValue(prefix))).Kafka),
            _ => CommandLine.Wrong($"say either where the archive goes, as --to archives/2026-03, or which one to check, as --check archives/2026-03"),
        })));
        return command.WithExamples(
            "nba archive --to artifacts/2026-02 --data artifacts/demo",
            "nba archive --check artifacts/2026-02");
    }

    private static int OfStore(string directory, StoreOptions options)
    {
        using var writer = ArchiveWriter.Begin(directory, TimeProvider.System);
        using var store = Store.OpenReadOnly(options.Directory);
        using var progress = new Progress($"archive", Customers(store));
        var done = 0L;
        using var run = new EmbeddedRun(store) { Archived = () => progress.At(++done) };
        run.Archive(writer);
        return Made(writer.Finish(run.Carrier, run.Prefix));
    }

    private static int OfTopics(string directory, KafkaOptions options)
    {
        using var writer = ArchiveWriter.Begin(directory, TimeProvider.System);
        using var progress = new Progress($"archive", 100);
        using var run = RecordedTopics.Open(options, NullLogger.Instance, percent => progress.At(percent));
        run.Archive(writer);
        return Made(writer.Finish(run.Carrier, run.Prefix));
    }

    private static int Made(Archive archive)
    {
        Speech.Line(archive.Words);
        return CommandLine.Ok;
    }

    private static int Check(string directory)
    {
        var archive = Archive.Open(directory);
        try
        {
            using var progress = new Progress($"check", archive.Manifest.Partitions);
            for (var partition = 0; partition < archive.Manifest.Partitions; partition++)
            {
                archive.Check(partition);
                progress.At(partition + 1);
            }
        }
        catch (InvalidDataException damaged)
        {
            Speech.Aside($"nba: {Said.WordsOf(damaged)}");
            return CommandLine.FaultsFound;
        }
        return Made(archive);
    }

    private static long Customers(Store store)
    {
        var count = 0L;
        using var rows = store.Scan(new Keys(0).Prefix(Table.Customers), sweep: true);
        while (rows.MoveNext()) count++;
        return count;
    }
}
