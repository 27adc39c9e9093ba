using Nba.Host.Api;
using Nba.Host.State;

namespace Nba.Host.Stages;

/// <summary>The clock of a bank whose time was simulated so far: it goes on from where it stood, as fast as the machine's. While the bank is stopped it stands still. Thread-safe.</summary>
public sealed class SimulatedClock : TimeProvider
{
    private readonly TimeProvider _machine;
    private readonly TimeSpan _behind;

    private SimulatedClock(TimeProvider machine, DateTimeOffset now) => (_machine, _behind) = (machine, machine.GetUtcNow() - now);

    /// <summary>The clock of a store; null where there is none yet, or where a live bank's is, whose clock is the machine's.</summary>
    /// <exception cref="StoreUnavailableException">Another process has the store.</exception>
    public static SimulatedClock? Of(string store, TimeProvider machine)
    {
        if (!StoreOwnership.IsStore(store)) return null;
        using var rows = Store.OpenReadOnly(store);
        return new Queries(rows, machine).Standing() is ({ Simulated: true }, _, var now) ? new SimulatedClock(machine, DateTimeOffset.FromUnixTimeMilliseconds(now.UnixMilliseconds)) : null;
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _machine.GetUtcNow() - _behind;
}
