using Nba.Engine;
using Nba.Engine.Calendars;

namespace Nba.Host.Transport;

/// <summary>What a partition's input holds at one place: an activity, or a journal entry when a recorded log is replayed.</summary>
/// <param name="Position">Position in the log.</param>
/// <param name="Arrival">Arrival time, never running backwards.</param>
/// <param name="Value">The event as it came; empty for a journal entry.</param>
/// <param name="Entry">The journal entry, when replaying.</param>
/// <param name="Origin">Who is told what became of it; null when nobody waits.</param>
/// <param name="Row">Place among the origin's records, from 0.</param>
/// <param name="IsSent">Whether the engine sent it, from one customer to another; types of its own are taken from nobody else.</param>
public readonly record struct LogRecord(long Position, Instant Arrival, ReadOnlyMemory<byte> Value, JournalEntry? Entry, IRecordOrigin? Origin, int Row = 0, bool IsSent = false);

/// <summary>Who handed a record in: told once its commit is durable.</summary>
public interface IRecordOrigin
{
    /// <summary>The record was refused or set aside; called before the commit.</summary>
    void Refused(int row, Engine.Events.EventRefusal refusal);
}

/// <summary>What a record of a foreign topic came with beside its value.</summary>
internal interface IForeignOrigin : IRecordOrigin
{
    /// <summary>Its key; null for none.</summary>
    byte[]? Key { get; }

    /// <summary>The names of its headers.</summary>
    IReadOnlyCollection<string> HeaderNames { get; }

    /// <summary>The last value of a header, or null.</summary>
    byte[]? Header(string name);
}

/// <summary>What a poll gave.</summary>
public enum PollKind
{
    /// <summary>Records, or none within the wait.</summary>
    Records,
    /// <summary>A partition was given to this worker.</summary>
    Assigned,
    /// <summary>A partition is no longer this worker's, or what was not durable of it did not happen: drop its state, commit nothing.</summary>
    Revoked,
    /// <summary>There is nothing more to come.</summary>
    Closed,
}

/// <summary>What a poll gave, and under which generation of the assignment.</summary>
/// <param name="Kind">Records, a change of assignment, or the end.</param>
/// <param name="Partition">The partition spoken of.</param>
/// <param name="Generation">Grows with every change of assignment; a commit of an older one fails.</param>
public readonly record struct PollResult(PollKind Kind, int Partition, int Generation);
