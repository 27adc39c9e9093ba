using System.CommandLine;
using Nba.Engine.Calendars;
using Nba.Engine.Sources;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary><c>nba go-live</c>: ends the time in which a store takes everything in as history.</summary>
internal static class GoLiveCommand
{
    public static Command Build()
    {
        var data = HostCommand.Data();
        var command = new Command("go-live", "Let a stopped store that was begun with --await-go-live raise actions from now on; its customers' turns are spread over 20 working days") { data };
        command.SetAction((parsed, _) => HostCommand.Guard(() => Task.FromResult(Run(Asking.InStore(HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)))), TimeProvider.System))));
        return command.WithExamples("nba go-live --data artifacts/new");
    }

    private static int Run(HostSettings settings, TimeProvider time)
    {
        var live = false;
        StoppedStore.Work(settings.Store, settings.Stage, (stage, _) =>
        {
            live = stage.AwaitsGoLive == false;
            if (!live) stage.GoLive(new Instant(time.GetUtcNow().ToUnixTimeMilliseconds()));
        });
        Speech.Line(live ? Sentence.Of($"this store is live already; nothing changed") : Sentence.Of($"live: everything before now is history, and the days raise from tomorrow on, each customer from their turn"));
        return live ? CommandLine.FaultsFound : CommandLine.Ok;
    }
}
