using System.Buffers;
using System.Text;
using Confluent.Kafka;
using Nba.Engine;
using Nba.Engine.Events;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// Stage 1: customers, waiting hours and the partition's head are its state; the journal restores itself from its own topic; actions go to their manager's partition;
/// decisions and dead letters are for readers.
/// </summary>
internal sealed record DecideTopics(KafkaTopics Topics) : StageTopics(Topics.Activity, Topics.CustomerState.Name, Topics.Journal.Name)
{
    /// <summary>The header of activities that the engine sent.</summary>
    public const string SentHeader = "nba-sent";

    private static readonly byte[] SentMark = "1"u8.ToArray();

    public override void Route(in RoutedRow row, in LogRecord cause, IRecordSink into)
    {
        switch (row.Table)
        {
            case Table.Customers or Table.Head or Table.Waiting or Table.Books:
                into.Keep(row);
                break;
            case Table.Journal:
                into.Produce(Topics.Journal.Name, row.Partition, row.OwnKey.ToArray(), row.Value.ToArray());
                into.KeepLocally(row);
                break;
            case Table.Actions:
                var record = ActionRecordCodec.Read(row.Value);
                var json = new ArrayBufferWriter<byte>(1024);
                var customer = Encoding.UTF8.GetBytes(record.Customer);
                ActionEvents.Write(record, row.ArrivalOf(customer), json);
                into.Produce(Topics.Actions.Name, Murmur2.Partition(Encoding.UTF8.GetBytes(record.Owner), Topics.Actions.Partitions), Encoding.UTF8.GetBytes(ActionEvents.Key(record.Owner, record.Id)), json.WrittenSpan.ToArray(),
                    TraceHeader.Carrying(row.TraceOf(customer)));
                break;
            case Table.Decisions:
                // Behind the customer a key has a zero and the decision's number.
                into.Produce(Topics.Decisions.Name, row.Partition, row.OwnKey[..^5].ToArray(), row.Value.ToArray(), TraceHeader.Carrying(row.TraceOf(row.OwnKey[..^5])));
                break;
            case Table.DeadLetters:
                into.Produce(Topics.DeadLetter.Name, row.Partition, (cause.Origin as RecordKey)?.Key, DeadLetters.Value(cause.Value.Span), DeadLetters.Headers(Input.Name, row));
                break;
            case Table.Spent:
                // The record of the action that left says that its customer was contacted.
                break;
            default:
                throw new InvalidOperationException($"stage 1 writes {row.Table}, and no topic takes it");
        }
    }

    public override void Send(SentActivity activity, byte[]? trace, IRecordSink into)
    {
        var key = Encoding.UTF8.GetBytes(activity.Customer);
        var headers = new Headers { { SentHeader, SentMark } };
        if (trace is not null) headers.Add(TraceParent.Name, trace);
        into.Produce(Input.Name, Murmur2.Partition(key, Input.Partitions), key, activity.Json.ToArray(), headers);
    }
}
