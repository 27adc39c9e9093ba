using System.CommandLine;
using System.Diagnostics;
using Nba.Host.Demo;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Commands;

/// <summary><c>nba crash --kills N</c>: kills the engine in the middle of its work, again and again, and compares what it then knows with an undisturbed run.</summary>
internal static class CrashCommand
{
    private static readonly Table[] Whole = [Table.Log, Table.Journal, Table.Customers, Table.Actions, Table.Decisions, Table.DeadLetters, Table.Spent];

    public static Command Build()
    {
        var kills = new Option<int>("--kills") { Description = "How often to kill it.", DefaultValueFactory = _ => 20 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the moments.", DefaultValueFactory = _ => 1UL };
        var rules = new Option<string>("--rules") { Description = "Folder of the rule files.", DefaultValueFactory = _ => "rules" };
        var command = new Command("crash", "Kill the engine at random moments and check that nothing is lost or doubled.") { kills, seed, rules };
        command.SetAction(parsed => parsed.GetValue(kills) is < 1 or > 100_000 ? CommandLine.Wrong($"--kills must be 1 to 100000") : Run(parsed.GetValue(kills), parsed.GetValue(seed), parsed.GetValue(rules)!));
        return command.WithExamples("nba crash --kills 20");
    }

    private static int Run(int kills, ulong seed, string rules)
    {
        if (CommandLine.Load(rules) is not { } book) return CommandLine.FaultsFound;
        var root = Path.Combine(Path.GetTempPath(), $"nba-crash-{Environment.ProcessId}");
        Directory.CreateDirectory(root);
        try
        {
            var events = Path.Combine(root, "events.jsonl");
            WriteEvents(events, book.Calendar);
            var calm = Path.Combine(root, "calm");
            if (Simulate(events, rules, calm).Finish() != 0) return CommandLine.FaultsFound;
            var (done, runs, different) = (0, 0, 0L);
            using var progress = new Progress($"kills", kills);
            var moments = DemoRandom.For(seed, DemoPurpose.Balance, 0, 0);
            while (done < kills)
            {
                var shaken = Path.Combine(root, $"shaken{runs++}");
                done += Shake(events, rules, shaken, kills - done, ref moments, k => progress.At(done + k));
                different += Differences(calm, shaken);
                Directory.Delete(shaken, recursive: true);
            }
            Speech.Line($"kills {done} runs {runs} rows different {different}");
            return different == 0 ? CommandLine.Ok : CommandLine.FaultsFound;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    // Kills one run up to so many times, each at a moment after it began to decide, then lets it finish.
    private static int Shake(string events, string rules, string data, int most, ref DemoRandom moments, Action<int> progress)
    {
        for (var kills = 0; kills < most; kills++)
        {
            var run = Simulate(events, rules, data);
            if (run.EndsWithin(moments.Below(350))) return kills;
            run.Kill();
            progress(kills + 1);
        }
        if (Simulate(events, rules, data).Finish() != 0) throw new InvalidOperationException("the run did not finish after it was killed; run nba simulate by hand to see why");
        return most;
    }

    private static long Differences(string calm, string shaken)
    {
        using var a = Store.OpenReadOnly(calm);
        using var b = Store.OpenReadOnly(shaken);
        var found = Replay.Compare(a, b, Whole);
        if (found.First is not null) System.Console.Error.WriteLine(found.First);
        return found.Differences;
    }

    private static void WriteEvents(string path, Engine.Calendars.BankCalendar calendar)
    {
        var options = new DemoBankOptions { Customers = 800, Managers = 4, To = new DemoBankOptions().From.AddDays(60) };
        using var file = new FileStream(path, FileMode.Create);
        foreach (var happened in new DemoBank(options, calendar).Events())
        {
            file.Write(happened.Json.Span);
            file.WriteByte((byte)'\n');
        }
    }

    private static Watched Simulate(string events, string rules, string data) => new(Child.Start(redirect: true, "simulate", "--events", events, "--rules", rules, "--data", data));

    /// <summary>A run whose first words are awaited.</summary>
    private sealed class Watched
    {
        private readonly Process _process;

        public Watched(Process process)
        {
            _process = process;
            if (process.StandardOutput.ReadLine() != SimulateCommand.Started) throw Said.Refused($"the run did not start: {process.StandardError.ReadToEnd()}");
        }

        public bool EndsWithin(int milliseconds) => _process.WaitForExit(milliseconds);

        public void Kill()
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }

        public int Finish()
        {
            _ = _process.StandardOutput.ReadToEnd();
            var errors = _process.StandardError.ReadToEnd();
            _process.WaitForExit();
            if (_process.ExitCode != 0) System.Console.Error.WriteLine(errors);
            return _process.ExitCode;
        }
    }
}
