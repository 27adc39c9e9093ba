using System.CommandLine;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Commands;

/// <summary><c>nba simulate</c>: a past log, sorted by time, through the engine: arrival is event time, and ticks come from it alone.</summary>
internal static class SimulateCommand
{
    /// <summary>Printed once events are being decided; whoever watches may count on it.</summary>
    public const string Started = "started";

    public static Command Build()
    {
        var events = new Option<string>("--events") { Description = "CloudEvents as JSON Lines, sorted by time.", Required = true };
        var rules = new Option<string>("--rules") { Description = "Folder of the rule files.", DefaultValueFactory = _ => "rules" };
        var data = new Option<string>("--data") { Description = "Data directory; a run that was broken off is taken up where it stood.", Required = true };
        var live = new Option<string?>("--go-live") { Description = "Day on which the bank goes live, as 2026-03-02: what happened before it is history." };
        var command = new Command("simulate", "Run a past log through the engine; a run that was broken off goes on at its row.") { events, rules, data, live };
        command.SetAction((parsed, _) => HostCommand.Guard(() => Task.FromResult(Run(parsed.GetValue(events)!, parsed.GetValue(rules)!, parsed.GetValue(data)!, parsed.GetValue(live)))));
        return command.WithExamples("nba simulate --events samples/first-event/events.jsonl --data artifacts/first-event");
    }

    private static int Run(string events, string rules, string data, string? goLive)
    {
        var live = DateOnly.MaxValue;
        if (goLive is not null && !DateOnly.TryParseExact(goLive, "yyyy-MM-dd", out live)) return CommandLine.Wrong($"--go-live must be a day, as 2026-03-02, not '{goLive}'");
        if (!File.Exists(events)) return CommandLine.Wrong($"there is no file '{events}'");
        if (CommandLine.Load(rules) is not { } book) return CommandLine.FaultsFound;
        // Sealed as a host would that is run on it later.
        var seal = HostCommand.Settings((nameof(HostOptions.Data), data)).Store.Seal;
        using var simulation = Simulation.Open(new StoreOptions { Directory = data, Seal = seal }, book, new StageOptions { BatchActivities = 500, AwaitGoLive = goLive is not null }, Path.GetFullPath(events));
        var activity = new Activity(book.Vocabulary);
        System.Console.WriteLine(Started);
        var (row, last) = (0L, 0L);
        using (var file = new StreamReader(events))
        {
            while (file.ReadLine() is { } line)
            {
                var json = System.Text.Encoding.UTF8.GetBytes(line);
                if (book.Reader.Read(json, Instant.MaxValue, activity) is null) last = activity.Time.UnixMilliseconds;
                if (row++ < simulation.ResumeRow) continue;
                if (simulation.AwaitsGoLive && book.Calendar.DateOf(new Instant(last)) >= live) simulation.GoLive(book.Calendar.StartOf(live));
                simulation.Feed(json, last);
            }
        }
        simulation.AdvanceTo(book.Calendar.StartOf(book.Calendar.DateOf(new Instant(last)).AddDays(1)));
        Speech.Line($"events {row} refused {simulation.Counters.Refused} decisions {simulation.Counters.Decisions}");
        return CommandLine.Ok;
    }
}
