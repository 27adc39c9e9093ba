using Nba.House;

namespace Nba.Kafka.Tests.Clients;

/// <summary>Any client feeds a bank and reads what should be done, by what docs/topics.md says alone.</summary>
public sealed class AnyClientTests(ClientBank bank) : IClassFixture<ClientBank>
{
    // Errors of npm that say the registry cannot be reached, and not that something is wrong with the lock file.
    private static readonly string[] Away = ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "ERR_SOCKET_TIMEOUT", "E403", "E407"];

    [ClientFact(nameof(ClientTool.HasKcat), "kcat (apt-get install kcat)")]
    public async Task Kcat_feeds_with_keys_and_reads_actions_and_queues()
    {
        await ClientTool.Run("kcat", ClientBank.Lines("kcat"), "-b", bank.Broker.Options.Bootstrap!, "-P", "-t", bank.Broker.Topics.Activity.Name, "-K", "\t", "-X", "partitioner=murmur2_random");

        bank.Check("kcat", await bank.Until(() => Kcat(bank.Broker.Topics.Actions.Name), r => ClientBank.HasActions("kcat", r)));

        var queues = await bank.Until(() => Kcat(bank.Broker.Topics.Queues.Name), r => ClientBank.HasQueue("kcat", r));
        Assert.All(queues, queue => Assert.Equal(ClientBank.Place(queue.Key, bank.Broker.Topics.Queues), queue.Partition));
    }

    [ClientFact(nameof(ClientTool.HasNode), "Node with npm")]
    public async Task A_Node_client_feeds_with_Javas_partitioner_and_reads_what_is_committed()
    {
        var folder = Directory.CreateTempSubdirectory("nba-kafkajs-");
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests/Nba.Kafka.Tests/Clients/kafkajs"))) File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            var (code, _, errors) = await ClientTool.End("npm", "", folder.FullName, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1", "--fetch-timeout=20000");
            Assert.SkipWhen(code != 0 && Away.Any(a => errors.Contains(a, StringComparison.Ordinal)), "the registry of npm cannot be reached: " + errors);
            Assert.True(code == 0, "npm ci: " + errors);
            var (topics, options) = (bank.Broker.Topics, bank.Broker.Options);

            var (ended, output, words) = await ClientTool.End("node", ClientBank.Lines("node"), folder.FullName,
                "bank.js", options.Bootstrap!, topics.Activity.Name, topics.Actions.Name, options.Prefix + "-node-reader", "node-", ClientBank.Count);

            Assert.True(ended == 0, words);
            bank.Check("node", ClientRecord.Read(output));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [ClientFact(nameof(ClientTool.HasConsole), "start script of a Kafka with its tools (NBA_TEST_KAFKA_HOME)")]
    public async Task Kafkas_own_console_feeds_and_reads()
    {
        await Console(ClientBank.Lines("console"), "console-producer", "--topic", bank.Broker.Topics.Activity.Name, "--reader-property", "parse.key=true", "--reader-property", "key.separator=\t");

        bank.Check("console", await bank.Until(Actions, r => ClientBank.HasActions("console", r)));

        async Task<IReadOnlyList<ClientRecord>> Actions() => ClientRecord.Read(
            await Console("", "console-consumer", "--topic", bank.Broker.Topics.Actions.Name, "--from-beginning", "--isolation-level", "read_committed", "--timeout-ms", "4000",
                "--formatter-property", "print.partition=true", "--formatter-property", "print.key=true", "--formatter-property", "key.separator=\t"),
            "Partition:");
    }

    private async Task<IReadOnlyList<ClientRecord>> Kcat(string topic) => ClientRecord.Read(
        await ClientTool.Run("kcat", "", "-b", bank.Broker.Options.Bootstrap!, "-C", "-t", topic, "-o", "beginning", "-e", "-q", "-X", "isolation.level=read_committed", "-f", "%p\t%k\t%s\n"));

    private Task<string> Console(string input, string tool, params string[] arguments) =>
        ClientTool.Run(OwnBroker.Script!, input, [tool, "--bootstrap-server", bank.Broker.Options.Bootstrap!, .. arguments]);
}
