using Nba.Engine;

namespace Nba.Host.Stages;

/// <summary>A customer kept decoded.</summary>
internal sealed class CachedCustomer(CustomerState state)
{
    public CustomerState State { get; } = state;

    /// <summary>Whether it changed since the last commit began.</summary>
    public bool Dirty { get; set; }

    /// <summary>Number of the commit that holds its last change.</summary>
    public long Commit { get; set; }

    /// <summary>Whether it was used since the clock's hand last passed.</summary>
    public bool Used { get; set; }
}

/// <summary>
/// Customers kept decoded, at most so many, thrown out by second chance, when <c>leaving</c> is told; never one whose last change is not durable. States are reused. Owned by one
/// stage; not thread-safe.
/// </summary>
internal sealed class CustomerCache(RuleBook book, int capacity, Action<CustomerState> leaving)
{
    private readonly Dictionary<string, CachedCustomer> _byId = new(StringComparer.Ordinal);
    private readonly List<CachedCustomer> _clock = [];
    private int _hand;

    public int Count => _byId.Count;

    /// <summary>The customer, or null when it is not kept.</summary>
    public CachedCustomer? Find(ReadOnlySpan<char> customer)
    {
        if (!_byId.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(customer, out var found)) return null;
        found.Used = true;
        return found;
    }

    /// <summary>Makes room for a customer; its state is reset.</summary>
    public CachedCustomer Add(string customer, long durable)
    {
        var entry = Reuse(durable);
        if (entry is null)
        {
            entry = new CachedCustomer(new CustomerState(book.Vocabulary));
            _clock.Add(entry);
        }
        entry.State.Reset(customer);
        (entry.Dirty, entry.Commit, entry.Used) = (false, 0, true);
        _byId[customer] = entry;
        return entry;
    }

    /// <summary>Forgets every customer.</summary>
    public void Clear()
    {
        _byId.Clear();
        _clock.Clear();
        _hand = 0;
    }

    private CachedCustomer? Reuse(long durable)
    {
        if (_clock.Count < capacity) return null;
        for (var tries = 0; tries < Math.Min(2048, _clock.Count * 2); tries++)
        {
            _hand = (_hand + 1) % _clock.Count;
            var entry = _clock[_hand];
            if (entry.Used)
            {
                entry.Used = false;
                continue;
            }
            if (entry.Dirty || entry.Commit > durable) continue;
            _byId.Remove(entry.State.Customer);
            leaving(entry.State);
            return entry;
        }
        return null;
    }
}
