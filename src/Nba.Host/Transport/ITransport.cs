using Nba.Engine;
using Nba.Host.State;

namespace Nba.Host.Transport;

/// <summary>
/// The contract between the stages and what carries their input and output: ordered partitions; one atomic commit of consumed positions, state,
/// produced records and journal; assignment with a generation; abort; only committed data is seen. One slot (thread) calls it. The embedded store is one
/// implementation, a Kafka consumer with a transactional producer another; the stages know of neither.
/// </summary>
public interface ITransport : IDisposable
{
    /// <summary>Takes what comes next, waiting at most so long. Every record is of the partition and generation answered.</summary>
    PollResult Poll(List<LogRecord> into, int atMost, TimeSpan wait);

    /// <summary>Begins the one open transaction of a partition.</summary>
    ITransaction Begin(int partition, int generation);

    /// <summary>Committed state of a partition.</summary>
    Store Reader(int partition);

    /// <summary>Number of commits that are durable: commit <c>n</c> is once this is at least <c>n</c>.</summary>
    long Durable { get; }

    /// <summary>Waits until every commit begun is durable, or answers how it failed.</summary>
    CommitOutcome Settle();
}

/// <summary>Takes rows: a transaction, or what keeps them for one. Not thread-safe.</summary>
public interface IRowWriter
{
    /// <summary>Writes a row; for tables that are topics elsewhere, produces a record.</summary>
    void Put(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>Deletes a row; produces a tombstone elsewhere.</summary>
    void Delete(Table table, ReadOnlySpan<byte> key);
}

/// <summary>Everything that takes effect together. Not thread-safe; used up by <see cref="Commit"/> or <see cref="Abort"/>.</summary>
public interface ITransaction : IRowWriter
{
    /// <summary>Its number among the slot's commits.</summary>
    long Number { get; }

    /// <summary>A record was consumed.</summary>
    void Consume(in LogRecord record);

    /// <summary>A journal entry takes effect.</summary>
    void Journal(JournalEntry entry);

    /// <summary>Commits; may return before it is durable (<see cref="ITransport.Durable"/>), but never before the one before it is.</summary>
    CommitOutcome Commit();

    /// <summary>Forgets all of it.</summary>
    void Abort();
}
