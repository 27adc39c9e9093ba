using Nba.Engine;
using Nba.Engine.Events;
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
    /// <exception cref="UndoneException">Commits were begun and did not happen.</exception>
    PollResult Poll(List<LogRecord> into, int atMost, TimeSpan wait);

    /// <summary>Begins the one open transaction of a partition.</summary>
    ITransaction Begin(int partition, int generation);

    /// <summary>Committed state of a partition.</summary>
    Store Reader(int partition);

    /// <summary>Whether everything that had arrived in a partition was polled: only then may the clock move its time on.</summary>
    bool IsCaughtUp(int partition);

    /// <summary>
    /// Whether a customer's activities lie in a partition. Whoever produced one elsewhere would have the customer decided in two places; the same log and partition
    /// always give the same answer.
    /// </summary>
    bool Belongs(int partition, ReadOnlySpan<char> customer);

    /// <summary>
    /// Gives nothing of a partition any more until it is assigned anew, for the stage cannot run it; false where the stage cannot do without it. Only between its transactions.
    /// </summary>
    /// <exception cref="UndoneException">Commits were begun and did not happen.</exception>
    bool TryHold(int partition);

    /// <summary>Number of commits that are durable: commit <c>n</c> is once this is at least <c>n</c>.</summary>
    long Durable { get; }

    /// <summary>Waits until every commit begun is durable.</summary>
    /// <exception cref="UndoneException">They did not happen.</exception>
    void Settle();
}

/// <summary>
/// What was committed and not yet durable did not happen, in any partition of the slot: the stage drops everything it holds in memory, and polls. What is still
/// this slot's is assigned again.
/// </summary>
public sealed class UndoneException(string reason, Exception? cause = null) : Exception(reason, cause);

/// <summary>Takes rows: a transaction, or what keeps them for one. Not thread-safe.</summary>
public interface IRowWriter
{
    /// <summary>Writes a row; for tables that are topics elsewhere, produces a record.</summary>
    void Put(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>Deletes a row; produces a tombstone elsewhere.</summary>
    void Delete(Table table, ReadOnlySpan<byte> key);

    /// <summary>Deletes a row whose readers are told why it went: where the table is a topic, the value is produced instead of a tombstone.</summary>
    void Retire(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> last);
}

/// <summary>Everything that takes effect together. Not thread-safe; used up by <see cref="Commit"/> or <see cref="Abort"/>.</summary>
public interface ITransaction : IRowWriter
{
    /// <summary>Number of the commit that it becomes durable with, were it committed now; several transactions may share one.</summary>
    long Number { get; }

    /// <summary>A record was consumed.</summary>
    void Consume(in LogRecord record);

    /// <summary>Keeps a record that nothing, or too little, could be made of: the letter that says why, and, where it is a record elsewhere, the record as it came.</summary>
    void Refuse(in LogRecord record, ReadOnlySpan<byte> key, ReadOnlySpan<byte> letter);

    /// <summary>
    /// Writes a row that follows from a record taken before, perhaps in an earlier transaction, and not from the last one: where the row becomes a record elsewhere, it belongs to that one's
    /// trace. Without a cause it belongs to none.
    /// </summary>
    void Tell(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, in LogRecord cause) => Put(table, key, value);

    /// <summary>A journal entry takes effect.</summary>
    void Journal(JournalEntry entry);

    /// <summary>Sends an activity to the partition of its customer, to be polled there once this is durable; false where the stage is to decide it at once.</summary>
    bool TrySend(SentActivity activity);

    /// <summary>Commits; may return before it is durable (<see cref="ITransport.Durable"/>), and never becomes so before the one before it.</summary>
    /// <exception cref="UndoneException">Neither this nor what was committed before it and was not durable happened.</exception>
    void Commit();

    /// <summary>Forgets all of it; what it consumed is polled again.</summary>
    void Abort();
}
