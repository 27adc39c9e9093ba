using Confluent.Kafka;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Sources;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <summary>The topics of one stage, and where the rows of each of its tables go. Immutable.</summary>
/// <param name="Input">What it consumes.</param>
/// <param name="Changelog">Rows of its state, a partition for each of the input's; empty for a stage that keeps none.</param>
/// <param name="Journal">Journal entries, a partition for each of the input's; null for a stage without a journal.</param>
internal abstract record StageTopics(KafkaTopic Input, string Changelog, string? Journal)
{
    /// <summary>What to do where the input no longer holds what comes after the last commit.</summary>
    public virtual Sentence WhenGone => $"restore the records, or begin anew with another prefix";

    /// <summary>Hands a row on as records and local rows.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cause">The record whose refusal a dead letter tells of.</param>
    /// <param name="into">Takes what it becomes.</param>
    public abstract void Route(in RoutedRow row, in LogRecord cause, IRecordSink into);

    /// <summary>Hands an activity on to the partition of its customer.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="trace">The trace of the record that it follows from; null for none.</param>
    /// <param name="into">Takes what it becomes.</param>
    public abstract void Send(SentActivity activity, byte[]? trace, IRecordSink into);
}

/// <summary>A row on its way.</summary>
/// <param name="partition">Partition of the stage's input.</param>
/// <param name="table">Its table.</param>
/// <param name="change">What happens to it.</param>
/// <param name="key">The whole key in the store.</param>
/// <param name="value">The value; empty for a deletion.</param>
/// <param name="after">The record that it follows from, or the last one that was taken when it was written.</param>
internal readonly ref struct RoutedRow(int partition, Table table, RowChange change, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, Cause? after = null)
{
    public readonly int Partition = partition;
    public readonly Table Table = table;
    public readonly RowChange Change = change;
    public readonly ReadOnlySpan<byte> Key = key;
    public readonly ReadOnlySpan<byte> Value = value;

    /// <summary>The trace of the record that it was made of.</summary>
    public byte[]? Trace => after?.Record.Trace;

    /// <summary>The trace of what is said of a customer: that of the customer's own activity, and not of one that another's tick only came after.</summary>
    public byte[]? TraceOf(ReadOnlySpan<byte> customer) => IsOf(customer) ? after!.Value.Record.Trace : null;

    /// <summary>When the customer's own activity arrived that it follows from, days and hours that the customer was brought up to before it included; null where none did.</summary>
    public Instant? ArrivalOf(ReadOnlySpan<byte> customer) => IsOf(customer) ? after!.Value.Arrival : null;

    /// <summary>The key without partition and table.</summary>
    public ReadOnlySpan<byte> OwnKey => Key[Keys.PrefixLength..];

    private bool IsOf(ReadOnlySpan<byte> customer) => after?.Record.Key is { } key && customer.SequenceEqual(key);
}

/// <summary>A record that a row follows from.</summary>
/// <param name="Record">What it came with.</param>
/// <param name="Arrival">When it arrived.</param>
internal readonly record struct Cause(RecordKey Record, Instant Arrival);

/// <summary>Takes what a transaction consists of. Spans are copied.</summary>
internal interface IRecordSink
{
    /// <summary>A record of a topic; no value is a tombstone.</summary>
    void Produce(string topic, int partition, byte[]? key, byte[]? value, Headers? headers = null);

    /// <summary>A row of the local store and its record of the changelog.</summary>
    void Keep(in RoutedRow row);

    /// <summary>A row of the local store alone: another topic restores it.</summary>
    void KeepLocally(in RoutedRow row);
}
