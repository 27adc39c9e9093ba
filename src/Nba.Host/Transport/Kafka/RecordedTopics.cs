using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Host.Archives;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// Reads what a bank recorded back from its topics, a partition at a time, into a store that is laid out as an embedded run leaves it: log, journal, books,
/// and the customers, live actions and decisions that came of them. A replay verifies it by the same code as any other. Committed records only. Used by one
/// thread.
/// </summary>
/// <param name="topics">The topics.</param>
/// <param name="reading">Reads them; disposed of with this.</param>
internal sealed class RecordedTopics(KafkaTopics topics, TopicReading reading) : IRecordedRun
{
    private readonly Keys _keys = new(0);

    /// <inheritdoc/>
    public string Carrier => ArchiveManifest.Kafka;

    /// <inheritdoc/>
    public string? Prefix { get; private init; }

    /// <inheritdoc/>
    public int Partitions => topics.Activity.Partitions;

    /// <inheritdoc/>
    /// <remarks>What was spent of budgets is no topic of its own.</remarks>
    public IReadOnlyList<Table> Compared { get; } = [Table.Customers, Table.Actions, Table.Decisions];

    /// <summary>Is told how much of an archive is read, in percent.</summary>
    public Action<int>? Archived { get; init; }

    /// <summary>Opens the topics of a bank; how many partitions they have is what the cluster says.</summary>
    /// <exception cref="CannotStartException">The cluster does not answer, or has no such bank.</exception>
    public static RecordedTopics Open(KafkaOptions options, ILogger log, Action<int>? archived = null)
    {
        var (clients, topics) = (new KafkaClients(options, log), new KafkaTopics(options));
        using var admin = clients.Build(clients.Admin());
        int Count(string topic)
        {
            try
            {
                return admin.GetMetadata(topic, TimeSpan.FromSeconds(15)).Topics is [{ Error.IsError: false, Partitions.Count: > 0 and var count }]
                    ? count
                    : throw new CannotStartException($"{options.Bootstrap} has no topic {topic}: is the prefix '{options.Prefix}' right?");
            }
            catch (KafkaException failure)
            {
                throw new CannotStartException($"{options.Bootstrap} does not answer: {options.WithoutSecrets(failure.Error.Reason)}");
            }
        }
        (options.ActivityPartitions, options.ManagerPartitions) = (Count(topics.Activity.Name), Count(topics.Actions.Name));
        var all = clients.TableReader("archive");
        all.IsolationLevel = IsolationLevel.ReadUncommitted;
        var reading = new TopicReading(clients.Build<byte[], byte[]>(clients.TableReader("archive")), clients.Build<byte[], byte[]>(all),
            options.WithoutSecrets);
        return new RecordedTopics(new KafkaTopics(options), reading) { Prefix = options.Prefix, Archived = archived };
    }

    /// <summary>Reads one partition into an empty store, as its partition 0; of activities and decisions those that came after an archive, where one is
    /// named.</summary>
    /// <exception cref="InvalidDataException">It has not stood still, or its topics do not fit together.</exception>
    public void Read(int partition, Store into, ArchivedPart? archived = null)
    {
        if (archived is null && reading.Range(topics.Activity.Name, partition).Low.Value is > 0 and var low)
            throw Said.Unusable($"partition {partition} of {topics.Activity.Name} begins at offset {low}: activities from before are gone, so "
                + $"name an archive to begin from");
        using var rows = new RowPutter(into);
        foreach (var record in reading.From(topics.CustomerState.Name, partition)) State(record, 0, rows);
        foreach (var record in reading.From(topics.Journal.Name, partition)) rows.Put(_keys.Own(Table.Journal, record.Message.Key), record.Message.Value);
        rows.Write();
        var (end, next) = (StageHead.Of(into, 0)?.NextPosition ?? 0, archived?.Position ?? 0);
        foreach (var record in reading.From(topics.Activity.Name, partition, archived?.Position, needed: end))
        {
            if (record.Offset.Value >= end)
                throw Said.Unusable($"partition {partition} of {topics.Activity.Name} has activities that are not decided yet, from offset "
                    + $"{record.Offset.Value} on: let the workers finish and stop them");
            next = record.Offset.Value + 1;
            Activity(record, rows);
        }
        if (next < end)
            throw Said.Unusable($"partition {partition} of {topics.Activity.Name} ends at {next}, and its state stands at {end}: activities are "
                + $"missing");
        foreach (var record in reading.From(topics.Decisions.Name, partition, archived?.Decisions)) Decision(record.Message, rows);
        for (var owners = 0; owners < topics.Actions.Partitions; owners++)
        {
            foreach (var record in reading.From(topics.Actions.Name, owners))
            {
                if (record.Message.Value is { } value && ActionEvents.Read(value) is var action && Belongs(partition, action.Customer)) Action(action, 0, rows);
            }
        }
        rows.Write();
    }

    /// <inheritdoc/>
    public ScratchStore Scratch() => ScratchStore.Empty();

    /// <inheritdoc/>
    public bool Belongs(int partition, ReadOnlySpan<char> customer) => Murmur2.Partition(customer, Partitions) == partition;

    /// <inheritdoc/>
    public void Archive(ArchiveWriter into)
    {
        using var scratch = ScratchStore.Empty();
        var cut = new TopicCut(topics, reading, scratch.Store);
        cut.Read(Archived);
        for (var partition = 0; partition < Partitions; partition++) into.Add(scratch.Store, partition, partition, cut.Decisions[partition]);
    }

    /// <inheritdoc/>
    public RecordedStore Since(ArchivedPart archived)
    {
        var scratch = ScratchStore.Empty();
        try
        {
            Read(archived.Partition, scratch.Store, archived);
            return new RecordedStore(scratch.Store, scratch);
        }
        catch
        {
            scratch.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Between(ArchivedPart first, ArchivedPart last, Store into)
    {
        using var rows = new RowPutter(into);
        var next = first.Position;
        foreach (var record in reading.From(topics.Activity.Name, first.Partition, first.Position, last.Position))
        {
            next = record.Offset.Value + 1;
            Activity(record, rows);
        }
        if (next < last.Position)
            throw Said.Unusable($"partition {first.Partition} of {topics.Activity.Name} ends at {next}, and the later archive stands at "
                + $"{last.Position}: activities are missing");
        foreach (var record in reading.From(topics.Decisions.Name, first.Partition, first.Decisions)) Decision(record.Message, rows);
        rows.Write();
    }

    public void Dispose() => reading.Dispose();

    /// <summary>The number in a decision's id, which is the customer, a dot and the number.</summary>
    internal static int DecisionNumber(byte[] record, string customer)
    {
        using var json = JsonDocument.Parse(record);
        return int.Parse(json.RootElement.GetProperty("id").GetString().AsSpan(customer.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>Puts a record of the changelog as the row of a partition.</summary>
    internal static void State(ConsumeResult<byte[], byte[]> record, int at, RowPutter rows)
    {
        var key = ChangelogRecord.RowKey(at, record.Message.Key);
        if (record.Message.Value is { } value) rows.Put(key, ChangelogRecord.Row(value).Span);
        else rows.Delete(key);
    }

    /// <summary>Puts an action as the row of a partition; one that was withdrawn has none.</summary>
    internal static void Action(ActionRecord action, int at, RowPutter rows)
    {
        var key = new Keys(at).TextId(Table.Actions, action.Owner, action.Id);
        if (action.Withdrawn)
        {
            rows.Delete(key);
            return;
        }
        var writer = new StateWriter();
        ActionRecordCodec.Write(action, writer);
        rows.Put(key, writer.Written);
    }

    private void Activity(ConsumeResult<byte[], byte[]> record, RowPutter rows)
    {
        var value = OwnedPartition.ValueOf(record.Message);
        var row = new byte[8 + value.Length];
        EmbeddedLog.WriteHead(row, new Instant(record.Message.Timestamp.UnixTimestampMs), OwnedPartition.IsSent(record.Message));
        value.CopyTo(row.AsSpan(8));
        rows.Put(_keys.Number(Table.Log, record.Offset.Value), row);
    }

    private void Decision(Message<byte[], byte[]> message, RowPutter rows)
    {
        var customer = Encoding.UTF8.GetString(message.Key);
        rows.Put(_keys.TextNumber(Table.Decisions, customer, DecisionNumber(message.Value, customer)), message.Value);
    }
}
