using System.Buffers;
using Nba.Engine.Calendars;
using Nba.Engine.Events;

namespace Nba.Host.Transport.Embedded;

/// <summary>A refusal of one event of a chunk.</summary>
/// <param name="Index">Place of the event in the chunk, from 0.</param>
/// <param name="Refusal">Why.</param>
public readonly record struct ChunkRefusal(int Index, EventRefusal Refusal);

/// <summary>What became of a chunk once it is durable.</summary>
/// <param name="Refusals">Events that were refused.</param>
/// <param name="IsDecided">Whether all others were applied or were duplicates; else they will be.</param>
public sealed record ChunkOutcome(IReadOnlyList<ChunkRefusal> Refusals, bool IsDecided = true);

/// <summary>
/// Events handed in together: one buffer, one acknowledgement. Filled by one thread, then given away; whoever waits is told when all of it is durable.
/// </summary>
public sealed class IntakeChunk : IRecordOrigin
{
    private readonly List<ChunkRefusal> _refusals = [];
    private readonly List<(int Start, int Length, long Arrival)> _events = [];
    private byte[] _buffer;
    private int _length;

    /// <summary>A chunk with room for so many bytes; it grows.</summary>
    public IntakeChunk(int bytes = 4096) => _buffer = ArrayPool<byte>.Shared.Rent(bytes);

    /// <summary>How many events there are.</summary>
    public int Count => _events.Count;

    /// <summary>How many bytes they take.</summary>
    public int Bytes => _length;

    /// <summary>In a simulated run: the time to move on to after the events; ticks up to it are journalled before the acknowledgement, and swept in the same turn.</summary>
    public Instant? AdvanceTo { get; init; }

    /// <summary>Name of the source and the row after the last event, remembered in the same commit, so that an import resumes there.</summary>
    public (string Source, long Row)? Progress { get; set; }

    /// <summary>The trace that handed it in, as <see cref="TraceParent"/>, for events that name none themselves; null for none.</summary>
    internal byte[]? Trace { get; init; }

    /// <summary>Completed when the chunk is durable; faulted when it could not be made so.</summary>
    public Task<ChunkOutcome> Outcome => Completion.Task;

    internal TaskCompletionSource<ChunkOutcome> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many of its events are in commits already begun.</summary>
    internal int Consumed { get; set; }

    /// <summary>Adds an event; an arrival of 0 is stamped at intake.</summary>
    public void Add(ReadOnlySpan<byte> json, long arrival = 0)
    {
        if (_length + json.Length > _buffer.Length) Grow(_length + json.Length);
        json.CopyTo(_buffer.AsSpan(_length));
        _events.Add((_length, json.Length, arrival));
        _length += json.Length;
    }

    /// <inheritdoc/>
    public void Refused(int row, EventRefusal refusal) => _refusals.Add(new ChunkRefusal(row, refusal));

    internal (ReadOnlyMemory<byte> Json, long Arrival) this[int index] => (_buffer.AsMemory(_events[index].Start, _events[index].Length), _events[index].Arrival);

    internal void Reset() => _refusals.RemoveAll(r => r.Index >= Consumed);

    // The events are in the log now; their buffer serves the next chunk.
    internal void Acknowledge()
    {
        var buffer = _buffer;
        _buffer = [];
        ArrayPool<byte>.Shared.Return(buffer);
        Completion.TrySetResult(new ChunkOutcome([.. _refusals]));
    }

    private void Grow(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, bytes));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
