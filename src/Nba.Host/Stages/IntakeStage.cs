using System.Buffers;
using System.Text;
using System.Text.Json;
using Nba.Engine;
using Nba.Engine.Events;
using Nba.Engine.Vocabulary;
using Nba.Host.Import;
using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <summary>
/// Brings the records of one foreign topic in: each becomes activities of its customer, or a dead letter, in one commit with its position. It keeps nothing, so what was undone is simply
/// read and mapped again, to the same bytes. One thread runs it; what it tells of itself may be used by others.
/// </summary>
internal sealed class IntakeStage(ITransport transport, RecordMapping mapping, RuleBook book, IntakeOptions options) : IStage
{
    /// <summary>First byte of a row of the log whose event goes to every partition.</summary>
    public const byte ForAll = 1;

    private const byte ForCustomer = 0;

    private readonly List<LogRecord> _records = [];
    private readonly RecordMapper _mapper = new(mapping);
    private readonly ArrayBufferWriter<byte> _value = new(1024);
    private RuleBook _book = book;

    /// <summary>The topic it brings in.</summary>
    public string Topic => mapping.Topic;

    /// <summary>What it has done.</summary>
    public IntakeCounters Counters { get; } = new();

    /// <inheritdoc/>
    public string? Book => Volatile.Read(ref _book).Version;

    /// <inheritdoc/>
    public bool IsSweeping => false;

    /// <inheritdoc/>
    public long Taken => Counters.Records;

    /// <inheritdoc/>
    public long Commits => Counters.Commits;

    /// <summary>Mappings were checked against the book at the start; which book decides is stage 1's.</summary>
    public void Offer(RuleBook book) => Volatile.Write(ref _book, book);

    /// <inheritdoc/>
    public bool Turn()
    {
        try
        {
            _records.Clear();
            var poll = transport.Poll(_records, options.BatchRecords, TimeSpan.FromMilliseconds(options.IdleMilliseconds));
            if (poll.Kind == PollKind.Records && _records.Count > 0) Pass(poll);
            return poll.Kind != PollKind.Closed;
        }
        catch (UndoneException)
        {
            // Nothing is held here: what is still this slot's comes again.
            return true;
        }
    }

    /// <inheritdoc/>
    public void Settle() => transport.Settle();

    /// <inheritdoc/>
    public void Dispose() => _mapper.Dispose();

    private void Pass(in PollResult poll)
    {
        var transaction = transport.Begin(poll.Partition, poll.Generation);
        var keys = new Keys(poll.Partition);
        var (made, ignored, refused) = (0L, 0L, 0L);
        foreach (var record in _records)
        {
            transaction.Consume(record);
            if (Map(poll.Partition, record) is { } refusal)
            {
                refused++;
                var letter = new DeadLetter(record.Position, record.Arrival.ToString(), ReasonNames.Of(refusal.Reason), refusal.Detail, 1);
                transaction.Refuse(record, keys.Number(Table.DeadLetters, record.Position), JsonSerializer.SerializeToUtf8Bytes(letter, StageJson.Default.DeadLetter));
                continue;
            }
            if (_mapper.Events.Count == 0) ignored++;
            made += _mapper.Events.Count;
            foreach (var happened in _mapper.Events) Put(transaction, keys, happened);
        }
        transaction.Commit();
        Counters.Add(_records.Count, made, ignored, refused);
    }

    private EventRefusal? Map(int partition, in LogRecord record)
    {
        var origin = record.Origin as IForeignOrigin;
        // A transport has one blank for a record without a value.
        var value = record.Value.Span is [(byte)' '] ? default : record.Value;
        try
        {
            return _mapper.Map(new ForeignRecord(partition, record.Position, record.Arrival, origin?.Key, value, name => origin?.Header(name), origin?.HeaderNames ?? []));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // No record stops the intake; the kind of failure, and never its words, which may quote the record.
            return new(Reason.Poison, $"{mapping.Topic}: mapping it failed ({failure.GetType().Name}); tell the makers of this program");
        }
    }

    private void Put(ITransaction transaction, Keys keys, in MappedEvent happened)
    {
        _value.ResetWrittenCount();
        _value.Write([happened.IsForAll ? ForAll : ForCustomer]);
        _value.Write(happened.Json.Span);
        transaction.Put(Table.Log, keys.Own(Table.Log, Encoding.UTF8.GetBytes(happened.Customer)), _value.WrittenSpan);
    }
}
