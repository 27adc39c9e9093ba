using Nba.Engine.Events;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <summary>Stage 2: what it knows of actions and budgets is its state; ranked queues are for readers. It has no journal, for queues follow from actions, book and day alone.</summary>
internal sealed record QueueTopics(KafkaTopics Topics) : StageTopics(Topics.Actions, Topics.ManagerState.Name, null)
{
    public override void Route(in RoutedRow row, in LogRecord cause, IRecordSink into)
    {
        switch (row.Table)
        {
            case Table.Actions or Table.Spent or Table.Head or Table.Queues:
                into.Keep(row);
                break;
            case Table.Published:
                into.Produce(Topics.Queues.Name, row.Partition, row.OwnKey.ToArray(), row.Value.ToArray(), TraceHeader.Carrying(row.Trace));
                break;
            case Table.DeadLetters:
                into.Produce(Topics.DeadLetter.Name, row.Partition % Topics.DeadLetter.Partitions, (cause.Origin as RecordKey)?.Key, DeadLetters.Value(cause.Value.Span), DeadLetters.Headers(Input.Name, row));
                break;
            default:
                throw new InvalidOperationException($"stage 2 writes {row.Table}, and no topic takes it");
        }
    }

    public override void Send(SentActivity activity, byte[]? trace, IRecordSink into) => throw new InvalidOperationException("stage 2 sends nothing to customers");
}
