using System.Text.RegularExpressions;
using Confluent.Kafka;
using Nba.Host.Archives;

namespace Nba.Kafka.Tests.Stages;

/// <summary>A bank on a real broker is archived while its workers decide; then its older activities are deleted, and what came after is still proven.</summary>
public sealed partial class ArchiveTests
{
    private const int LeastSlices = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [BrokerFact]
    public async Task Archived_while_workers_decide_it_is_replayed_after_its_older_activities_were_deleted()
    {
        await using var broker = new Broker();
        await broker.Ensure();
        var folder = Directory.CreateTempSubdirectory("nba-archive-");
        WorkerProcess[] workers = [.. ((string[])["w0", "w1"]).Select(w => new WorkerProcess(broker.Options, w, folder.FullName, "decide"))];
        try
        {
            using var bank = new TestBank(broker);
            foreach (var worker in workers) worker.Start();
            var (first, second) = (Path.Combine(folder.FullName, "first"), Path.Combine(folder.FullName, "second"));
            var made = new MadeActivities(7, new BankShape());
            await bank.Feed([.. made.Customers(), .. made.Days(3000)]);
            await bank.Decided(Patience, Words);
            await FeedWhile(bank, made, Ask(broker, "archive", "--to", first));
            await FeedWhile(bank, made, Ask(broker, "archive", "--to", second));
            await bank.Decided(Patience, Words);

            // Workers run.
            var between = Decisions(await Ask(broker, "replay", "--verify", "--archive", first, "--until", second));
            foreach (var worker in workers) worker.Stop();
            var whole = bank.Read(broker.Topics.Decisions).Count();
            await broker.Admin.DeleteRecordsAsync(Archive.Open(first).Manifest.Parts.Select(p => new TopicPartitionOffset(broker.Topics.Activity.Name, p.Partition, p.Position)));
            var after = Decisions(await Ask(broker, "replay", "--verify", "--archive", first));

            Assert.True(0 < between && between < after && after < whole, $"{whole} decisions, {after} after the first archive, {between} up to the second");
            Assert.Contains("name an archive to begin from", await Refused(broker, "replay", "--verify"), StringComparison.Ordinal);
            await broker.Admin.DeleteRecordsAsync(Archive.Open(second).Manifest.Parts.Select(p => new TopicPartitionOffset(broker.Topics.Activity.Name, p.Partition, p.Position)));
            Assert.Contains("use a later archive", await Refused(broker, "replay", "--verify", "--archive", first), StringComparison.Ordinal);
            Assert.True(Decisions(await Ask(broker, "replay", "--verify", "--archive", second)) > 0);
        }
        finally
        {
            foreach (var worker in workers) worker.Dispose();
            folder.Delete(recursive: true);
        }

        string Words() => string.Join("\n---\n", workers.Select(w => w.Words));
    }

    // In slices, so that workers commit all the while.
    private static async Task FeedWhile(TestBank bank, MadeActivities made, Task archiving)
    {
        for (var slice = 0; slice < LeastSlices || !archiving.IsCompleted; slice++)
        {
            await bank.Feed(made.Days(100));
            await ShakenBank.Pause(40);
        }
        await archiving;
    }

    private static Task<string> Ask(Broker broker, params string[] arguments) => WorkerProcess.Ask([.. arguments, "--bootstrap", broker.Options.Bootstrap!, "--prefix", broker.Options.Prefix]);

    private static async Task<string> Refused(Broker broker, params string[] arguments)
    {
        var (code, _, error) = await WorkerProcess.End([.. arguments, "--bootstrap", broker.Options.Bootstrap!, "--prefix", broker.Options.Prefix]);
        Assert.Equal(1, code);
        return error;
    }

    private static long Decisions(string said)
    {
        var found = Verified().Match(said);
        Assert.True(found.Success, said);
        return long.Parse(found.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^decisions (?<count>\d+) identical \k<count> hash ", RegexOptions.Multiline)]
    private static partial Regex Verified();
}
