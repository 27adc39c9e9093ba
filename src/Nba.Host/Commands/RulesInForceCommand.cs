using System.CommandLine;
using Nba.Engine;
using Nba.Engine.Sources;
using Nba.Host.RuleFiles;
using Nba.Host.Settings;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Commands;

/// <summary><c>nba rules pull</c> and <c>nba rules apply</c>: the rule files in force at a bank into a folder, and edited ones back. A running host takes its own folder up by itself.</summary>
internal static class RulesInForceCommand
{
    public static Command Pull()
    {
        var folder = new Argument<string>("DIR") { Description = "A folder that is not there yet, or empty" };
        var data = HostCommand.Data();
        var command = new Command("pull", "Write the rule files in force at a stopped bank into a folder, to edit them") { folder, data };
        command.SetAction((parsed, _) => HostCommand.Guard(() => Task.FromResult(Pull(parsed.GetValue(folder)!, Settings(parsed, data)))));
        return command.WithExamples("nba rules pull artifacts/my-rules --data artifacts/demo");
    }

    public static Command Apply()
    {
        var folder = new Argument<string>("DIR") { Description = "Folder of the rule files" };
        var data = HostCommand.Data();
        var command = new Command("apply", "Put rule files in force at a stopped bank, as a running one does by itself with its own folder") { folder, data };
        command.SetAction((parsed, _) => HostCommand.Guard(() => Task.FromResult(Apply(parsed.GetValue(folder)!, Settings(parsed, data)))));
        return command.WithExamples("nba rules apply artifacts/my-rules --data artifacts/demo");
    }

    private static int Pull(string folder, HostSettings settings)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) return CommandLine.Wrong($"'{folder}' is not empty; name a new folder, so that nothing of yours is overwritten");
        using var store = Store.OpenReadOnly(settings.Store.Directory);
        var book = InForce(store);
        var count = RuleFolder.Write(folder, book);
        Speech.Line($"{count} files of the rule book {book.Version} are in {folder}");
        return CommandLine.Ok;
    }

    private static int Apply(string folder, HostSettings settings)
    {
        if (CommandLine.Load(folder) is not { } files) return CommandLine.FaultsFound;
        using var store = Store.Open(settings.Store);
        var before = InForce(store);
        var (control, problems) = StoredControl.Open(store, files);
        Speech.Aside(problems);
        if (control is null) return CommandLine.FaultsFound;
        if (control.Current.Version != before.Version) StoppedStore.PutInForce(store, control.Current, settings.Stage);
        // A bank that carries its own files goes by these from now on, whoever runs it next.
        if (Path.Combine(settings.Store.Directory, RuleFolder.InStore) is var own && Directory.Exists(own))
        {
            Directory.Delete(own, recursive: true);
            RuleFolder.Write(own, control.Current);
        }
        Speech.Line(control.Current.Version == before.Version ? Sentence.Of($"the rule book {before.Version} is in force already") : Sentence.Of($"the rule book {control.Current.Version} is in force; it follows {before.Version}"));
        return CommandLine.Ok;
    }

    private static RuleBook InForce(Store store)
    {
        var head = StoppedStore.Head(store);
        return Stages.BookShelf.Read(store, 0, head.Book) ?? throw Said.Unusable($"the store does not hold its rule book {head.Book}");
    }

    private static HostSettings Settings(ParseResult parsed, Option<string?> data) => Asking.InStore(HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data))));
}
