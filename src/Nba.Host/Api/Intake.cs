using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Api;

/// <summary>Hands events to the stage and waits until they are durable. Thread-safe.</summary>
public sealed class Intake(IEventDoor door)
{
    /// <summary>What became of the events, once all of them are durable.</summary>
    /// <exception cref="IntakeClosedException">The host stops, or its store failed: what was not acknowledged must be handed in again.</exception>
    public async Task<ChunkOutcome> Take(IntakeChunk chunk, CancellationToken cancellation)
    {
        try
        {
            return await door.Submit(chunk, cancellation).WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested && failure is InvalidOperationException or ObjectDisposedException or OperationCanceledException)
        {
            // A chunk taken when the host stopped, one given after, and one given after the queue is gone.
            throw new IntakeClosedException(door.HasFailed, failure);
        }
    }
}

/// <summary>No more events are taken.</summary>
/// <param name="storeFailed">Because the store failed; else because the host stops.</param>
/// <param name="cause">How it showed.</param>
public sealed class IntakeClosedException(bool storeFailed, Exception cause) : Exception("no more events are taken", cause)
{
    /// <summary>Whether the store failed.</summary>
    public bool StoreFailed => storeFailed;
}
