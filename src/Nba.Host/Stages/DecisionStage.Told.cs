namespace Nba.Host.Stages;

/// <content>What other threads are told, which must not walk what this one changes.</content>
public sealed partial class DecisionStage
{
    private string? _inForce;
    private bool _sweeping;

    /// <inheritdoc/>
    public string? Book => Volatile.Read(ref _inForce);

    /// <inheritdoc/>
    public bool IsSweeping => Volatile.Read(ref _sweeping);

    private void Tell()
    {
        Volatile.Write(ref _inForce, First?.Book.Version ?? _initial.Version);
        Volatile.Write(ref _sweeping, _partitions.Values.Any(p => p.IsSweeping));
    }

    // Before whoever handed in is answered: they may ask at once whether all is done.
    private void TellSweep(Partition partition)
    {
        if (partition.IsSweeping) Volatile.Write(ref _sweeping, true);
    }
}
