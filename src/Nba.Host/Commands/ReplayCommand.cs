using System.CommandLine;
using System.IO.Hashing;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Nba.Host.Archives;
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
        var archive = new Option<string?>("--archive") { Description = "Begin from the states that 'nba archive' wrote, as archives/2026-03; what came before may be gone.", HelpName = "DIR" };
        var until = new Option<string?>("--until") { Description = "End at a later archive, as archives/2026-04, and compare with that; workers need not stand still.", HelpName = "DIR" };
        var rules = new Option<string?>("--rules") { Description = "Decide under these rule files instead of the recorded ones, and say how many decisions are the same.", HelpName = "DIR" };
        var output = new Option<string?>("--out") { Description = "With --rules: keep states, queues and decisions in this new folder, as artifacts/other.", HelpName = "DIR" };
        var since = new Option<string?>("--from") { Description = "With --rules: the day on which those take force; the recorded rules before it.", HelpName = "DAY" };
        var command = new Command("replay", "Decide a recorded log again from log, journal and the rules stored beside them.") { verify, data, chunk, bootstrap, prefix, archive, until, rules, output, since };
        command.SetAction(parsed =>
        {
            var directory = parsed.GetValue(data)!;
            var asked = new Asked(parsed.GetValue(archive), parsed.GetValue(until), new StageOptions { SweepChunk = parsed.GetValue(chunk) }, parsed.GetValue(verify));
            if (asked.Options.SweepChunk is < 1 or > 10_000_000) return CommandLine.Wrong($"--sweep-chunk must be 1 to 10000000, not {asked.Options.SweepChunk}");
            if (asked is { Until: not null, Archive: null }) return CommandLine.Wrong($"--until names where a replay from an archive ends: name with --archive where it begins");
            if (parsed.GetValue(rules) is null && (parsed.GetValue(output) ?? parsed.GetValue(since)) is not null) return CommandLine.Wrong($"--out and --from belong to a replay under other rules: name those with --rules");
            if (parsed.GetValue(rules) is not null && (asked.Verify || asked.Archive is not null || parsed.GetValue(bootstrap) is not null))
                return CommandLine.Wrong($"--rules decides a store's log from its beginning under other rules: leave out --verify, --archive, --until and --bootstrap");
            if (parsed.GetValue(bootstrap) is { } brokers) return Guarded(() => FromTopics(HostCommand.Settings(("Kafka:Bootstrap", brokers), ("Kafka:Prefix", parsed.GetValue(prefix))).Kafka, asked));
            if (!Directory.Exists(directory))
            {
                if (directory != DemoYear.Directory) return CommandLine.Wrong($"there is no data directory '{directory}'; name the one a host was run with");
                if (Child.Run("demo", "--data", directory) is var code and not 0) return code;
            }
            return parsed.GetValue(rules) is { } other
                ? Guarded(() => ReplayUnderRules.Run(Asking.StoreOf(directory), other, parsed.GetValue(since), parsed.GetValue(output), asked.Options))
                : Guarded(() => FromStore(Asking.StoreOf(directory), asked));
        });
        return command.WithExamples(
            "nba replay --verify",
            "nba replay --verify --data artifacts/demo --archive artifacts/2026-02",
            "nba replay --verify --bootstrap 127.0.0.1:9092",
            "nba replay --rules rules --from 2025-12-01 --data artifacts/demo");
    }

    private static int FromStore(string directory, Asked asked)
    {
        if (asked.Until is null) FinishSweep(directory);
        using var recorded = Store.OpenReadOnly(directory);
        using var run = new EmbeddedRun(recorded);
        if (asked.Archive is not null) return FromArchive(run, asked);
        using var replayed = ScratchStore.Empty(recorded);
        using (var progress = new Progress($"replay", EmbeddedLog.End(recorded, 0).NextPosition)) Replay.Run(recorded, replayed.Store, asked.Options, done => progress.At(done));
        return Verified(Replay.Compare(recorded, replayed.Store), asked);
    }

    private static int FromTopics(KafkaOptions options, Asked asked)
    {
        using var run = RecordedTopics.Open(options, NullLogger.Instance);
        return asked.Archive is not null ? FromArchive(run, asked) : Partitions(run, asked, (partition, _) =>
        {
            using var recorded = ScratchStore.Empty();
            run.Read(partition, recorded.Store);
            using var replayed = ScratchStore.Empty();
            Replay.Run(recorded.Store, replayed.Store, asked.Options, belongs: customer => run.Belongs(partition, customer));
            return Replay.Compare(recorded.Store, replayed.Store, run.Compared);
        });
    }

    private static int FromArchive(IRecordedRun run, Asked asked)
    {
        Archive Opened(string directory)
        {
            var archive = Archive.Open(directory);
            archive.MustBeOf(run.Carrier, run.Prefix, run.Partitions);
            return archive;
        }
        var (from, until) = (Opened(asked.Archive!), asked.Until is { } last ? Opened(last) : null);
        Speech.Line(from.Words);
        if (until is not null) Speech.Line(until.Words);
        var replay = new ArchiveReplay(run, from, until, asked.Options);
        return Partitions(run, asked, replay.Verify);
    }

    private static int Partitions(IRecordedRun run, Asked asked, Func<int, Action<long>?, Verification> verify)
    {
        var (all, hash) = (new Verification(0, 0, 0, null, ""), new XxHash128());
        using (var progress = new Progress($"partitions", run.Partitions))
        {
            for (var partition = 0; partition < run.Partitions; partition++)
            {
                var place = partition;
                var found = verify(place, done => progress.At(place, $"{done} activities"));
                hash.Append(Encoding.ASCII.GetBytes(found.Hash));
                var first = found.First is null || run.Partitions == 1 ? found.First : $"partition {partition}: {found.First}";
                all = new Verification(all.Decisions + found.Decisions, all.Identical + found.Identical, all.Differences + found.Differences, all.First ?? first, "", all.ErasedCustomers + found.ErasedCustomers, all.ErasedActivities + found.ErasedActivities);
                progress.At(partition + 1);
            }
        }
        return Verified(all with { Hash = Convert.ToHexStringLower(hash.GetCurrentHash()) }, asked);
    }

    private static int Verified(Verification found, Asked asked)
    {
        if (!asked.Verify) return CommandLine.Ok;
        if (found.First is not null) Speech.Aside($"{found.Differences} rows differ; first: {found.First}");
        Speech.Line($"decisions {found.Decisions} identical {found.Identical} hash {found.Hash}");
        if (found.ErasedCustomers > 0) Speech.Line($"passed over: {found.ErasedCustomers} erased customers and {found.ErasedActivities} places of theirs");
        return found.Differences == 0 ? CommandLine.Ok : CommandLine.FaultsFound;
    }

    private static int Guarded(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (StoreUnavailableException missing)
        {
            Speech.Aside(missing.Words);
            return CommandLine.CannotStart;
        }
        catch (CannotStartException cannot)
        {
            Speech.Aside(cannot.Words);
            return CommandLine.CannotStart;
        }
        catch (InvalidDataException broken)
        {
            Speech.Aside($"the recorded run cannot be replayed: {Said.WordsOf(broken)}");
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

    private sealed record Asked(string? Archive, string? Until, StageOptions Options, bool Verify);
}
