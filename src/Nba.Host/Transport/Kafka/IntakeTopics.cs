using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Nba.Engine.Events;
using Nba.Engine.Sources;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <summary>Intake: consumes one foreign topic and keeps no state. What its records become goes to the customers' partitions of the activities.</summary>
/// <param name="Topics">The bank's topics.</param>
/// <param name="Foreign">Name of the foreign topic.</param>
internal sealed record IntakeTopics(KafkaTopics Topics, string Foreign) : StageTopics(new KafkaTopic(Foreign, 0, "its own", "its own", [], null, "records of another program"), "", null)
{
    private const string OwnHeaders = "nba-";

    public override Sentence WhenGone => $"restore the records, or set the group's offset behind the gap with kafka-consumer-groups --reset-offsets";

    public override void Route(in RoutedRow row, in LogRecord cause, IRecordSink into)
    {
        switch (row.Table)
        {
            case Table.Log:
                var (key, value, headers) = (row.OwnKey.ToArray(), row.Value[1..].ToArray(), TraceHeader.Carrying(row.Trace));
                var (first, count) = row.Value[0] == IntakeStage.ForAll ? (0, Topics.Activity.Partitions) : (Murmur2.Partition(key, Topics.Activity.Partitions), 1);
                for (var partition = first; partition < first + count; partition++) into.Produce(Topics.Activity.Name, partition, key, value, headers);
                break;
            case Table.DeadLetters:
                var origin = cause.Origin as RecordKey;
                into.Produce(Topics.DeadLetter.Name, row.Partition % Topics.DeadLetter.Partitions, origin?.Key, DeadLetters.Value(cause.Value.Span), Told(row, origin?.Headers));
                break;
            default:
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"intake writes {row.Table}, and no topic takes it"));
        }
    }

    public override void Send(SentActivity activity, byte[]? trace, IRecordSink into) => throw new InvalidOperationException("intake sends nothing from customer to customer");

    // Attributes may stand in headers, so those it came with go along, as far as there is room.
    private Headers Told(in RoutedRow row, Headers? came)
    {
        var told = DeadLetters.Headers(Foreign, row);
        var room = MostHeaderBytes;
        foreach (var header in came ?? [])
        {
            var value = header.GetValueBytes();
            room -= Encoding.UTF8.GetByteCount(header.Key) + (value?.Length ?? 0);
            if (room >= 0 && !header.Key.StartsWith(OwnHeaders, StringComparison.Ordinal)) told.Add(header.Key, value);
        }
        return told;
    }

    private const int MostHeaderBytes = 50_000;
}
