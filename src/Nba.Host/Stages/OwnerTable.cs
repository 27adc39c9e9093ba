using System.Text;
using Nba.Host.State;

namespace Nba.Host.Stages;

/// <summary>
/// The owners of a partition: queues in memory over those in the store, and which of them are still to be ranked, in the order in which they were touched.
/// A queue whose last change is not durable stays in memory, since the store does not have it yet. Not thread-safe.
/// </summary>
internal sealed class OwnerTable(Store store, int partition, int mostActions)
{
    private readonly Keys _keys = new(partition);
    private readonly Dictionary<string, OwnerQueue> _owners = new(StringComparer.Ordinal);
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>How many are still to be ranked.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Finds those that a predecessor left to be ranked.</summary>
    public void Load()
    {
        using var rows = store.Scan(_keys.Prefix(Table.Queues));
        while (rows.MoveNext())
        {
            if (OwnerQueue.IsMarkedRow(rows.Value)) Wait(Name(rows.Key));
        }
    }

    /// <summary>The owner's queue; an empty one where nothing is known.</summary>
    public OwnerQueue Find(string owner)
    {
        if (!_owners.TryGetValue(owner, out var found)) _owners[owner] = found = OwnerQueue.Load(store, partition, owner, _keys);
        return found;
    }

    /// <summary>The next owners in the order of their keys, after one of them.</summary>
    public List<string> Next(byte[]? after, int atMost, out byte[]? last)
    {
        var names = new List<string>();
        last = null;
        using var rows = store.Scan(_keys.Prefix(Table.Queues), after ?? []);
        while (names.Count < atMost && rows.MoveNext())
        {
            if (after is not null && rows.Key.SequenceEqual(after)) continue;
            names.Add(Name(rows.Key));
            if (names.Count == atMost) last = rows.Key.ToArray();
        }
        return names;
    }

    /// <summary>The owner is to be ranked.</summary>
    public void Wait(string owner)
    {
        if (_waiting.Add(owner)) _order.Enqueue(owner);
    }

    /// <summary>The owner is ranked.</summary>
    public void Done(string owner) => _waiting.Remove(owner);

    /// <summary>Whether the owner is still to be ranked.</summary>
    public bool IsWaiting(string owner) => _waiting.Contains(owner);

    /// <summary>The owner that waits the longest, or null.</summary>
    public string? TakeWaiting()
    {
        while (_order.TryDequeue(out var owner))
        {
            if (_waiting.Remove(owner)) return owner;
        }
        return null;
    }

    /// <summary>Makes room, where too many actions are in memory.</summary>
    public void Trim(long durable)
    {
        if (_owners.Values.Sum(o => (long)o.Queue.Known + 1) <= mostActions) return;
        foreach (var (name, owner) in _owners)
        {
            if (owner.Commit <= durable) _owners.Remove(name);
        }
    }

    private static string Name(ReadOnlySpan<byte> key) => Encoding.UTF8.GetString(key[Keys.PrefixLength..]);
}
