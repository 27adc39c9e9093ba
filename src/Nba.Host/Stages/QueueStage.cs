using System.Buffers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Queues;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <summary>Puts a ranked queue into the bytes that are published. The same queue, book and moment must give the same bytes.</summary>
/// <param name="view">The queue.</param>
/// <param name="book">The book in force.</param>
/// <param name="asOf">The moment it is ranked for.</param>
/// <param name="version">Its version, one above the last.</param>
/// <param name="into">Where the bytes go.</param>
/// <returns>Where the content begins: what stands before it, version and moment, does not make two queues different.</returns>
public delegate int QueueWriter(QueueView view, RuleBook book, Instant asOf, long version, IBufferWriter<byte> into);

/// <summary>
/// Stage 2 for one slot and the partitions assigned to it: folds action records by owner, and publishes each owner's ranked queue when it changed; all of
/// them are ranked anew when a day begins or another book comes into force. Order and repetition of records do not show in what is published last. One thread
/// runs it; <see cref="Offer"/> and <see cref="Counters"/> may be used by others.
/// </summary>
public sealed class QueueStage(ITransport transport, RuleBook book, QueueOptions options, QueueWriter write, TimeProvider clock) : IStage
{
    private readonly List<LogRecord> _records = [];
    private readonly SortedDictionary<int, QueuePartition> _partitions = [];
    private RuleBook _book = book;
    private volatile bool _sweeping;

    /// <summary>Where it says what it could not do.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>What it has done.</summary>
    public QueueCounters Counters { get; } = new();

    /// <inheritdoc/>
    public string? Book => Volatile.Read(ref _book).Version;

    /// <inheritdoc/>
    public long Taken => Counters.Records;

    /// <inheritdoc/>
    public long Commits => Counters.Commits;

    /// <summary>Whether queues are still to be ranked.</summary>
    public bool IsSweeping => _sweeping;

    /// <summary>Puts a book into force with the next turn: rules' texts, campaigns, people, capacities.</summary>
    public void Offer(RuleBook book) => Volatile.Write(ref _book, book);

    /// <summary>One turn: poll, fold, rank a chunk, publish, commit. False when the input is closed.</summary>
    public bool Turn()
    {
        try
        {
            return Polled();
        }
        catch (UndoneException)
        {
            // One way back: what is still this slot's is assigned again and opened from what is committed.
            _partitions.Clear();
            return true;
        }
        finally
        {
            // For other threads, which must not walk what this one changes.
            _sweeping = HasWork();
        }
    }

    /// <summary>Waits until everything published is durable.</summary>
    /// <exception cref="UndoneException">It did not happen.</exception>
    public void Settle() => transport.Settle();

    /// <summary>Forgets what it holds in memory.</summary>
    public void Dispose() => _partitions.Clear();

    private bool HasWork() => _partitions.Values.Any(p => p.HasWork || p.Book != Volatile.Read(ref _book).Version);

    // What only waits for others to be ranked with it does not keep the stage from waiting.
    private bool IsReady() => _partitions.Values.Any(p => p.IsReady(Now()) || p.Book != Volatile.Read(ref _book).Version);

    private Instant Now() => new(clock.GetUtcNow().ToUnixTimeMilliseconds());

    private bool Polled()
    {
        _records.Clear();
        var poll = transport.Poll(_records, options.BatchRecords, TimeSpan.FromMilliseconds(IsReady() ? 0 : options.IdleMilliseconds));
        switch (poll.Kind)
        {
            case PollKind.Closed:
                return false;
            case PollKind.Assigned:
                _partitions[poll.Partition] = QueuePartition.Open(transport, poll, options, Counters, write, Log);
                return true;
            case PollKind.Revoked:
                _partitions.Remove(poll.Partition);
                return true;
        }
        var (inForce, now) = (Volatile.Read(ref _book), Now());
        var chunk = Math.Max(1, options.RankChunk / Math.Max(1, _partitions.Count));
        if (_records.Count > 0) _partitions[poll.Partition].Work(_records, inForce, now, chunk);
        foreach (var partition in _partitions.Values)
        {
            if (_records.Count == 0 || partition.Number != poll.Partition) partition.Work([], inForce, now, chunk);
        }
        return true;
    }
}
