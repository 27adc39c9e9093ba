using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Nba.Engine;
using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// Reads what a partition did back from its topics, into a store that is laid out as an embedded run leaves it: log, journal, books, and the customers, live actions and decisions that
/// came of them. A replay verifies it by the same code as any other. Committed records only; the partition must stand still meanwhile. Used by one thread.
/// </summary>
internal sealed class TopicArchive : IDisposable
{
    private const int BatchRows = 2000;

    private readonly KafkaTopics _topics;
    private readonly IConsumer<byte[], byte[]> _reader;
    private readonly Keys _keys = new(0);

    /// <summary>Reads topics by a reader of committed records, which it disposes of.</summary>
    internal TopicArchive(KafkaTopics topics, IConsumer<byte[], byte[]> reader) => (_topics, _reader) = (topics, reader);

    /// <summary>How many partitions there are.</summary>
    public int Partitions => _topics.Activity.Partitions;

    /// <summary>Opens the topics of a bank; how many partitions they have is what the cluster says.</summary>
    /// <exception cref="CannotStartException">The cluster does not answer, or has no such bank.</exception>
    public static TopicArchive Open(KafkaOptions options, ILogger log)
    {
        var (clients, topics) = (new KafkaClients(options, log), new KafkaTopics(options));
        using var admin = clients.Build(clients.Admin());
        int Count(string topic)
        {
            try
            {
                return admin.GetMetadata(topic, TimeSpan.FromSeconds(15)).Topics is [{ Error.IsError: false, Partitions.Count: > 0 and var count }] ? count : throw new CannotStartException($"{options.Bootstrap} has no topic {topic}: is the prefix '{options.Prefix}' right?");
            }
            catch (KafkaException failure)
            {
                throw new CannotStartException($"{options.Bootstrap} does not answer: {options.WithoutSecrets(failure.Error.Reason)}");
            }
        }
        (options.ActivityPartitions, options.ManagerPartitions) = (Count(topics.Activity.Name), Count(topics.Actions.Name));
        return new TopicArchive(new KafkaTopics(options), clients.Build<byte[], byte[]>(clients.TableReader("archive")));
    }

    /// <summary>Reads one partition into an empty store, as its partition 0.</summary>
    /// <exception cref="InvalidDataException">It has not stood still, or its topics do not fit together.</exception>
    public void Read(int partition, Store into)
    {
        using var batch = into.NewBatch();
        var next = 0L;
        foreach (var record in All(_topics.CustomerState.Name, partition)) Row(record, batch, into);
        foreach (var record in All(_topics.Journal.Name, partition)) Put(batch, into, _keys.Own(Table.Journal, record.Message.Key), record.Message.Value);
        Write(batch, into);
        var end = Next(into);
        foreach (var record in All(_topics.Activity.Name, partition))
        {
            if (record.Offset.Value >= end) throw new InvalidDataException($"partition {partition} of {_topics.Activity.Name} has activities that are not decided yet, from offset {record.Offset.Value} on: let the workers finish and stop them");
            next = record.Offset.Value + 1;
            Activity(record, batch, into);
        }
        if (next < end) throw new InvalidDataException($"partition {partition} of {_topics.Activity.Name} ends at {next}, and its state stands at {end}: activities are missing");
        foreach (var record in All(_topics.Decisions.Name, partition)) Decision(record.Message, batch, into);
        for (var owners = 0; owners < _topics.Actions.Partitions; owners++) Actions(owners, partition, batch, into);
        Write(batch, into);
    }

    /// <summary>Whether a customer's activities lie in a partition, as the workers saw it.</summary>
    public bool Belongs(int partition, ReadOnlySpan<char> customer) => Murmur2.Partition(customer, Partitions) == partition;

    public void Dispose() => _reader.Dispose();

    private IEnumerable<ConsumeResult<byte[], byte[]>> All(string topic, int partition)
    {
        _reader.Assign(new TopicPartitionOffset(topic, partition, Offset.Beginning));
        while (true)
        {
            var result = _reader.Consume(TimeSpan.FromSeconds(30)) ?? throw new InvalidDataException($"partition {partition} of {topic} could not be read to its end within 30 s");
            if (result.IsPartitionEOF) yield break;
            yield return result;
        }
    }

    private static void Row(ConsumeResult<byte[], byte[]> record, StoreBatch batch, Store into)
    {
        var key = ChangelogRecord.RowKey(0, record.Message.Key);
        if (record.Message.Value is { } value) batch.Put(key, ChangelogRecord.Row(value).Span);
        else batch.Delete(key);
        if (batch.Count >= BatchRows) Write(batch, into);
    }

    private void Activity(ConsumeResult<byte[], byte[]> record, StoreBatch batch, Store into)
    {
        var value = OwnedPartition.ValueOf(record.Message);
        var row = new byte[8 + value.Length];
        Embedded.EmbeddedLog.WriteHead(row, new Engine.Calendars.Instant(record.Message.Timestamp.UnixTimestampMs), OwnedPartition.IsSent(record.Message));
        value.CopyTo(row.AsSpan(8));
        Put(batch, into, _keys.Number(Table.Log, record.Offset.Value), row);
    }

    private void Decision(Message<byte[], byte[]> message, StoreBatch batch, Store into)
    {
        var customer = Encoding.UTF8.GetString(message.Key);
        Put(batch, into, _keys.TextNumber(Table.Decisions, customer, DecisionNumber(message.Value, customer)), message.Value);
    }

    /// <summary>The number in a decision's id, which is the customer, a dot and the number.</summary>
    internal static int DecisionNumber(byte[] record, string customer)
    {
        using var json = JsonDocument.Parse(record);
        return int.Parse(json.RootElement.GetProperty("id").GetString().AsSpan(customer.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    // Actions lie by owner: of each partition of theirs, those of customers of this one.
    private void Actions(int owners, int partition, StoreBatch batch, Store into)
    {
        var writer = new StateWriter();
        foreach (var record in All(_topics.Actions.Name, owners))
        {
            if (record.Message.Value is not { } value) continue;
            var action = ActionEvents.Read(value);
            if (!Belongs(partition, action.Customer)) continue;
            var key = _keys.TextId(Table.Actions, action.Owner, action.Id);
            writer.Clear();
            ActionRecordCodec.Write(action, writer);
            if (action.Withdrawn) batch.Delete(key);
            else batch.Put(key, writer.Written);
            if (batch.Count >= BatchRows) Write(batch, into);
        }
    }

    private static void Put(StoreBatch batch, Store into, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        batch.Put(key, value);
        if (batch.Count >= BatchRows) Write(batch, into);
    }

    private static void Write(StoreBatch batch, Store into)
    {
        into.Write(batch);
        batch.Clear();
    }

    private long Next(Store into)
    {
        var bytes = Array.Empty<byte>();
        return into.TryGet(_keys.Prefix(Table.Head), ref bytes, out var length) ? Stages.StageHead.Read(bytes.AsSpan(0, length)).NextPosition : 0;
    }
}
