using System.CommandLine;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;
using Nba.Host.Transport.Kafka;

namespace Nba.Host.Commands;

/// <summary><c>nba replay --verify</c>: decides a recorded log again in this process and compares every row with what the live run stored.</summary>
internal static class ReplayCommand
{
    public static Command Build()
    {
        var verify = new Option<bool>("--verify") { Description = "Compare every decision, customer and live action with what was stored." };
        var data = new Option<string>("--data") { Description = "The data directory of a stopped host; the demo's is made when it is missing.", DefaultValueFactory = _ => DemoYear.Directory };
        var chunk = new Option<int>("--sweep-chunk") { Description = "Customers swept between two batches; never shows in the result.", DefaultValueFactory = _ => new StageOptions().SweepChunk };
        var bootstrap = new Option<string?>("--bootstrap") { Description = "Replay from the topics of a bank on Kafka whose workers stand still, partition by partition.", HelpName = "HOST:PORT" };
        var prefix = new Option<string?>("--prefix") { Description = "Prefix of its topics (NBA__KAFKA__PREFIX; default: nba)" };
        var command = new Command("replay", "Decide a recorded log again from log, journal and the rules stored beside them.") { verify, data, chunk, bootstrap, prefix };
        command.SetAction(parsed =>
        {
            var directory = parsed.GetValue(data)!;
            if (parsed.GetValue(bootstrap) is { } brokers) return Guarded(() => FromTopics(HostCommand.Settings(("Kafka:Bootstrap", brokers), ("Kafka:Prefix", parsed.GetValue(prefix))).Kafka, parsed.GetValue(chunk), parsed.GetValue(verify)));
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

    private static int Run(string directory, int chunk, bool verify) => Guarded(() =>
    {
        FinishSweep(directory);
        using var recorded = Store.OpenReadOnly(directory);
        return Verified(InScratch(replayed =>
        {
            using (var progress = new Progress("replay", EmbeddedLog.End(recorded, 0).NextPosition))
                Replay.Run(recorded, replayed, new StageOptions { SweepChunk = chunk }, done => progress.At(done));
            return Replay.Compare(recorded, replayed);
        }), verify);
    });

    private static int FromTopics(KafkaOptions options, int chunk, bool verify)
    {
        using var archive = TopicArchive.Open(options, NullLogger.Instance);
        var (all, hash) = (new Verification(0, 0, 0, null, ""), new XxHash128());
        using (var progress = new Progress("partitions", archive.Partitions))
        {
            for (var partition = 0; partition < archive.Partitions; partition++)
            {
                var place = partition;
                var found = InScratch(recorded =>
                {
                    archive.Read(place, recorded);
                    return InScratch(replayed =>
                    {
                        Replay.Run(recorded, replayed, new StageOptions { SweepChunk = chunk }, belongs: customer => archive.Belongs(place, customer));
                        // What was spent of budgets is no topic of its own.
                        return Replay.Compare(recorded, replayed, [Table.Customers, Table.Actions, Table.Decisions]);
                    });
                });
                hash.Append(Encoding.ASCII.GetBytes(found.Hash));
                all = new Verification(all.Decisions + found.Decisions, all.Identical + found.Identical, all.Differences + found.Differences, all.First ?? (found.First is null ? null : $"partition {partition}: {found.First}"), "");
                progress.At(partition + 1);
            }
        }
        return Verified(all with { Hash = Convert.ToHexStringLower(hash.GetCurrentHash()) }, verify);
    }

    private static int Verified(Verification found, bool verify)
    {
        if (!verify) return CommandLine.Ok;
        if (found.First is not null) System.Console.Error.WriteLine($"{found.Differences} rows differ; first: {found.First}");
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"decisions {found.Decisions} identical {found.Identical} hash {found.Hash}"));
        return found.Differences == 0 ? CommandLine.Ok : CommandLine.FaultsFound;
    }

    private static T InScratch<T>(Func<Store, T> work)
    {
        var scratch = Directory.CreateTempSubdirectory("nba-replay-");
        try
        {
            using var store = Store.Open(new StoreOptions { Directory = scratch.FullName, Fsync = false });
            return work(store);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static int Guarded(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (StoreUnavailableException missing)
        {
            System.Console.Error.WriteLine($"{missing.Message} {missing.Remedy}");
            return CommandLine.CannotStart;
        }
        catch (CannotStartException cannot)
        {
            System.Console.Error.WriteLine(cannot.Message);
            return CommandLine.CannotStart;
        }
        catch (InvalidDataException broken)
        {
            System.Console.Error.WriteLine($"the recorded run cannot be replayed: {broken.Message}");
            return CommandLine.FaultsFound;
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
