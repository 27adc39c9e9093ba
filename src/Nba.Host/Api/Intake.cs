using Microsoft.AspNetCore.Http;
using Nba.Host.Settings;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Api;

/// <summary>Hands events to the stage and waits until they are durable. Thread-safe.</summary>
public sealed class Intake(IEventDoor door, HostOptions options, TimeProvider time)
{
    /// <summary>
    /// What became of an answer about a customer's action, once its decision shows in the tables that pages read; throws a <see cref="TimeoutException"/> when that takes too long: it is
    /// durable then and will be decided.
    /// </summary>
    public async Task<ChunkOutcome> TakeAnswer(IntakeChunk chunk, string customer, string id, string action, Queries queries, HttpContext context)
    {
        var wait = TimeSpan.FromMilliseconds(options.OutcomeWaitMilliseconds);
        if (door.Decides) return await Take(chunk, CancellationToken.None).WaitAsync(wait, time, context.RequestAborted).ConfigureAwait(false);
        // On a broker first, however long that takes: then it will be decided, here or elsewhere.
        var outcome = await Take(chunk, CancellationToken.None).WaitAsync(context.RequestAborted).ConfigureAwait(false);
        if (outcome.Refusals.Count > 0) return outcome;
        using var enough = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, context.RequestAborted);
        try
        {
            await DecisionSearch.Shown(queries, customer, id, action, time, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
        return outcome;
    }

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
