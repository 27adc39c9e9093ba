using Confluent.Kafka.Admin;
using Nba.Host.Settings;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Transport.Kafka;

public sealed class KafkaTopicsTests
{
    [BrokerFact]
    public async Task What_is_missing_is_made_as_it_must_be_and_a_second_worker_finds_nothing_to_do()
    {
        await using var broker = new Broker();

        var made = await broker.Ensure();
        var lines = broker.Lines.All.Count(l => l.Contains("Created the topic", StringComparison.Ordinal));
        var again = await broker.Ensure();

        Assert.Equal(broker.Topics.All.Select(t => t.Name), made);
        Assert.Equal(9, lines);
        Assert.Empty(again);
        Assert.Equal(9, broker.Lines.All.Count(l => l.Contains("Created the topic", StringComparison.Ordinal)));
        foreach (var topic in broker.Topics.All) Assert.Equal(topic.Config, (await Configured(broker, topic)).OrderBy(c => c.Key, StringComparer.Ordinal));
    }

    [BrokerFact]
    public async Task Workers_that_start_together_agree()
    {
        await using var broker = new Broker();

        var made = await Task.WhenAll(broker.Ensure(), broker.Ensure(), broker.Ensure());

        Assert.Equal(broker.Topics.All.Select(t => t.Name).Order(), made.SelectMany(m => m).Order());
    }

    [BrokerFact]
    public async Task Every_topic_that_is_not_as_it_must_be_is_named_with_its_remedy()
    {
        await using var broker = new Broker();
        await broker.Create(broker.Topics.Activity.Name, 3);
        await broker.Create(broker.Topics.Queues.Name, 5, ("cleanup.policy", "compact"));
        await broker.Create(broker.Topics.Actions.Name, 2, ("cleanup.policy", "compact,delete"));

        var fault = await Assert.ThrowsAsync<CannotStartException>(() => broker.Ensure());

        var lines = fault.Message.Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Contains($"{broker.Topics.Activity.Name} has message.timestamp.type=CreateTime, it must have LogAppendTime: ", lines[1]);
        Assert.Contains($"kafka-configs.sh --bootstrap-server {Broker.Address} --alter", lines[1]);
        Assert.Contains($"{broker.Topics.Actions.Name} has cleanup.policy=compact,delete, it must have compact: kafka-configs.sh", lines[2]);
        Assert.Contains($"{broker.Topics.Queues.Name} has 5 partition(s), it must have 2: set Nba:Kafka:ManagerPartitions to 5 ", lines[3]);
    }

    [BrokerFact]
    public async Task Topics_that_are_weaker_than_the_settings_are_said_and_used()
    {
        await using var broker = new Broker();
        await broker.Ensure();
        broker.Options.Replication = 3;

        Assert.Empty(await broker.Ensure());

        Assert.Equal(broker.Topics.All.Select(t => t.Name), broker.Lines.All.Where(l => l.Contains("has min.insync.replicas=1, and with 3 copies it should have 2", StringComparison.Ordinal)).Select(l => l.Split(' ')[1]));
    }

    [BrokerFact]
    public async Task The_remedies_help()
    {
        await using var broker = new Broker();
        await broker.Create(broker.Topics.Activity.Name, 3);
        await Assert.ThrowsAsync<CannotStartException>(() => broker.Ensure());
        var change = new ConfigEntry { Name = "message.timestamp.type", Value = "LogAppendTime", IncrementalOperation = AlterConfigOpType.Set };
        var activity = new ConfigResource { Type = ResourceType.Topic, Name = broker.Topics.Activity.Name };
        await broker.Admin.IncrementalAlterConfigsAsync(new() { [activity] = [change] });

        var late = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(30);
        while (await Record.ExceptionAsync(() => broker.Ensure()) is { } fault)
        {
            // A broker shows a changed setting a moment later.
            if (TimeProvider.System.GetUtcNow() > late) throw new TimeoutException("the setting was changed and still is not right", fault);
        }
    }

    [BrokerFact]
    public async Task How_long_a_topic_is_kept_is_the_operators_choice()
    {
        await using var broker = new Broker();
        await broker.Create(broker.Topics.Activity.Name, 3, ("message.timestamp.type", "LogAppendTime"), ("retention.ms", "3600000"));

        Assert.Equal(8, (await broker.Ensure()).Count);
        Assert.Equal("3600000", (await Configured(broker, broker.Topics.Activity))["retention.ms"]);
    }

    private static async Task<Dictionary<string, string>> Configured(Broker broker, KafkaTopic topic)
    {
        var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic.Name };
        var entries = (await broker.Admin.DescribeConfigsAsync([resource])).Single().Entries.Values;
        return topic.Config.ToDictionary(c => c.Key, c => entries.Single(e => e.Name == c.Key).Value);
    }
}
