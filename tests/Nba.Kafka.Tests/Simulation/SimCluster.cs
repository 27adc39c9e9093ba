namespace Nba.Kafka.Tests.Simulation;

/// <summary>The process that made a client dies at this call: nothing after it happens.</summary>
/// <remarks>Of a kind that nobody takes for a failure of the engine and goes on after.</remarks>
internal sealed class SimCrash : IOException;

/// <summary>
/// A cluster in memory, with what exactly-once rests on: transactions and their fencing by transactional id, offsets that take effect with them and only in the group's
/// generation, last stable offsets, and a group of static members that hands partitions over in two rounds. One thread; every choice comes from the seed.
/// </summary>
internal sealed class SimCluster(Random random, Func<long> now)
{
    private readonly Dictionary<(string, int), SimLog> _logs = [];
    private readonly Dictionary<string, SimProducerState> _producers = [];
    private readonly Dictionary<string, SimGroup> _groups = [];

    public Random Random => random;

    public long Now => now();

    /// <summary>Of a thousand calls of a client, how many fail in some way that a broker may choose.</summary>
    public int Faults { get; set; }

    /// <summary>Happens while a commit is on its way to the broker, and again while its answer is; nothing does unless it is set.</summary>
    public Action OnCommit { get; set; } = () => { };

    public SimLog Log(string topic, int partition) => _logs.TryGetValue((topic, partition), out var log) ? log : _logs[(topic, partition)] = new SimLog();

    public SimGroup Group(string name, string topic, int partitions) => _groups.TryGetValue(name, out var group) ? group : _groups[name] = new SimGroup(this, topic, partitions);

    /// <summary>Chance of a fault.</summary>
    public bool Fails(int times = 1) => Faults > 0 && random.Next(1000) < Faults * times;

    /// <summary>A producer comes under an id: what another left open under it is aborted, and that other is fenced.</summary>
    public (SimProducerState State, int Epoch) InitProducer(string id)
    {
        if (!_producers.TryGetValue(id, out var state)) _producers[id] = state = new SimProducerState();
        state.Abort();
        return (state, ++state.Epoch);
    }

    /// <summary>Transactions that were open for too long end without effect.</summary>
    public void Expire(long timeout)
    {
        foreach (var producer in _producers.Values.Where(p => p.Open is not null && Now - p.Since > timeout))
        {
            producer.Abort();
            producer.Epoch++;
        }
    }
}

/// <summary>What the cluster knows of a transactional id.</summary>
internal sealed class SimProducerState
{
    public int Epoch { get; set; }

    public SimTransaction? Open { get; private set; }

    public long Since { get; private set; }

    public List<(SimGroup Group, int Partition, long Offset)> Offsets { get; } = [];

    public SimTransaction Transaction(long now)
    {
        if (Open is null) (Open, Since) = (new SimTransaction(), now);
        return Open;
    }

    public void Commit()
    {
        Open?.End(commit: true);
        foreach (var (group, partition, offset) in Offsets) group.Committed[partition] = offset;
        Clear();
    }

    public void Abort()
    {
        Open?.End(commit: false);
        Clear();
    }

    private void Clear()
    {
        Open = null;
        Offsets.Clear();
    }
}
