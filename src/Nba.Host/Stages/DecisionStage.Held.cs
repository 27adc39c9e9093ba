using System.Runtime.ExceptionServices;

namespace Nba.Host.Stages;

/// <content>Partitions that are given to this stage and that it does not run, each with its reason.</content>
public sealed partial class DecisionStage
{
    private readonly SortedDictionary<int, string> _held = [];
    private readonly HashSet<(int Partition, string Why)> _said = [];
    private IReadOnlyDictionary<int, string> _heldTold = new SortedDictionary<int, string>();

    /// <summary>Partitions that are this stage's and that it does not run, with the reason of each: what arrives in them waits. For any thread.</summary>
    public IReadOnlyDictionary<int, string> Held => Volatile.Read(ref _heldTold);

    // Where the transport has one partition alone, its stage has nothing else to do and fails.
    private void Hold(int partition, NotRunnableException cannot)
    {
        if (cannot.InnerException is { } cause and not InvalidDataException) StageLog.TimeFailed(Log, partition, EngineFailure.Words(cause));
        if (!_transport.TryHold(partition)) ExceptionDispatchInfo.Throw(cannot.InnerException ?? cannot);
        if (_partitions.Remove(partition, out var stopped)) stopped.Dispose();
        if (_said.Add((partition, cannot.Message))) StageLog.Held(Log, partition, cannot.Message);
        _held[partition] = cannot.Message;
        TellHeld();
    }

    private void Release(int partition)
    {
        if (_held.Remove(partition)) TellHeld();
    }

    private void ReleaseAll()
    {
        _held.Clear();
        TellHeld();
    }

    private void TellHeld() => Volatile.Write(ref _heldTold, new SortedDictionary<int, string>(_held));
}

/// <summary>A partition cannot be run by this process; the others can.</summary>
internal sealed class NotRunnableException(string reason, Exception? cause = null) : Exception(reason, cause);
