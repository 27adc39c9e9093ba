namespace Nba.Host.Delivery;

/// <summary>
/// Keeps requests that run side by side to one host and port few, whichever subscriptions they are of: several that lead to the same receiver would be too much for it together. Keeps nothing of
/// addresses to which nothing is under way. Thread-safe.
/// </summary>
/// <param name="most">Most requests side by side to one host and port.</param>
internal sealed class AddressSlots(int most)
{
    /// <summary>As many as one subscription serves owners side by side.</summary>
    public const int Usual = 8;

    private readonly Lock _one = new();
    private readonly Dictionary<string, Slots> _slots = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits for a place; dispose to give it back.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<IDisposable> Enter(Uri address, CancellationToken cancellation)
    {
        Slots slots;
        lock (_one)
        {
            if (!_slots.TryGetValue(address.Authority, out slots!)) _slots[address.Authority] = slots = new Slots(new SemaphoreSlim(most, most));
            slots.Users++;
        }
        try
        {
            await slots.Free.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            Leave(address.Authority, slots);
            throw;
        }
        return new Place(this, address.Authority, slots);
    }

    private void Leave(string authority, Slots slots)
    {
        lock (_one)
        {
            if (--slots.Users > 0) return;
            _slots.Remove(authority);
        }
        slots.Free.Dispose();
    }

    private sealed class Slots(SemaphoreSlim free)
    {
        public SemaphoreSlim Free { get; } = free;

        public int Users { get; set; }
    }

    private sealed class Place(AddressSlots all, string authority, Slots slots) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) != 0) return;
            slots.Free.Release();
            all.Leave(authority, slots);
        }
    }
}
