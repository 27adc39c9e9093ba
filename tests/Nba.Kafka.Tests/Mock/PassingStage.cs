using System.Buffers.Binary;
using System.Text;
using Nba.Host.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Mock;

/// <summary>The least that a stage can be: a record for each activity, a number as its state. It keeps what a commit made durable and drops what was undone.</summary>
/// <param name="transport">What it polls.</param>
/// <param name="atMost">Most records that it takes at once.</param>
internal sealed class PassingStage(KafkaTransport transport, int atMost = 2)
{
    private readonly List<LogRecord> _records = [];
    private readonly List<Passed> _open = [];
    private readonly List<Passed> _durable = [];
    private long _commits;
    private int _turns;

    /// <summary>What was passed on and is durable.</summary>
    public IReadOnlyList<Passed> Durable => _durable;

    /// <summary>How often it was told that its commits did not happen.</summary>
    public int Undone { get; private set; }

    /// <summary>Polls once and passes on what came.</summary>
    public void Turn()
    {
        _records.Clear();
        _turns++;
        try
        {
            var poll = transport.Poll(_records, atMost, TimeSpan.FromMilliseconds(20));
            Count();
            if (poll.Kind == PollKind.Records && _records.Count > 0) Pass(poll);
        }
        catch (UndoneException)
        {
            Count();
            _open.Clear();
            Undone++;
        }
    }

    private void Pass(PollResult poll)
    {
        var transaction = transport.Begin(poll.Partition, poll.Generation);
        var keys = new Keys(poll.Partition);
        foreach (var record in _records)
        {
            var passed = new Passed(poll.Partition, record.Position, _turns);
            transaction.Consume(record);
            transaction.Put(Table.Decisions, keys.TextNumber(Table.Decisions, "C", (int)record.Position), Encoding.UTF8.GetBytes(passed.ToString()));
            _open.Add(passed);
        }
        var state = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(state, _records[^1].Position);
        transaction.Put(Table.Head, keys.Prefix(Table.Head), state);
        transaction.Commit();
    }

    // Whatever was committed before a poll becomes durable in it, or not at all.
    private void Count()
    {
        if (transport.Durable == _commits) return;
        _commits = transport.Durable;
        _durable.AddRange(_open);
        _open.Clear();
    }
}

/// <summary>An activity that was passed on.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Position">Its position.</param>
/// <param name="Turn">The turn of the stage in which it was: another one each time that it comes again.</param>
internal readonly record struct Passed(int Partition, long Position, int Turn);
