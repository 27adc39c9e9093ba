using Nba.Host.Transport.Embedded;

namespace Nba.Host.Transport;

/// <summary>Where a process hands events in. Thread-safe.</summary>
public interface IEventDoor
{
    /// <summary>Hands events in; the answer comes when they cannot be lost any more. Waits while too many are waiting already.</summary>
    /// <exception cref="InvalidOperationException">The host is stopping.</exception>
    Task<ChunkOutcome> Submit(IntakeChunk chunk, CancellationToken cancellation);

    /// <summary>Takes no more events; what was handed in is still decided.</summary>
    void Close();

    /// <summary>Whether what it answers says what was decided; else only that the events cannot be lost.</summary>
    bool Decides { get; }

    /// <summary>Whether nothing is taken any more because what keeps events failed.</summary>
    bool HasFailed { get; }
}
