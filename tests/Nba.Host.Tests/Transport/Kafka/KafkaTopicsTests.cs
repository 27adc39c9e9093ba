using System.Globalization;
using Nba.Host.Settings;
using Nba.Host.Transport.Kafka;
using Nba.House;

namespace Nba.Host.Tests.Transport.Kafka;

public sealed class KafkaTopicsTests
{
    private static readonly KafkaOptions Options = new() { Prefix = "bank", Bootstrap = "b:1" };
    private static readonly KafkaTopics Bank = new(Options);
    private static readonly TopicAdvice Advice = new(Options);

    [Fact]
    public void The_table_is_the_one_agreed() =>
        Golden.Stored(string.Join('\n', new KafkaTopics(new KafkaOptions()).All.Select(Line)), "kafka-topics.txt");

    [Fact]
    public void Names_counts_and_retention_come_from_the_settings()
    {
        var topics = new KafkaTopics(new KafkaOptions { Prefix = "b", ActivityPartitions = 48, ManagerPartitions = 3, ActivityRetentionHours = 24 });

        string[] expected =
            ["activity 48", "journal 48", "control 1", "actions 3", "queues 3", "decisions 48", "customer-state 48", "manager-state 3", "dead-letter 48"];
        Assert.Equal(expected.Select(t => "b." + t), topics.All.Select(t => $"{t.Name} {t.Partitions}"));
        Assert.Equal("86400000", topics.Activity.Config.Single(c => c.Key == "retention.ms").Value);
    }

    [Fact]
    public void Dead_letters_have_room_for_the_partitions_of_both_stages()
    {
        var letters = new KafkaTopics(new KafkaOptions { ActivityPartitions = 3, ManagerPartitions = 8 }).DeadLetter;

        Assert.Equal((8, "Nba:Kafka:ManagerPartitions"), (letters.Partitions, letters.CountedBy));
    }

    [Fact]
    public void A_topic_as_it_must_be_has_no_difference() =>
        Assert.Empty(Bank.All.SelectMany(t => Advice.Differences(t, new FoundTopic(t.Partitions, t.Policy, t.TimestampType ?? "CreateTime"))));

    [Fact]
    public void Every_difference_is_named_with_what_is_what_must_be_and_the_remedy() =>
        Assert.Equal(
        [
            "bank.activity has 3 partition(s), it must have 12: set Nba:Kafka:ActivityPartitions to 3 where that was meant, "
                + "or take a new Nba:Kafka:Prefix; the number of a topic in use is never changed",
            "bank.activity has cleanup.policy=compact,delete, it must have delete: "
                + "kafka-configs.sh --bootstrap-server b:1 --alter --entity-type topics --entity-name bank.activity --add-config cleanup.policy=delete",
            "bank.activity has message.timestamp.type=CreateTime, it must have LogAppendTime: "
                + "kafka-configs.sh --bootstrap-server b:1 --alter --entity-type topics --entity-name bank.activity "
                + "--add-config message.timestamp.type=LogAppendTime",
        ], Advice.Differences(Bank.Activity, new FoundTopic(3, "compact,delete", "CreateTime")).Select(d => d.ToString()));

    [Fact]
    public void The_one_partition_of_control_is_no_setting() =>
        Assert.Equal(["bank.control has 2 partition(s), it must have 1: take a new Nba:Kafka:Prefix; the number of a topic in use is never changed"],
            Advice.Differences(Bank.Control, new FoundTopic(2, "delete", "LogAppendTime")).Select(d => d.ToString()));

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(3, "2")]
    [InlineData(5, "2")]
    public void From_three_copies_on_a_record_is_on_two_before_it_counts_as_written(int copies, string? least) =>
        Assert.All(new KafkaTopics(new KafkaOptions { Replication = copies }).All, t => Assert.Equal(least, t.Config.SingleOrDefault(c => c.Key == "min.insync.replicas").Value));

    [Fact]
    public void A_topic_that_is_weaker_than_its_settings_is_named_with_the_remedy()
    {
        var options = new KafkaOptions { Prefix = "bank", Bootstrap = "b:1", Replication = 3 };
        var (advice, control) = (new TopicAdvice(options), new KafkaTopics(options).Control);

        Assert.Null(advice.Weaker(control, new FoundTopic(1, "delete", "CreateTime", InSync: 2)));
        Assert.Equal("bank.control has min.insync.replicas=1, and with 3 copies it should have 2: what one broker alone has written is lost with it. Where it has the copies: "
            + "kafka-configs.sh --bootstrap-server b:1 --alter --entity-type topics --entity-name bank.control --add-config min.insync.replicas=2", advice.Weaker(control, new FoundTopic(1, "delete", "CreateTime"))!.ToString());
        Assert.Empty(advice.Differences(control, new FoundTopic(1, "delete", "CreateTime")));
    }

    private static string Line(KafkaTopic topic)
    {
        var config = string.Join(' ', topic.Config.Select(c => $"{c.Key}={c.Value}"));
        return string.Create(CultureInfo.InvariantCulture, $"{topic.Name} {topic.Partitions} [{topic.Key}] {config}: {topic.Content}");
    }
}
