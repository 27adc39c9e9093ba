using Nba.Host.Campaigns;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Stages;

/// <summary>The clock of a bank whose time was simulated so far: it goes on from the last thing that it recorded, as fast as the machine's. While the bank is stopped it stands still. Thread-safe.</summary>
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
        if (StageHead.Of(rows, 0) is not { Simulated: true } head) return null;
        // Days and hours are recorded as they begin, without an event too, and so is what somebody set for campaigns.
        IEnumerable<long> recorded = [head.LastNow, .. EmbeddedLog.Journal(rows, 0).Select(e => e.Now.UnixMilliseconds), .. Changes(rows)];
        return new SimulatedClock(machine, DateTimeOffset.FromUnixTimeMilliseconds(recorded.Max()));
    }

    /// <summary>The machine's clock below one: what others measure by who are not simulated, as receivers of signed messages do.</summary>
    public static TimeProvider MachineOf(TimeProvider time) => time is SimulatedClock simulated ? simulated._machine : time;

    private static IEnumerable<long> Changes(Store store)
    {
        var times = new List<long>();
        using var rows = store.Scan(new Keys(0).Prefix(Table.Control));
        while (rows.MoveNext()) times.Add(CampaignJson.Read(rows.Value).At.UnixMilliseconds);
        return times;
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _machine.GetUtcNow() - _behind;
}
