namespace Nba.Kafka.Tests.Simulation;

/// <summary>A static member: who it is, and which of its processes speaks for it.</summary>
internal sealed class SimMember(string instance)
{
    public string Instance => instance;

    /// <summary>The consumer that speaks for it now; an earlier one is fenced.</summary>
    public object? Consumer { get; set; }

    public SortedSet<int> Owned { get; } = [];

    public long LastSeen { get; set; }

    /// <summary>Whether it joined the round that is under way.</summary>
    public bool Joined { get; set; }

    /// <summary>Generation that it has been told of.</summary>
    public int Generation { get; set; }
}

/// <summary>
/// A consumer group with cooperative rebalances: in a first round nobody is given what another still has; who must give something up does so and asks for the second
/// round. Members that are not seen for a session are out.
/// </summary>
internal sealed class SimGroup(SimCluster cluster, string topic, int partitions)
{
    public const long Session = 10_000;

    private readonly SortedDictionary<string, SimMember> _members = new(StringComparer.Ordinal);
    private long _nobodysSince = long.MaxValue;

    public string Topic => topic;

    public int Generation { get; private set; }

    public bool IsRebalancing { get; private set; }

    public Dictionary<int, long> Committed { get; } = [];

    /// <summary>A consumer joins under an instance id; one that had it before is fenced, and its partitions stay with the id.</summary>
    public SimMember Join(string instance, object consumer)
    {
        if (!_members.TryGetValue(instance, out var member))
        {
            _members[instance] = member = new SimMember(instance);
            Rebalance();
        }
        (member.Consumer, member.LastSeen, member.Joined) = (consumer, cluster.Now, false);
        return member;
    }

    /// <summary>Whether the consumer still speaks for its member.</summary>
    public bool Has(SimMember member, object consumer) => _members.TryGetValue(member.Instance, out var known) && known == member && member.Consumer == consumer;

    /// <summary>Whether offsets of a generation may take effect.</summary>
    public bool Takes(SimMember member, object consumer, int generation) => Has(member, consumer) && generation == Generation;

    /// <summary>Those not seen for a session are out.</summary>
    public void Expire()
    {
        foreach (var gone in _members.Values.Where(m => cluster.Now - m.LastSeen > Session).ToList())
        {
            _members.Remove(gone.Instance);
            Rebalance();
        }
        // Whoever is left may have waited for nobody else.
        if (IsRebalancing) Complete();
        Watch();
    }

    public void Rebalance() => IsRebalancing = true;

    /// <summary>A member takes part in the round; when all have, a new generation begins.</summary>
    public void TakePart(SimMember member)
    {
        member.Joined = true;
        Complete();
    }

    // A member that died between two rounds and came back leaves partitions that nobody has, and a group that knows of nothing to do: whoever watches it has it deal anew.
    private void Watch()
    {
        if (IsRebalancing || _members.Values.Sum(m => m.Owned.Count) >= partitions) _nobodysSince = long.MaxValue;
        else if (_nobodysSince == long.MaxValue) _nobodysSince = cluster.Now;
        else if (cluster.Now - _nobodysSince > 2 * Session) Rebalance();
    }

    private void Complete()
    {
        if (_members.Count == 0 || !_members.Values.All(m => m.Joined)) return;
        Generation++;
        IsRebalancing = false;
        foreach (var one in _members.Values) one.Joined = false;
    }

    /// <summary>What the member should have in the end.</summary>
    public SortedSet<int> Target(SimMember member)
    {
        // Sticky: everybody keeps up to a fair share of what they have, the rest goes to whoever has least.
        var fair = (partitions + _members.Count - 1) / _members.Count;
        var least = partitions / _members.Count;
        var target = _members.Values.ToDictionary(m => m.Instance, m => new SortedSet<int>(m.Owned.Take(fair)), StringComparer.Ordinal);
        var free = Enumerable.Range(0, partitions).Where(p => !target.Values.Any(t => t.Contains(p))).ToList();
        foreach (var partition in free) target.OrderBy(t => t.Value.Count).ThenBy(t => t.Key, StringComparer.Ordinal).First().Value.Add(partition);
        // Nobody below the least share while another has more than that.
        while (target.Values.Min(t => t.Count) < least)
        {
            var (rich, poor) = (target.Values.MaxBy(t => t.Count)!, target.Values.MinBy(t => t.Count)!);
            poor.Add(rich.Max);
            rich.Remove(rich.Max);
        }
        return target[member.Instance];
    }

    /// <summary>Whether another member still has a partition.</summary>
    public bool IsHeldByAnother(int partition, SimMember member) => _members.Values.Any(m => m != member && m.Owned.Contains(partition));
}
