using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Nba.Engine.Calendars;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Kafka;

namespace Nba.Host.Tests.Transport.Kafka;

public sealed class DeadLettersTests
{
    private static readonly KafkaTopics Topics = new(new KafkaOptions());

    [Fact]
    public void Letters_of_one_offset_stand_apart_by_topic_and_partition()
    {
        string[] foreign = ["core.payments", "core.cards", "crm.events"];
        var positions = new[] { Topics.Activity.Name, Topics.Actions.Name }.Concat(foreign).SelectMany(t => Enumerable.Range(0, 8).Select(p => Position(t, p, 17))).ToList();
        Assert.Equal(positions.Count, positions.Distinct().Count());
        Assert.All(positions, p => Assert.True(p >= 0));
        Assert.Equal(17, positions[0]);
    }

    [Fact]
    public void A_letter_of_a_foreign_topic_keeps_key_value_and_headers()
    {
        var came = new Headers { { "ce_id", "e-1"u8.ToArray() }, { "nba-reason", "forged"u8.ToArray() } };
        var sink = new Sink();
        var row = Row("core.payments", out var value);
        new IntakeTopics(Topics, "core.payments").Route(new RoutedRow(40, Table.DeadLetters, RowChange.Put, row, value), new LogRecord(17, new Instant(0), "{"u8.ToArray(), null, new RecordKey("k"u8.ToArray(), null, came)), sink);
        Assert.Equal((Topics.DeadLetter.Name, 40 % Topics.DeadLetter.Partitions, "k", "{"), (sink.Topic, sink.Partition, Encoding.UTF8.GetString(sink.Key!), Encoding.UTF8.GetString(sink.Value!)));
        Assert.Equal("e-1", Encoding.UTF8.GetString(sink.Headers!.GetLastBytes("ce_id")));
        Assert.Equal("not-json", Encoding.UTF8.GetString(sink.Headers.GetLastBytes("nba-reason")));
    }

    private static long Position(string topic, int partition, long offset)
    {
        var letter = new DeadLetter(offset, "2026-03-02T01:00:00.000Z", "not-json", "", 1);
        var row = new RoutedRow(partition, Table.DeadLetters, RowChange.Put, default, JsonSerializer.SerializeToUtf8Bytes(letter, StageJson.Default.DeadLetter));
        return DeadLetters.Read(DeadLetters.Headers(topic, row), Topics.Activity.Name, Topics.Actions.Name).Position;
    }

    private static byte[] Row(string topic, out byte[] value)
    {
        value = JsonSerializer.SerializeToUtf8Bytes(new DeadLetter(17, "2026-03-02T01:00:00.000Z", "not-json", topic, 1), StageJson.Default.DeadLetter);
        return [.. new Keys(0).Number(Table.DeadLetters, 17)];
    }

    private sealed class Sink : IRecordSink
    {
        public string? Topic { get; private set; }

        public int Partition { get; private set; }

        public byte[]? Key { get; private set; }

        public byte[]? Value { get; private set; }

        public Headers? Headers { get; private set; }

        public void Produce(string topic, int partition, byte[]? key, byte[]? value, Headers? headers = null) => (Topic, Partition, Key, Value, Headers) = (topic, partition, key, value, headers);

        public void Keep(in RoutedRow row) => throw new NotSupportedException("intake keeps nothing");

        public void KeepLocally(in RoutedRow row) => throw new NotSupportedException("intake keeps nothing");
    }
}
