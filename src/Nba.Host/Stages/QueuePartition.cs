using System.Buffers;
using System.IO.Hashing;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Vocabulary;
using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <summary>
/// One partition of stage 2 while it runs here: action records folded by owner, owners ranked and published. What it holds in memory is ahead of the store
/// until its commits are durable. Not thread-safe.
/// </summary>
internal sealed class QueuePartition
{
    private readonly ITransport _transport;
    private readonly PollResult _assignment;
    private readonly QueueOptions _options;
    private readonly QueueCounters _counters;
    private readonly QueueWriter _write;
    private readonly Keys _keys;
    private readonly OwnerTable _owners;
    private readonly StateWriter _bytes = new();
    private readonly ArrayBufferWriter<byte> _published = new(4096);
    private readonly List<OwnerQueue> _changed = [];

    // The last record of each owner whose queue is still to be ranked.
    private readonly Dictionary<string, LogRecord> _causes = new(StringComparer.Ordinal);
    private readonly ILogger _log;
    private ITransaction _transaction = null!;
    private QueueHead _head;
    private RuleBook _book = null!;
    private Instant _now;
    private int _today;

    // Longest pause between two rankings, however late it is.
    private const long MostPause = 10_000;

    // While it catches up: how late it is, in milliseconds, when owners are ranked again, and how many of them then.
    private long _late;
    private Instant _rankAgain;
    private int _toRank;

    // As the machine has it: what decides about today may not run backwards, and what only waits must not stand still for that.
    private Instant _clock;
    private long _lastCommit;
    private bool _touched;

    private QueuePartition(ITransport transport, PollResult assignment, QueueHead head, QueueOptions options, QueueCounters counters, QueueWriter write, ILogger log)
    {
        (_transport, _assignment, _head, _options, _counters, _write, _log) = (transport, assignment, head, options, counters, write, log);
        _keys = new Keys(assignment.Partition);
        _owners = new OwnerTable(transport.Reader(assignment.Partition), assignment.Partition, options.ActionsInMemory);
        _owners.Load();
    }

    /// <summary>Its number.</summary>
    public int Number => _assignment.Partition;

    /// <summary>Version of the book that its queues are ranked under, or are being.</summary>
    public string Book => _head.Book;

    /// <summary>Whether queues are still to be ranked.</summary>
    public bool HasWork => _head.IsRanking || _owners.Waiting > 0;

    /// <summary>Whether some can be ranked at a moment: while it catches up they wait for each other.</summary>
    public bool IsReady(Instant clock) => _head.IsRanking || (_owners.Waiting > 0 && (_late <= _options.CatchUpMilliseconds || _toRank > 0 || IsOver(clock)));

    /// <summary>Opens a partition where its last commit left it.</summary>
    public static QueuePartition Open(ITransport transport, PollResult assignment, QueueOptions options, QueueCounters counters, QueueWriter write, ILogger log)
    {
        var bytes = Array.Empty<byte>();
        var known = transport.Reader(assignment.Partition).TryGet(new Keys(assignment.Partition).Prefix(Table.Head), ref bytes, out var length);
        return new QueuePartition(transport, assignment, known ? QueueHead.Read(bytes.AsSpan(0, length)) : QueueHead.Empty, options, counters, write, log);
    }

    /// <summary>
    /// Takes records, ranks at most so many of the owners touched and as many that a new day or book has still to reach, and commits; nothing when nothing
    /// happened.
    /// </summary>
    public void Work(List<LogRecord> records, RuleBook book, Instant clock, int chunk)
    {
        _transaction = _transport.Begin(_assignment.Partition, _assignment.Generation);
        _book = book;
        _clock = clock;
        _now = new Instant(Math.Max(_head.LastNow, clock.UnixMilliseconds));
        _today = book.Calendar.DateOf(_now).DayNumber;
        foreach (var record in records) Take(record);
        if (_head.Book != book.Version || (_today > _head.Day && _transport.IsCaughtUp(Number))) BeginRanking();
        RankWaiting(chunk);
        if (_head.IsRanking) RankNext(chunk);
        foreach (var owner in _changed.Where(o => _owners.IsWaiting(o.Owner))) owner.Mark(_transaction, _keys);
        Commit();
    }

    private void Take(in LogRecord record)
    {
        _touched = true;
        _transaction.Consume(record);
        _head = _head with { NextPosition = record.Position + 1 };
        // A tombstone says nothing that the withdrawal before it did not say.
        if (record.Value.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0) return;
        ActionRecord action;
        try
        {
            action = ActionEvents.Read(record.Value.Span, out var arrival);
            _late = arrival is { } at ? _clock.UnixMilliseconds - at.UnixMilliseconds : 0;
        }
        catch (InvalidDataException fault)
        {
            _counters.Refusal();
            DeadLetter(record, Reason.NotAnAction, fault.Message);
            return;
        }
        _counters.Record();
        if (action.Withdrawn) action = action with { Expires = _today + _options.RememberDays };
        var owner = _owners.Find(action.Owner);
        if (!owner.Take(action, _transaction, _keys, _bytes)) return;
        _owners.Wait(owner.Owner);
        _changed.Add(owner);
        _causes[owner.Owner] = record;
    }

    private void RankWaiting(int chunk)
    {
        if (!IsReady(_clock)) return;
        _toRank = _toRank == 0 ? _owners.Waiting : Math.Min(_toRank, _owners.Waiting);
        for (var i = 0; i < chunk && _toRank > 0; i++, _toRank--)
        {
            if (_owners.TakeWaiting() is { } owner) Rank(_owners.Find(owner));
            else _toRank = 1;
        }
        if (_toRank == 0) _rankAgain = new Instant(_clock.UnixMilliseconds + Pause);
    }

    private long Pause => Math.Max(_options.CatchUpMilliseconds, Math.Min(_late / 2, MostPause));

    // A clock that was set back makes no pause longer.
    private bool IsOver(Instant clock) => clock >= _rankAgain || _rankAgain.UnixMilliseconds - clock.UnixMilliseconds > Math.Max(_options.CatchUpMilliseconds, MostPause);

    // The rows that are walked are committed ones: whoever came last must be among them.
    private void BeginRanking()
    {
        if (_transport.Durable < _lastCommit) _transport.Settle();
        _head = _head with { Day = _today, Book = _book.Version, IsRanking = true, Cursor = null };
        _touched = true;
    }

    private void RankNext(int chunk)
    {
        var names = _owners.Next(_head.Cursor, chunk, out var last);
        foreach (var name in names)
        {
            var owner = _owners.Find(name);
            owner.Forget(_today, _transaction, _keys);
            _owners.Done(name);
            Rank(owner);
        }
        _head = last is null ? _head with { IsRanking = false, Cursor = null } : _head with { Cursor = last };
        _touched = true;
    }

    private void Rank(OwnerQueue owner)
    {
        _touched = true;
        _changed.Add(owner);
        _counters.RankedOne();
        _published.ResetWrittenCount();
        int start;
        try
        {
            start = _write(QueueReader.View(owner.Queue, _book, _now, int.MaxValue), _book, _now, owner.Version + 1, _published);
        }
        catch (Exception failure) when (failure is not (OutOfMemoryException or IOException))
        {
            // One queue must not keep the others waiting; it stays marked, and is tried again with the next record, book or start.
            _counters.FailedOne();
            owner.Mark(_transaction, _keys);
            StageLog.QueueFailed(_log, Number, EngineFailure.Words(failure));
            // A new day or book has no record to blame.
            if (_causes.TryGetValue(owner.Owner, out var cause)) DeadLetter(cause, Reason.QueueFailed, $"the queue of '{owner.Owner}' cannot be put into words: {failure.GetType().Name}");
            return;
        }
        _causes.Remove(owner.Owner, out var last);
        var hash = XxHash128.HashToUInt128(_published.WrittenSpan[start..]);
        if (owner.Version > 0 && hash == owner.Hash)
        {
            owner.Unmark(_transaction, _keys);
            return;
        }
        owner.Published(hash, _transaction, _keys);
        _transaction.Tell(Table.Published, _keys.Text(Table.Published, owner.Owner), _published.WrittenSpan, last);
        _counters.PublishedOne();
    }

    private void DeadLetter(in LogRecord record, Reason reason, string detail)
    {
        var letter = new DeadLetter(record.Position, record.Arrival.ToString(), ReasonNames.Of(reason), detail, 1);
        var json = JsonSerializer.SerializeToUtf8Bytes(letter, StageJson.Default.DeadLetter);
        _transaction.Refuse(record, _keys.Number(Table.DeadLetters, record.Position), json);
    }

    private void Commit()
    {
        if (!_touched)
        {
            _transaction.Abort();
            return;
        }
        _head = _head with { LastNow = _now.UnixMilliseconds };
        _transaction.Put(Table.Head, _keys.Prefix(Table.Head), _head.Write());
        _lastCommit = _transaction.Number;
        _transaction.Commit();
        _counters.Committed();
        foreach (var owner in _changed) owner.Commit = _lastCommit;
        _changed.Clear();
        _touched = false;
        _owners.Trim(_transport.Durable);
    }
}
