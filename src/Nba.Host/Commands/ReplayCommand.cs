using System.CommandLine;
using System.Globalization;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Commands;

/// <summary><c>nba replay --verify</c>: decides a recorded log again in this process and compares every row with what the live run stored.</summary>
internal static class ReplayCommand
{
    public static Command Build()
    {
        var verify = new Option<bool>("--verify") { Description = "Compare every decision, customer and live action with what was stored." };
        var data = new Option<string>("--data") { Description = "The data directory of a stopped host; the demo's is made when it is missing.", DefaultValueFactory = _ => DemoYear.Directory };
        var chunk = new Option<int>("--sweep-chunk") { Description = "Customers swept between two batches; never shows in the result.", DefaultValueFactory = _ => new StageOptions().SweepChunk };
        var command = new Command("replay", "Decide a recorded log again from log, journal and the rules stored beside them.") { verify, data, chunk };
        command.SetAction(parsed =>
        {
            var directory = parsed.GetValue(data)!;
            if (parsed.GetValue(chunk) is < 1 or > 10_000_000) return CommandLine.Wrong($"--sweep-chunk must be 1 to 10000000, not {parsed.GetValue(chunk)}");
            if (!Directory.Exists(directory))
            {
                if (directory != DemoYear.Directory) return CommandLine.Wrong($"there is no data directory '{directory}'; name the one a host was run with");
                if (Child.Run("demo", "--data", directory) is var code and not 0) return code;
            }
            return Run(Asking.StoreOf(directory), parsed.GetValue(chunk), parsed.GetValue(verify));
        });
        return command;
    }

    private static int Run(string directory, int chunk, bool verify)
    {
        var scratch = Path.Combine(Path.GetTempPath(), $"nba-replay-{Environment.ProcessId}");
        try
        {
            FinishSweep(directory);
            using var recorded = Store.OpenReadOnly(directory);
            using var replayed = Store.Open(new StoreOptions { Directory = scratch, Fsync = false });
            using (var progress = new Progress("replay", EmbeddedLog.End(recorded, 0).NextPosition))
                Replay.Run(recorded, replayed, new StageOptions { SweepChunk = chunk }, done => progress.At(done));
            if (!verify) return CommandLine.Ok;
            var found = Replay.Compare(recorded, replayed);
            if (found.First is not null) System.Console.Error.WriteLine($"{found.Differences} rows differ; first: {found.First}");
            System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"decisions {found.Decisions} identical {found.Identical} hash {found.Hash}"));
            return found.Differences == 0 ? CommandLine.Ok : CommandLine.FaultsFound;
        }
        catch (StoreUnavailableException missing)
        {
            System.Console.Error.WriteLine($"{missing.Message} {missing.Remedy}");
            return CommandLine.CannotStart;
        }
        catch (InvalidDataException broken)
        {
            System.Console.Error.WriteLine($"the recorded run cannot be replayed: {broken.Message}");
            return CommandLine.FaultsFound;
        }
        finally
        {
            if (Directory.Exists(scratch)) Directory.Delete(scratch, recursive: true);
        }
    }

    // A host that was killed in the middle of a sweep goes on with it at its next start; a verification needs it done.
    private static void FinishSweep(string directory)
    {
        StageHead head;
        using (var store = Store.OpenReadOnly(directory)) head = StoppedStore.Head(store);
        if (head.IsSweeping) StoppedStore.Work(new StoreOptions { Directory = directory }, new StageOptions(), (_, _) => { });
    }
}
